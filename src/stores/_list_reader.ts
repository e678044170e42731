/**
 * Puts the package lists of a root into a table: those that are as they were from what was kept, the others from their
 * files.
 *
 * @module
 */

import { Mentions } from "../apt/mentions.ts";
import type { FoundMentions, WantedMentions } from "../apt/mentions.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import type {
  KeptList,
  KeptMentions,
  KeptStanzas,
} from "../catalog/kept_stanzas.ts";
import type { StanzaCopier } from "../catalog/copy_stanzas.ts";
import type { ReadListOptions } from "../sys/read_list.ts";
import { readIndex } from "./_read_lists.ts";
import type { FoundIndex, ReadIndex } from "./_read_lists.ts";
import type { ReadLog } from "./_read_log.ts";

/** How a root is read. */
export interface ReadRootOptions extends ReadListOptions {
  /** Lists that need not be read again where they are as they were. */
  readonly kept?: KeptStanzas | undefined;
}

/** What came of reading the lists. */
export interface ReadLists {
  /** By the number of the index file. */
  readonly lists: readonly KeptList[];
  /** What each of them mentions. */
  readonly mentions: readonly FoundMentions[];
  /** The unpacked files in pieces; undefined where one is too long to be kept. */
  readonly texts: readonly (readonly Uint8Array[] | undefined)[];
}

/** Whether what is looked for is what was looked for. */
function isSameWanted(
  { anyNames, firstOf, architectures }: WantedMentions,
  kept: KeptMentions["wanted"],
): boolean {
  const isSame = (now: ReadonlySet<string>, before: readonly string[]) =>
    now.size === before.length && before.every((name) => now.has(name));
  return anyNames === kept.anyNames && isSame(firstOf, kept.firstOf) &&
    isSame(architectures, kept.architectures);
}

/** Reads lists, or takes them from what was kept. */
class ListReader {
  readonly #table: StanzaTable;
  readonly #kept: KeptStanzas | undefined;
  readonly #copier: StanzaCopier | undefined;
  readonly #keptMentions: KeptMentions | undefined;

  constructor(table: StanzaTable, readonly log: ReadLog, kept?: KeptStanzas) {
    this.#table = table;
    if (kept?.facts.architectures[0] !== table.nativeArchitecture) return;
    this.#keptMentions = kept.mentions();
    const { isNeeded, wanted } = table.mentions;
    const isUsable = !isNeeded ||
      (this.#keptMentions && isSameWanted(wanted, this.#keptMentions.wanted));
    if (!isUsable) return;
    this.#kept = kept;
    this.#copier = kept.copier(table);
  }

  /** Puts a list into the table, under the number of its file. */
  async read(
    number: number,
    index: FoundIndex,
    options: ReadListOptions,
  ): Promise<Pick<ReadIndex, "text"> & { readonly list: KeptList }> {
    const { path, size } = index;
    const state = this.log.note(path);
    const first = this.#table.count;
    const place =
      this.#kept?.facts.lists.findIndex((list) =>
        list.path === path && list.state === state && list.isSound &&
        (size === undefined || size === list.bytes)
      ) ?? -1;
    const own = this.#kept?.facts.lists[place];
    if (own !== undefined) {
      this.#copier!.addList(own, number);
      const mentions = this.#keptMentions?.lists[place];
      if (mentions !== undefined) this.#table.mentions.join(mentions);
    }
    const { bytes, isSound, text } = own !== undefined
      ? { ...own, text: this.#keptText(place) }
      : await readIndex(this.#table, number, index, this.log, options);
    const end = this.#table.count;
    return { list: { path, state, bytes, isSound, first, end }, text };
  }

  #keptText(list: number): readonly Uint8Array[] | undefined {
    const text = this.#kept!.textOf(list);
    return text && [text];
  }
}

/** Collects what the stanzas mention that `action` adds, beside what those before them do. */
export async function mentionsOf(
  table: StanzaTable,
  action: () => Promise<void>,
): Promise<FoundMentions> {
  const all = table.mentions;
  if (!all.isNeeded) {
    await action();
    return all.found;
  }
  table.mentions = new Mentions(all.wanted);
  await action();
  const { found } = table.mentions;
  all.join(found);
  table.mentions = all;
  return found;
}

/** Puts the lists into the table: those that are as they were from what was kept, the others from their files. */
export async function readLists(
  table: StanzaTable,
  found: readonly FoundIndex[],
  log: ReadLog,
  { kept, ...options }: ReadRootOptions,
): Promise<ReadLists> {
  const reader = new ListReader(table, log, kept);
  const lists: KeptList[] = [];
  const mentions: FoundMentions[] = [];
  const texts: ReadIndex["text"][] = [];
  for (const [number, index] of found.entries()) {
    mentions.push(
      await mentionsOf(table, async () => {
        const { list, text } = await reader.read(number, index, options);
        lists.push(list);
        texts.push(text);
      }),
    );
  }
  return { lists, mentions, texts };
}

/** What stanzas mention, where it counts. */
export function keptMentions(
  { isNeeded, wanted }: Mentions,
  lists: readonly FoundMentions[],
  status: FoundMentions,
): KeptMentions | undefined {
  if (!isNeeded) return undefined;
  const { anyNames, firstOf, architectures } = wanted;
  return {
    wanted: {
      anyNames,
      firstOf: [...firstOf],
      architectures: [...architectures],
    },
    lists,
    status,
  };
}
