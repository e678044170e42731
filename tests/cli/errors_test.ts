// Every code that a command line can bring about: its status, its one line on stderr, and its words for people.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { EXIT_STATUS } from "../../src/core/store_error.ts";
import { hasNoPowerless, POWERLESS } from "./needs.ts";
import { PACKAGES, withRoot } from "./make_root.ts";
import {
  type Answer,
  errorOf,
  linesOf,
  runLine,
  type RunOptions,
  runShell,
  runStorectl,
} from "./run_storectl.ts";

/** Codes that no command line brings about today, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  APT_SYNTAX: "a warning in every reply",
  APT_REFUSED: "tests/cli/packages_test.ts has it",
  APT_LOCKED: "tests/cli/packages_test.ts has it",
  APT_FAILED: "tests/cli/packages_test.ts has it",
  INTERRUPTED: "tests/cli/packages_test.ts has it",
  DATA_CORRUPT: "a warning in every reply",
  CHECKSUM_MISMATCH: "tests/stores has it",
  PATH_UNSAFE: "src/stores/local_store_test.ts has it",
  NETWORK: "tests/network has it",
  NOT_AN_EXTENSION: "tests/stores has it",
  DEFINITION_INVALID: "a warning in every reply",
  CONFLICT: "tests/installed has it",
  STILL_NEEDED: "tests/installed has it",
  NOTHING_TO_ROLL_BACK: "tests/installed has it",
  DOWNGRADE_REFUSED: "tests/installed has it",
  LOCKED: "tests/installed has it",
  REGISTRY_INVALID: "tests/installed has it",
  KEY_INVALID: "tests/security/signing_test.ts has it",
  SIGNATURE_MISSING: "tests/security/signing_test.ts has it",
  SIGNATURE_UNTRUSTED: "tests/security/signing_test.ts has it",
  SIGNATURE_INVALID: "tests/security/attacks_test.ts has it",
  SIGNATURE_EXPIRED: "tests/security/attacks_test.ts has it",
  STORE_ROLLBACK: "tests/security/attacks_test.ts has it",
  BUG: "a defect",
};

/** Checks the form of an error, and that people see the same words; returns both for the snapshot. */
function checkError(json: Answer, table: Answer): string {
  const lines = linesOf(json.stderr);
  strictEqual(lines.length, 1, json.stderr);
  const { error, ...rest } = lines[0];
  deepStrictEqual(rest, {});
  const keys = ["code", "message", "hint", "details"];
  deepStrictEqual(
    Object.keys(error),
    keys.filter((key) => key in error),
    "keys in their order",
  );
  strictEqual(
    json.status,
    EXIT_STATUS[error.code as keyof typeof EXIT_STATUS],
  );
  strictEqual(table.status, json.status);
  ok(!/[.]$/.test(error.message), error.message);
  const words = [
    `error: ${error.message}${
      error.details === undefined ? "" : ` (${error.details.at})`
    }`,
  ];
  if (error.hint !== undefined) words.push(`hint: ${error.hint}`);
  const said = table.stderr.split("\n").filter((line) =>
    !line.startsWith("warning: ")
  );
  deepStrictEqual(said, [...words, ""]);
  return `exit ${json.status}\n${json.stderr}${table.stderr}`;
}

/** A command line with one more option, which stands before "--". */
function withOption(args: readonly string[], option: string): string[] {
  const end = args.indexOf("--");
  return args.toSpliced(end < 0 ? args.length : end, 0, option);
}

/** Runs a command line as json, or another format for programs, and as table. */
async function runBoth(
  args: readonly string[],
  options: RunOptions = {},
): Promise<readonly [Answer, Answer]> {
  const format = args.includes("--all") ? "ndjson" : "json";
  // one behind the other: two that change the same store would wait for each other, and say so
  return [
    await runStorectl(withOption(args, `--format=${format}`), options),
    await runStorectl(withOption(args, "--format=table"), options),
  ];
}

