/**
 * Directories of a test, and the entries of stores in them.
 *
 * @module
 */

import type { StoreEntry } from "../../src/stores/store_entry.ts";
import type { StorePlace } from "../../src/stores/store_kind_module.ts";

/** A place that is gone after the test. */
export interface TestPlace extends StorePlace, Disposable {
  /** Its directory. */
  readonly folder: string;
  /** A directory in it that does not exist yet. */
  fresh(): string;
  /** All files below a directory in it, with their text. */
  files(folder: string): Record<string, string>;
}

function readAll(folder: string, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
      const path = `${folder}/${name}`;
      return isDirectory
        ? Object.entries(readAll(path, `${prefix}${name}/`))
        : [[`${prefix}${name}`, Deno.readTextFileSync(path)]];
    }).sort(([a], [b]) => (a! < b! ? -1 : 1)),
  );
}

/** Makes a place. */
export function testPlace(): TestPlace {
  const folder = Deno.makeTempDirSync({ prefix: "storectl-network-" });
  let count = 0;
  const none = () => Promise.reject(new Error("no such question here"));
  return {
    folder,
    root: "/",
    cache: `${folder}/cache`,
    data: `${folder}/data`,
    readDefinitions: none,
    openCatalog: none,
    askCatalog: none,
    fresh: () => {
      const path = `${folder}/fresh-${++count}`;
      Deno.mkdirSync(path);
      return path;
    },
    files: (path) => readAll(path),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

/** An entry of the configuration. */
export function testEntry(
  kind: string,
  location: string,
  more: Partial<StoreEntry> = {},
): StoreEntry {
  return {
    name: "there",
    kind,
    location,
    priority: 0,
    trusted: false,
    enabled: true,
    keys: [],
    requireSignature: false,
    scope: "user",
    ...more,
  };
}
