/**
 * Verifies an extension store: `store.json`, the manifests it links, and the files they link. It writes nothing.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { isPlainRange } from "../extensions/plain_range.ts";
import { sortProblems } from "../extensions/problem_order.ts";
import { readStoreManifest } from "../extensions/read_store_manifest.ts";
import type { StoreReading } from "../extensions/read_store_manifest.ts";
import type { Problem } from "../extensions/problem.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import type { VerifyReport } from "../extensions/verify_report.ts";
import { startHelpers } from "../sys/digest_files.ts";
import { realPath } from "../sys/stat_file.ts";
import { checkContents } from "./_verify_contents.ts";
import { LinkCheck } from "./_verify_links.ts";
import { findOrphans } from "./_verify_orphans.ts";
import { checkSums } from "./_verify_sums.ts";
import { DiskTree } from "./disk_tree.ts";

/** How a store is verified. */
export interface VerifyStoreOptions {
  /** Links and sizes alone; no content but that of the manifests is read. */
  readonly isFast?: boolean | undefined;
  /** Threads; the cores unless given. */
  readonly threads?: number | undefined;
  /** Public keys of which one has to have signed. */
  readonly keys?: readonly string[] | undefined;
  /**
   * Which versions are looked at, by their summaries; all unless given. Orphans are then looked for only where
   * {@linkcode VerifyStoreOptions.isChangedPath} says so.
   */
  readonly isChangedVersion?:
    | ((summary: Partial<ExtensionSummary>) => boolean)
    | undefined;
  /** Whether a path changed. */
  readonly isChangedPath?: ((path: string) => boolean) | undefined;
  /** Told some times a second how many bytes of all were hashed. */
  readonly onProgress?: ((bytes: number, total: number) => void) | undefined;
}

/** How often a store that changes under the eyes of the reader is read again. */
const MOST_TRIES = 3;
/** Name of the index. */
const INDEX = "store.json";
/** Where signatures lie. */
const SIGNATURES = "signatures";

/** Checks the ranges of dependencies; the package for it is loaded only where one is not plain. */
async function checkRanges(check: LinkCheck): Promise<void> {
  const ranges = check.ranges.filter(({ range }) => !isPlainRange(range));
  if (ranges.length === 0) return;
  const { isRange } = await import("../extensions/semver.ts");
  for (const { path, id, range } of ranges) {
    if (isRange(range)) continue;
    check.report(
      "VERSION_INVALID",
      path,
      `Cannot use "dependencies.${id}": "${range}" is no range of versions`,
      { hint: "Write it as ^1.2.3 or >=1 <3." },
    );
  }
}

async function checkSignature(
  check: LinkCheck,
  store: Uint8Array<ArrayBuffer>,
  keys: readonly string[],
): Promise<void> {
  const { tree } = check;
  const isSigned = tree.lookUp(SIGNATURES)?.kind === "directory" &&
    tree.list(SIGNATURES).some((name) => name.endsWith(".json"));
  if (!isSigned && keys.length === 0) return;
  const { signatureProblems } = await import(
    "../extensions/signature_problems.ts"
  );
  check.problems.push(
    ...await signatureProblems(store, {
      isSigned,
      keys,
      now: Date.now(),
      read: (path) => {
        const entry = tree.lookUp(path);
        const content = entry?.kind === "file"
          ? tree.read(path, entry, LIMITS.manifestBytes)
          : undefined;
        return Promise.resolve(
          content?.state === "read" ? content.bytes : null,
        );
      },
    }),
  );
}

/** Directories at the root that hold versions. */
function versionFolders(
  summaries: readonly Partial<ExtensionSummary>[],
): ReadonlySet<string> {
  const folders = summaries.map(({ manifestPath = "" }) =>
    manifestPath.slice(0, Math.max(0, manifestPath.indexOf("/")))
  );
  return new Set(["extensions", ...folders]);
}

