// On a terminal: tables, colours, widths, and nothing that would steer it.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { PACKAGES, stanza, STORES, withRoot } from "./make_root.ts";
import { isLeftOut } from "./needs.ts";
import {
  commandLine,
  runLine,
  type RunOptions,
  runStorectl,
  startProgram,
  words,
} from "./run_storectl.ts";

const ignore = isLeftOut("script", "stty");
const ESCAPE = "\u001b";
const COLOUR = new RegExp(`${ESCAPE}\\[\\d+m`, "g");

/** Runs a line on a terminal of some width; what it shows, with line feeds alone. */
async function onTerminal(
  line: string,
  columns: number,
  options: RunOptions = {},
): Promise<string> {
  const quoted = commandLine(words(line), options).map((word) =>
    `'${word.replaceAll("'", `'\\''`)}'`
  );
  const command = startProgram(
    [
      "script",
      "-qec",
      `stty cols ${columns} rows 24 -opost; exec ${quoted.join(" ")}`,
      "/dev/null",
    ],
    { env: { TERM: "xterm-256color", SHELL: "/bin/sh", ...options.env } },
  );
  const { code, stdout } = await command.output();
  strictEqual(code, 0);
  const text = new TextDecoder().decode(stdout);
  return options.root ? text.replaceAll(options.root, "ROOT") : text;
}

Deno.test({
  name: "a table is the default on a terminal, json elsewhere",
  ignore,
  fn: async () => {
    const line = "filter --store container-marine";
    const [shown, table, json, asked] = await Promise.all([
      onTerminal(line, 200),
      runLine(`${line} --format table`),
      runLine(`${line} --format json`),
      onTerminal(`${line} --format json`, 40),
    ]);
    strictEqual(
      shown.replaceAll(`${ESCAPE}[1m`, "").replaceAll(`${ESCAPE}[22m`, ""),
      table.stdout,
    );
    strictEqual(asked, json.stdout);
    ok(!table.stdout.includes(ESCAPE));
  },
});

Deno.test.each([20, 40, 80, 132].map((columns) => ({ columns })))(
  "lines of tables fit into $columns columns",
  async ({ columns }) => {
    if (ignore) return;
    const shown = (await Promise.all([
      onTerminal("filter --search lib --limit 20", columns),
      onTerminal("stores list --stores-dir stores", columns),
      onTerminal("repos list", columns),
      onTerminal("sections", columns),
    ])).join("");
    const lines = shown.replaceAll(COLOUR, "").split("\n").filter((
      line,
    ) => !line.includes("--offset"));
    const most = Math.max(...lines.map((line) => line.length));
    ok(most <= columns, `${most}`);
    ok(most === columns || columns > 100, `${most}`);
    ok(shown.includes("…"));
  },
);

Deno.test({
  name:
    "headings are bold on a terminal that has colours, unless nobody wants them",
  ignore,
  fn: async () => {
    const line = "filter --limit 1";
    const [plain, ...without] = await Promise.all([
      onTerminal(line, 80),
      onTerminal(`${line} --no-color`, 80),
      onTerminal(line, 80, { env: { NO_COLOR: "1" } }),
      onTerminal(line, 80, { env: { TERM: "dumb" } }),
    ]);
    ok(plain!.startsWith(`${ESCAPE}[1mNAME`), plain);
    const bare = plain!.replaceAll(COLOUR, "");
    deepStrictEqual(without, [bare, bare, bare]);
    ok(
      (await onTerminal(line, 80, { env: { NO_COLOR: "" } })).startsWith(
        ESCAPE,
      ),
    );
  },
});

/** Everything a package's author could try: colours, titles, a bell, a carriage return, C1, an overriding direction. */
const EVIL =
  "a\u001b[31mred\u001b]0;title\u0007\rover\u0008\u009b2Jx\u202edne\u2066\u2028z\u0000";

Deno.test("control characters in metadata never reach a terminal", async (t) => {
  const evil = stanza("evil", "1", {
    Section: EVIL,
    Maintainer: EVIL,
    Homepage: EVIL,
    Tag: `x::${EVIL}`,
    Description: `${EVIL}\n ${EVIL}\n\u001b[2J`.replace(
      "\n\u001b",
      "\n \u001b",
    ),
  });
  const name = `\u001b[31m.yaml`;
  const text =
    "id: evil\nname: e\ndescription: d\nfilters:\n  include_packages: [evil]\n";
  await withRoot({
    [PACKAGES]: evil,
    [`${STORES}/${name}`]: text,
    [`${STORES}/zzz${name}`]: text,
  }, async (root) => {
    const lines = [
      "filter --store evil --fields all --format table",
      "filter --section no\u001b[31m --format table",
      "details evil --format table",
      "details no\u001b[31m --format table",
      "sections --format table",
      "stores list --format table",
      "stores show evil --format table",
      "filter --limit \u001b[31m --format table",
      "\u001b[31m --format table",
    ];
    for (const line of lines) {
      const { stdout, stderr } = await runStorectl(words(line), { root });
      const shown = stdout + stderr;
      ok(
        !/[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
          .test(shown),
        JSON.stringify(shown),
      );
      await t.assertSnapshot(`$ ${JSON.stringify(line)}\n${shown}`);
    }
    const { stdout } = await runLine("details evil", { root });
    ok(stdout.includes("\\u001b[31m"), "json keeps them, escaped");
  });
});
