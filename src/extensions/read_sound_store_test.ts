import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  BROKEN_STORES,
  writeBroken,
} from "../../tests/extensions/broken_stores.ts";
import { handMadeStore } from "../../tests/extensions/hand_made_store.ts";
import { readSoundStore } from "./read_sound_store.ts";
import { readStoreManifest } from "./read_store_manifest.ts";

/** Reads in both ways; they agree wherever the fast one has an answer. Returns whether it had. */
function readBoth(bytes: Uint8Array): boolean {
  const quick = readSoundStore(bytes);
  if (quick === undefined) return false;
  const { manifest, problems } = readStoreManifest(bytes);
  deepStrictEqual(
    problems.filter(({ code, message }) =>
      code !== "DUPLICATE" || !message.includes("the key")
    ),
    [],
  );
  deepStrictEqual(quick, manifest);
  return true;
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

Deno.test("readSoundStore() reads a store as readStoreManifest() does", () => {
  const { index } = handMadeStore();
  ok(readBoth(encode(index)));
  Object.assign(index, {
    description: "d",
    serial: 3,
    updated: "2026-01-01T00:00:00Z",
    more: [1],
  });
  Object.assign(index.extensions[0], {
    manifest_path: `./${index.extensions[0].manifest_path}`,
    description: "",
    author: null,
    tags: ["a"],
    size: 0,
    updated: "",
    unknown: {},
  });
  ok(readBoth(encode(index)));
});

Deno.test.each([
  { name: "nothing", text: "" },
  { name: "no JSON", text: "{" },
  { name: "a list", text: "[]" },
  { name: "a byte order mark", text: '\ufeff{"name":"a","version":"1"}' },
  { name: "no extensions", text: '{"name":"a","version":"1"}' },
  {
    name: "the map form",
    text: '{"name":"a","version":"1","extensions":{}}',
  },
  { name: "no name", text: '{"version":"1","extensions":[]}' },
])(
  "readSoundStore() leaves $name to readStoreManifest()",
  ({ text }) =>
    strictEqual(readSoundStore(new TextEncoder().encode(text)), undefined),
);

Deno.test.each([{ place: "head" }, { place: "summary" }])(
  "readSoundStore() has the same limit of nesting in a $place",
  ({ place }) => {
    const read = Array.from({ length: 70 }, (_, levels) => {
      const { index } = handMadeStore();
      const home = place === "head" ? index : index.extensions[0];
      home.deep = JSON.parse("[".repeat(levels) + "1" + "]".repeat(levels));
      const bytes = encode(index);
      const isSound = readStoreManifest(bytes).problems.length === 0;
      strictEqual(readBoth(bytes), isSound, `${levels}`);
      return isSound;
    });
    ok(read.includes(true) && read.includes(false));
  },
);

Deno.test("readSoundStore() never takes what readStoreManifest() refuses: the corpus of broken stores", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "storectl_sound_" });
  let refused = 0;
  try {
    for (const [number, broken] of BROKEN_STORES.entries()) {
      const root = `${folder}/${number}`;
      Deno.mkdirSync(root);
      await writeBroken(broken, root);
      // some have no store.json, or a pipe in its place
      const isFile = [...Deno.readDirSync(root)].some(({ name, isFile }) =>
        name === "store.json" && isFile
      );
      if (!isFile) continue;
      if (!readBoth(Deno.readFileSync(`${root}/store.json`))) refused++;
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
  ok(refused >= 20, `${refused}`);
});

Deno.test("readSoundStore() agrees with readStoreManifest() on any change of any field", () => {
  const text = JSON.stringify(handMadeStore().index);
  let sound = 0;
  fc.assert(
    fc.property(
      fc.nat(2),
      fc.constantFrom(
        ...["id", "name", "version", "description", "author", "tags", "size"],
        ...["updated", "manifest_path", "manifest_checksum", "sums_checksum"],
      ),
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom<unknown>(
          ...["1.0.0", "1.0", "a", "A", "../x", "a/b", "A/B", "", " ", "x."],
          ...[0, -1, 1.5, 2 ** 53, null, undefined, [], ["a"], [1], {}],
          ...["org.alpha", "beta", "extensions/beta/1", "a\\b", "a\u0000"],
          `blake3:${"0".repeat(64)}`,
          `sha256:${"0".repeat(64)}`,
          `BLAKE3:${"0".repeat(64)}`,
        ),
      ),
      (extension, field, value) => {
        const index = JSON.parse(text);
        index.extensions[extension][field] = value;
        if (readBoth(encode(index))) sound++;
        else {
          const { problems } = readStoreManifest(encode(index));
          ok(problems.length > 0, "it is refused for a reason");
        }
      },
    ),
    { numRuns: 1500 },
  );
  ok(sound > 100);
});
