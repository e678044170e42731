/**
 * Publishes one version of an extension into a store in a directory.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { foldPath } from "../extensions/safe_path.ts";
import { emptyStore } from "../extensions/store_text.ts";
import type { ListedVersion } from "../extensions/store_text.ts";
import type { Disk } from "../sys/disk.ts";
import { realPath } from "../sys/stat_file.ts";
import { lookAt } from "../sys/store_files.ts";
import { copySummed } from "../sys/sum_file.ts";
import { prepareVersion } from "./_publish_source.ts";
import type {
  PreparedVersion,
  PublishSource,
  SourceFile,
} from "./_publish_source.ts";
import { isReal, writeWhole } from "./_staging.ts";
import { changeStore, openStore } from "./change_store.ts";
import type {
  ChangeOptions,
  OpenStore,
  PlannedChange,
} from "./change_store.ts";
import { spentFolder } from "./spent_folder.ts";

export type { PublishSource, SourceFile };

/** How to publish. */
export interface PublishOptions extends ChangeOptions {
  /** Make the store where there is none. */
  readonly init: boolean;
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** Put other bytes in the place of a version that is there. */
  readonly overwrite: boolean;
}

/** What was published, or would be. */
export interface Published {
  /** Id of the extension. */
  readonly id: string;
  /** Its version. */
  readonly version: string;
  /** Whether the store is, or would be, another one than before. */
  readonly changed: boolean;
  /** From the store's root. */
  readonly manifestPath: string;
  /** `blake3:` and hex. */
  readonly manifestChecksum: string;
  /** Manifest of the version that was overwritten, from the store's root. */
  readonly replaces: string | undefined;
  /** The component, then the assets in path order. */
  readonly files: readonly SourceFile[];
  /** Bytes of these files. */
  readonly bytes: number;
  /** What was left out, and what could not be cleared away. */
  readonly warnings: readonly Warning[];
}

/** Where the next version goes: a directory that is not there yet. */
function freeFolder(
  { folder, text }: OpenStore,
  id: string,
  version: string,
  listed: ListedVersion | undefined,
): string {
  const home = `extensions/${id}/${version}`;
  const [, count] = new RegExp(`^${RegExp.escape(home)}(?:_r(\\d+))?/`)
    .exec(listed?.manifestPath ?? "") ?? [];
  let next = listed === undefined ? 1 : Number(count ?? 1) + 1;
  for (;; next++) {
    const path = next === 1 ? home : `${home}_r${next}`;
    if (lookAt(`${folder}/${path}`) === undefined && !text.lists(path)) {
      return path;
    }
  }
}

/** Whether all files of a version lie in the store with their sizes. */
function isThere(
  folder: string,
  manifestPath: string,
  { files, manifestBytes, sumsBytes }: PreparedVersion,
): boolean {
  if (!isReal(folder, manifestPath)) return false;
  const home = manifestPath.slice(0, manifestPath.lastIndexOf("/") + 1);
  return [
    ...files,
    { path: "manifest.json", size: manifestBytes.length },
    { path: "SHA256SUMS", size: sumsBytes.length },
  ].every(({ path, size }) => {
    const entry = lookAt(`${folder}/${home}${path}`);
    return entry?.kind === "file" && entry.size === size;
  });
}

/** Refuses what another system would take for a version that is there, and what a link would carry elsewhere. */
function checkPlace({ folder, text }: OpenStore, id: string, version: string) {
  const twin = text.versions(id).find((other) =>
    other !== version && foldPath(other) === foldPath(version)
  );
  if (twin !== undefined) {
    throw new StoreError(
      "ALREADY_EXISTS",
      `Cannot publish ${id} ${version}: on some systems it is the same as ${twin}`,
    );
  }
  const home = `extensions/${id}/${version}`;
  if (isReal(folder, home)) return;
  throw new StoreError(
    "PATH_UNSAFE",
    `Cannot publish to "${folder}/extensions/${id}": it is no directory of its own`,
    { hint: "Take away the file or symbolic link in its place.", at: folder },
  );
}