Deno.test.each([
  "fitler",
  "stores lst",
  "stores show",
  "stores show a b",
  "details",
  "filter extra",
  "filter --limt 3",
  "filter --limit",
  "filter --limit 1 --limit 2",
  "filter --limit 0",
  "filter --limit -1",
  "filter --limit abc",
  "filter --limit 1.5",
  "filter --limit=",
  "filter --limit 1001",
  "filter --limit 1e9",
  "filter --offset -1",
  "filter --tab instaled",
  "filter --fields nmae",
  "filter --fields name,something-else",
  "filter --fields ,",
  "filter --all --limit 3",
  "filter --quiet=perhaps",
  "filter -x",
  "filter -- --all",
  "details -- --version",
  "stores show container-marin",
  "stores show xyzzy",
  "details signalk-server-containr",
  "details xyzzy:amd64 signalk-server-container xyzzy2",
  "filter --strict --section xyzzy --tag yzzyx::*",
  "publish",
  "publish tests/fixtures/nothing --to dist/none",
  "publish tests/fixtures/sample-extension --to dist/none",
  "publish tests/fixtures/sample-extension --to tests/fixtures/sample-extension",
  "publish tests/fixtures/sample-extension --to tests/fixtures/map-store",
  "publish tests/fixtures/sample-extension --to tests/fixtures/sample-store --dry-run --name Other",
  "publish tests/fixtures/sample-extension --to tests/fixtures/sample-store --id X --version 1 --wasm LICENSE",
  "publish a --to b --asset-type c",
  "publish a --to b --lock-timeout -1",
  "publish a --to b --sign tests/fixtures/nothing",
  "unpublish org.example.tide-table --from tests/fixtures/sample-store",
  "unpublish org.example.tide-tabl 1.2.0 --dry-run --from tests/fixtures/sample-store",
  "unpublish org.example.tide-table 1.2.1 --dry-run --from tests/fixtures/sample-store",
  "stores list --kind locl",
  "stores add",
  "stores add pigeon x /y",
  "stores add apt x /y",
  "stores add local Bad_Name /y",
  "stores add local x https://example.org/",
  "stores add local x /y --branch main",
  "stores add local x /y --priority 5000",
  "stores add local x /y --priority high",
  "stores add local x /y --key rubbish",
  "stores add local x /y --scope everybody",
  "stores add local x /y --scope user",
  "stores add local container-marine /y",
  "stores remove container-marine",
  "stores remove container-marin",
  "stores enable xyzzy",
  "stores health container-marin",
  "stores health --watch",
  "stores health --timeout 0",
  "search x --kind gti",
  "search x --store container-marin",
  "search x --sort age",
  "search x --limit 0",
  "search x --limit 1001",
  "search x --author",
].map((line) => ({ line })))(
  "storectl $line fails as it always did",
  async ({ line }, t) =>
    t.assertSnapshot(checkError(...await runBoth(line.split(" ")))),
);

Deno.test("storectl refuses an empty number, and takes an empty search", async () => {
  const empty = await runStorectl(["filter", "--limit", ""]);
  strictEqual(empty.status, 2);
  match(errorOf(empty).message, /--limit.*found ""/);
  const [one, two, none] = await Promise.all([
    runStorectl(["filter", "--limit=2", "--search", ""]),
    runStorectl(["filter", "--limit=2", "--search="]),
    runLine("filter --limit=2"),
  ]);
  deepStrictEqual([one, two], [none, none]);
});

Deno.test.each([
  { name: "ASCII", character: "a" },
  { name: "two bytes", character: "ü" },
  { name: "a character beyond the basic plane", character: "🐧" },
])(
  "a query of 256 × $name is taken, one of 257 is not",
  async ({ character }) => {
    const [taken, refused] = await Promise.all(
      [256, 257].map((length) =>
        runStorectl(["filter", "--search", character.repeat(length)])
      ),
    );
    strictEqual(taken!.status, 0, taken!.stderr);
    strictEqual(refused!.status, 2);
    strictEqual(errorOf(refused!).code, "LIMIT_EXCEEDED");
    match(errorOf(refused!).message, /257 characters.*at most 256/);
  },
);

Deno.test("--limit 1000 is taken", async () => {
  const { status, stdout } = await runLine("filter --limit 1000 --fields name");
  strictEqual(status, 0);
  strictEqual(JSON.parse(stdout).packages.length, 1000);
});

Deno.test("--all is refused as json, asked for or not", async (t) => {
  const [asked, not] = await Promise.all([
    runLine("filter --all --format json"),
    runLine("filter --all"),
  ]);
  deepStrictEqual(asked, not);
  strictEqual(asked.status, 2);
  await t.assertSnapshot(asked.stderr);
});

