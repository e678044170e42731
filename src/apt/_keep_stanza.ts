/**
 * Puts the found fields of one stanza into the table.
 *
 * @module
 */

import { FIELD } from "./_stanza_fields.ts";
import { FOUND } from "./_stanza_memory.ts";
import type { StanzaMemory } from "./_stanza_memory.ts";
import type { ByteInterner } from "./byte_interner.ts";
import { parseDpkgState } from "./dpkg_state.ts";
import { parseFlag } from "./apt_config.ts";
import { MULTI_ARCH } from "./multi_arch.ts";
import { STANZA } from "./stanza_table.ts";
import type { StanzaTable } from "./stanza_table.ts";

const {
  Architecture: ARCHITECTURE,
  Description: DESCRIPTION,
  "Description-md5": DESCRIPTION_MD5,
  Essential: ESSENTIAL,
  "Installed-Size": INSTALLED_SIZE,
  Maintainer: MAINTAINER,
  "Multi-Arch": MULTI_ARCH_FIELD,
  Package: PACKAGE,
  "Phased-Update-Percentage": PHASED,
  Section: SECTION,
  Size: SIZE,
  Status: STATUS,
  Tag: TAG,
  Version: VERSION,
} = FIELD;

const decoder = new TextDecoder();
const ALL = new TextEncoder().encode("all");
const NONE = new TextEncoder().encode("none");

/** Fields of `TEXTS`, in that order. */
const TEXT_FIELDS = [
  FIELD.Version,
  FIELD.Source,
  FIELD.Homepage,
  FIELD["Description-md5"],
  FIELD.Description,
];

/** The number that a value starts with, 0 where it starts with none. */
function leadingNumber(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let index = start; index >= 0 && index < end; index++) {
    const digit = bytes[index]! - 48;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  return number;
}

function equals(
  bytes: Uint8Array,
  start: number,
  end: number,
  other: Uint8Array,
): boolean {
  if (end - start !== other.length) return false;
  for (let index = 0; index < other.length; index++) {
    if (bytes[start + index] !== other[index]) return false;
  }
  return true;
}

/** Fields whose names become packages in APT's cache. */
const RELATION_FIELDS = [
  FIELD["Pre-Depends"],
  FIELD.Depends,
  FIELD.Conflicts,
  FIELD.Breaks,
  FIELD.Recommends,
  FIELD.Suggests,
  FIELD.Replaces,
  FIELD.Enhances,
  FIELD.Provides,
];

/** `Phased-Update-Percentage` where APT takes it: a whole number of 0 to 99; else -1. */
function phasedPercentage(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  if (start < 0 || start === end) return -1;
  const first = bytes[start]!;
  if (first < 48 || first > 57) return -1;
  const number = leadingNumber(bytes, start, end);
  return number < 100 ? number : -1;
}

/** Number of a `Multi-Arch` value; `same` means nothing to a package of all architectures. */
function multiArchOf(value: string, isAll: boolean): number {
  const code = Math.max(0, (MULTI_ARCH as readonly string[]).indexOf(value));
  return isAll && MULTI_ARCH[code] === "same" ? 0 : code;
}

/** Puts stanzas into a table, from what was found of them. */
export class StanzaKeeper {
  /** What APT refuses the whole machine for in the last stanza, which is kept all the same. */
  problem: string | undefined;
  #bytes = new Uint8Array(0);
  #starts: Int32Array = new Int32Array(0);
  #ends: Int32Array = new Int32Array(0);

  /**
   * @param table Takes the stanzas.
   * @param memory Where they are found.
   */
  constructor(readonly table: StanzaTable, readonly memory: StanzaMemory) {}

