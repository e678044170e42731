/**
 * One question to many stores at once: a slow or dead one holds up nothing beyond its time.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import type { Store } from "./store.ts";

/** Milliseconds that a store has to answer, unless told otherwise. */
export const STORE_TIMEOUT = 10_000;

/** What came back, in the order of the stores. */
export interface Answers<Answer> {
  /** Those that answered in time. */
  readonly answers: readonly {
    readonly store: Store;
    readonly answer: Answer;
  }[];
  /** One for each store that did not. */
  readonly warnings: readonly Warning[];
}

/** Waits for a promise, at most until a signal. */
async function untilAborted<Answer>(
  promise: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  // when the time is over nobody waits for the answer, or its failure, any more
  promise.catch(() => {});
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Asks one store; undefined where its time is over. */
async function askStore<Answer>(
  store: Store,
  ask: (store: Store, signal: AbortSignal) => Promise<Answer>,
  timeout: number,
): Promise<{ readonly answer: Answer } | undefined> {
  const end = new AbortController();
  const timer = setTimeout(
    () => end.abort(new DOMException("its time is over", "TimeoutError")),
    timeout,
  );
  try {
    return { answer: await untilAborted(ask(store, end.signal), end.signal) };
  } catch (error) {
    if (!end.signal.aborted) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function tooSlow({ name }: Store, timeout: number): Warning {
  return {
    code: "STORE_SLOW",
    message: `Cannot wait for store "${name}": it did not answer within ${
      timeout / 1000
    } s`,
    hint: "Give it more time with --timeout, or disable it.",
  };
}

/** What is refused because somebody may have changed it, and not because it is away. */
const SUSPICIOUS_REGEXP =
  /^(?:SIGNATURE_.*|STORE_ROLLBACK|CHECKSUM_MISMATCH|PATH_UNSAFE)$/;

function unusable({ name }: Store, error: StoreError): Warning {
  const { code, message, details } = error;
  return warningOf(
    new StoreError(code, `Cannot ask store "${name}": ${message}`, details),
    SUSPICIOUS_REGEXP.test(code) ? "STORE_REFUSED" : "STORE_UNUSABLE",
  );
}

/**
 * Asks stores, all at once.
 *
 * @param ask Puts the question; its signal says that the time is over.
 * @param timeout Milliseconds that each store has.
 */
export async function askStores<Answer>(
  stores: readonly Store[],
  ask: (store: Store, signal: AbortSignal) => Promise<Answer>,
  timeout: number = STORE_TIMEOUT,
): Promise<Answers<Answer>> {
  const outcomes = await Promise.all(stores.map(async (store) => {
    try {
      const answered = await askStore(store, ask, timeout);
      return answered === undefined
        ? { warning: tooSlow(store, timeout) }
        : { answer: { store, ...answered } };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { warning: unusable(store, error) };
    }
  }));
  return {
    answers: outcomes.flatMap(({ answer }) => answer ?? []),
    warnings: outcomes.flatMap(({ warning }) => warning ?? []),
  };
}
