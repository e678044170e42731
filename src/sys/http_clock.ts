/**
 * The clock, the dice and the limits of network work; tests pass their own.
 *
 * @module
 */

/** Time and chance. */
export interface HttpClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  /**
   * Waits.
   *
   * @param pause Milliseconds.
   * @throws What `signal` is aborted with.
   */
  sleep(pause: number, signal?: AbortSignal): Promise<void>;
}

/** How long, how slow, how often; times are in milliseconds. */
export interface HttpLimits {
  /** Until the head of the answer is there: connection, TLS and waiting. */
  readonly answer: number;
  /** For a whole document; files may take longer, by their sizes, as long as they come fast enough. */
  readonly document: number;
  /** Between two pieces of an answer. */
  readonly stall: number;
  /** The fewest bytes that may come in one {@link HttpLimits.window}. */
  readonly windowBytes: number;
  /** Span in which {@link HttpLimits.windowBytes} have to come. */
  readonly window: number;
  /** Redirects that are followed for one answer. */
  readonly redirects: number;
  /** How often a request is made at most. */
  readonly attempts: number;
  /** Pause before the second attempt, at most; each further one is twice as long. */
  readonly firstPause: number;
  /** No pause is longer than this; a server that asks for more is given up. */
  readonly longestPause: number;
}

/** Limits in use. */
export const HTTP_LIMITS: HttpLimits = {
  answer: 15_000,
  document: 120_000,
  stall: 15_000,
  windowBytes: 16 * 1024,
  window: 20_000,
  redirects: 5,
  attempts: 4,
  firstPause: 500,
  longestPause: 20_000,
};

/** What every request is made with. */
export interface HttpSettings {
  /** Time and chance. */
  readonly clock: HttpClock;
  /** How long, how slow, how often. */
  readonly limits: HttpLimits;
}

function sleep(pause: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, pause);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** The real clock and limits. */
export const HTTP_SETTINGS: HttpSettings = {
  clock: { now: () => Date.now(), random: () => Math.random(), sleep },
  limits: HTTP_LIMITS,
};
