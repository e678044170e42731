/**
 * A thread that helps to hash files; see `digest_files.ts`, which starts it.
 *
 * @module
 */

import { digestBytes } from "./digest.ts";
import { runDigestJobs, sharedCounters } from "./digest_jobs.ts";
import type { DigestJob, DigestResult } from "./digest_jobs.ts";

/** What the thread is given. */
export interface DigestOrder {
  /** All files. */
  readonly jobs: readonly DigestJob[];
  /** Memory of the counters. */
  readonly memory: SharedArrayBuffer;
}

// what hashes is loaded while the files are still being gathered
void digestBytes("blake3", new Uint8Array());

addEventListener("message", async (event) => {
  const { jobs, memory }: DigestOrder = (event as MessageEvent).data;
  const results: DigestResult[] = await runDigestJobs(
    jobs,
    sharedCounters(memory),
  );
  // the type of `self` is that of a page, where a second argument is needed
  (self as unknown as { postMessage(data: unknown): void }).postMessage(
    results,
  );
});
