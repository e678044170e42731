/**
 * `store.json` of a tree: read, believed, and parsed.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import type { Problem } from "../extensions/problem.ts";
import { readSoundStore } from "../extensions/read_sound_store.ts";
import type {
  ExtensionSummary,
  StoreManifest,
} from "../extensions/store_manifest.ts";
import type { AskOptions } from "./store.ts";
import type { StoreEntry } from "./store_entry.ts";
import type { StorePlace } from "./store_kind_module.ts";
import type { StoreTree, TreeIndex } from "./store_tree.ts";

/** Bytes of a signature. */
const SIGNATURE_BYTES = 64 * 1024;

/** What a store says that it holds. */
export interface LinkedIndex {
  /** The versions that can be used, in the order of the store. */
  readonly summaries: readonly ExtensionSummary[];
  /** How old it is, in milliseconds. */
  readonly age: number;
  /** Whether the store itself answered. */
  readonly reachable: boolean;
  /** Last change, as ISO 8601 in UTC; null where nobody says so. */
  readonly changed: string | null;
  /** What is wrong while the answer still stands. */
  readonly warnings: readonly Warning[];
}

/** A store with its tree. */
export interface LinkedSource {
  /** What the configuration says. */
  readonly entry: StoreEntry;
  /** Where its bytes come from. */
  readonly tree: StoreTree;
  /** Where the machine keeps what was seen of it. */
  readonly place: Pick<StorePlace, "data">;
}

/** Whether there has to be a signature. */
function isSigned({ keys, requireSignature }: StoreEntry): boolean {
  return keys.length > 0 || requireSignature;
}

/** Checks the signature, where there has to be one. */
async function checkIndex(
  { entry, tree, place }: LinkedSource,
  index: TreeIndex,
  options: AskOptions,
): Promise<readonly Warning[]> {
  if (!isSigned(entry)) return [];
  const { checkTrust } = await import("./store_trust.ts");
  return await checkTrust(
    entry,
    index.bytes,
    (path) => tree.readFile(path, SIGNATURE_BYTES, options),
    {
      data: place.data,
      offline: !index.reachable,
      allowRollback: options.allowRollback === true,
    },
  );
}

/** Reads an index that is believed. */
async function readTrusted(
  source: LinkedSource,
  options: AskOptions,
): Promise<{ index: TreeIndex; warnings: readonly Warning[] }> {
  // the serial of a signature binds, and not the count in the store, which a thief of an old key may have set
  const asked = isSigned(source.entry)
    ? { ...options, allowRollback: true }
    : options;
  const index = await source.tree.readIndex(asked);
  try {
    return { index, warnings: await checkIndex(source, index, options) };
  } catch (error) {
    const isMissing = error instanceof StoreError &&
      error.code === "SIGNATURE_MISSING";
    if (!isMissing) throw error;
    // the store may have been switched between the two reads
    const fresh = { ...options, refresh: true };
    const again = await source.tree.readIndex({ ...asked, refresh: true });
    return { index: again, warnings: await checkIndex(source, again, fresh) };
  }
}

/** Parses an index; only of one with a fault it is asked what is wrong, and where. */
async function parseIndex(
  bytes: Uint8Array,
): Promise<{ manifest?: StoreManifest; problems: readonly Problem[] }> {
  const manifest = readSoundStore(bytes);
  if (manifest !== undefined) return { manifest, problems: [] };
  return (await import("../extensions/read_store_manifest.ts"))
    .readStoreManifest(bytes);
}

/**
 * Reads what a store holds.
 *
 * @throws {StoreError} `STORE_INVALID`: it is no store. Codes of signatures, and whatever the tree is refused with.
 */
export async function readLinkedIndex(
  source: LinkedSource,
  options: AskOptions,
): Promise<LinkedIndex> {
  const { entry: { name }, tree } = source;
  const { index, warnings } = await readTrusted(source, options);
  const { manifest, problems } = await parseIndex(index.bytes);
  const [first] = problems;
  if (manifest === undefined) {
    throw new StoreError(
      "STORE_INVALID",
      first?.message ?? `Cannot use store "${name}": it is no store`,
      {
        hint:
          "Check the location of the store, or tell who publishes it: storectl verify finds what is wrong.",
        at: `${tree.place}/store.json${
          first?.line === undefined ? "" : `:${first.line}:${first.column}`
        }`,
      },
    );
  }
  await index.accept?.();
  const errors = problems.filter(({ severity }) => severity === "error");
  return {
    summaries: manifest.extensions,
    age: index.age,
    reachable: index.reachable,
    changed: manifest.updated ?? index.changed,
    warnings: [
      ...warnings,
      ...index.warnings,
      ...errors.length === 0 ? [] : [invalidParts(source, errors)],
    ],
  };
}

/** One warning for all parts of a store that cannot be used. */
function invalidParts(
  { entry: { name }, tree }: LinkedSource,
  problems: readonly Problem[],
): Warning {
  const [{ message, hint, line, column }] = problems as [
    typeof problems[number],
  ];
  const more = problems.length === 1
    ? ""
    : `, and ${problems.length - 1} more problems`;
  return {
    code: "STORE_INVALID",
    message: `Cannot use all of store "${name}": ${message}${more}`,
    hint: hint ??
      "Tell who publishes it: storectl verify finds what is wrong.",
    path: `${tree.place}/store.json`,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}