/** Copies a version into the staging directory and gives it its place. */
async function makeVersion(
  store: string,
  target: string,
  { files, manifestBytes, sumsBytes }: PreparedVersion,
  staging: string,
  disk: Disk,
): Promise<void> {
  const home = `${staging}/version`;
  const made = new Set<string>();
  const makeFolders = (path: string) => {
    for (const { index } of path.matchAll(/\//g)) {
      const folder = path.slice(0, index);
      if (made.has(folder)) continue;
      disk.makeFolder(`${home}/${folder}`);
      made.add(folder);
    }
  };
  disk.makeFolder(home);
  for (const file of files) {
    makeFolders(file.path);
    await copySummed(disk, file.from, `${home}/${file.path}`, file);
  }
  writeWhole(disk, `${home}/manifest.json`, manifestBytes);
  writeWhole(disk, `${home}/SHA256SUMS`, sumsBytes);
  for (const folder of made) disk.syncFolder(`${home}/${folder}`);
  disk.syncFolder(home);
  const parts = target.split("/").slice(0, -1);
  for (const [index] of parts.entries()) {
    const path = `${store}/${parts.slice(0, index + 1).join("/")}`;
    if (lookAt(path) !== undefined) continue;
    disk.makeFolder(path);
    disk.syncFolder(path.slice(0, path.lastIndexOf("/")));
  }
  disk.rename(home, `${store}/${target}`);
  disk.syncFolder(`${store}/${parts.join("/")}`);
}

/** Decides what to do with a version in the store as it is. */
function planPublish(
  open: OpenStore,
  version: PreparedVersion,
  { overwrite, now }: PublishOptions,
): { readonly result: Published; readonly change?: PlannedChange } {
  const { manifest, manifestChecksum, files, size, warnings } = version;
  const { id } = manifest;
  checkPlace(open, id, manifest.version);
  const listed = open.text.find(id, manifest.version);
  const result = {
    id,
    version: manifest.version,
    manifestChecksum,
    replaces: undefined,
    files,
    bytes: size,
    warnings,
  };
  const isSame = listed?.manifestChecksum === manifestChecksum;
  const oldPath = listed?.manifestPath?.replace(/^\.\//, "");
  if (isSame && oldPath && isThere(open.folder, oldPath, version)) {
    return { result: { ...result, changed: false, manifestPath: oldPath } };
  }
  if (listed !== undefined && !overwrite) {
    throw new StoreError(
      "ALREADY_EXISTS",
      `Cannot publish ${id} ${manifest.version}: the store has it ${
        isSame ? "with files missing or damaged" : "with other bytes"
      }`,
      {
        hint:
          "Give it a new version, or put these bytes in its place with --overwrite.",
      },
    );
  }
  const target = freeFolder(open, id, manifest.version, listed);
  const manifestPath = `${target}/manifest.json`;
  const time = new Date(now).toISOString();
  return {
    result: { ...result, changed: true, manifestPath, replaces: oldPath },
    change: {
      after: open.text.put({
        id,
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        author: manifest.author,
        license: manifest.license,
        tags: manifest.tags,
        size,
        updated: time,
        manifest_path: manifestPath,
        manifest_checksum: manifestChecksum,
        sums_checksum: version.sumsChecksum,
      }),
      made: [target],
      spent: listed === undefined ? [] : spentFolder(open, id, listed),
      make: (staging, disk) =>
        makeVersion(open.folder, target, version, staging, disk),
    },
  };
}

/** The path of a directory without links and relative parts, also of one that is not there yet. */
function resolvedPath(path: string): string {
  if (lookAt(path) !== undefined) return realPath(path);
  const end = path.lastIndexOf("/");
  if (end === 0) return path;
  const parent = resolvedPath(end < 0 ? "." : path.slice(0, end));
  return `${parent}/${path.slice(end + 1)}`;
}

/** Refuses a directory that holds the store, or lies in it. */
function checkApart(source: string, store: string): void {
  const [a, b] = [`${resolvedPath(source)}/`, `${resolvedPath(store)}/`];
  if (!a.startsWith(b) && !b.startsWith(a)) return;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot publish "${source}" to "${store}": one lies in the other`,
    { hint: "Keep what is to be published outside of the store." },
  );
}

/** Name for a new store: that of its directory. */
function storeName(folder: string): string {
  return resolvedPath(folder).split("/").findLast((name) =>
    name !== "" && name !== "." && name !== ".."
  ) ?? "store";
}

/**
 * The id of what would be published.
 *
 * @throws {StoreError} `EXTENSION_INVALID`: it cannot be published.
 */
export async function publishedId(source: PublishSource): Promise<string> {
  return (await prepareVersion(source)).manifest.id;
}

/**
 * Publishes a version: checks and links it, and puts it into the store, all or nothing.
 *
 * @param folder The store's directory.
 * @throws {StoreError} `EXTENSION_INVALID`, `ALREADY_EXISTS`, `INVALID_ARGUMENT`, `PATH_UNSAFE`, and what
 *   {@linkcode changeStore} throws. The store is then as it was before.
 */
export async function publishExtension(
  source: PublishSource,
  folder: string,
  options: PublishOptions,
): Promise<Published> {
  checkApart(source.folder, folder);
  const time = new Date(options.now).toISOString();
  const make = options.init
    ? () => emptyStore(storeName(folder), time)
    : undefined;
  const version = await prepareVersion(source);
  if (options.dryRun) {
    return planPublish(openStore(folder, make), version, options).result;
  }
  const { result, warnings } = await changeStore(
    folder,
    make,
    (open) => planPublish(open, version, options),
    options,
  );
  return { ...result, warnings: [...result.warnings, ...warnings] };
}
