/**
 * What README.md and docs/ say is so: codes, command lines and examples.
 *
 * @module
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { EXIT_STATUS } from "../src/core/store_error.ts";

const PROJECT = new URL("../", import.meta.url);
const README = await readProject("README.md");
const JSON_PAGE = await readProject("docs/json.md");
const ERRORS_PAGE = await readProject("docs/errors.md");

/** A command line with the `npx` that a reader types. */
const TASK_REGEXP =
  /^npx -y deno@(?<version>[\d.]+) task (?<task>[\w:]+)(?<args>[^#\n]*)/;

function readProject(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, PROJECT));
}

/** The lines of the code blocks of a page. */
function codeLines(page: string): readonly string[] {
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
    block!.split("\n").filter((line) => line !== "")
  );
}

/** Words of a command line; quotes group, nothing else has a meaning. */
function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replaceAll(/['"]/g, ""));
}

/** Runs `task storectl` with the words behind it, on a user without definitions of his own. */
async function runTask(
  args: string,
): Promise<
  { readonly code: number; readonly out: string; readonly err: string }
> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "storectl", ...splitWords(args)],
    cwd: PROJECT,
    env: {
      HOME: "/nonexistent",
      XDG_CONFIG_HOME: "/nonexistent",
      STORECTL_STORES_DIR: "",
      LC_ALL: "C",
      LANGUAGE: "",
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** The first column of the rows of the table that follows a heading. */
function tableRows(heading: string): readonly (readonly string[])[] {
  const part = ERRORS_PAGE.split(`\n${heading}\n`)[1]?.split(/^#/m)[0] ?? "";
  return [...part.matchAll(/^\| `.*$/gm)].map(([row]) =>
    row.split("|").slice(1, -1).map((cell) => cell.trim().replaceAll("`", ""))
  );
}

Deno.test("docs/errors.md has every error code with its exit status", () =>
  deepStrictEqual(
    tableRows("## Errors").map(([code, status]) => [code, Number(status)]),
    Object.entries(EXIT_STATUS),
  ));

Deno.test("docs/errors.md has every warning code", async () => {
  const source = await readProject("src/core/warning.ts");
  const [type] = /^export type WarningCode =[^;]*;/m.exec(source) ?? [""];
  const codes = [...type.matchAll(/"([A-Z0-9_]+)"/g)].map(([, code]) => code);
  ok(codes.length > 0);
  deepStrictEqual(tableRows("## Warnings").map(([code]) => code), codes);
});

Deno.test("README.md has at most 200 lines", () =>
  ok(README.split("\n").length <= 201));

Deno.test("README.md and docs/json.md name tasks that exist, of one Deno", async () => {
  const { tasks } = JSON.parse(await readProject("deno.json"));
  const [, version] = /^DENO_VERSION=(.*)$/m.exec(
    await readProject("scripts/build.sh"),
  )!;
  const lines = [README, JSON_PAGE].flatMap(codeLines);
  for (const line of lines.filter((line) => line.startsWith("npx"))) {
    const groups = TASK_REGEXP.exec(line)?.groups;
    strictEqual(groups?.["version"], version, line);
    ok(Object.hasOwn(tasks, groups!["task"]!), line);
  }
});

const storectlLines = codeLines(README).flatMap((line) => {
  const groups = TASK_REGEXP.exec(line)?.groups;
  return groups?.["task"] === "storectl" ? [{ args: groups["args"]! }] : [];
});

Deno.test("README.md has command lines to try", () =>
  ok(storectlLines.length >= 4));

Deno.test.each(storectlLines)(
  "README.md: storectl$args does what it should",
  async ({ args }) => {
    const { code, out, err } = await runTask(args);
    strictEqual(err, "");
    strictEqual(code, 0);
    ok(out.length > 2);
  },
);

const examples = [
  ...JSON_PAGE.matchAll(
    /^```sh\nnpx -y deno@\S+ task storectl ([^\n]*)\n```\n\n```json\n(.*?)^```$/gms,
  ),
].map(([, args, document]) => ({ args: args!, document: document! }));

Deno.test.each([
  "stores list",
  "stores show",
  "search",
  "repos list",
  "filter",
  "details",
  "sections",
  "categories",
  "publish",
  "unpublish",
  "verify",
].map((command) => ({ command })))(
  "docs/json.md has an example for storectl $command",
  ({ command }) =>
    ok(examples.some(({ args }) => args.startsWith(`${command} `))),
);

Deno.test.each(examples)(
  "docs/json.md: storectl $args replies so",
  async ({ args, document }) => {
    const { out } = await runTask(args);
    strictEqual(
      JSON.stringify(JSON.parse(out), null, 2),
      JSON.stringify(JSON.parse(document), null, 2),
    );
  },
);

Deno.test("README.md and docs/ link to files that exist", async () => {
  const pages = [
    "README.md",
    "docs/json.md",
    "docs/ci.md",
    "docs/errors.md",
    "docs/stores.md",
    "docs/security.md",
    "docs/dependencies.md",
  ];
  for (const page of pages) {
    const text = await readProject(page);
    for (const [, link] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      const target = new URL(link!, new URL(page, PROJECT));
      ok((await Deno.stat(target)).isFile, `${page}: ${link}`);
    }
  }
});
