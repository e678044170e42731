/**
 * What is kept of a root beside its catalog, so that less is read when something has changed.
 *
 * @module
 */

import { parseStanzas } from "../apt/deb822.ts";
import type { Policy } from "../apt/policy.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import { cutStanzas } from "../catalog/changed_stanzas.ts";
import type { StanzaFile } from "../catalog/changed_stanzas.ts";
import type { StanzaPlaces } from "../catalog/copy_stanzas.ts";
import type { ListFolder } from "../catalog/kept_folder.ts";
import { encodeStanzas, WATCHED } from "../catalog/kept_stanzas.ts";
import type { KeptFile, Watched } from "../catalog/kept_stanzas.ts";
import { catalogStamp } from "../catalog/records.ts";
import { joinBytes } from "../core/join_bytes.ts";
import type { Pieces } from "../core/join_bytes.ts";
import { PatchMentions } from "./_patch_mentions.ts";
import type { BuiltRoot } from "./read_and_build.ts";
import type { AptRoot } from "./read_apt_root.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NONE: KeptFile = {
  bytes: new Uint8Array(),
  spans: new Uint32Array(),
  names: new Uint32Array(),
};

/** A file; undefined where blank lines alone do not cut it into the stanzas that were read. */
function keptText(
  table: StanzaTable,
  bytes: Uint8Array,
  { first, end }: StanzaPlaces,
): StanzaFile | undefined {
  const file = cutStanzas(bytes);
  if (file?.spans.length !== (end - first) * 2) return undefined;
  for (let stanza = 0; stanza < end - first; stanza++) {
    const start = table.spanStart[first + stanza]!;
    const isSame = file.spans[stanza * 2] === start &&
      file.spans[stanza * 2 + 1] ===
        start + table.spanLength[first + stanza]!;
    if (!isSame) return undefined;
  }
  return file;
}

/** dpkg's status, likewise. */
function keptStatus({ data, watched, lists }: AptRoot): KeptFile | undefined {
  const { table } = data;
  const first = lists.at(-1)?.end ?? 0;
  const places = { first, end: table.count };
  const file = keptText(table, watched.status.bytes, places);
  return file && { ...file, names: table.name.slice(first, table.count) };
}

/** The lists that are short, and nothing is wrong with. */
function keptLists({ data, lists, texts }: AptRoot): Map<number, StanzaFile> {
  const kept = new Map<number, StanzaFile>();
  for (const [number, list] of lists.entries()) {
    const pieces = list.isSound ? texts[number] : undefined;
    const file = pieces && keptText(data.table, joinBytes(pieces), list);
    if (file) kept.set(number, file);
  }
  return kept;
}

/** Whether a path is that of a directory, or of something in it. */
function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The directory of the lists; null where it is more than that, or what stanzas mention counts. */
function keptFolder(root: AptRoot): ListFolder | null {
  const { folder, paths, mentions } = root;
  const { lists: _, info: __, ...others } = paths;
  const isPlain = mentions === undefined &&
    Object.values(others).every((path) =>
      !isBelow(path, folder.path) && !isBelow(folder.path, path)
    );
  return isPlain ? folder : null;
}

/** `extended_states`, likewise. */
function keptStates(
  { path, bytes }: AptRoot["watched"]["states"],
  table: StanzaTable,
): KeptFile | undefined {
  const file = cutStanzas(bytes);
  const names = Array.from(
    parseStanzas(decoder.decode(bytes), { path }),
    (stanza) => stanza.get("Package"),
  );
  if (file?.spans.length !== names.length * 2) return undefined;
  for (const [stanza, name] of names.entries()) {
    const [start, end] = file.spans.subarray(stanza * 2);
    const text = decoder.decode(bytes.subarray(start, end));
    if (name === "" || !text.includes(`Package: ${name}\n`)) return undefined;
  }
  return {
    ...file,
    names: Uint32Array.from(names, (name) => table.names.addText(name)),
  };
}

/** The stanzas of the files that change often; undefined where a package cannot be decided again by its own ones. */
function keptFiles(
  root: AptRoot,
): Readonly<Record<Watched, KeptFile>> | undefined {
  const { data: { table, autoInstalled }, watched, warnings } = root;
  const mentions = new PatchMentions(root.mentions);
  const isPlain =
    autoInstalled.every(({ name, architecture }) =>
      architecture !== "" || mentions.knowsFirst(name)
    ) &&
    warnings.every(({ path = "" }) =>
      WATCHED.every((file) => !path.startsWith(watched[file].path))
    );
  if (!isPlain) return undefined;
  const status = keptStatus(root);
  const states = status && keptStates(watched.states, table);
  return states && { status: status!, states };
}

/** The names that pins are about; null where some are about patterns, or source packages. */
function pinnedNames({ specificPins }: Policy): readonly string[] | null {
  const names: string[] = [];
  for (const { packages } of specificPins) {
    const { isSource, exactName } = packages!;
    if (isSource || exactName === undefined) return null;
    names.push(exactName);
  }
  return names;
}

/** The file of what is kept of a root, in pieces; see `writeContainer()`. */
export function encodeKept(
  { root, catalog }: BuiltRoot,
): Pieces {
  const { data, lists, phasing } = root;
  const { table, policy } = data;
  const files = keptFiles(root);
  const { facts } = catalog.base;
  return encodeStanzas(
    {
      root: facts.root,
      key: facts.key,
      catalog: catalogStamp(facts),
      program: facts.program,
      architectures: Array.from(
        { length: table.architectures.size },
        (_, number) => table.architectures.text(number),
      ),
      lists,
      phasing,
      pinned: pinnedNames(policy),
      hasMentions: root.mentions !== undefined,
      isPatchable: files !== undefined,
    },
    table,
    files ?? { status: NONE, states: NONE },
    { folder: files ? keptFolder(root) : null, texts: keptLists(root) },
    root.mentions,
  );
}
