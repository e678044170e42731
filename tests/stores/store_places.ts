/**
 * One store at a place of each kind, for the tests that run over all of them.
 *
 * @module
 */

import type { StoreEntry } from "../../src/stores/store_entry.ts";
import type { Store } from "../../src/stores/store.ts";
import type { StorePlace } from "../../src/stores/store_kind_module.ts";
import { loadKind } from "../../src/stores/store_kinds.ts";
import { isLeftOut } from "../cli/needs.ts";
import { handMadeStore } from "../extensions/hand_made_store.ts";
import type { HandMadeStore } from "../extensions/hand_made_store.ts";
import {
  gitPlace,
  httpPlace,
  localPlace,
  writeFiles,
} from "../security/signed_store.ts";
import type { Files, Place } from "../security/signed_store.ts";

/** Makes a place of one kind in a folder. */
type MakePlace = (folder: string) => Place & Partial<AsyncDisposable>;

/** The kinds that are trees with a `store.json`. */
export const TREE_PLACES: Readonly<Record<string, MakePlace>> = {
  local: localPlace,
  http: httpPlace,
  git: gitPlace,
};

/** Whether tests of a kind have to be left out on this machine. */
export function isKindLeftOut(kind: string): boolean {
  return kind === "git" && isLeftOut("git");
}

/** What a test gets. */
export interface Shown {
  /** A folder that goes away. */
  readonly folder: string;
  /** Makes the place hold a store and nothing else. */
  show(store: HandMadeStore): Promise<void>;
  /** Makes the place hold these files and nothing else. */
  showFiles(files: Files): Promise<void>;
  /** Opens the store as a machine that never saw it. */
  open(more?: Partial<StoreEntry>): Promise<Store>;
}

/** The files of a store by path. */
export function filesOf(store: HandMadeStore): Files {
  const files: Files = new Map();
  for (const [path, bytes] of store.files) files.set(path, bytes.slice());
  const text = `${JSON.stringify(store.index, null, 2)}\n`;
  files.set("store.json", new TextEncoder().encode(text));
  return files;
}

/** An entry of a list of stores. */
export function entryOf(
  kind: string,
  location: string,
  more: Partial<StoreEntry> = {},
): StoreEntry {
  return {
    name: "team",
    kind,
    location,
    priority: 3,
    trusted: true,
    enabled: true,
    keys: [],
    requireSignature: false,
    scope: "user",
    ...more,
  };
}

/** A machine without APT. */
export function placeIn(folder: string): StorePlace {
  return {
    root: `${folder}/root`,
    cache: `${folder}/cache`,
    data: `${folder}/data`,
    readDefinitions: () => Promise.resolve({ stores: [], warnings: [] }),
    openCatalog: () => Promise.reject(new Error("There is no APT here")),
    askCatalog: () => Promise.reject(new Error("There is no APT here")),
  };
}

/** Gives a test a place of a kind, at which the usual store is. */
export async function withPlace(
  kind: string,
  body: (shown: Shown) => Promise<void>,
): Promise<void> {
  const folder = Deno.realPathSync(
    await Deno.makeTempDir({ prefix: "storectl stores " }),
  );
  const place = TREE_PLACES[kind]!(folder);
  let machines = 0;
  try {
    await place.show(filesOf(handMadeStore()));
    await body({
      folder,
      show: (store) => place.show(filesOf(store)),
      showFiles: (files) => place.show(files),
      open: async (more) => {
        const { open, readLocation } = (await loadKind(kind))!;
        // as `stores add` keeps it
        const location = readLocation!(place.location, folder);
        return await open(
          entryOf(kind, location, more),
          placeIn(`${folder}/machine-${machines++}`),
        );
      },
    });
  } finally {
    await place[Symbol.asyncDispose]?.();
    await Deno.remove(folder, { recursive: true });
  }
}

export { handMadeStore, writeFiles };
