// Lists and settings that cannot be read, in whole or in part: a warning says what, where and what next, and the rest answers.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type Files,
  installed,
  LISTS,
  PACKAGES,
  stanza,
  SUITE,
  withRoot,
} from "./make_root.ts";
import { hasNoPowerless, isLeftOut, POWERLESS } from "./needs.ts";
import { type Answer, errorOf, type Json, runLine } from "./run_storectl.ts";

/** What dpkg's status says, which is what is left where the list is lost. */
const INSTALLED = ["anchor 1.0", "by-hand 0.1"];
/** What is there where nothing is lost. */
const ALL = ["anchor 1.1", "by-hand 0.1", "compass 2.0", "sextant 3.0"];

/** Rows as `name version`. */
function rowsOf({ stdout }: Answer): string[] {
  return JSON.parse(stdout).packages.map(({ name, version }: Json) =>
    `${name} ${version}`
  );
}

/** What an answer says: its rows, and its warnings as they stand in a snapshot. */
function summary(answer: Answer): string {
  const { warnings } = JSON.parse(answer.stdout);
  ok(!answer.stderr.includes("    at "), answer.stderr);
  for (const { message } of warnings) {
    ok(message.length < 400, message);
    ok(!/\p{Cc}/u.test(message), message);
  }
  return [
    `exit ${answer.status}`,
    ...rowsOf(answer),
    ...warnings.map((warning: Json) => JSON.stringify(warning)),
    answer.stderr,
  ].join("\n");
}

const random = Uint8Array.from(
  { length: 5000 },
  (_, index) => (index * index * 31 + index * 7) % 251,
);

/** Many packages, so that a part of the packed file still holds some. */
const MANY = Array.from(
  { length: 3000 },
  (_, number) =>
    stanza(`p${String(number).padStart(4, "0")}`, `${number * 7919 % 1009}`),
).join("");

/** What a program makes of a text. */
async function packed(
  program: string,
  args: readonly string[],
  text: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const [{ stdout }] = await Promise.all([
    child.output(),
    new Blob([text]).stream().pipeTo(child.stdin),
  ]);
  return new Uint8Array(stdout);
}

Deno.test.each([
  { program: "gzip", args: ["-c"], extension: "gz" },
  { program: "xz", args: ["-c"], extension: "xz" },
  { program: "xz", args: ["-c", "--format=lzma"], extension: "lzma" },
  { program: "bzip2", args: ["-c"], extension: "bz2" },
  { program: "lz4", args: ["-c"], extension: "lz4" },
  { program: "zstd", args: ["-c"], extension: "zst" },
].map((format) => ({ ...format, ignore: isLeftOut(format.program) })))(
  "a whole, a cut, an empty and a wrong .$extension list are told apart",
  async ({ program, args, extension, ignore }) => {
    if (ignore) return;
    const whole = await packed(program, args, MANY);
    const run = (bytes: Uint8Array) =>
      withRoot(
        { [PACKAGES]: null, [`${PACKAGES}.${extension}`]: bytes },
        (root) => runLine("filter --limit 1", { root }),
      );
    const [good, cut, empty, wrong] = await Promise.all([
      run(whole),
      run(whole.slice(0, Math.floor(whole.length * 0.7))),
      run(new Uint8Array()),
      run(random),
    ]);
    const count = (answer: Answer) => JSON.parse(answer.stdout).totalCount;
    const warnings = (answer: Answer) =>
      JSON.parse(answer.stdout).warnings.map(({ code, path }: Json) =>
        `${code} ${path}`
      );
    const damaged = [`APT_LIST_DAMAGED ROOT/${PACKAGES}.${extension}`];
    for (const { status, stderr } of [good, cut, empty, wrong]) {
      deepStrictEqual([status, stderr], [0, ""]);
    }
    deepStrictEqual([count(good), warnings(good)], [3002, []]);
    deepStrictEqual(warnings(cut), damaged);
    // small formats give nothing before the cut, none gives more than there was
    ok(count(cut) >= 2 && count(cut) < 3002, String(count(cut)));
    strictEqual(count(empty), 2);
    strictEqual(count(wrong), 2);
    deepStrictEqual(warnings(wrong), damaged);
  },
);

/** Breaks a root in a way that is no content of a file. */
type Break = (root: string, path: string) => unknown;

const link = (target: string): Break => (root, path) =>
  Deno.symlink(target, `${root}/${path}`);
const folder: Break = (root, path) =>
  Deno.mkdir(`${root}/${path}`, { recursive: true });
