// A cached answer is never older than what it was made from.
import { notDeepStrictEqual, strictEqual } from "node:assert/strict";
import {
  definition,
  PACKAGES,
  stanza,
  STORES,
  SUITE,
} from "../cli/make_root.ts";
import {
  ask,
  askBoth,
  type CachedRoot,
  randomNumbers,
  withCachedRoot,
  withFolder,
} from "./cached_root.ts";

const FILES = {
  "etc/apt/preferences":
    "Package: compass\nPin: version 2.0\nPin-Priority: 501\n",
  "var/lib/apt/extended_states":
    "Package: anchor\nArchitecture: amd64\nAuto-Installed: 1\n",
};

/** What is changed into something of the same length. */
const CHANGES = [
  { path: "var/lib/dpkg/status", from: "Version: 1.0", to: "Version: 1.1" },
  { path: PACKAGES, from: "Version: 2.0", to: "Version: 2.7" },
  {
    path: "etc/apt/preferences",
    from: "Priority: 501",
    to: "Priority: 502",
  },
  { path: "etc/apt/sources.list", from: "main", to: "mein" },
  { path: `${SUITE}_InRelease`, from: "Origin: Ex", to: "Origin: Ax" },
  { path: `${STORES}/all.yaml`, from: "[misc]", to: "[mist]" },
  {
    path: "var/lib/apt/extended_states",
    from: "Installed: 1",
    to: "Installed: 0",
  },
  {
    path: "etc/apt/apt.conf.d/00architecture",
    from: "amd64",
    to: "arm64",
  },
];

/** Ways to write a file. */
const WAYS: Readonly<Record<string, (path: string, text: string) => void>> = {
  "in place": (path, text) => Deno.writeTextFileSync(path, text),
  "by rename": (path, text) => {
    Deno.writeTextFileSync(`${path}.new~`, text);
    Deno.renameSync(`${path}.new~`, path);
  },
};

Deno.test.each(Object.keys(WAYS).map((way) => ({ way })))(
  "an input is replaced by one of the same size at once, $way",
  ({ way }) =>
    withCachedRoot(FILES, async (place) => {
      const before = await askBoth(place);
      for (const { path, from, to } of CHANGES) {
        const file = `${place.root}/${path}`;
        const text = Deno.readTextFileSync(file);
        if (!text.includes(from)) throw new Error(`No ${from} in ${path}`);
        WAYS[way]!(file, text.replace(from, to));
        notDeepStrictEqual(await askBoth(place), before, path);
        WAYS[way]!(file, text);
        strictEqual((await ask(place)).stdout, before.stdout, path);
      }
    }),
);

/** Deno tells the second of the last change of a file's state, not its milliseconds. */
function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1050));
}

/** Writes a file so that it seems to be as old as before. */
function writeBackdated(path: string, text: string): void {
  const { atime, mtime } = Deno.statSync(path);
  Deno.writeTextFileSync(path, text);
  Deno.utimeSync(path, atime!, mtime!);
}

Deno.test("an input is replaced by one of the same size and time", () =>
  withCachedRoot(FILES, async (place) => {
    const before = await askBoth(place);
    await nextSecond();
    for (const { path, from, to } of CHANGES.slice(0, 2)) {
      const file = `${place.root}/${path}`;
      const text = Deno.readTextFileSync(file);
      writeBackdated(file, text.replace(from, to));
      notDeepStrictEqual(await askBoth(place), before, path);
      await nextSecond();
    }
  }));

/** Files that appear, and make a difference. */
const NEW_FILES = {
  "etc/apt/apt.conf.d/99new": 'APT::Architecture "arm64";\n',
  "etc/apt/sources.list.d/new.list": "what\n",
  "etc/apt/preferences.d/new":
    "Package: anchor\nPin: version 1.1\nPin-Priority: 600\n",
  [`${STORES}/new.yaml`]: definition("all"),
  "config/storectl/stores/own.yaml": definition("all"),
  "etc/apt/apt.conf": 'APT::Architecture "arm64";\n',
};

Deno.test("a file appears, and disappears, in each directory", () =>
  withCachedRoot({}, async (place) => {
    const own = {
      ...place,
      env: { XDG_CONFIG_HOME: `${place.root}/config` },
    };
    const before = await askBoth(own);
    for (const [path, text] of Object.entries(NEW_FILES)) {
      const file = `${place.root}/${path}`;
      Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      strictEqual((await ask(own)).stdout, before.stdout, path);
      Deno.writeTextFileSync(file, text);
      notDeepStrictEqual(await askBoth(own), before, path);
      Deno.removeSync(file);
      strictEqual((await ask(own)).stdout, before.stdout, path);
    }
  }));

