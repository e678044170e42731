// Details from the cache are those that are read without it, whatever happens to the cache and to the lists.
import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { PACKAGES, stanza, SUITE } from "../cli/make_root.ts";
import {
  ask,
  askBoth,
  type CachedRoot,
  randomNumbers,
  withCachedRoot,
} from "./cached_root.ts";

const DETAILS = "details anchor compass by-hand";
const MD5 = "0123456789abcdef".repeat(2);
const TRANSLATION = `${SUITE}_main_i18n_Translation`;

const FILES = {
  [PACKAGES]: stanza("anchor", "1.1", {
    Depends: "rope (>= 1),\n chain | cable",
    "Description-md5": MD5,
  }) + stanza("compass", "2.0", { Description: "points\n north" }),
  [`${TRANSLATION}-en`]:
    `Package: anchor\nDescription-md5: ${MD5}\nDescription-en: the anchor\n holds\n`,
  [`${TRANSLATION}-de`]:
    `Package: anchor\nDescription-md5: ${MD5}\nDescription-de: der Anker\n hält\n`,
  "var/lib/dpkg/info/anchor.list": "/.\n/usr/bin/anchor\n",
};

/** The records file in a cache directory. */
function recordsIn(cache: string): string {
  const names = Array.from(Deno.readDirSync(cache), ({ name }) => name);
  const [name, ...more] = names.filter((name) => name.startsWith("records-"));
  ok(name !== undefined && more.length === 0, names.join());
  return `${cache}/${name}`;
}

/** Asks with and without the cache, and tells whether the records were built again. */
async function detailsOf(place: CachedRoot): Promise<[string, boolean]> {
  const path = () => Deno.statSync(recordsIn(place.cache)).ino;
  const before = path();
  const { stdout } = await askBoth(place, DETAILS);
  return [stdout, before !== path()];
}

Deno.test("details come from the cache, and change with what they are made of", () =>
  withCachedRoot(FILES, async (place) => {
    const { stdout } = await askBoth(place, DETAILS);
    ok(stdout.includes('"description":"holds"'), stdout);
    ok(stdout.includes('"chain | cable"'), stdout);
    deepStrictEqual(await detailsOf(place), [stdout, false]);
    const german = { ...place, env: { LANG: "de_DE.UTF-8" } };
    const [text, isBuilt] = await detailsOf(german);
    ok(text.includes('"description":"hält"'), text);
    strictEqual(isBuilt, true);
    const translation = `${place.root}/${TRANSLATION}-de`;
    Deno.writeTextFileSync(
      translation,
      Deno.readTextFileSync(translation).replace("hält", "rüht"),
    );
    ok((await detailsOf(german))[0].includes('"description":"rüht"'));
    Deno.writeTextFileSync(
      `${place.root}/${PACKAGES}`,
      Deno.readTextFileSync(`${place.root}/${PACKAGES}`).replace(
        "rope",
        "line",
      ),
    );
    ok((await detailsOf(german))[0].includes("line (>= 1)"));
    // what is read when asked
    Deno.writeTextFileSync(
      `${place.root}/var/lib/dpkg/info/anchor.list`,
      "/.\n/usr/bin/kedge\n",
    );
    const [last, isBuiltAgain] = await detailsOf(german);
    ok(last.includes("/usr/bin/kedge"));
    strictEqual(isBuiltAgain, false);
  }));

Deno.test("any byte of the records is damaged", () =>
  withCachedRoot(FILES, async (place) => {
    const { stdout } = await askBoth(place, DETAILS);
    const path = recordsIn(place.cache);
    const bytes = Deno.readFileSync(path);
    const random = randomNumbers(11);
    for (let turn = 0; turn < 24; turn++) {
      const damaged = bytes.slice();
      damaged[Math.floor(random() * bytes.length)]! ^= 1 << (turn % 8);
      Deno.writeFileSync(path, damaged);
      const answer = await ask(place, DETAILS);
      deepStrictEqual(answer, { status: 0, stdout, stderr: "" });
    }
    for (const length of [0, 31, bytes.length >> 1, bytes.length - 1]) {
      Deno.writeFileSync(path, bytes.subarray(0, length));
      const answer = await ask(place, DETAILS);
      deepStrictEqual(answer, { status: 0, stdout, stderr: "" });
      strictEqual(Deno.statSync(path).size, bytes.length);
    }
  }));

Deno.test("records of another catalog under the name of this one are not used", () =>
  withCachedRoot(FILES, async (place) => {
    const { stdout: before } = await askBoth(place, DETAILS);
    const path = recordsIn(place.cache);
    const old = Deno.readFileSync(path);
    // all that the records themselves were made of stays as it is
    const list = `${place.root}/${PACKAGES}`;
    Deno.writeTextFileSync(
      list,
      Deno.readTextFileSync(list).replace("rope", "line"),
    );
    const { stdout } = await askBoth(place, DETAILS);
    notStrictEqual(stdout, before);
    Deno.writeFileSync(path, old);
    strictEqual((await ask(place, DETAILS)).stdout, stdout);
  }));
