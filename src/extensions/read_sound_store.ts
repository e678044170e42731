/**
 * Reads a `store.json` in which nothing is wrong, several times faster than {@link readStoreManifest}, which finds all
 * that can be wrong and where it stands.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import { LIMITS } from "../core/limits.ts";
import { isRecord } from "./_fields.ts";
import type { JsonRecord } from "./_fields.ts";
import { isExtensionId } from "./_links.ts";
import { pathProblem, PathSet, shortPath } from "./safe_path.ts";
import type { ExtensionSummary, StoreManifest } from "./store_manifest.ts";
import { parseVersion } from "./version.ts";

/** A field that may be missing, or null, and is of one type otherwise. */
function isOptional(value: unknown, type: "string" | "number"): boolean {
  return value === undefined || value === null || typeof value === type;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether the values of an object or a list nest so many levels at most. */
function isShallow(
  value: Readonly<Record<string, unknown>>,
  levels: number,
): boolean {
  for (const key in value) {
    const member = value[key];
    if (typeof member !== "object" || member === null) continue;
    if (levels === 0 || !isShallow(member as JsonRecord, levels - 1)) {
      return false;
    }
  }
  return true;
}

/** Whether the links of a summary are as they have to be. */
function hasSoundLinks(record: JsonRecord): boolean {
  const { manifest_path: path, manifest_checksum: checksum, sums_checksum } =
    record;
  return typeof path === "string" && pathProblem(path) === undefined &&
    typeof checksum === "string" && parseChecksum(checksum) !== undefined &&
    (!isPresent(sums_checksum) ||
      (typeof sums_checksum === "string" &&
        parseChecksum(sums_checksum) !== undefined));
}

/** Whether the words of a summary are as they have to be. */
function hasSoundWords(record: JsonRecord): boolean {
  const { description, author, updated, tags, size } = record;
  return isOptional(description, "string") && isOptional(author, "string") &&
    isOptional(updated, "string") && (!isPresent(size) || isCount(size)) &&
    (!isPresent(tags) ||
      (Array.isArray(tags) && tags.every((tag) => typeof tag === "string")));
}

/** What most versions look like; to take them apart costs more than all else here. */
const RELEASE_REGEXP =
  /^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/;

function isVersion(text: string): boolean {
  return RELEASE_REGEXP.test(text) || parseVersion(text) !== undefined;
}

/** Whether all of a summary is as it has to be. */
function isSound(record: JsonRecord): boolean {
  const { id, name, version } = record;
  return isShallow(record, LIMITS.jsonNesting - 3) && isText(id) &&
    isExtensionId(id) && isText(name) &&
    isText(version) && isVersion(version) &&
    hasSoundLinks(record) && hasSoundWords(record);
}

/** A summary that is sound. */
function summaryOf(record: JsonRecord): ExtensionSummary {
  const { description, author, tags, size, updated, sums_checksum } = record;
  const summary: {
    -readonly [Key in keyof ExtensionSummary]: ExtensionSummary[Key];
  } = {
    id: record["id"] as string,
    name: record["name"] as string,
    version: record["version"] as string,
    manifestPath: shortPath(record["manifest_path"] as string),
    manifestChecksum: record["manifest_checksum"] as string,
  };
  if (isPresent(description)) summary.description = description as string;
  if (isPresent(author)) summary.author = author as string;
  if (isPresent(tags)) summary.tags = tags as readonly string[];
  if (isPresent(size)) summary.size = size as number;
  if (isPresent(updated)) summary.updated = updated as string;
  if (isPresent(sums_checksum)) summary.sumsChecksum = sums_checksum as string;
  return summary;
}

/** What every system takes for one name only if it is the same. */
const PLAIN_REGEXP = /^[a-z0-9._/-]*$/;

/** Whether no two paths are the same on any system. */
function areDistinct(paths: readonly string[]): boolean {
  if (paths.every((path) => PLAIN_REGEXP.test(path))) {
    return new Set(paths).size === paths.length;
  }
  const set = new PathSet();
  return paths.every((path) => set.add(path) === undefined);
}

/** The summaries; undefined where one is not sound, or two of them clash. */
function summariesOf(
  list: readonly unknown[],
): readonly ExtensionSummary[] | undefined {
  const versions = new Set<string>();
  const summaries: ExtensionSummary[] = [];
  for (const record of list) {
    if (!isRecord(record) || !isSound(record)) return undefined;
    const summary = summaryOf(record);
    versions.add(`${summary.id} ${summary.version}`);
    summaries.push(summary);
  }
  const isSingle = versions.size === summaries.length &&
    areDistinct(summaries.map(({ manifestPath }) => manifestPath));
  return isSingle ? summaries : undefined;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
    );
  } catch {
    return undefined; // whatever it is, it is not sound
  }
}

/**
 * Reads a store in the list form. Of two equal keys of JSON the later one counts, as everywhere; that there are two is
 * for `verify` to say.
 *
 * @returns Undefined where anything else is wrong with it: ask `readStoreManifest`, which says what.
 */
export function readSoundStore(bytes: Uint8Array): StoreManifest | undefined {
  const record = parse(bytes);
  if (!isRecord(record)) return undefined;
  const { name, version, description, serial, updated, extensions } = record;
  const isHeadSound = isText(name) && isText(version) &&
    isOptional(description, "string") && isOptional(updated, "string") &&
    (!isPresent(serial) || isCount(serial));
  if (!isHeadSound || !Array.isArray(extensions)) return undefined;
  const { extensions: _, ...head } = record;
  if (!isShallow(head, LIMITS.jsonNesting - 1)) return undefined;
  const summaries = summariesOf(extensions);
  return summaries && {
    name,
    version,
    ...isPresent(description) ? { description: description as string } : {},
    form: "list",
    ...isPresent(serial) ? { serial: serial as number } : {},
    ...isPresent(updated) ? { updated: updated as string } : {},
    extensions: summaries,
  };
}
