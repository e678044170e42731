/**
 * What is kept of a root beside its catalog, so that less is read when something has changed.
 *
 * @module
 */

import { parseStanzas } from "../apt/deb822.ts";
import type { Policy } from "../apt/policy.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import { cutStanzas } from "../catalog/changed_stanzas.ts";
import { encodeStanzas, WATCHED } from "../catalog/kept_stanzas.ts";
import type { KeptFile, Watched } from "../catalog/kept_stanzas.ts";
import { catalogStamp } from "../catalog/records.ts";
import { PatchMentions } from "./_patch_mentions.ts";
import type { BuiltRoot } from "./read_and_build.ts";
import type { AptRoot } from "./read_apt_root.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NONE: KeptFile = {
  bytes: new Uint8Array(),
  spans: new Uint32Array(),
  names: new Uint32Array(),
};

/** dpkg's status; undefined where blank lines alone do not cut it into the stanzas that were read. */
function keptStatus({ data, watched, lists }: AptRoot): KeptFile | undefined {
  const { table } = data;
  const first = lists.at(-1)?.end ?? 0;
  const file = cutStanzas(watched.status.bytes);
  if (file?.spans.length !== (table.count - first) * 2) return undefined;
  for (let stanza = 0; stanza < table.count - first; stanza++) {
    const start = table.spanStart[first + stanza]!;
    const isSame = file.spans[stanza * 2] === start &&
      file.spans[stanza * 2 + 1] ===
        start + table.spanLength[first + stanza]!;
    if (!isSame) return undefined;
  }
  return { ...file, names: table.name.slice(first, table.count) };
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

/** The bytes of the file of what is kept of a root. */
export function encodeKept({ root, catalog }: BuiltRoot): Uint8Array {
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
    root.mentions,
  );
}