Deno.test(
  "what a link in a directory leads to appears",
  () =>
    withCachedRoot({}, async (place) => {
      const before = await ask(place);
      for (const [path, text] of Object.entries(NEW_FILES).slice(0, 4)) {
        const link = `${place.root}/${path}`;
        Deno.mkdirSync(link.slice(0, link.lastIndexOf("/")), {
          recursive: true,
        });
        Deno.symlinkSync(`${place.root}/later`, link);
        await askBoth(place);
        Deno.writeTextFileSync(`${place.root}/later`, text);
        notDeepStrictEqual(await askBoth(place), before, path);
        Deno.removeSync(`${place.root}/later`);
        await askBoth(place);
        Deno.removeSync(link);
      }
    }),
);

Deno.test("a list disappears, and comes back", () =>
  withCachedRoot({}, async (place) => {
    const before = await askBoth(place);
    const list = `${place.root}/${PACKAGES}`;
    Deno.renameSync(list, `${place.root}/kept`);
    strictEqual((await askBoth(place)).status, 1);
    Deno.renameSync(`${place.root}/kept`, list);
    strictEqual((await askBoth(place)).stdout, before.stdout);
  }));

Deno.test("an input becomes unreadable for a link that turns in a circle", () =>
  withCachedRoot({}, async (place) => {
    const before = await askBoth(place);
    const path = `${place.root}/etc/apt/preferences`;
    Deno.symlinkSync(path, path);
    notDeepStrictEqual(await askBoth(place), before);
  }));

Deno.test("a list is replaced while it is read", () =>
  withCachedRoot({}, async (place) => {
    const random = randomNumbers(1);
    for (let round = 0; round < 6; round++) {
      const replace = async () => {
        await new Promise((resolve) => setTimeout(resolve, random() * 150));
        WAYS["by rename"]!(
          `${place.root}/${PACKAGES}`,
          stanza("anchor", `2.${round}`),
        );
      };
      await Promise.all([ask(place), replace()]);
      const { stdout } = await askBoth(place);
      strictEqual(stdout.includes(`"version":"2.${round}"`), true);
    }
  }));

Deno.test("the clock is wrong: files of the future and of long ago", () =>
  withCachedRoot({}, async (place) => {
    const before = await askBoth(place);
    const status = `${place.root}/var/lib/dpkg/status`;
    const text = Deno.readTextFileSync(status);
    const now = Date.now() / 1000;
    for (const time of [0, now + 1e9]) {
      Deno.writeTextFileSync(status, text);
      Deno.utimeSync(status, time, time);
      Deno.utimeSync(`${place.root}/var/lib/apt/lists`, time, time);
      strictEqual((await askBoth(place)).stdout, before.stdout);
      await nextSecond();
      Deno.writeTextFileSync(status, text.replace("1.0", "1.2"));
      Deno.utimeSync(status, time, time);
      notDeepStrictEqual(await askBoth(place), before);
    }
  }));

/** Names in a directory. */
function namesIn(folder: string): readonly string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("a root answers the same by whichever path it is asked for, from a catalog for each", () =>
  withCachedRoot({}, (place) =>
    withFolder(async (folder) => {
      const { stdout } = await askBoth(place, "filter --fields all");
      Deno.symlinkSync(place.root, `${folder}/link`);
      const names = namesIn(place.cache);
      const others = [
        `${folder}/link`,
        `${place.root}/./etc/..//`,
        // the program runs in a folder that is deep enough
        `${"../".repeat(40)}${place.root.slice(1)}`,
      ];
      for (const root of others) {
        const other: CachedRoot = { root, cache: place.cache };
        strictEqual(
          (await askBoth(other, "filter --fields all")).stdout,
          stdout,
        );
        await askBoth(other);
      }
      // messages name paths as they were given: two more for each path, and the definitions
      strictEqual(
        namesIn(place.cache).length,
        names.length + 2 * others.length + 1,
      );
      // the link leads elsewhere from now on
      await withCachedRoot({
        [PACKAGES]: stanza("anchor", "9"),
      }, async ({ root }) => {
        Deno.removeSync(`${folder}/link`);
        Deno.symlinkSync(root, `${folder}/link`);
        const moved = await askBoth({ ...place, root: `${folder}/link` });
        strictEqual(moved.stdout.includes('"version":"9"'), true);
      });
    })));

Deno.test("two roots share a cache directory", () =>
  withCachedRoot({}, (one) =>
    withCachedRoot(
      { [PACKAGES]: stanza("anchor", "9") },
      async (two) => {
        const other = { ...two, cache: one.cache };
        for (let round = 0; round < 2; round++) {
          const answers = [await askBoth(one), await askBoth(other)];
          notDeepStrictEqual(answers[0], answers[1]);
        }
        strictEqual(namesIn(one.cache).length, 5);
      },
    )));
