/**
 * The first part of verifying a store: manifests are read, links are followed, and what has to be hashed is gathered.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import type { DigestAlgorithm } from "../core/checksum.ts";
import { LIMITS } from "../core/limits.ts";
import type { FileReference } from "../extensions/extension_manifest.ts";
import type { Problem, ProblemCode } from "../extensions/problem.ts";
import { readExtensionManifest } from "../extensions/read_extension_manifest.ts";
import { resolvePath } from "../extensions/resolve_path.ts";
import type { Resolution } from "../extensions/resolve_path.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import { digestBytes } from "../sys/digest.ts";
import type { FileEntry } from "../sys/store_files.ts";
import type { DiskTree } from "./disk_tree.ts";

/** What a file has to be, and who says so. */
export interface Expectation {
  /** What its digest is made with. */
  readonly algorithm: DigestAlgorithm;
  /** Lower-case hex. */
  readonly hex: string;
  /** Whether it is the file's own link, and not a list that names it. */
  readonly isLink: boolean;
  /** Makes the problem, where it is something else. */
  readonly problem: (actual: string) => Problem;
}

/** A file that is hashed, once for all who say something of it. */
export interface ExpectedFile {
  /** What lies there. */
  readonly entry: FileEntry;
  /** All that is said of it. */
  readonly expectations: Expectation[];
}

/** What is found in a regular file, or why it cannot be used. */
export type Found =
  | { readonly path: string; readonly entry: FileEntry }
  | undefined;

const RESTORE_HINT = "Restore the file, or publish this version again.";

/** Everything that is known while links are followed. */
export class LinkCheck {
  /** In the order they were found. */
  readonly problems: Problem[] = [];
  /** By path, without a link in it. */
  readonly files = new Map<string, ExpectedFile>();
  /** Paths that something uses: files, and links on the way to them. */
  readonly used = new Set<string>();
  /** Paths of files that are known not to be what their links say. */
  readonly wrong = new Set<string>();
  /** Directories of manifests that do not say all that they link, each with a slash behind it. */
  readonly unknown = new Set<string>();
  /** Files that something links and that are there. */
  count = 0;
  /** Bytes that were read here. */
  bytes = 0;
  /** Ranges of dependencies, which a package of its own checks. */
  readonly ranges: {
    readonly path: string;
    readonly id: string;
    readonly range: string;
  }[] = [];

  /** Directories that no link leads to, nor through. */
  readonly #plain = new Set<string>();

  /**
   * Starts with nothing found.
   *
   * @param tree The store.
   * @param isFast Whether nothing is hashed, so that what files have to be need not be kept.
   */
  constructor(readonly tree: DiskTree, readonly isFast: boolean = false) {}

  /** Adds an error. */
  report(
    code: ProblemCode,
    path: string,
    message: string,
    facts: Pick<Problem, "expected" | "actual" | "hint"> = {},
  ): void {
    this.problems.push({ severity: "error", code, path, message, ...facts });
  }

  /**
   * Follows a path to a regular file; what stands in the way becomes a problem.
   *
   * @param missing What it is called when nothing is there.
   */
  find(path: string, missing: ProblemCode): Found {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (this.#plain.has(parent)) {
      const entry = this.tree.lookUp(path);
      if (entry?.kind === "file") {
        this.used.add(path);
        return { path, entry };
      }
    }
    const found = resolvePath(path, this.tree.lookUp);
    if (found.state === "outside") {
      this.used.add(found.at);
      this.report(
        "PATH_UNSAFE",
        found.at,
        `Cannot follow "${found.at}": it is a symbolic link that leaves the store`,
        {
          ...targetOf(this.tree, found.at),
          hint: "Replace the link by the file.",
        },
      );
      return undefined;
    }
    if (found.state !== "found") {
      this.used.add(path);
      this.#reportMissing(path, found, missing);
      return undefined;
    }
    for (const link of found.links) this.used.add(link);
    if (found.path === path) this.#plain.add(parent);
    this.used.add(found.path);
    if (found.entry.kind === "file") return found;
    this.report(
      missing,
      path,
      `Cannot read "${path}": it is ${
        found.entry.kind === "directory" ? "a directory" : "no regular file"
      }`,
      { hint: RESTORE_HINT },
    );
    return undefined;
  }

