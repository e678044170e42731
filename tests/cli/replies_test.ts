// One reply of each command in each format on the sample machine; the same call gives the same bytes.
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { linesOf, runLine } from "./run_storectl.ts";

const COMMANDS = [
  "stores list",
  "stores list --stores-dir stores",
  "stores show container-marine",
  "stores show marine",
  "repos list",
  "repos list --store container-marine",
  "filter --store container-marine",
  "filter --limit 3",
  "filter --repo HarbourTools: --repo Debian:oldstable-security --limit 4 --offset 2",
  "filter --tab installed --limit 5",
  "filter --tab updates --limit 5 --fields name,version,installedVersion,upgradable,held",
  "filter --section web --category monitoring --tag field::*",
  "filter --search signal",
  "filter --store container-marine --store games --search board --fields name,categories,size,priority",
  "filter --section no-such-section --tag field::marin",
  "filter --search no-such-package-anywhere",
  "details signalk-server-container boat-local",
  "details adduser",
  "sections --store container-marine",
  "sections",
  "categories",
  "categories --store container-marine",
];

Deno.test.each(COMMANDS.map((line) => ({ line })))(
  "storectl $line answers as it always did",
  async ({ line }, t) => {
    const [json, ndjson, table] = await Promise.all([
      runLine(line),
      runLine(`${line} --format ndjson`),
      runLine(`${line} --format table`),
    ]);
    deepStrictEqual([json.status, json.stderr], [0, ""]);
    const document = JSON.parse(json.stdout);
    // one line, and its keys in their order
    strictEqual(json.stdout, `${JSON.stringify(document)}\n`);
    await t.assertSnapshot(JSON.stringify(document, null, 1));
    // ndjson is the same rows, and its warnings are on stderr
    const [payload] = Object.values(document);
    strictEqual(ndjson.status, 0);
    deepStrictEqual(
      linesOf(ndjson.stdout),
      Array.isArray(payload) ? payload : [payload],
    );
    deepStrictEqual(
      linesOf(ndjson.stderr),
      document.warnings.map((warning: unknown) => ({ warning })),
    );
    strictEqual(table.status, 0);
    await t.assertSnapshot(`${table.stdout}--- stderr\n${table.stderr}`);
  },
);

Deno.test.each(
  [
    "stores list --format json",
    "repos list --format ndjson",
    "filter --store container-marine --fields all --format json",
    "details signalk-server-container --format table",
    "sections --format json",
  ].map((line) => ({ line })),
)("storectl $line gives the same bytes twice", async ({ line }) => {
  const [first, second] = await Promise.all([runLine(line), runLine(line)]);
  deepStrictEqual(first, second);
});

Deno.test.each([
  "",
  "stores",
  "stores list",
  "stores show",
  "repos",
  "repos list",
  "filter",
  "details",
  "sections",
  "categories",
].map((line) => ({ line })))(
  "storectl $line --help answers as it always did",
  async ({ line }, t) => {
    const [long, short] = await Promise.all([
      runLine(`${line} --help`, { root: null }),
      runLine(`${line} -h`, { root: null }),
    ]);
    deepStrictEqual(short, long);
    deepStrictEqual([long.status, long.stderr], [0, ""]);
    await t.assertSnapshot(long.stdout);
  },
);

Deno.test("storectl without arguments prints its help", async () => {
  deepStrictEqual(
    await runLine("", { root: null }),
    await runLine("--help", { root: null }),
  );
});

Deno.test("storectl --version answers in each format", async () => {
  const { version } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  const json = `{"name":"storectl","version":"${version}","protocol":1}\n`;
  for (
    const [line, stdout] of [
      ["--version", json],
      ["-v", json],
      ["--version --format json", json],
      ["--version --format=ndjson", json],
      ["--version --format table", `storectl ${version}\n`],
    ] as const
  ) {
    deepStrictEqual(await runLine(line, { root: null }), {
      status: 0,
      stdout,
      stderr: "",
    });
  }
});
