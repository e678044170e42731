/**
 * Ends an answer that does not come, stops coming, or comes too slowly.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { HttpSettings } from "./http_clock.ts";
import { TryAgain } from "./http_try_again.ts";

/** Watches one answer. */
export class HttpWatch implements Disposable {
  readonly #controller = new AbortController();
  readonly #settings: HttpSettings;
  readonly #place: string;
  readonly #outer: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #longest: number;
  readonly #start: number;
  #began: number;
  #last: number;
  #bytes = 0;
  #isAnswered = false;

  /**
   * Starts to watch.
   *
   * @param place The URL, as messages show it.
   * @param longest Milliseconds that all of it may take.
   * @param outer Ends the answer too.
   */
  constructor(
    place: string,
    settings: HttpSettings,
    longest: number,
    outer?: AbortSignal,
  ) {
    this.#place = place;
    this.#settings = settings;
    this.#outer = outer;
    this.#longest = longest;
    this.#start = this.#began = this.#last = settings.clock.now();
    const { answer, stall, window } = settings.limits;
    this.#timer = setInterval(
      () => this.#look(),
      Math.max(5, Math.min(answer, stall, window) / 8),
    );
    outer?.addEventListener("abort", this.#stop, { once: true });
    if (outer?.aborted) this.#stop();
  }

  readonly #stop = () => this.#controller.abort(this.#outer!.reason);

  /** For `fetch`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  #end(state: string): void {
    this.#controller.abort(
      new TryAgain(
        new StoreError("NETWORK", `Cannot fetch "${this.#place}": ${state}`),
      ),
    );
  }

  #look(): void {
    const { limits, clock } = this.#settings;
    const now = clock.now();
    if (!this.#isAnswered) {
      if (now - this.#began > limits.answer) {
        this.#end(`no answer within ${limits.answer / 1000} s`);
      }
      return;
    }
    if (now - this.#start > this.#longest) {
      return this.#end(`it takes longer than ${this.#longest / 1000} s`);
    }
    if (now - this.#last > limits.stall) {
      return this.#end(`nothing came for ${limits.stall / 1000} s`);
    }
    if (now - this.#began < limits.window) return;
    if (this.#bytes < limits.windowBytes) {
      return this.#end(
        `${this.#bytes} bytes in ${
          limits.window / 1000
        } s is less than the ${limits.windowBytes} that are asked for`,
      );
    }
    this.#began = now;
    this.#bytes = 0;
  }

  /** The head of the answer is there. */
  answered(): void {
    this.#isAnswered = true;
    this.#began = this.#last = this.#settings.clock.now();
  }

  /** A piece is there. */
  received(bytes: number): void {
    this.#bytes += bytes;
    this.#last = this.#settings.clock.now();
  }

  /** Stops watching; the answer itself is left as it is. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#outer?.removeEventListener("abort", this.#stop);
  }
}
