/**
 * Puts the found fields of one stanza into the table.
 *
 * @module
 */

import { FIELD } from "./_stanza_fields.ts";
import { parseDpkgState } from "./dpkg_state.ts";
import { parseFlag } from "./apt_config.ts";
import { MULTI_ARCH, STANZA, TEXTS } from "./stanza_table.ts";
import type { StanzaTable } from "./stanza_table.ts";

const decoder = new TextDecoder();
const ALL = new TextEncoder().encode("all");
const NONE = new TextEncoder().encode("none");
const LF = 10;

/** Fields whose text makes a build, in the order in which APT hashes them. */
const BUILD_FIELDS = [
  FIELD["Installed-Size"],
  FIELD.Depends,
  FIELD["Pre-Depends"],
  FIELD.Conflicts,
  FIELD.Breaks,
  FIELD.Replaces,
];

/** Fields of {@link TEXTS}, in that order. */
const TEXT_FIELDS = [
  FIELD.Version,
  FIELD.Source,
  FIELD.Homepage,
  FIELD["Description-md5"],
  FIELD.Description,
];
const SUMMARY_INDEX = TEXTS.indexOf("summary");

/**
 * APT's hash of the fields that make two builds of one version the same: white space, `=`, letter case and
 * `0:` do not count.
 *
 * Source: `debListParser::VersionHash`.
 */
function hashBuild(
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
): number {
  let hash = 5381;
  for (const field of BUILD_FIELDS) {
    const start = starts[field]!;
    if (start < 0) continue;
    const end = ends[field]!;
    for (let index = start; index < end; index++) {
      const byte = bytes[index]!;
      if (byte === 32 || byte === 61 || (byte >= 9 && byte <= 13)) continue;
      if (byte === 48 && index + 1 < end && bytes[index + 1] === 58) {
        index++;
        continue;
      }
      hash =
        (Math.imul(hash, 33) + (byte >= 65 && byte <= 90 ? byte | 32 : byte)) |
        0;
    }
  }
  return hash >>> 0;
}

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

/** Numbers the name, in lower case; the bytes in the buffer are changed. */
function internName(
  table: StanzaTable,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte >= 65 && byte <= 90) bytes[index] = byte | 32;
  }
  return table.names.add(bytes, start, end);
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

/** Tells `table.mentions` what a stanza names. */
function mention(
  table: StanzaTable,
  stanza: number,
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
): void {
  const { mentions } = table;
  const name = table.names.text(table.name[stanza]!);
  const architecture = table.architectures.text(table.architecture[stanza]!);
  mentions.see(name, architecture);
  if ((table.flags[stanza]! & STANZA.version) === 0) return;
  for (const field of RELATION_FIELDS) {
    if (starts[field]! < 0) continue;
    const text = bytes.subarray(starts[field]!, ends[field]!);
    mentions.seeRelation(decoder.decode(text), architecture);
  }
  if (MULTI_ARCH[table.multiArch[stanza]!] === "allowed") {
    mentions.seeAllowed(name);
  }
}

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

/**
 * Adds a stanza to the table.
 *
 * @param starts First byte of each field's value, -1 where it is missing; see `_stanza_fields.ts`.
 * @param ends Byte behind each value.
 * @returns Its number, or -1 when it has no `Package` field.
 */
export function keepStanza(
  table: StanzaTable,
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
): number {
  const nameStart = starts[FIELD.Package]!;
  if (nameStart < 0 || nameStart === ends[FIELD.Package]!) return -1;
  const text = (field: number) =>
    starts[field]! < 0
      ? ""
      : decoder.decode(bytes.subarray(starts[field]!, ends[field]!));
  const number = (field: number) =>
    leadingNumber(bytes, starts[field]!, ends[field]!);

  const stanza = table.add();
  table.name[stanza] = internName(
    table,
    bytes,
    nameStart,
    ends[FIELD.Package]!,
  );

  let flags = 0;
  const archStart = starts[FIELD.Architecture]!;
  const archEnd = ends[FIELD.Architecture]!;
  if (archStart < 0 || archStart === archEnd) {
    table.architecture[stanza] = table.architectures.add(NONE, 0, NONE.length);
  } else if (equals(bytes, archStart, archEnd, ALL)) {
    table.architecture[stanza] = 0;
    flags |= STANZA.all;
  } else {table.architecture[stanza] = table.architectures.add(
      bytes,
      archStart,
      archEnd,
    );}
  if (
    starts[FIELD.Version]! >= 0 && starts[FIELD.Version] !== ends[FIELD.Version]
  ) flags |= STANZA.version;
  if (starts[FIELD.Description]! >= 0) flags |= STANZA.description;
  if (starts[FIELD.Essential]! >= 0) {
    const isEssential = parseFlag(text(FIELD.Essential));
    if (isEssential !== undefined) {
      flags |= isEssential ? STANZA.essential : STANZA.notEssential;
    }
  }
  table.flags[stanza] = flags;

  let multiArch = 0;
  if (starts[FIELD["Multi-Arch"]]! >= 0) {
    multiArch = Math.max(
      0,
      MULTI_ARCH.indexOf(
        text(FIELD["Multi-Arch"]) as (typeof MULTI_ARCH)[number],
      ),
    );
    if (MULTI_ARCH[multiArch] === "same" && (flags & STANZA.all) !== 0) {
      multiArch = 0;
    }
  }
  table.multiArch[stanza] = multiArch;
  if (table.mentions.isNeeded) mention(table, stanza, bytes, starts, ends);

  for (
    const [field, dictionary, column] of [
      [FIELD.Section, table.sections, table.section],
      [FIELD.Tag, table.tagLists, table.tagList],
      [FIELD.Maintainer, table.maintainers, table.maintainer],
    ] as const
  ) {
    column[stanza] = starts[field]! < 0
      ? 0
      : dictionary.add(bytes, starts[field]!, ends[field]!);
  }
  table.size[stanza] = number(FIELD.Size);
  table.installedSize[stanza] = number(FIELD["Installed-Size"]);
  table.buildHash[stanza] = hashBuild(bytes, starts, ends);
  const phased = FIELD["Phased-Update-Percentage"];
  table.phased[stanza] = phasedPercentage(
    bytes,
    starts[phased]!,
    ends[phased]!,
  );
  table.state[stanza] = starts[FIELD.Status]! < 0
    ? 0
    : parseDpkgState(text(FIELD.Status)) ?? 0;

  for (let index = 0; index < TEXTS.length; index++) {
    const field = TEXT_FIELDS[index]!;
    const start = Math.max(0, starts[field]!);
    let end = starts[field]! < 0 ? 0 : ends[field]!;
    if (index === SUMMARY_INDEX) {
      let lineEnd = start;
      while (lineEnd < end && bytes[lineEnd] !== LF) lineEnd++;
      end = lineEnd;
    }
    table.addText(index, bytes, start, end);
  }
  return stanza;
}