  /** Nothing is there, or nothing can be seen there. */
  #reportMissing(
    path: string,
    { state, at }: Exclude<Resolution, { readonly state: "found" }>,
    missing: ProblemCode,
  ): void {
    const folder = at.slice(0, Math.max(0, at.lastIndexOf("/")));
    if (state === "missing" && !this.tree.isOpen(folder)) {
      this.unreadable(path, "refused");
      return;
    }
    this.report(
      missing,
      path,
      `Cannot read "${path}": ${
        state === "loop"
          ? "symbolic links lead in a circle"
          : "it does not exist"
      }`,
      { hint: RESTORE_HINT },
    );
  }

  /** Reads a small file; what stands in the way becomes a problem. */
  readSmall(
    path: string,
    { missing, invalid, maxBytes }: {
      readonly missing: ProblemCode;
      readonly invalid: ProblemCode;
      readonly maxBytes: number;
    },
  ): Uint8Array<ArrayBuffer> | undefined {
    const found = this.find(path, missing);
    if (found === undefined) return undefined;
    this.count++;
    const content = this.tree.read(found.path, found.entry, maxBytes);
    if (content.state === "read") {
      this.bytes += content.bytes.length;
      return content.bytes;
    }
    if (content.state === "missing") {
      this.report(missing, path, `Cannot read "${path}": it does not exist`);
    } else if (content.state === "large") {
      this.report(
        invalid,
        path,
        `Cannot read "${path}": it is larger than the limit of ${maxBytes} bytes`,
      );
    } else this.unreadable(path, content.state);
    return undefined;
  }

  /** A file that is there and cannot be read. */
  unreadable(path: string, why: "refused" | "replaced" | "failed"): void {
    const state = {
      refused: "access is refused",
      replaced: "it was replaced meanwhile",
      failed: "the system reports an error",
    }[why];
    this.report("FILE_UNREADABLE", path, `Cannot read "${path}": ${state}`, {
      hint: why === "replaced"
        ? "Run the command again."
        : "Check who may read it, and the disk below it.",
    });
  }

  /** Remembers that a file has to have a checksum. */
  expect(path: string, entry: FileEntry, expectation: Expectation): void {
    if (this.isFast) return;
    const known = this.files.get(path);
    if (known) known.expectations.push(expectation);
    else this.files.set(path, { entry, expectations: [expectation] });
  }

  /**
   * Reads one manifest and follows its links.
   *
   * @returns Whether there is a manifest.
   */
  async checkVersion(summary: Partial<ExtensionSummary>): Promise<boolean> {
    const path = summary.manifestPath;
    if (path === undefined) return false;
    const bytes = this.readSmall(path, {
      missing: "MANIFEST_MISSING",
      invalid: "MANIFEST_INVALID",
      maxBytes: LIMITS.manifestBytes,
    });
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    if (bytes === undefined) {
      this.unknown.add(folder);
      return false;
    }
    const wanted = summary.manifestChecksum;
    const checksum = wanted === undefined ? undefined : parseChecksum(wanted);
    if (checksum) {
      const hex = await digestBytes(checksum.algorithm, bytes);
      if (hex !== checksum.hex) {
        this.report(
          "CHECKSUM_MISMATCH",
          path,
          `Cannot trust "${path}": it is not the manifest that store.json links`,
          {
            expected: wanted!,
            actual: `${checksum.algorithm}:${hex}`,
            hint: RESTORE_HINT,
          },
        );
      }
    }
    const reading = readExtensionManifest(bytes, path, summary);
    this.problems.push(...reading.problems);
    if (reading.manifest === undefined) this.unknown.add(folder);
    for (const link of reading.links) this.#checkLink(folder, link);
    for (
      const [id, range] of Object.entries(reading.manifest?.dependencies ?? {})
    ) this.ranges.push({ path, id, range });
    return true;
  }

  #checkLink(folder: string, link: Partial<FileReference>): void {
    if (link.path === undefined) return;
    const path = folder + link.path;
    const found = this.find(path, "FILE_MISSING");
    if (found === undefined) return;
    this.count++;
    if (link.size !== undefined && link.size !== found.entry.size) {
      this.wrong.add(found.path);
      this.report(
        "SIZE_MISMATCH",
        path,
        `Cannot trust "${path}": it is not as large as its link says`,
        {
          expected: String(link.size),
          actual: String(found.entry.size),
          hint: RESTORE_HINT,
        },
      );
      return;
    }
    const checksum = link.checksum === undefined
      ? undefined
      : parseChecksum(link.checksum);
    if (checksum) {
      this.expect(found.path, found.entry, {
        ...checksum,
        isLink: true,
        problem: (actual) =>
          mismatch(
            path,
            "its link",
            link.checksum!,
            `${checksum.algorithm}:${actual}`,
          ),
      });
    }
  }
}

/** Where a link points, for people. */
function targetOf(tree: DiskTree, path: string): Pick<Problem, "actual"> {
  const target = tree.lookUp(path)?.target;
  return target === undefined ? {} : { actual: target };
}

/** A file that does not have the checksum that something says. */
export function mismatch(
  path: string,
  who: string,
  expected: string,
  actual: string,
): Problem {
  return {
    severity: "error",
    code: "CHECKSUM_MISMATCH",
    path,
    message: `Cannot trust "${path}": it is not the file that ${who} names`,
    expected,
    actual,
    hint: RESTORE_HINT,
  };
}
