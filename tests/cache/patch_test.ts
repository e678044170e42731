// What dpkg changes is decided again by itself, and nobody can tell.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { openCatalog } from "../../src/stores/open_catalog.ts";
import { type GoldenRoot, unpackRoot } from "../oracle/golden_root.ts";
import { ChangingFile, Chooser, edit } from "./change_root.ts";
import { randomNumbers, withFolder } from "./cached_root.ts";
import {
  askPatched,
  askPatchedRecords,
  CountingBuilder,
  everything,
  plainly,
  plainlyWithRecords,
} from "./patched_root.ts";

const golden = new URL("../oracle/golden/", import.meta.url);
const ROUNDS = 40;

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
      const names = [...new Set(packages.map((row) => String(row.name)))];
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
            await askPatched(place, builder),
            expected,
            `round ${round}`,
          );
        }
        if (round % 8 === 7) {
          const records = await plainlyWithRecords(place);
          for (let times = 0; times < 2; times++) {
            deepStrictEqual(
              await askPatchedRecords(place, builder),
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
    await askPatched(place, builder);
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
      const ask = () => askPatchedRecords(place, builder);
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
