// Which changes of package lists are decided by themselves, each case by itself.
import { deepStrictEqual } from "node:assert/strict";
import {
  type Files,
  installed,
  LISTS,
  PACKAGES,
  stanza,
  SUITE,
  withRoot,
  writeFiles,
} from "../cli/make_root.ts";
import { ask, NO_CACHE, withCachedRoot, withFolder } from "./cached_root.ts";
import {
  askPatched,
  askPatchedRecords,
  CountingBuilder,
  plainly,
  plainlyWithRecords,
} from "./patched_root.ts";

const RELEASE = `${SUITE}_InRelease`;
const OTHER = `${SUITE}_contrib_binary-amd64_Packages`;
const ALL = `${SUITE}_main_binary-all_Packages`;
const STATUS = "var/lib/dpkg/status";
const PREFERENCES = "etc/apt/preferences";
const LIST = stanza("anchor", "1.1") + stanza("compass", "2.0") +
  stanza("sextant", "3.0");
const NEXT = stanza("anchor", "1.2") + stanza("compass", "2.0") +
  stanza("sextant", "3.0");

const TWO_LISTS: Files = {
  "etc/apt/sources.list":
    "deb http://mirror.example.org/debian stable main contrib\n",
  [OTHER]: stanza("rope", "1") + stanza("chain", "1"),
};

/** A release file that says what lists have. */
function release(
  lists: Readonly<Record<string, string | number>>,
  head = "Origin: Example\nSuite: stable\n",
): string {
  const lines = Object.entries(lists).map(([name, list]) => {
    const size = typeof list === "number" ? list : list.length;
    return ` ${"0".repeat(64)} ${size} ${name}/Packages\n`;
  });
  return `${head}SHA256:\n${lines.join("")}`;
}

/** A list that is longer than its text. */
const MANY = Array.from({ length: 300 }, (_, index) => `p${index}`);

interface Case {
  readonly name: string;
  readonly before?: Files;
  /** Each is written in turn; a function does more. */
  readonly then: readonly (Files | ((root: string) => void))[];
  /** What was done after each: a patch, or everything. */
  readonly want: string;
}

