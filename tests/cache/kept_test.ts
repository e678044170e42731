// Package lists that are as they were are not read again, and nobody can tell.
import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { MemorySource } from "../../src/catalog/byte_source.ts";
import { encodeStanzas, KeptStanzas } from "../../src/catalog/kept_stanzas.ts";
import type { Pieces } from "../../src/core/join_bytes.ts";
import { encodeKept } from "../../src/stores/keep_stanzas.ts";
import { readAndBuild } from "../../src/stores/read_and_build.ts";
import type { BuiltRoot } from "../../src/stores/read_and_build.ts";
import { PACKAGES, stanza, withRoot } from "../cli/make_root.ts";
import { type GoldenRoot, unpackRoot } from "../oracle/golden_root.ts";
import { Chooser } from "./change_root.ts";
import { randomNumbers, withFolder } from "./cached_root.ts";

const golden = new URL("../oracle/golden/", import.meta.url);
const ROUNDS = 25;

function placeOf(root: string) {
  return { root, cache: undefined, program: "test" };
}

function opened(file: Pieces): KeptStanzas {
  return new KeptStanzas(new MemorySource(file));
}

function keptOf(built: BuiltRoot): KeptStanzas {
  return opened(encodeKept(built));
}

/** The files of a directory, without directories and links. */
function filesIn(folder: string): readonly string[] {
  return Array.from(Deno.readDirSync(folder)).filter(({ isFile }) => isFile)
    .map(({ name }) => `${folder}/${name}`).sort();
}

/** Ways in which package lists, and what says how to read them, change. */
const CHANGES: readonly ((root: string, choose: Chooser) => void)[] = [
  (root, choose) => {
    // a list goes, or its half, or it is touched
    const path = choose.one(filesIn(`${root}/var/lib/apt/lists`));
    const bytes = Deno.readFileSync(path);
    choose.one([
      () => Deno.removeSync(path),
      () => Deno.writeFileSync(path, bytes.subarray(0, bytes.length / 2)),
      () => Deno.writeFileSync(path, bytes),
    ])();
  },
  (root, choose) => {
    // one list has what another one had
    const lists = filesIn(`${root}/var/lib/apt/lists`);
    const extension = (path: string) => path.replace(/^.*_[^.]*/, "");
    const path = choose.one(lists);
    const others = lists.filter((other) =>
      extension(other) === extension(path)
    );
    Deno.writeFileSync(path, Deno.readFileSync(choose.one(others)));
  },
  (root, choose) => {
    // the sources come in another order
    const path = `${root}/etc/apt/sources.list`;
    const lines = Deno.readTextFileSync(path).split("\n");
    lines.push(...lines.splice(0, choose.below(lines.length)));
    Deno.writeTextFileSync(path, lines.join("\n"));
  },
  (root, choose) => {
    Deno.writeTextFileSync(
      `${root}/etc/apt/preferences`,
      `Package: *\nPin: origin *\nPin-Priority: ${choose.below(2000) - 500}\n`,
    );
  },
  (root, choose) => {
    const path = `${root}/var/lib/dpkg/status`;
    const stanzas = Deno.readTextFileSync(path).split("\n\n");
    stanzas.splice(choose.below(stanzas.length), 1);
    Deno.writeTextFileSync(path, stanzas.join("\n\n"));
  },
];

Deno.test.each(Array.from(Deno.readDirSync(golden), ({ name }) => ({ name })))(
  "lists that are as they were are not read again: $name",
  ({ name }) =>
    withFolder(async (folder) => {
      const root = `${folder}/root`;
      await unpackRoot(
        JSON.parse(
          await Deno.readTextFile(new URL(name, golden)),
        ) as GoldenRoot,
        root,
      );
      // the name of the sources may be another one
      if (
        !filesIn(`${root}/etc/apt`).includes(`${root}/etc/apt/sources.list`)
      ) Deno.writeTextFileSync(`${root}/etc/apt/sources.list`, "");
      const choose = new Chooser(randomNumbers(name.length));
      let kept = keptOf(await readAndBuild(placeOf(root)));
      for (let round = 0; round < ROUNDS; round++) {
        choose.one(CHANGES)(root, choose);
        if (filesIn(`${root}/var/lib/apt/lists`).length === 0) break;
        const whole = await readAndBuild(placeOf(root));
        const built = await readAndBuild(placeOf(root), kept);
        deepStrictEqual(built.file, whole.file, `round ${round}`);
        deepStrictEqual(encodeKept(built), encodeKept(whole));
        kept = keptOf(built);
      }
    }),
);

Deno.test("a list that is as it was is taken from what was kept", () =>
  withRoot(
    { [PACKAGES]: stanza("anchor", "1") },
    (one) =>
      withRoot({ [PACKAGES]: stanza("anchor", "2") }, async (two) => {
        const place = placeOf(two);
        const other = await readAndBuild(placeOf(one));
        const own = await readAndBuild(place);
        const facts = keptOf(other).facts;
        const { table } = other.root.data;
        const nothing = {
          bytes: new Uint8Array(),
          spans: new Uint32Array(),
          names: new Uint32Array(),
        };
        const forge = (change: object) =>
          opened(
            encodeStanzas(
              {
                ...facts,
                lists: facts.lists.map((list, number) => ({
                  ...list,
                  path: own.root.lists[number]!.path,
                  state: own.root.lists[number]!.state,
                  ...change,
                })),
              },
              table,
              { status: nothing, states: nothing },
              { folder: null, texts: new Map() },
            ),
          );
        const versions = async (kept?: KeptStanzas) => {
          const { catalog: { base } } = await readAndBuild(place, kept);
          return base.rowsOf("anchor").map((row) => base.texts(row).version);
        };
        ok(facts.lists.length > 0);
        const read = await versions();
        deepStrictEqual(await versions(keptOf(own)), read);
        // so it is not read
        notDeepStrictEqual(await versions(forge({})), read);
        // and it is, where anything says that it has to be
        for (
          const change of [{ state: "" }, { path: "" }, { isSound: false }]
        ) {
          deepStrictEqual(await versions(forge(change)), read);
        }
      }),
  ));
