/**
 * The digests of many files, on all cores.
 *
 * @module
 */

import { COUNTER_BYTES, runDigestJobs, sharedCounters } from "./digest_jobs.ts";
import type { DigestJob, DigestResult } from "./digest_jobs.ts";
import type { DigestOrder } from "./digest_worker.ts";

export type { DigestFailure, DigestJob, DigestResult } from "./digest_jobs.ts";

/** Below this many bytes one thread is done before a second one has started. */
const SHARED_BYTES = 50_000_000;
/** Threads unless told otherwise: each has 13 MiB of its own, and disks are no faster for more of them. */
const MOST_THREADS = 4;
/** Milliseconds between two reports of progress. */
const REPORT_PERIOD = 100;

/** How the work is done. */
export interface DigestOptions {
  /** Threads, at least 1; one for each core unless given, at most four. */
  readonly threads?: number | undefined;
  /** Threads that are ready for this one list. */
  readonly helpers?: DigestHelpers | undefined;
  /** Told some times a second how many bytes were read. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** A thread, and whether it can run. */
interface DigestHelper {
  readonly worker: Worker;
  /** Done when the thread fails. */
  readonly failure: Promise<void>;
}

/** Threads that can help; they are gone when it is disposed of. */
export interface DigestHelpers extends Disposable {
  /** One for each. */
  readonly helpers: readonly DigestHelper[];
}

function startHelper(): DigestHelper {
  const { promise, resolve } = Promise.withResolvers<void>();
  // scripts/build.sh knows this name
  const worker = new Worker(new URL("./digest_worker.ts", import.meta.url), {
    type: "module",
  });
  worker.onerror = (event) => {
    // what it has taken is hashed again by the main thread
    event.preventDefault();
    resolve();
  };
  return { worker, failure: promise };
}

/**
 * Starts threads that get ready to help, so that they need not be waited for when all files are known.
 *
 * @param bytes About how many there are to hash; for few, no thread is started.
 * @param threads Threads in all, with the calling one; one for each core unless given, at most four.
 */
export function startHelpers(
  bytes: number,
  threads: number = Math.min(MOST_THREADS, navigator.hardwareConcurrency),
): DigestHelpers {
  const count = bytes < SHARED_BYTES ? 0 : threads - 1;
  const helpers = Array.from({ length: count }, startHelper);
  return {
    helpers,
    [Symbol.dispose]() {
      for (const { worker } of helpers) worker.terminate();
    },
  };
}

/** Gives an order to a thread; its results, or none where it cannot run. */
function giveOrder(
  { worker, failure }: DigestHelper,
  order: DigestOrder,
): Promise<readonly DigestResult[]> {
  const { promise, resolve } = Promise.withResolvers<readonly DigestResult[]>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(order);
  return Promise.race([promise, failure.then(() => [])]);
}

/** A function that calls `report` at most once in {@linkcode REPORT_PERIOD}. */
function paced(report: () => void): () => void {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < REPORT_PERIOD) return;
    last = now;
    report();
  };
}

/**
 * Hashes files: largest first, each by the next thread that is free. The calling thread is one of them.
 *
 * @returns One result for each file, in the order given.
 */
export async function digestFiles(
  files: readonly DigestJob[],
  options: DigestOptions = {},
): Promise<readonly DigestResult[]> {
  const order = files.map((_, index) => index)
    .sort((a, b) => files[b]!.size - files[a]!.size || a - b);
  const jobs = order.map((index) => files[index]!);
  const memory = new SharedArrayBuffer(COUNTER_BYTES);
  const counters = sharedCounters(memory);
  const total = jobs.reduce((sum, { size }) => sum + size, 0);
  using own = options.helpers === undefined
    ? startHelpers(total, options.threads)
    : undefined;
  const { helpers: ready } = options.helpers ?? own!;
  const answers = ready.slice(0, Math.max(0, jobs.length - 1)).map((helper) =>
    giveOrder(helper, { jobs, memory })
  );
  const { onProgress } = options;
  const report = onProgress && (() => onProgress(Number(counters.bytes[0])));
  const results = new Array<DigestResult>(jobs.length);
  const keep = (found: readonly DigestResult[]): void => {
    for (const result of found) results[result.index] = result;
  };
  keep(await runDigestJobs(jobs, counters, report && paced(report)));
  const timer = report && setInterval(report, REPORT_PERIOD);
  try {
    for (const found of await Promise.all(answers)) keep(found);
  } finally {
    clearInterval(timer);
  }
  for (let index = 0; index < jobs.length; index++) {
    if (results[index] !== undefined) continue;
    const [found] = await runDigestJobs(
      [jobs[index]!],
      sharedCounters(new SharedArrayBuffer(COUNTER_BYTES)),
    );
    results[index] = { ...found!, index };
  }
  const sorted = new Array<DigestResult>(jobs.length);
  order.forEach((file, place) => {
    sorted[file] = { ...results[place]!, index: file };
  });
  return sorted;
}