const CASES: readonly Case[] = [
  {
    name: "a package comes",
    then: [{ [PACKAGES]: LIST + stanza("rope", "1") }],
    want: "patch",
  },
  {
    name: "a package goes",
    then: [{ [PACKAGES]: stanza("anchor", "1.1") + stanza("sextant", "3.0") }],
    want: "patch",
  },
  { name: "a version comes", then: [{ [PACKAGES]: NEXT }], want: "patch" },
  {
    name: "the date of the release alone",
    before: { [RELEASE]: release({}, "Suite: stable\nDate: 1\n") },
    then: [
      { [RELEASE]: release({}, "Suite: stable\nDate: 2\n") },
      { [RELEASE]: release({}, "Suite: stable\nDate: 3\n") },
    ],
    want: "patch patch",
  },
  {
    name: "the release and its list",
    before: { [RELEASE]: release({ "main/binary-amd64": LIST }) },
    then: [
      {
        [RELEASE]: release({ "main/binary-amd64": NEXT + NEXT }),
        [PACKAGES]: NEXT + NEXT,
      },
    ],
    want: "patch",
  },
  {
    name: "the directory alone",
    then: [
      (root) => Deno.utimeSync(`${root}/${LISTS}`, 1, 1),
      { [`${LISTS}/lock`]: "", [`${LISTS}/partial/x`]: "" },
    ],
    want: "patch patch",
  },
  {
    name: "list and status together, and in turn",
    then: [
      {
        [PACKAGES]: NEXT,
        [STATUS]: installed("anchor", "1.1") + installed("rope", "1"),
      },
      { [STATUS]: installed("anchor", "1.2") },
      { [PACKAGES]: LIST },
      { [PACKAGES]: LIST + stanza("anchor", "0") },
    ],
    want: "patch patch patch patch",
  },
  {
    name: "a name moves between lists",
    before: TWO_LISTS,
    then: [
      { [PACKAGES]: LIST + stanza("chain", "1"), [OTHER]: stanza("rope", "1") },
      {
        [PACKAGES]: LIST,
        [OTHER]: stanza("anchor", "1.1") + stanza("rope", "1"),
      },
    ],
    want: "patch patch",
  },
  {
    name: "the same version with other bytes",
    then: [
      {
        [PACKAGES]: LIST.replace(
          "Version: 2.0\n",
          "Version: 2.0\nRecommends: rope\n",
        ),
      },
      { [PACKAGES]: LIST.replace("the compass", "the compass\n and its rose") },
    ],
    want: "patch patch",
  },
  {
    name: "the same version in two lists, and one of them is another build",
    before: { ...TWO_LISTS, [OTHER]: stanza("anchor", "1.1") },
    then: [
      { [OTHER]: stanza("anchor", "1.1", { Depends: "rope" }) },
      { [PACKAGES]: LIST.replace("1.1\n", "1.1\nDepends: rope\n") },
    ],
    want: "patch patch",
  },
  {
    name: "stanzas change places",
    before: { [PACKAGES]: LIST + stanza("anchor", "1.1", { Size: "7" }) },
    then: [
      { [PACKAGES]: stanza("anchor", "1.1", { Size: "7" }) + LIST },
      {
        [PACKAGES]: stanza("sextant", "3.0") + stanza("compass", "2.0") +
          stanza("anchor", "1.1"),
      },
    ],
    want: "patch patch",
  },
  {
    name: "an update is phased, and then for all",
    before: {
      "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
      "etc/apt/apt.conf.d/10phased": 'APT::Get::Phase-Policy "true";\n',
    },
    then: ["0", "50", "100"].map((percent) => ({
      [PACKAGES]: stanza("anchor", "1.3", {
        "Phased-Update-Percentage": percent,
      }) + LIST,
    })),
    want: "patch patch patch",
  },
  {
    name: "a pin is about what changes, and about what does not",
    before: {
      [PREFERENCES]:
        "Package: anchor\nPin: version 1.1\nPin-Priority: 1001\n\nPackage: rope\nPin: origin *\nPin-Priority: -1\n",
    },
    then: [{ [PACKAGES]: NEXT + stanza("rope", "1") }, {
      [PACKAGES]: NEXT + LIST,
    }],
    want: "patch patch",
  },
  {
    name: "a pin has a pattern that name:any may match",
    before: {
      [PREFERENCES]:
        "Package: /r.any$/\nPin: version 1.1\nPin-Priority: 1001\n",
    },
    then: [{ [PACKAGES]: NEXT + stanza("x", "1", { Depends: "anchor:any" }) }],
    want: "all",
  },
  {
    name: "a list of all",
    before: {
      [ALL]: stanza("chart", "1", { Architecture: "all" }),
    },
    then: [{
      [ALL]: stanza("chart", "2", { Architecture: "all" }) +
        stanza("anchor", "1.1", { Architecture: "all" }),
    }],
    want: "patch",
  },
  {
    name: "dpkg in a list",
    then: [{ [PACKAGES]: LIST + stanza("dpkg", "1") }],
    want: "patch",
  },
  {
    name: "the list has no line feed at its end",
    before: { [PACKAGES]: LIST.trimEnd() },
    then: [
      { [PACKAGES]: NEXT.trimEnd() },
      { [PACKAGES]: NEXT },
      { [PACKAGES]: (LIST + stanza("anchor", "7")).trimEnd() },
    ],
    want: "patch patch patch",
  },
  {
    name: "the list is empty, and no more",
    then: [{ [PACKAGES]: "" }, { [PACKAGES]: NEXT }],
    want: "patch patch",
  },
  {
    name: "a list is cut",
    before: { [RELEASE]: release({ "main/binary-amd64": LIST }) },
    then: [{ [PACKAGES]: LIST.slice(0, 200) }, { [PACKAGES]: LIST }],
    want: "all all",
  },
  {
    name: "a list that no release vouches for is cut within a field",
    then: [{ [PACKAGES]: LIST.slice(0, 8) }],
    want: "all",
  },
  {
    name: "a stanza has no name, or two",
    then: [
      { [PACKAGES]: `${LIST}Version: 1\n` },
      { [PACKAGES]: `${LIST}Package: x\n${stanza("anchor", "3")}` },
    ],
    want: "all all",
  },
  {
    name: "carriage returns come, and go",
    then: [
      { [PACKAGES]: NEXT.replaceAll("\n", "\r\n") },
      { [PACKAGES]: NEXT },
    ],
    want: "all all",
  },
  {
    name: "a Description-md5 is none",
    then: [
      { [PACKAGES]: stanza("anchor", "1", { "Description-md5": "x" }) },
      { [PACKAGES]: LIST },
    ],
    want: "all all",
  },
  {
    name: "a list that nothing is said of changes beside one that is wrong",
    before: {
      ...TWO_LISTS,
      [OTHER]: stanza("rope", "1", { "Description-md5": "x" }),
    },
    then: [{ [PACKAGES]: NEXT }],
    want: "patch",
  },
  {
    name: "the release says another size of a list that is as it was",
    before: { [RELEASE]: release({ "main/binary-amd64": LIST }) },
    then: [{ [RELEASE]: release({ "main/binary-amd64": 7 }) }],
    want: "all",
  },
  {
    name: "the release says another size of a list that had another size",
    before: { [RELEASE]: release({ "main/binary-amd64": 7 }) },
    then: [
      { [RELEASE]: release({ "main/binary-amd64": 8 }) },
      { [RELEASE]: release({ "main/binary-amd64": LIST }) },
    ],
    want: "all all",
  },
  {
    name: "the release vouches for a list that is not there, and no more",
    before: TWO_LISTS,
    then: [
      (root) => Deno.removeSync(`${root}/${OTHER}`),
      { [RELEASE]: release({ "contrib/binary-amd64": 9 }) },
      { [RELEASE]: release({ "contrib/binary-amd64": 10 }), [PACKAGES]: NEXT },
      { [RELEASE]: release({}) },
    ],
    want: "all all patch all",
  },
  ...["Suite: unstable\n", "Suite: stable\nNotAutomatic: yes\n", "", "x"].map(
    (head) => ({
      name: `the release says ${JSON.stringify(head)}`,
      then: [{ [RELEASE]: head }, { [PACKAGES]: NEXT }],
      want: "all patch",
    }),
  ),
  {
    name: "the release goes, and comes",
    then: [
      (root) => Deno.removeSync(`${root}/${RELEASE}`),
      { [RELEASE]: release({}) },
    ],
    want: "all all",
  },
  {
    name: "a signature comes",
    before: {
      [RELEASE]: null,
      [`${SUITE}_Release`]: release({}),
    },
    then: [{ [`${SUITE}_Release.gpg`]: "" }],
    want: "all",
  },
  {
    name: "a list goes, and comes",
    before: TWO_LISTS,
    then: [
      (root) => Deno.removeSync(`${root}/${OTHER}`),
      { [OTHER]: stanza("rope", "2") },
    ],
    want: "all all",
  },
  {
    name: "the only list goes, and comes",
    then: [
      (root) => Deno.removeSync(`${root}/${PACKAGES}`),
      { [PACKAGES]: LIST },
    ],
    want: "all all",
  },
  {
    name: "a list takes the place of one in another format",
    then: [
      (root) =>
        Deno.renameSync(`${root}/${PACKAGES}`, `${root}/${PACKAGES}.gz`),
    ],
    want: "all",
  },
  {
    name: "a list becomes a directory",
    then: [
      (root) => {
        Deno.removeSync(`${root}/${PACKAGES}`);
        Deno.mkdirSync(`${root}/${PACKAGES}`);
      },
    ],
    want: "all",
  },
  {
    name: "too many names have changed",
    then: [
      { [PACKAGES]: LIST + MANY.map((name) => stanza(name, "1")).join("") },
      {
        [PACKAGES]: LIST +
          MANY.map((name, index) => stanza(name, index < 250 ? "2" : "1"))
            .join(""),
      },
    ],
    want: "all patch",
  },
  {
    name: "something else changes too",
    then: [
      { [PACKAGES]: NEXT, [PREFERENCES]: "" },
      {
        [PACKAGES]: LIST,
        [PREFERENCES]: "Package: *\nPin: release *\nPin-Priority: 7\n",
      },
    ],
    want: "all all",
  },
  {
    name: "the preferences stand among the lists",
    before: {
      "etc/apt/apt.conf.d/50odd": `Dir::Etc::preferencesparts "/${LISTS}";\n`,
    },
    then: [
      { [`${LISTS}/pin`]: "Package: *\nPin: release *\nPin-Priority: 7\n" },
      { [`${LISTS}/pin`]: "Package: *\nPin: release *\nPin-Priority: 8\n" },
      { [PACKAGES]: NEXT },
    ],
    want: "all all all",
  },
  {
    name: "the marks stand among the lists",
    before: {
      "etc/apt/apt.conf.d/50odd":
        `Dir::State::extended_states "/${LISTS}/marks";\n`,
    },
    then: [
      {
        [`${LISTS}/marks`]:
          "Package: anchor\nArchitecture: amd64\nAuto-Installed: 1\n",
      },
      { [PACKAGES]: NEXT },
    ],
    want: "all all",
  },
];

