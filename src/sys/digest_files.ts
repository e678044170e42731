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
/** Milliseconds between two reports of progress. */
const REPORT_PERIOD = 100;

/** How the work is done. */
export interface DigestOptions {
  /** Threads, at least 1; all cores unless given. */
  readonly threads?: number | undefined;
  /** Told some times a second how many bytes were read. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** One more thread; its results, or none where it cannot run. */
function startHelper(order: DigestOrder): Promise<readonly DigestResult[]> {
  const { promise, resolve } = Promise.withResolvers<readonly DigestResult[]>();
  // scripts/build.sh knows this name
  const worker = new Worker(new URL("./digest_worker.ts", import.meta.url), {
    type: "module",
  });
  const end = (results: readonly DigestResult[]): void => {
    worker.terminate();
    resolve(results);
  };
  worker.onmessage = ({ data }) => end(data);
  worker.onerror = (event) => {
    // what it has taken is hashed again by the main thread
    event.preventDefault();
    end([]);
  };
  worker.postMessage(order);
  return promise;
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
  const threads = total < SHARED_BYTES ? 1 : Math.min(
    jobs.length,
    options.threads ?? navigator.hardwareConcurrency,
  );
  const helpers = Array.from(
    { length: threads - 1 },
    () => startHelper({ jobs, memory }),
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
    for (const found of await Promise.all(helpers)) keep(found);
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
