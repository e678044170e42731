/**
 * Clock and limits for tests: the same rules, in a fraction of the time.
 *
 * @module
 */

import { HTTP_LIMITS, HTTP_SETTINGS } from "../../src/sys/http_clock.ts";
import type { HttpLimits, HttpSettings } from "../../src/sys/http_clock.ts";

/** Settings of a test, and the pauses that were asked for. */
export interface QuickSettings extends HttpSettings {
  /** In milliseconds, in order; none of them was waited for. */
  readonly pauses: readonly number[];
  /** Moves the clock, in milliseconds. */
  forward(time: number): void;
}

/** Short limits, no pauses, no chance. */
export function quickSettings(
  limits: Partial<HttpLimits> = {},
): QuickSettings {
  const pauses: number[] = [];
  let ahead = 0;
  return {
    pauses,
    forward: (time) => {
      ahead += time;
    },
    clock: {
      now: () => HTTP_SETTINGS.clock.now() + ahead,
      random: () => 0,
      sleep: (pause, signal) => {
        pauses.push(pause);
        signal?.throwIfAborted();
        return Promise.resolve();
      },
    },
    limits: {
      ...HTTP_LIMITS,
      answer: 400,
      document: 900,
      stall: 400,
      window: 600,
      ...limits,
    },
  };
}
