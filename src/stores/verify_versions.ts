/**
 * Verifies versions of extensions in a directory, by what somebody knows of their manifests. It writes nothing.
 *
 * @module
 */

import { sortProblems } from "../extensions/problem_order.ts";
import type { Problem } from "../extensions/problem.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import type { Checked } from "../extensions/verify_report.ts";
import { checkContents } from "./_verify_contents.ts";
import type { ContentOptions } from "./_verify_contents.ts";
import { LinkCheck } from "./_verify_links.ts";
import { findOrphans } from "./_verify_orphans.ts";
import { DiskTree } from "./disk_tree.ts";

/** What is known of a version. */
export type KnownVersion = Pick<
  ExtensionSummary,
  "id" | "version" | "manifestPath" | "manifestChecksum"
>;

/** What is verified, and how. */
export interface VerifyVersionsOptions extends ContentOptions {
  /** Links and sizes alone; no content but that of the manifests is read. */
  readonly isFast?: boolean | undefined;
  /** Paths below `extensions` that are used too. */
  readonly used?: readonly string[];
}

/**
 * Verifies versions, and finds what lies beside them in `extensions` and belongs to none.
 *
 * @param root The directory; no part of it is a link.
 */
export async function verifyVersions(
  root: string,
  versions: readonly KnownVersion[],
  { isFast = false, used = [], ...options }: VerifyVersionsOptions = {},
): Promise<
  { readonly checked: Checked; readonly problems: readonly Problem[] }
> {
  const check = new LinkCheck(new DiskTree(root));
  for (const version of versions) await check.checkVersion(version);
  if (!isFast) await checkContents(check, options);
  for (const path of used) check.used.add(path);
  check.problems.push(...findOrphans(check, new Set(["extensions"])));
  return {
    checked: {
      extensions: versions.length,
      files: check.count,
      bytes: check.bytes,
    },
    problems: sortProblems(check.problems),
  };
}
