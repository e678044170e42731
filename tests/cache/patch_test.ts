// What dpkg changes is decided again by itself, and nobody can tell.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { selectPage } from "../../src/curation/cascade.ts";
import { loadedKernel } from "../../src/catalog/kernel.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import type { RootCatalog } from "../../src/catalog/root_catalog.ts";
import type { Records } from "../../src/catalog/records.ts";
import { PACKAGE_FIELDS, packageReader } from "../../src/cli/package_fields.ts";
import {
  buildAndKeep,
  buildAndKeepRecords,
} from "../../src/stores/build_and_keep.ts";
import { openCatalog } from "../../src/stores/open_catalog.ts";
import type { CatalogChange } from "../../src/stores/open_catalog.ts";
import type { CatalogPlace } from "../../src/stores/catalog_place.ts";
import { askRecords } from "../../src/stores/open_records.ts";
import type { RecordsBuilder } from "../../src/stores/open_records.ts";
import { patchCatalog } from "../../src/stores/patch_catalog.ts";
import { patchRecords } from "../../src/stores/patch_records.ts";
import { readChangedLists } from "../../src/stores/read_changed_lists.ts";
import { readPins } from "../../src/stores/read_pins.ts";
import { readAndBuild } from "../../src/stores/read_and_build.ts";
import { type GoldenRoot, unpackRoot } from "../oracle/golden_root.ts";
import { ChangingFile, Chooser, edit } from "./change_root.ts";
import { randomNumbers, withFolder } from "./cached_root.ts";

const golden = new URL("../oracle/golden/", import.meta.url);
const ROUNDS = 40;

/** All that a catalog says. */
function everything(catalog: RootCatalog, records?: readonly Records[]) {
  const query = { allArchitectures: true };
  const { runs } = selectPage(catalog, query, 0, catalog.count);
  return {
    packages: runs.flatMap(({ catalog: layer, rows }) => {
      const read = packageReader(layer, PACKAGE_FIELDS);
      const own = records?.[catalog.layers.indexOf(layer)];
      return rows.map((row) => ({
        ...read(row),
        tagList: layer.tagListText(layer.tagList.at(row)),
        flags: layer.flags.at(row),
        ...(own === undefined ? {} : {
          stanza: own.stanza(row),
          description: own.description(row),
          versions: own.versions(row),
        }),
      }));
    }),
    warnings: catalog.facts.warnings,
    missing: catalog.facts.missing,
  };
}

/** A builder that counts what it is asked for. */
class CountingBuilder implements RecordsBuilder {
  built = 0;
  patched = 0;

  build(place: CatalogPlace) {
    this.built++;
    return buildAndKeep(place);
  }

  async patch(place: CatalogPlace, base: Catalog, { paths }: CatalogChange) {
    const bytes = await patchCatalog(place, base, paths, {
      readPins,
      readLists: readChangedLists,
      kernel: loadedKernel(),
    });
    if (bytes) this.patched++;
    return bytes;
  }

  buildRecords(place: CatalogPlace, isKept: boolean) {
    return buildAndKeepRecords(place, [], isKept);
  }

  patchRecords: RecordsBuilder["patchRecords"] = patchRecords;
}

/** What a root says by what is kept of it. */
async function ask(place: CatalogPlace, builder: CountingBuilder) {
  using opened = await openCatalog(place, builder);
  return everything(opened.catalog);
}

/** What a root says when all of it is read. */
async function plainly(place: CatalogPlace) {
  const { catalog } = await readAndBuild(place);
  return everything(catalog);
}

Deno.test.each(Array.from(Deno.readDirSync(golden), ({ name }) => ({ name })))(
  "what dpkg changes is decided again by itself: $name",
  ({ name }) =>
    withFolder(async (folder) => {
      const root = `${folder}/root`;
      await unpackRoot(
        JSON.parse(
          await Deno.readTextFile(new URL(name, golden)),
        ) as GoldenRoot,
        root,
      );
      const place = { root, cache: `${folder}/cache`, program: "test" };
      const { packages } = await plainly(place);
      const names = [...new Set(packages.map((row) => row.name))];
      const choose = new Chooser(randomNumbers(name.length));
      const files = [
        new ChangingFile(
          `${root}/var/lib/dpkg/status`,
          "status",
          names,
          choose,
        ),
        new ChangingFile(
          `${root}/var/lib/apt/extended_states`,
          "marks",
          names,
          choose,
        ),
      ];
      const builder = new CountingBuilder();
      for (let round = 0; round < ROUNDS; round++) {
        const expected = await plainly(place);
        // twice: made, then from the cache
        for (let times = 0; times < 2; times++) {
          deepStrictEqual(
            await ask(place, builder),
            expected,
            `round ${round}`,
          );
        }
        if (round % 8 === 7) {
          const uncached = { ...place, cache: undefined };
          const whole = await buildAndKeepRecords(uncached, [], false);
          const records = everything(whole.catalog, whole.records);
          for (let times = 0; times < 2; times++) {
            deepStrictEqual(
              await askRecords(
                place,
                [],
                ({ catalog, records }) => everything(catalog, records),
                builder,
              ),
              records,
              `round ${round}`,
            );
          }
        }
        choose.one(files).change();
        if (choose.random() < 0.2) choose.one(files).change();
      }
      ok(
        builder.patched > ROUNDS / 3,
        `${builder.patched} patched, ${builder.built} built`,
      );
      ok(builder.built > 1, "some changes need a look at everything");
    }),
);

