/**
 * Reads package lists that have changed, where nothing else has but the dates and the sizes in their release files.
 *
 * @module
 */

import { parseRelease } from "../apt/release.ts";
import { LONGEST_TEXT, namesThatMatter } from "../catalog/kept_folder.ts";
import type {
  KeptFolder,
  KeptRelease,
  KeptTarget,
} from "../catalog/kept_folder.ts";
import type { KeptList } from "../catalog/kept_stanzas.ts";
import { StoreError } from "../core/store_error.ts";
import { listDirectory } from "../sys/list_directory.ts";
import { readText } from "../sys/read_file.ts";
import { readList } from "../sys/read_list.ts";
import { joinBytes } from "../core/join_bytes.ts";

/** What is known of the lists from before. */
export interface ListsBefore {
  /** Where they lie. */
  readonly folder: KeptFolder;
  /** By the number of the index file; nothing was wrong with those that have changed. */
  readonly lists: readonly KeptList[];
}

/** Unpacked lists by number. */
export type ListTexts = ReadonlyMap<number, Uint8Array>;

/** Thrown where only a look at everything tells. */
class OtherChange extends Error {}

/** Whether the names in the directory are those that they were. */
function hasSameNames({ path, names }: KeptFolder): boolean {
  const now = namesThatMatter(listDirectory(path) ?? []);
  return now.length === names.length &&
    now.every((name, index) => name === names[index]);
}

/** What a release says now of the sizes of its indexes. */
function targetsNow({ path, facts, targets }: KeptRelease): KeptTarget[] {
  const text = readText(path);
  if (text === null) throw new OtherChange();
  const { sizes, ...now } = parseRelease(text, path);
  if (JSON.stringify(now) !== JSON.stringify(facts)) throw new OtherChange();
  return targets.map((target) => ({
    ...target,
    size: sizes.get(target.path),
  }));
}

/** Whether a list that is not there is missed. */
function isMissed({ list, isOptional, size = 0 }: KeptTarget): boolean {
  return list === null && !isOptional && size > 0;
}

/** Bytes that lists have by their release files. */
interface ListSize {
  /** As it was said before. */
  readonly before: number | undefined;
  /** As it is now. */
  readonly now: number | undefined;
}

/** The sizes of the lists. */
function sizesOf(
  { releases }: KeptFolder,
  changed: ReadonlySet<string>,
): ReadonlyMap<number, ListSize> {
  const sizes = new Map<number, ListSize>();
  for (const release of releases) {
    const { path, targets } = release;
    const now = changed.has(path) ? targetsNow(release) : targets;
    for (const [index, target] of targets.entries()) {
      if (isMissed(target) !== isMissed(now[index]!)) throw new OtherChange();
      if (target.list === null) continue;
      sizes.set(target.list, { before: target.size, now: now[index]!.size });
    }
  }
  return sizes;
}

/** All of a list, unpacked. */
async function readWhole(path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readList(path)) {
    bytes += chunk.length;
    if (bytes > LONGEST_TEXT) throw new OtherChange();
    chunks.push(chunk);
  }
  return joinBytes(chunks);
}

async function readAll(
  { folder, lists }: ListsBefore,
  changed: ReadonlySet<string>,
): Promise<ListTexts> {
  const known = new Set([
    folder.path,
    ...folder.releases.map(({ path }) => path),
    ...folder.texts.map((list) => lists[list]!.path),
  ]);
  const isKnown = [...changed].every((path) => known.has(path));
  if (!isKnown || changed.has(folder.path) && !hasSameNames(folder)) {
    throw new OtherChange();
  }
  const sizes = sizesOf(folder, changed);
  const texts = new Map<number, Uint8Array>();
  for (const [number, list] of lists.entries()) {
    const { before, now } = sizes.get(number)!;
    let { bytes } = list;
    if (changed.has(list.path)) {
      const text = await readWhole(list.path);
      texts.set(number, text);
      bytes = text.length;
    } else if (!list.isSound && now !== before) throw new OtherChange();
    if (list.isSound && (now ?? bytes) !== bytes) throw new OtherChange();
  }
  return texts;
}

/**
 * Reads lists that have changed.
 *
 * @param changed Paths of all files and directories that have.
 * @returns Undefined where only a look at everything tells what the change means.
 */
export async function readChangedLists(
  before: ListsBefore,
  changed: ReadonlySet<string>,
): Promise<ListTexts | undefined> {
  try {
    return await readAll(before, changed);
  } catch (error) {
    // whatever cannot be read is told of when everything is read
    if (error instanceof OtherChange || error instanceof StoreError) {
      return undefined;
    }
    throw error;
  }
}