Deno.test("a root that is none is refused", async (t) => {
  await withRoot({ file: "x" }, async (root) => {
    for (const path of [`${root}/nothing`, `${root}/file`]) {
      const [json, table] = await runBoth(["filter", "--root", path], {
        root: null,
      });
      await t.assertSnapshot(
        checkError(json, table).replaceAll(root, "ROOT"),
      );
      deepStrictEqual(
        await runStorectl(["stores", "list", "--root", path], { root: null }),
        json,
      );
    }
  });
});

Deno.test("without a list the answer is what dpkg says, and an error", async (t) => {
  await withRoot({ [PACKAGES]: null }, async (root) => {
    const [json, table] = await runBoth(["filter"], { root });
    await t.assertSnapshot(checkError(json, { ...table }));
    deepStrictEqual(
      JSON.parse(json.stdout).packages.map(({ name }: { name: string }) =>
        name
      ),
      ["anchor", "by-hand"],
    );
    match(table.stdout, /^anchor .*\nby-hand /m);
    for (
      const line of ["repos list", "sections", "categories", "details anchor"]
    ) {
      const answer = await runLine(line, { root });
      deepStrictEqual([answer.status, answer.stderr], [1, json.stderr], line);
      JSON.parse(answer.stdout);
    }
    // definitions do not need lists
    strictEqual((await runLine("stores list", { root })).status, 0);
  });
});

Deno.test("a list of stores that cannot be used, and a store that does not answer", async (t) => {
  const list = "etc/storectl/stores.json";
  await withRoot({ [list]: '{"stores": [' }, async (root) => {
    const both = await runBoth(["stores", "add", "local", "x", "/y"], { root });
    await t.assertSnapshot(checkError(...both));
  });
  const away =
    '{"stores": [{"name": "a", "kind": "local", "location": "/no"}]}';
  await withRoot({ [list]: away }, async (root) => {
    const both = await runBoth(["stores", "health"], { root });
    await t.assertSnapshot(checkError(...both));
    deepStrictEqual(JSON.parse(both[0].stdout).stores[0].usable, false);
  });
});

Deno.test({
  name: "a root behind a closed door is refused",
  ignore: hasNoPowerless(),
  fn: async (t) => {
    await withRoot({}, async (root) => {
      await Deno.chmod(root, 0);
      const args = ["filter", "--root", `${root}/etc`];
      const options = { root: null, through: POWERLESS };
      const [json, table] = await runBoth(args, options);
      await t.assertSnapshot(checkError(json, table).replaceAll(root, "ROOT"));
      strictEqual(json.stdout, "");
    });
  },
});

Deno.test("a full device is an error, for every kind of output", async (t) => {
  const script = '"$@" >/dev/full';
  const [json, table, ndjson, help, version] = await Promise.all([
    runShell(script, ["filter", "--format=json"]),
    runShell(script, ["filter", "--format=table"]),
    runShell(script, ["filter", "--all", "--format=ndjson"]),
    runShell(script, ["--help"], { root: null }),
    runShell(script, ["--version"], { root: null }),
  ]);
  await t.assertSnapshot(checkError(json!, table!));
  deepStrictEqual([ndjson, help, version], [json, json, json]);
});

Deno.test("what verify finds, and what it cannot verify", async (t) => {
  const index = '{"name": "x", "version": "1.0.0", "extensions": [null]}';
  await withRoot({ "store/store.json": index }, async (root) => {
    for (
      const args of [
        ["verify", `${root}/store`],
        ["verify", `${root}/none`],
        ["verify", `${root}/store/store.json`],
        ["verify", `${root}/store`, "--changed-since", "HEAD"],
        ["verify", `${root}/store`, "--rebuild-index"],
        ["verify", "--rebuild-index"],
        ["verify"],
        ["verify", "x", "--jobs", "0"],
        ["verify", "x", "--installed"],
      ]
    ) {
      const [json, table] = await runBoth(args, { root });
      await t.assertSnapshot(checkError(json, table));
    }
  });
});

Deno.test("every code has a snapshot, or is known not to be seen", () => {
  const snapshots = Deno.readTextFileSync(
    new URL("./__snapshots__/errors_test.ts.snap", import.meta.url),
  );
  const seen = snapshots.matchAll(/"code":"(\w+)"/g).map(([, code]) => code!);
  deepStrictEqual(
    [...new Set(seen), ...Object.keys(UNSEEN)].sort(),
    Object.keys(EXIT_STATUS).sort(),
  );
});