Deno.test.each(CASES)(
  "a list changes: $name",
  ({ before = {}, then, want }) =>
    withRoot(
      { [PACKAGES]: LIST, ...before },
      (root) =>
        withFolder(async (cache) => {
          const place = { root, cache, program: "test" };
          const builder = new CountingBuilder();
          const done: string[] = [];
          for (const change of [{}, ...then]) {
            if (typeof change === "function") change(root);
            else writeFiles(root, change);
            const { patched, built } = builder;
            const expected = await plainly(place);
            // twice: made, then from the cache
            for (let times = 0; times < 2; times++) {
              deepStrictEqual(await askPatched(place, builder), expected);
            }
            done.push(
              ...Array(builder.patched - patched).fill("patch"),
              ...Array(builder.built - built).fill("all"),
            );
            const records = await plainlyWithRecords(place);
            for (let times = 0; times < 2; times++) {
              deepStrictEqual(await askPatchedRecords(place, builder), records);
            }
          }
          deepStrictEqual(done.slice(1).join(" "), want);
        }),
    ),
);

const LINES = [
  "filter --store all --fields all --limit 1000 --all-architectures",
  "filter --tab updates --format ndjson",
  "filter --search rope --format table",
  "filter --store all --explain compass",
  "repos list",
  "repos list --store all",
  "stores list",
  "sections",
  "categories --store all",
  "details anchor compass rope --format table",
  "details nothing",
  "search rope",
];