  /**
   * Adds the stanza that was found last.
   *
   * @returns Its number, or -1 when it has no `Package` field.
   */
  keep(): number {
    const { table, memory: { bytes, starts, ends, found } } = this;
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
    this.problem = undefined;
    if (this.#isEmpty(PACKAGE)) return -1;
    const stanza = table.add();
    table.name[stanza] = table.names.addHashed(
      bytes,
      starts[PACKAGE]!,
      ends[PACKAGE]!,
      found[FOUND.packageHash]!,
    );
    this.#keepArchitecture(stanza);
    this.#keepFlags(stanza);
    table.section[stanza] = this.#intern(
      SECTION,
      table.sections,
      found[FOUND.sectionHash]!,
    );
    table.tagList[stanza] = this.#intern(
      TAG,
      table.tagLists,
      found[FOUND.tagHash]!,
    );
    table.maintainer[stanza] = this.#intern(
      MAINTAINER,
      table.maintainers,
      found[FOUND.maintainerHash]!,
    );
    table.size[stanza] = leadingNumber(bytes, starts[SIZE]!, ends[SIZE]!);
    table.installedSize[stanza] = leadingNumber(
      bytes,
      starts[INSTALLED_SIZE]!,
      ends[INSTALLED_SIZE]!,
    );
    table.buildHash[stanza] = found[FOUND.buildHash]!;
    table.phased[stanza] = phasedPercentage(
      bytes,
      starts[PHASED]!,
      ends[PHASED]!,
    );
    table.state[stanza] = starts[STATUS]! < 0 ? 0 : this.#state();
    if (!this.#isEmpty(DESCRIPTION_MD5)) this.#checkDigest();
    if (table.mentions.isNeeded) this.#mention(stanza);
    this.#keepTexts(found[FOUND.summaryEnd]!);
    return stanza;
  }

  #isEmpty(field: number): boolean {
    return this.#starts[field]! < 0 ||
      this.#starts[field] === this.#ends[field];
  }

  #text(field: number): string {
    return decoder.decode(
      this.#bytes.subarray(this.#starts[field]!, this.#ends[field]!),
    );
  }

  /** The number of a value whose hash is known; 0 where it is missing. */
  #intern(field: number, dictionary: ByteInterner, hash: number): number {
    const start = this.#starts[field]!;
    return start < 0
      ? 0
      : dictionary.addHashed(this.#bytes, start, this.#ends[field]!, hash);
  }

  #keepArchitecture(stanza: number): void {
    const { table } = this;
    if (this.#isEmpty(ARCHITECTURE)) {
      table.architecture[stanza] = table.architectures.add(
        NONE,
        0,
        NONE.length,
      );
    } else if (
      equals(
        this.#bytes,
        this.#starts[ARCHITECTURE]!,
        this.#ends[ARCHITECTURE]!,
        ALL,
      )
    ) {
      table.architecture[stanza] = 0;
      table.flags[stanza] = STANZA.all;
      return;
    } else {
      table.architecture[stanza] = table.architectures.add(
        this.#bytes,
        this.#starts[ARCHITECTURE]!,
        this.#ends[ARCHITECTURE]!,
      );
    }
    table.flags[stanza] = 0;
  }

  #keepFlags(stanza: number): void {
    const { table } = this;
    let flags = table.flags[stanza]!;
    if (!this.#isEmpty(VERSION)) flags |= STANZA.version;
    if (this.#starts[DESCRIPTION]! >= 0) flags |= STANZA.description;
    if (this.#starts[ESSENTIAL]! >= 0) {
      const isEssential = parseFlag(this.#text(ESSENTIAL));
      if (isEssential !== undefined) {
        flags |= isEssential ? STANZA.essential : STANZA.notEssential;
      }
    }
    table.flags[stanza] = flags;
    table.multiArch[stanza] = this.#starts[MULTI_ARCH_FIELD]! < 0
      ? 0
      : multiArchOf(this.#text(MULTI_ARCH_FIELD), (flags & STANZA.all) !== 0);
  }

  #state(): number {
    const text = this.#text(STATUS);
    const state = parseDpkgState(text);
    if (state === undefined) {
      this.problem = `the Status "${text}" is none of dpkg's`;
    }
    return state ?? 0;
  }

  #checkDigest(): void {
    if (this.#ends[DESCRIPTION_MD5]! - this.#starts[DESCRIPTION_MD5]! === 32) {
      return;
    }
    this.problem = "its Description-md5 is no MD5 digest";
  }

  /** Tells `table.mentions` what the stanza names. */
  #mention(stanza: number): void {
    const { table } = this;
    const { mentions } = table;
    const name = table.names.text(table.name[stanza]!);
    const architecture = table.architectures.text(table.architecture[stanza]!);
    mentions.see(name, architecture);
    if ((table.flags[stanza]! & STANZA.version) === 0) return;
    for (const field of RELATION_FIELDS) {
      if (this.#starts[field]! >= 0) {
        mentions.seeRelation(this.#text(field), architecture);
      }
    }
    if (MULTI_ARCH[table.multiArch[stanza]!] === "allowed") {
      mentions.seeAllowed(name, architecture);
    }
  }

  #keepTexts(summaryEnd: number): void {
    const { table } = this;
    for (let index = 0; index < TEXT_FIELDS.length; index++) {
      const field = TEXT_FIELDS[index]!;
      const start = this.#starts[field]!;
      const end = field === DESCRIPTION ? summaryEnd : this.#ends[field]!;
      table.addText(index, this.#bytes, start, start < 0 ? start : end);
    }
  }
}
