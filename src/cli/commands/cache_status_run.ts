/**
 * `storectl cache status`: the work.
 *
 * @module
 */

import type { CatalogInput } from "../../catalog/catalog_facts.ts";
import { Container } from "../../catalog/container.ts";
import { catalogStamp, stampedInputs } from "../../catalog/records.ts";
import { StoreError } from "../../core/store_error.ts";
import { catalogFileName } from "../../stores/catalog_place.ts";
import { listRemoteCache } from "../../stores/remote_cache.ts";
import type { RemoteCacheEntry } from "../../stores/remote_cache.ts";
import { CacheFile, listCacheFiles } from "../../sys/cache_file.ts";
import type { CacheEntry } from "../../sys/cache_file.ts";
import { fileState } from "../../sys/file_state.ts";
import type { CachedFile, CacheStatus } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { cacheFolder } from "../cache_folder.ts";

const VIEW: View<CacheStatus> = {
  document: (reply) => reply,
  rows: ({ files }) => files,
  table: ({ directory, files }) => [
    directory ?? "There is no cache directory: no home is known.",
    ...(files.length === 0 ? [] : ["", {
      columns: [
        { title: "KIND" },
        { title: "SIZE", isNumber: true },
        { title: "FRESH" },
        { title: "ROOT OR STORE" },
        { title: "FILE" },
      ],
      rows: files.map(({ kind, size, fresh, root, path, location }) => [
        kind,
        String(size),
        fresh ? "yes" : "no",
        root ?? location ?? "-",
        path.slice(directory === null ? 0 : directory.length + 1),
      ]),
    }]),
  ],
  warnings: ({ warnings }) => warnings,
};

/** What the heads of all files of the cache have. */
interface CommonFacts {
  readonly root?: string;
  readonly key?: string;
  readonly inputs?: readonly CatalogInput[];
  /** Of a patch: its program, and the stamp of the catalog that it is for. */
  readonly program?: string;
  readonly base?: string;
  /** Of records: the stamp of the catalog whose rows they are of. */
  readonly catalog?: string;
  /** The inputs of what is kept of package lists. */
  readonly lists?: readonly CatalogInput[];
}

/** What a file was made from, where it can be used at all. */
function readFacts(path: string): CommonFacts | undefined {
  using source = CacheFile.open(path);
  if (!source) return undefined;
  try {
    const container = new Container<CommonFacts>(source);
    container.check();
    const { facts } = container;
    // under another name it would not be found
    const isNamed = facts.key === undefined ||
      path.endsWith(catalogFileName(facts.key).replace(/^catalog/, ""));
    return isNamed ? facts : undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return undefined;
  }
}

/** What a file holds, by its name. */
function kindOf(path: string): CachedFile["kind"] {
  const [, name] = /\/([a-z-]+?)(?:-[0-9a-f]{8})?\.bin$/.exec(path)!;
  if (name === "patch" || name === "patch-records") return "patch";
  return name as "catalog" | "definitions" | "records" | "stanzas";
}

/** All that a file was made from; of what patches another file too, as far as that counts. */
function inputsOf(
  { program = "", inputs, base, catalog, lists }: CommonFacts,
  kind: CachedFile["kind"],
): readonly CatalogInput[] | undefined {
  if (kind !== "patch" || inputs === undefined) return inputs ?? lists;
  return catalog === undefined
    ? stampedInputs(catalogStamp({ program, inputs, base: base! }))
    : [...inputs, ...stampedInputs(catalog)];
}

function describe({ path, size, isLeftover }: CacheEntry): CachedFile {
  const kind = isLeftover ? "leftover" : kindOf(path);
  const facts = isLeftover ? undefined : readFacts(path);
  const inputs = facts && inputsOf(facts, kind);
  return {
    path,
    kind,
    size,
    root: facts?.root ?? null,
    fresh: inputs?.every(({ path, state }) => fileState(path) === state) ??
      false,
  };
}

function describeRemote(
  { path, kind, size, isUsable, location }: RemoteCacheEntry,
): CachedFile {
  return {
    path,
    kind,
    size,
    root: null,
    fresh: isUsable,
    ...(location === undefined ? {} : { location }),
  };
}

// deno-lint-ignore require-await -- what it throws is printed like that of any other command
async function work(): Promise<Outcome<CacheStatus>> {
  const directory = cacheFolder();
  const files = directory === undefined ? [] : [
    ...listCacheFiles(directory).map(describe),
    ...listRemoteCache(directory).map(describeRemote),
  ];
  return { reply: { directory: directory ?? null, files, warnings: [] } };
}

/** Runs the command. */
export const run = printing(work, VIEW);