Deno.test("a patch of nothing is one", () =>
  withFolder(async (folder) => {
    const root = `${folder}/root`;
    const name = "difficulty-2-seed-10.json";
    await unpackRoot(
      JSON.parse(await Deno.readTextFile(new URL(name, golden))) as GoldenRoot,
      root,
    );
    const place = { root, cache: `${folder}/cache`, program: "test" };
    const builder = new CountingBuilder();
    const expected = await plainly(place);
    await ask(place, builder);
    Deno.utimeSync(`${root}/var/lib/dpkg/status`, 1, 1);
    using opened = await openCatalog(place, builder);
    deepStrictEqual(everything(opened.catalog), expected);
    const layers = opened.catalog.layers.length;
    deepStrictEqual([layers, builder.built, builder.patched], [2, 1, 1]);
    strictEqual(expected.packages.length > 3, true);
  }));

/** The files of a cache directory. */
function filesOf(folder: string): ReadonlyMap<string, Uint8Array> {
  return new Map(
    Array.from(
      Deno.readDirSync(folder),
      ({ name }) => [name, Deno.readFileSync(`${folder}/${name}`)],
    ),
  );
}

/** Makes a cache directory what it was. */
function restore(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  for (const { name } of Deno.readDirSync(folder)) {
    Deno.removeSync(`${folder}/${name}`);
  }
  for (const [name, bytes] of files) {
    Deno.writeFileSync(`${folder}/${name}`, bytes, { mode: 0o600 });
  }
}

const DAMAGES: Readonly<
  Record<string, (bytes: Uint8Array, choose: Chooser) => Uint8Array>
> = {
  "a byte flips": (bytes, choose) => {
    const damaged = bytes.slice();
    damaged[choose.below(bytes.length)]! ^= 1 << choose.below(8);
    return damaged;
  },
  "the end is missing": (bytes, choose) =>
    bytes.slice(0, choose.below(bytes.length)),
  "its head is overwritten": (bytes, choose) =>
    bytes.slice().fill(choose.below(256), 0, 40),
};

Deno.test.each(Object.keys(DAMAGES).map((damage) => ({ damage })))(
  "what is kept of changes is damaged: $damage",
  ({ damage }) =>
    withFolder(async (folder) => {
      const root = `${folder}/root`;
      const name = "difficulty-2-seed-10.json";
      await unpackRoot(
        JSON.parse(
          await Deno.readTextFile(new URL(name, golden)),
        ) as GoldenRoot,
        root,
      );
      const cache = `${folder}/cache`;
      const place = { root, cache, program: "test" };
      const builder = new CountingBuilder();
      const ask = () =>
        askRecords(
          place,
          [],
          ({ catalog, records }) => everything(catalog, records),
          builder,
        );
      await ask();
      edit(`${root}/var/lib/dpkg/status`, (text) =>
        text.replace(/\nVersion: .*/, "\nVersion: 0"));
      const expected = await ask();
      const files = filesOf(cache);
      const names = [...files.keys()];
      deepStrictEqual(
        names.map((file) =>
          file.replace(/-[^-]*$/, "")
        ).sort(),
        [
          "catalog",
          "patch",
          "patch-records",
          "records",
          "stanzas",
        ],
      );
      const choose = new Chooser(randomNumbers(3));
      for (let round = 0; round < 80; round++) {
        const file = choose.one(names);
        // what is kept of the lists is read when there is no patch
        const isMade = file.startsWith("stanzas") || choose.random() < 0.3;
        restore(cache, files);
        Deno.writeFileSync(
          `${cache}/${file}`,
          DAMAGES[damage]!(files.get(file)!, choose),
        );
        for (const other of names) {
          if (isMade && /^patch/.test(other) && other !== file) {
            Deno.removeSync(`${cache}/${other}`);
          }
        }
        deepStrictEqual(await ask(), expected, `round ${round}, ${file}`);
      }
    }),
);
