/**
 * Hashing a list of files that several threads share.
 *
 * @module
 */

import type { DigestAlgorithm } from "../core/checksum.ts";
import { isMissing, isRefused } from "./_io_error.ts";
import { openHasher } from "./digest.ts";
import type { Hasher } from "./hasher.ts";

/** A file to hash. */
export interface DigestJob {
  /** Its path; no part of it is a link. */
  readonly path: string;
  /** What to make of it, in one reading. */
  readonly algorithms: readonly DigestAlgorithm[];
  /** Bytes, when it was looked at. */
  readonly size: number;
  /** Number of its device then. */
  readonly device: number;
  /** Number of the file within its device then. */
  readonly inode: number;
}

/** Why a file has no digest. */
export type DigestFailure = "missing" | "refused" | "replaced" | "failed";

/** What came of a file. */
export interface DigestResult {
  /** Place of the file in the list. */
  readonly index: number;
  /** Bytes that were read. */
  readonly size: number;
  /** Lower-case hex for each algorithm asked for; empty where there is a failure. */
  readonly digests: readonly string[];
  /** Why there are no digests. */
  readonly failure?: DigestFailure;
}

/** What the threads that work on one list share. */
export interface DigestCounters {
  /** One number: the next file that nobody has taken. */
  readonly next: Int32Array;
  /** One number: bytes read by all. */
  readonly bytes: BigInt64Array;
}

/** Counters over memory that all threads see. */
export function sharedCounters(memory: SharedArrayBuffer): DigestCounters {
  return {
    bytes: new BigInt64Array(memory, 0, 1),
    next: new Int32Array(memory, 8, 1),
  };
}

/** Bytes of memory for {@linkcode sharedCounters}. */
export const COUNTER_BYTES = 16;

/** Reads one file to its end. */
function hashFile(
  job: DigestJob,
  index: number,
  hashers: readonly Hasher[],
  onBytes: (count: number) => void,
): DigestResult {
  let size = 0;
  const fail = (failure: DigestFailure): DigestResult => ({
    index,
    size,
    digests: [],
    failure,
  });
  // the next file is another stream
  const unfinished = (failure: DigestFailure): DigestResult => {
    for (const hasher of hashers) hasher.hex();
    return fail(failure);
  };
  try {
    using file = Deno.openSync(job.path);
    const info = file.statSync();
    // the name may have become a link since it was looked at
    if (
      !info.isFile || info.dev !== job.device || (info.ino ?? 0) !== job.inode
    ) {
      return fail("replaced");
    }
    const [first, ...others] = hashers;
    for (;;) {
      const { buffer } = first!;
      const count = file.readSync(buffer) ?? 0;
      if (count === 0) break;
      const bytes = buffer.subarray(0, count);
      // the first one may take the memory with the bytes
      for (const other of others) other.update(bytes);
      first!.update(bytes);
      size += count;
      onBytes(count);
      // somebody writes to it, perhaps without end
      if (size > job.size) return unfinished("replaced");
    }
    return { index, size, digests: hashers.map((hasher) => hasher.hex()) };
  } catch (error) {
    if (isMissing(error)) return unfinished("missing");
    if (isRefused(error)) return unfinished("refused");
    if (error instanceof Error && "code" in error) return unfinished("failed");
    throw error;
  }
}

/**
 * Hashes files of the list until none is left that nobody has taken.
 *
 * @param jobs The list, the same for all threads.
 * @param counters What the threads share.
 * @param onBytes Called after each piece of a file.
 * @returns What came of the files that this thread took.
 */
export async function runDigestJobs(
  jobs: readonly DigestJob[],
  counters: DigestCounters,
  onBytes?: () => void,
): Promise<DigestResult[]> {
  const open = new Map<DigestAlgorithm, Hasher>();
  using stack = new DisposableStack();
  for (const algorithm of new Set(jobs.flatMap((job) => job.algorithms))) {
    open.set(algorithm, stack.use(await openHasher(algorithm)));
  }
  const count = (bytes: number): void => {
    Atomics.add(counters.bytes, 0, BigInt(bytes));
    onBytes?.();
  };
  const results: DigestResult[] = [];
  for (;;) {
    const index = Atomics.add(counters.next, 0, 1);
    const job = jobs[index];
    if (job === undefined) return results;
    const hashers = job.algorithms.map((algorithm) => open.get(algorithm)!);
    results.push(hashFile(job, index, hashers, count));
  }
}
