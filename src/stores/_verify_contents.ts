/**
 * The middle part of verifying a store: files are hashed, and held against all that is said of them.
 *
 * @module
 */

import { digestFiles } from "../sys/digest_files.ts";
import type { DigestHelpers } from "../sys/digest_files.ts";
import type { LinkCheck } from "./_verify_links.ts";

/** How files are read. */
export interface ContentOptions {
  /** Threads; the cores unless given. */
  readonly threads?: number | undefined;
  /** Threads that are ready. */
  readonly helpers?: DigestHelpers | undefined;
  /** Told some times a second how many bytes of all were hashed. */
  readonly onProgress?: ((bytes: number, total: number) => void) | undefined;
}

/** Hashes what has to be hashed. */
export async function checkContents(
  check: LinkCheck,
  { threads, helpers, onProgress }: ContentOptions = {},
): Promise<void> {
  const files = [...check.files];
  const total = files.reduce((sum, [, { entry }]) => sum + entry.size, 0);
  const results = await digestFiles(
    files.map(([path, { entry, expectations }]) => ({
      path: check.tree.pathOf(path),
      algorithms: [...new Set(expectations.map(({ algorithm }) => algorithm))],
      ...entry,
    })),
    {
      threads,
      helpers,
      onProgress: onProgress && ((bytes) => onProgress(bytes, total)),
    },
  );
  for (const [index, [path, { expectations }]] of files.entries()) {
    const { size, digests, failure } = results[index]!;
    check.bytes += size;
    if (failure === "missing") {
      check.report(
        "FILE_MISSING",
        path,
        `Cannot read "${path}": it was removed meanwhile`,
        {
          hint: "Run the command again.",
        },
      );
      continue;
    }
    if (failure !== undefined) {
      check.unreadable(path, failure);
      continue;
    }
    const algorithms = [
      ...new Set(expectations.map(({ algorithm }) => algorithm)),
    ];
    const wrong = expectations.filter(({ algorithm, hex }) =>
      digests[algorithms.indexOf(algorithm)] !== hex
    );
    // a file that is not what its link says cannot be what its list says
    const linked = wrong.filter(({ isLink }) => isLink);
    for (const { algorithm, problem } of linked.length > 0 ? linked : wrong) {
      check.problems.push(problem(digests[algorithms.indexOf(algorithm)]!));
    }
  }
}
