/**
 * Which versions of a store in a git checkout changed since a commit.
 *
 * @module
 */

import { readStoreManifest } from "../extensions/read_store_manifest.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import { gitChanges } from "../sys/git_changes.ts";
import { realPath } from "../sys/stat_file.ts";
import type { VerifyStoreOptions } from "./verify_store.ts";

/** All directories above a path, and itself. */
function* waysTo(path: string): Generator<string> {
  for (
    let end = path.indexOf("/");
    end >= 0;
    end = path.indexOf("/", end + 1)
  ) {
    yield path.slice(0, end);
  }
  yield path;
}

/** What a summary links. */
function linkText(summary: Partial<ExtensionSummary>): string {
  const { id, version, manifestPath, manifestChecksum, sumsChecksum } = summary;
  return JSON.stringify([
    id,
    version,
    manifestPath,
    manifestChecksum,
    sumsChecksum,
  ]);
}

/**
 * Says which versions and paths changed: a file of theirs, or their link in `store.json`.
 *
 * @param ref A commit, branch or tag.
 * @throws {StoreError} `INVALID_ARGUMENT`: no checkout, or no such commit in it. `IO`: there is no git.
 */
export async function changedVersions(
  target: string,
  ref: string,
): Promise<
  Required<Pick<VerifyStoreOptions, "isChangedVersion" | "isChangedPath">>
> {
  const { paths, readOld } = await gitChanges(realPath(target), ref);
  const changed = new Set(paths.flatMap((path) => [...waysTo(path)]));
  const old = await readOld("store.json");
  const reading = old === null ? undefined : readStoreManifest(old);
  const links = new Set(
    [...reading?.manifest?.extensions ?? [], ...reading?.rejected ?? []].map(
      linkText,
    ),
  );
  return {
    isChangedPath: (path) => changed.has(path),
    isChangedVersion(summary) {
      const { manifestPath = "" } = summary;
      const folder = manifestPath.slice(0, manifestPath.lastIndexOf("/"));
      return changed.has(folder) || !links.has(linkText(summary));
    },
  };
}