/** Follows all links of a store that was read. */
async function checkStore(
  check: LinkCheck,
  reading: StoreReading,
  options: VerifyStoreOptions,
): Promise<number> {
  const { isFast = false, isChangedVersion, isChangedPath } = options;
  check.problems.push(...reading.problems);
  const all = [...reading.manifest?.extensions ?? [], ...reading.rejected];
  const checked = isChangedVersion ? all.filter(isChangedVersion) : all;
  const bytes = checked.reduce((sum, { size = 0 }) => sum + size, 0);
  using helpers = startHelpers(isFast ? 0 : bytes, options.threads);
  const seen = new Set<string>();
  for (const summary of checked) {
    // two summaries of one manifest are a problem of store.json alone
    const { manifestPath = "" } = summary;
    if (seen.has(manifestPath)) continue;
    seen.add(manifestPath);
    if (await check.checkVersion(summary)) checkSums(check, summary, isFast);
  }
  await checkRanges(check);
  if (!isFast) {
    // sizes in store.json are what its writer says, so there may be none yet
    const ready = helpers.helpers.length > 0 ? helpers : undefined;
    await checkContents(check, { ...options, helpers: ready });
  }
  if (reading.manifest === undefined) return checked.length;
  const looked = new Set(checked);
  const others = all.filter((summary) => !looked.has(summary))
    .map(({ manifestPath = "" }) => manifestPath);
  for (const path of others) {
    check.used.add(path);
    check.unknown.add(path.slice(0, path.lastIndexOf("/") + 1));
  }
  const orphans = findOrphans(check, versionFolders(all));
  check.problems.push(
    ...orphans.filter(({ path }) => isChangedPath?.(path) ?? true),
  );
  return checked.length;
}

/** Verifies a store once. */
async function verifyOnce(
  target: string,
  root: string,
  options: VerifyStoreOptions,
): Promise<VerifyReport> {
  const check = new LinkCheck(new DiskTree(root), options.isFast);
  const bytes = check.readSmall(INDEX, {
    missing: "STORE_INVALID",
    invalid: "STORE_INVALID",
    maxBytes: LIMITS.storeBytes,
  });
  let extensions = 0;
  if (bytes !== undefined) {
    await checkSignature(check, bytes, options.keys ?? []);
    extensions = await checkStore(check, readStoreManifest(bytes), options);
  }
  const problems: readonly Problem[] = sortProblems(check.problems);
  return {
    target,
    kind: "store",
    ok: !problems.some(({ severity }) => severity === "error"),
    checked: { extensions, files: check.count, bytes: check.bytes },
    problems,
  };
}

/**
 * Verifies a store. One that somebody publishes to meanwhile is read again.
 *
 * @param target The directory with `store.json`; it may be a symbolic link itself.
 * @throws {StoreError} `STORE_INVALID`: no such directory, or no `store.json` in it. `PERMISSION`: it may not be read.
 */
export async function verifyStore(
  target: string,
  options: VerifyStoreOptions = {},
): Promise<VerifyReport> {
  const root = realPath(target);
  for (let tries = 1;; tries++) {
    const tree = new DiskTree(root);
    const before = tree.lookUp(INDEX);
    if (before === undefined) throw notStore(target, tree);
    const report = await verifyOnce(target, root, options);
    const after = new DiskTree(root).lookUp(INDEX);
    const isSame = after !== undefined && after.inode === before.inode &&
      after.device === before.device && after.size === before.size;
    if (isSame || report.problems.length === 0 || tries === MOST_TRIES) {
      return report;
    }
  }
}

function notStore(target: string, tree: DiskTree): StoreError {
  const entry = tree.lookUp("");
  if (!tree.isOpen("")) {
    return new StoreError(
      "PERMISSION",
      `Cannot verify "${target}": access is refused`,
      { hint: "Check who may read it.", at: target },
    );
  }
  const state = entry === undefined
    ? "it does not exist"
    : entry.kind === "directory"
    ? "there is no store.json in it"
    : "it is not a directory";
  return new StoreError(
    "STORE_INVALID",
    `Cannot verify "${target}": ${state}`,
    {
      hint: "Give the directory of a store, or a store definition.",
      at: target,
    },
  );
}