const pipe: Break = (root, path) =>
  new Deno.Command("mkfifo", { args: [`${root}/${path}`] }).output();

/** Everything that can be wrong with a file that is read. */
const KINDS: readonly { kind: string; make: Break }[] = [
  { kind: "a dangling link", make: link("/nonexistent/file") },
  {
    kind: "a link to itself",
    make: (root, path) => Deno.symlink(`${root}/${path}`, `${root}/${path}`),
  },
  { kind: "a directory", make: folder },
  { kind: "a pipe", make: pipe },
  { kind: "a device", make: link("/dev/zero") },
];

/** Files that are read, and what is left without each. */
const INPUTS: readonly { path: string; left: readonly string[] }[] = [
  { path: PACKAGES, left: INSTALLED },
  { path: `${SUITE}_InRelease`, left: ALL },
  {
    path: "var/lib/dpkg/status",
    left: ["anchor 1.1", "compass 2.0", "sextant 3.0"],
  },
  { path: "var/lib/apt/extended_states", left: ALL },
  { path: "var/lib/dpkg/arch", left: ALL },
  { path: "etc/apt/preferences", left: ALL },
  { path: "etc/apt/preferences.d/extra", left: ALL },
  { path: "etc/apt/apt.conf", left: ALL },
  { path: "etc/apt/apt.conf.d/10extra", left: ALL },
  { path: "etc/apt/sources.list.d/extra.list", left: ALL },
  { path: "etc/apt/sources.list.d/extra.sources", left: ALL },
  { path: "etc/machine-id", left: ALL },
];

Deno.test.each(
  INPUTS.map(({ path, left }) => ({
    path,
    left,
    name: path.replaceAll("/", " "),
  })),
)(
  "$name may be anything but a file, and the rest answers",
  async ({ path, left }, t) => {
    const parts = path.split("/");
    const isDropIn = parts.at(-2)!.endsWith(".d");
    const answers = await Promise.all(
      KINDS.map(({ make }) =>
        withRoot({
          [path]: null,
          [`${parts.slice(0, -1).join("/")}/.keep`]: "",
        }, async (root) => {
          await make(root, path);
          return await runLine("filter", { root });
        })
      ),
    );
    const said: string[] = [];
    for (const [index, answer] of answers.entries()) {
      const { kind } = KINDS[index]!;
      const { warnings } = JSON.parse(answer.stdout);
      deepStrictEqual([answer.status, answer.stderr, rowsOf(answer)], [
        0,
        "",
        left,
      ], kind);
      said.push(
        kind,
        ...warnings.map((warning: Json) => `  ${JSON.stringify(warning)}`),
      );
      // APT passes over what is no file in these directories, and a link that leads nowhere is no file
      const isSilent = isDropIn || (kind === "a dangling link" && left === ALL);
      if (!isSilent) strictEqual(warnings.length, 1, kind);
    }
    await t.assertSnapshot(said.join("\n"));
  },
);

Deno.test({
  name: "what may not be read is a warning each, and the rest answers",
  ignore: hasNoPowerless(),
  fn: async (t) => {
    const paths = INPUTS.map(({ path }) => path);
    const files = Object.fromEntries(
      paths.filter((path) => !/Packages|InRelease|status/.test(path)).map((
        path,
      ) => [path, "\n"]),
    );
    await withRoot(
      { ...files, "etc/container-apps/stores/x.yaml": "id: x\n" },
      async (root) => {
        for (const path of paths) await Deno.chmod(`${root}/${path}`, 0);
        const options = { root, through: POWERLESS };
        const closed = await runLine("filter", options);
        await t.assertSnapshot(summary(closed));
        for (const path of paths) await Deno.chmod(`${root}/${path}`, 0o644);
        // names can be seen, what they stand for cannot
        for (const mode of [0o444, 0]) {
          const folders = [
            LISTS,
            "etc/apt/preferences.d",
            "etc/apt/apt.conf.d",
            "etc/apt/sources.list.d",
            "etc/container-apps/stores",
          ];
          for (const path of folders) await Deno.chmod(`${root}/${path}`, mode);
          await t.assertSnapshot(
            summary(await runLine("filter --store x", options)),
          );
        }
      },
    );
  },
});