Deno.test("every command gives the same bytes after a list has changed, from a patch", () =>
  withCachedRoot(TWO_LISTS, async (place) => {
    await ask(place, "details anchor");
    writeFiles(place.root, {
      [PACKAGES]: stanza("anchor", "1.2") + stanza("rope", "7") +
        stanza("sextant", "3.0", { Description: "of rope" }),
      [STATUS]: installed("anchor", "1.1") + installed("rope", "1"),
    });
    for (const line of LINES) {
      const [cached, plain] = await Promise.all([
        ask(place, line),
        ask({ ...place, cache: NO_CACHE }, line),
      ]);
      deepStrictEqual(cached, plain, line);
    }
    const { stdout } = await ask(place, "cache status");
    const { files } = JSON.parse(stdout);
    const kinds = files.map(({ kind, fresh }: Record<string, unknown>) =>
      `${kind} ${fresh}`
    );
    deepStrictEqual(kinds, [
      "catalog false",
      "definitions true",
      "patch true",
      "patch true",
      "records true",
      "stanzas false",
    ]);
  }));

Deno.test.each([{ when: "before" }, { when: "after" }] as const)(
  "a list is replaced $when it is read for a patch",
  ({ when }) =>
    withRoot({ [PACKAGES]: LIST }, (root) =>
      withFolder(async (cache) => {
        const place = { root, cache, program: "test" };
        const builder = new CountingBuilder();
        await askPatched(place, builder);
        writeFiles(root, { [PACKAGES]: NEXT });
        builder[when] = () => {
          builder[when] = () => {};
          writeFiles(root, { [PACKAGES]: stanza("rope", "1") });
        };
        await askPatched(place, builder);
        const expected = await plainly(place);
        for (let times = 0; times < 2; times++) {
          deepStrictEqual(await askPatched(place, builder), expected);
        }
        // the first one was out of date when it was made
        deepStrictEqual([builder.patched, builder.built], [2, 1]);
      })),
);
