/**
 * One answer of a web server: redirects followed, time watched, failures tried again.
 *
 * Proxies are the runtime's business: it honours `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { isRefused } from "./_io_error.ts";
import type { HttpSettings } from "./http_clock.ts";
import { isRedirect, redirectTarget, shownUrl } from "./http_redirect.ts";
import { isPassing, parseRetryAfter, retryPause } from "./http_retry.ts";
import { TryAgain } from "./http_try_again.ts";
import { HttpWatch } from "./http_watch.ts";

/** A request; only ever `GET`. */
export interface HttpRequest {
  /** The URL, which may hold a user's name and password. */
  readonly url: string;
  /** Fields of its head. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that an answer may take; any number as long as it comes fast enough, unless given. */
  readonly longest?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** All that the runtime says of a failed request. */
function wordsOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}

/** The same in few words. */
function stateOf(error: Error): string {
  const words = wordsOf(error);
  const [, problem] = /peer certificate: (.+)$/.exec(words) ?? [];
  if (problem !== undefined) return `its certificate is refused (${problem})`;
  const last = words.replace(/ \(os error \d+\)$/, "").split(": ").at(-1)!;
  return last.charAt(0).toLowerCase() + last.slice(1);
}

/** A failure of the connection. Others, and the end of `signal`, are thrown on. */
export function connectionFailure(
  error: unknown,
  place: string,
  signal: AbortSignal | undefined,
): TryAgain | StoreError {
  if (signal?.aborted) throw signal.reason;
  if (error instanceof TryAgain || error instanceof StoreError) return error;
  if (isRefused(error)) {
    return new StoreError(
      "PERMISSION",
      `Cannot fetch "${place}": storectl may not use the network`,
      { hint: "Give it the right --allow-net.", cause: error },
    );
  }
  // what fetch() and its streams throw for any failure of a connection
  if (!(error instanceof TypeError)) throw error;
  const failure = new StoreError(
    "NETWORK",
    `Cannot fetch "${place}": ${stateOf(error)}`,
    { cause: error },
  );
  // a certificate is the same at the next attempt
  return /peer certificate/.test(wordsOf(error))
    ? failure
    : new TryAgain(failure);
}

/** Asks one URL once, and what it redirects to. */
async function answerOf(
  { url, headers }: HttpRequest,
  watch: HttpWatch,
  { limits, clock }: HttpSettings,
): Promise<Response> {
  let target = new URL(url);
  const { username, password, origin } = target;
  for (let hops = 0;; hops++) {
    const place = shownUrl(target);
    const head = new Headers(headers);
    if (username !== "" && target.origin === origin) {
      const words = [username, password].map(decodeURIComponent).join(":");
      const bytes = new TextEncoder().encode(words);
      head.set("authorization", `Basic ${bytes.toBase64()}`);
    }
    target.username = "";
    target.password = "";
    const response = await fetch(target, {
      headers: head,
      redirect: "manual",
      signal: watch.signal,
    });
    if (isRedirect(response.status)) {
      await response.body?.cancel();
      if (hops === limits.redirects) {
        throw new StoreError(
          "NETWORK",
          `Cannot fetch "${
            shownUrl(url)
          }": more than ${limits.redirects} redirects`,
        );
      }
      target = redirectTarget(target, response.headers.get("location"));
      continue;
    }
    if (isPassing(response.status)) {
      await response.body?.cancel();
      throw new TryAgain(
        new StoreError(
          "NETWORK",
          `Cannot fetch "${place}": the server answers with status ${response.status}`,
        ),
        parseRetryAfter(response.headers.get("retry-after"), clock.now()),
      );
    }
    return response;
  }
}

/**
 * Asks a web server, as often as the limits let it.
 *
 * @param request Makes the request of each attempt, since a later one may ask for the rest only.
 * @param use Takes the answer, also one with an error status; throws {@linkcode TryAgain} for one that broke.
 * @throws {StoreError} `NETWORK`: no attempt went well.
 */
export async function ask<Result>(
  request: () => HttpRequest,
  settings: HttpSettings,
  use: (response: Response, watch: HttpWatch) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1;; attempt++) {
    const now = request();
    const place = shownUrl(now.url);
    using watch = new HttpWatch(
      place,
      settings,
      now.longest ?? Infinity,
      now.signal,
    );
    let failure;
    try {
      const response = await answerOf(now, watch, settings);
      watch.answered();
      try {
        return await use(response, watch);
      } finally {
        // what is not read to its end would keep the connection
        await response.body?.cancel().catch(() => {});
      }
    } catch (error) {
      failure = connectionFailure(error, place, now.signal);
    }
    if (!(failure instanceof TryAgain)) throw failure;
    const { clock, limits } = settings;
    const pause = retryPause(
      attempt,
      limits,
      clock.random(),
      failure.retryAfter,
    );
    if (pause === null) throw failure.failure;
    await clock.sleep(pause, now.signal);
  }
}