Deno.test.each<{ name: string; files: Files }>([
  { name: "an empty list", files: { [PACKAGES]: "" } },
  { name: "a list of zeros and random bytes", files: { [PACKAGES]: random } },
  {
    name: "a list that ends inside a stanza",
    files: { [PACKAGES]: stanza("compass", "2.0") + "Package: half\nVers" },
  },
  {
    name: "a list with a broken stanza",
    files: {
      [PACKAGES]: `${stanza("compass", "2.0")}Package broken\n\n${
        stanza("sextant", "3.0")
      }`,
    },
  },
  {
    name: "a list with NUL bytes and bytes that are not UTF-8",
    files: {
      [PACKAGES]: Uint8Array.from([
        ...new TextEncoder().encode(stanza("compass", "2.0")),
        0,
        0xff,
        10,
        10,
      ]),
    },
  },
  {
    name: "broken sources of one line",
    files: {
      "etc/apt/sources.list.d/a.list":
        "deb\ndebb http://x y z\n# fine\ndeb http://x [arch=\n",
    },
  },
  {
    name: "broken deb822 sources",
    files: {
      "etc/apt/sources.list.d/a.sources":
        "Types: deb\nURIs: http://x\n\nno colon here\n\nTypes: what\nURIs: http://x\nSuites: s\nComponents: c\n",
    },
  },
  {
    name: "broken preferences",
    files: {
      "etc/apt/preferences":
        "Package: *\nPin: release a=stable\nPin-Priority: many\n",
      "etc/apt/preferences.d/x": "Pin: version 1\nPin-Priority: 5\n",
    },
  },
  {
    name: "a broken InRelease",
    files: { [`${SUITE}_InRelease`]: "<html>Log in to the hotel</html>\n" },
  },
  {
    name: "a status cut in the middle",
    files: {
      "var/lib/dpkg/status": installed("anchor", "1.0") + "Package: by-ha",
    },
  },
  { name: "no status", files: { "var/lib/dpkg/status": null } },
  { name: "a broken status", files: { "var/lib/dpkg/status": random } },
  {
    name: "broken extended_states",
    files: {
      "var/lib/apt/extended_states": "Package\nAuto-Installed: perhaps\n\n",
    },
  },
  {
    name: "a broken apt.conf",
    files: { "etc/apt/apt.conf": 'APT { Architecture "amd64"\n' },
  },
  { name: "no sources", files: { "etc/apt/sources.list": null } },
  {
    name: "nothing at all",
    files: {
      "etc/apt/sources.list": null,
      [PACKAGES]: null,
      [`${SUITE}_InRelease`]: null,
      "var/lib/dpkg/status": null,
      "etc/apt/apt.conf.d/00architecture": null,
    },
  },
])("$name is said, and nothing else is lost", async ({ files }, t) => {
  await withRoot(files, async (root) => {
    await t.assertSnapshot(summary(await runLine("filter", { root })));
  });
});

Deno.test("where lists/ is a file or missing, dpkg still answers", async () => {
  for (const content of ["a file", null]) {
    const files: Files = {
      [PACKAGES]: null,
      [`${SUITE}_InRelease`]: null,
      ...(content === null ? {} : { [LISTS]: content }),
    };
    await withRoot(files, async (root) => {
      const answer = await runLine("filter", { root });
      deepStrictEqual([answer.status, rowsOf(answer)], [1, INSTALLED]);
      strictEqual(errorOf(answer).code, "APT_LISTS_MISSING");
      deepStrictEqual(
        JSON.parse(answer.stdout).warnings.map(({ code }: Json) => code),
        content === null ? [] : ["APT_FILE_UNREADABLE"],
      );
    });
  }
});

Deno.test("lists that are rewritten and cut while they are read never end in a stack", async () => {
  await withRoot({ [PACKAGES]: MANY }, async (root) => {
    const path = `${root}/${PACKAGES}`;
    let isDone = false;
    const rewriting = (async () => {
      for (let turn = 0; !isDone; turn++) {
        if (turn % 2 === 0) {
          await Deno.truncate(path, turn * 3571 % MANY.length);
        } else {
          await Deno.writeTextFile(`${path}.new`, MANY);
          await Deno.rename(`${path}.new`, path);
        }
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    try {
      for (let turn = 0; turn < 5; turn++) {
        const answers = await Promise.all([
          runLine("filter --all --format ndjson", { root }),
          runLine("details p0001 p2999 anchor", { root }),
        ]);
        for (const { status, stderr } of answers) {
          ok([0, 1].includes(status), stderr);
          for (const line of stderr.split("\n").filter((line) => line !== "")) {
            const { error, warning } = JSON.parse(line);
            ok(
              ["NOT_FOUND", "APT_LIST_DAMAGED"].includes(
                (error ?? warning).code,
              ),
              line,
            );
          }
        }
      }
    } finally {
      isDone = true;
      await rewriting;
    }
  });
});
