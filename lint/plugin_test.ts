import { deepStrictEqual } from "node:assert/strict";
import plugin from "./plugin.ts";
import { projectPath, resolvePath } from "./place.ts";

const DOC = "/**\n * Does it.\n *\n * @module\n */\n";

/** Lints one snippet and keeps what one rule says about it. */
function messagesOf(rule: string, path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source)
    .filter((diagnostic) => diagnostic.id === `storectl/${rule}`)
    .map((diagnostic) => diagnostic.message);
}

/** A snippet at a path; `says` are parts of the messages, in order, and none for a good one. */
interface Case {
  rule: string;
  path: string;
  source: string;
  says?: string[];
}

const IMPORTS: Case[] = [
  { path: "src/apt/x.ts", source: 'import { a } from "../core/a.ts";' },
  { path: "src/apt/x.ts", source: 'import { a } from "./_a.ts";' },
  {
    path: "src/curation/x.ts",
    source: 'import type { A } from "../catalog/a.ts";',
  },
  {
    path: "src/cli/commands/x.ts",
    source: 'import { a } from "../../installed/a.ts";',
  },
  { path: "src/cli/commands/x.ts", source: 'import { a } from "../_a.ts";' },
  {
    path: "src/cli/x.ts",
    source: 'import deno from "../../deno.json" with { type: "json" };',
  },
  {
    path: "main.ts",
    source:
      'import { a } from "./src/sys/a.ts"; await import("./src/cli/b.ts");',
  },
  {
    path: "src/curation/_yaml_tree.ts",
    source: 'import { load } from "js-yaml";',
  },
  { path: "src/curation/x.ts", source: 'import * as v from "valibot";' },
  { path: "src/cli/x.ts", source: 'import { run } from "@stricli/core";' },
  {
    path: "src/sys/decompress_gzip.ts",
    source: 'const z = await import("node:zlib");',
  },
  {
    path: "src/core/x_test.ts",
    source:
      'import fc from "fast-check"; import "node:fs"; import "../cli/a.ts";',
  },
  {
    path: "tests/x.ts",
    source: 'import { a } from "../src/apt/_a.ts"; import "node:fs";',
  },
  {
    path: "scripts/x.ts",
    source:
      'import "node:fs"; import { a } from "../src/core/a.ts"; await import(name);',
  },
  { path: "src/core/x.ts", source: "const x = 1; export { x };" },
  {
    path: "src/core/x.ts",
    source: 'import { a } from "../apt/a.ts";',
    says: ['"src/core/" cannot import "src/apt/": it may import nothing'],
  },
  {
    path: "src/apt/x.ts",
    source: 'import type { A } from "../catalog/a.ts";',
    says: ['"src/apt/" cannot import "src/catalog/": it may import core'],
  },
  {
    path: "src/curation/x.ts",
    source: 'import "../apt/a.ts";',
    says: ['cannot import "src/apt/"'],
  },
  {
    path: "src/sys/x.ts",
    source: 'await import("../apt/a.ts");',
    says: ['cannot import "src/apt/"'],
  },
  {
    path: "src/stores/x.ts",
    source: 'export * from "../cli/a.ts";',
    says: ['cannot import "src/cli/"'],
  },
  {
    path: "src/stores/x.ts",
    source: 'export { a } from "../installed/a.ts";',
    says: ["src/installed/"],
  },
  {
    path: "src/core/x.ts",
    source: 'type A = import("../apt/a.ts").A;',
    says: ["src/apt/"],
  },
  {
    path: "src/cli/x.ts",
    source: 'import "../apt/_a.ts";',
    says: ['"src/apt/_a.ts" is private to "src/apt/"'],
  },
  {
    path: "main.ts",
    source: 'import "./src/apt/_a.ts";',
    says: ["is private to"],
  },
  {
    path: "bench/x.ts",
    source: 'import "../src/apt/_a.ts";',
    says: ["is private to"],
  },
  {
    path: "src/cli/x.ts",
    source: 'import "./commands/_a.ts";',
    says: ['is private to "src/cli/commands/"'],
  },
  {
    path: "src/apt/x.ts",
    source: 'import "./a_test.ts";',
    says: ["cannot import the test"],
  },
  {
    path: "src/apt/x.ts",
    source: 'import "../../tests/a.ts";',
    says: ["cannot import the test"],
  },
  {
    path: "src/sys/x.ts",
    source: 'import "../../scripts/a.ts";',
    says: ['it is outside "src/"'],
  },
  {
    path: "src/new/x.ts",
    source: 'import "../core/a.ts";',
    says: ["is not in the import table"],
  },
  {
    path: "src/core/x.ts",
    source: 'import "npm:semver";',
    says: ["it is in a pure folder"],
  },
  {
    path: "src/curation/x.ts",
    source: 'import "js-yaml";',
    says: ["it is in a pure folder"],
  },
  {
    path: "src/catalog/x.ts",
    source: 'import type { A } from "valibot";',
    says: ["it is in a pure folder"],
  },
  {
    path: "src/apt/x.ts",
    source: 'import "node:path";',
    says: ['may import "node:*"'],
  },
  {
    path: "src/sys/x.ts",
    source: 'await import("node:fs");',
    says: ['may import "node:*"'],
  },
  {
    path: "main.ts",
    source: 'import "node:process";',
    says: ['may import "node:*"'],
  },
  {
    path: "src/cli/x.ts",
    source: "await import(name);",
    says: ["needs a literal"],
  },
].map((row) => ({ rule: "import-direction", ...row }));

const PURE: Case[] = [
  {
    path: "src/apt/x.ts",
    source: "const d = new Date(7); d.getTime(); Math.max(1, 2);",
  },
  {
    path: "src/apt/x.ts",
    source:
      "stanza.process; stanza.fetch(); const o = { fetch: 1, performance: 2 };",
  },
  {
    path: "src/apt/x.ts",
    source:
      "interface A { process: string; fetch(): void } class B { navigator = 1 }",
  },
  { path: "src/apt/x.ts", source: "crypto.subtle.digest; name.toLowerCase();" },
  {
    path: "src/apt/x_test.ts",
    source: "Deno.readTextFileSync('a'); Date.now();",
  },
  {
    path: "src/sys/x.ts",
    source: "Deno.readTextFileSync('a'); Date.now(); Math.random();",
  },
  {
    path: "src/apt/x.ts",
    source: "Deno.readTextFileSync('a');",
    says: ["Deno"],
  },
  { path: "src/core/x.ts", source: "type A = Deno.FileInfo;", says: ["Deno"] },
  { path: "src/core/x.ts", source: "const { env } = Deno;", says: ["Deno"] },
  { path: "src/core/x.ts", source: "const o = { fetch };", says: ["fetch"] },
  { path: "src/catalog/x.ts", source: "process.env;", says: ["process"] },
  {
    path: "src/catalog/x.ts",
    source: "performance.now();",
    says: ["performance"],
  },
  {
    path: "src/curation/x.ts",
    source: "Date.now(); new Date(); Date();",
    says: ["Date.now", "new Date()", "Date()"],
  },
  {
    path: "src/curation/x.ts",
    source: "Math.random(); Math['random']();",
    says: ["Math.random", "Math.random"],
  },
  {
    path: "src/extensions/x.ts",
    source: "crypto.randomUUID();",
    says: ["crypto.randomUUID"],
  },
  {
    path: "src/extensions/x.ts",
    source: "await fetch('a'); navigator.language;",
    says: ["fetch", "navigator"],
  },
  {
    path: "src/extensions/x.ts",
    source: "globalThis.fetch('a');",
    says: ["globalThis"],
  },
  {
    path: "src/apt/x.ts",
    source:
      "(1).toLocaleString(); a.localeCompare(b); s.toLocaleLowerCase(); new Intl.Collator();",
    says: ["toLocaleString", "localeCompare", "toLocaleLowerCase", "Intl"],
  },
].map((row) => ({
  rule: "pure-folder",
  ...row,
  ...(row.says ? { says: row.says.map((name) => `"${name}"`) } : {}),
}));

const PRINTS: Case[] = [
  { path: "src/cli/output.ts", source: "console.log(1); Deno.stdout;" },
  { path: "src/sys/write_output.ts", source: "Deno.stdout.writeSync(bytes);" },
  { path: "src/sys/terminal.ts", source: "Deno.stderr.isTerminal();" },
  { path: "scripts/x.ts", source: "console.log(1);" },
  { path: "bench/x.ts", source: "console.log(1);" },
  { path: "tests/x.ts", source: "console.log(1);" },
  { path: "src/apt/x_test.ts", source: "console.log(1);" },
  { path: "src/cli/x.ts", source: "Deno.args; my.console.log(1);" },
  {
    path: "src/cli/x.ts",
    source: "console.log(1);",
    says: ['Cannot use "console.log" here'],
  },
  { path: "src/cli/x.ts", source: "console['error'](1);", says: ["console"] },
  {
    path: "main.ts",
    source: "Deno.stdout.writeSync(b); Deno.stderr;",
    says: ["Deno.stdout", "Deno.stderr"],
  },
  {
    path: "src/sys/x.ts",
    source: "process.stdout.write('');",
    says: ["process.stdout"],
  },
].map((row) => ({ rule: "no-printing", ...row }));

const MESSAGES: Case[] = [
  { source: 'new StoreError("IO", "Cannot read file");' },
  { source: 'new StoreError("IO", `Cannot read "${path}": ${reason}`);' },
  { source: 'new StoreError("IO", message);' },
  { source: 'new Error("It isn\'t ours.");' },
  { source: 'new StoreError("IO", "Cannot read", { hint: "Run it again." });' },
  { source: 'new StoreError("IO", "Cannot read.");', says: ["period"] },
  {
    source: 'new StoreError("IO", `Cannot read "${path}".`);',
    says: ["period"],
  },
  {
    source: 'new StoreError("IO", "Cannot " + verb + " it.");',
    says: ["period"],
  },
  { source: 'new StoreError("IO", many ? "Many" : "One.");', says: ["period"] },
  {
    source: 'new StoreError("IO", "It doesn\'t exist");',
    says: ["contraction"],
  },
  {
    source: 'new StoreError("IO", `Can’t read ${path}`);',
    says: ["contraction"],
  },
  {
    source: 'new StoreError("IO", "Won\'t do.");',
    says: ["period", "contraction"],
  },
].map((row) => ({ rule: "error-message", path: "src/apt/x.ts", ...row }));

const DOCS: Case[] = [
  { path: "src/apt/x.ts", source: `${DOC}const x = 1;` },
  { path: "main.ts", source: `#!/usr/bin/env -S deno run\n${DOC}const x = 1;` },
  { path: "src/apt/x_test.ts", source: "const x = 1;" },
  { path: "tests/x.ts", source: "const x = 1;" },
  { path: "scripts/x.ts", source: "const x = 1;" },
  { path: "src/apt/x.ts", source: "const x = 1;" },
  { path: "src/apt/x.ts", source: "/** Does it. @module */\nconst x = 1;" },
  {
    path: "src/apt/x.ts",
    source: "/**\n * Does it. @module\n */\nconst x = 1;",
  },
  { path: "src/apt/x.ts", source: "/**\n * @module\n */\nconst x = 1;" },
  { path: "src/apt/x.ts", source: `import "./a.ts";\n${DOC}` },
  { path: "main.ts", source: "/* Does it.\n * @module\n */\nconst x = 1;" },
].map((row, index) => ({
  rule: "module-doc",
  ...row,
  ...(index < 5 ? {} : { says: ["A file starts with"] }),
}));

const DEFAULTS: Case[] = [
  { path: "src/apt/x.ts", source: "export const x = 1; export { x as y };" },
  { path: "lint/plugin.ts", source: "export default {};" },
  {
    path: "src/apt/x.ts",
    source: 'import x from "./a.ts"; import { default as y } from "./b.ts";',
  },
  {
    path: "src/apt/x.ts",
    source: "export default {};",
    says: ["Export by name"],
  },
  {
    path: "lint/other.ts",
    source: "export default class A {}",
    says: ["Export by name"],
  },
  {
    path: "tests/x.ts",
    source: "const x = 1; export { x as default };",
    says: ["Export by name"],
  },
].map((row) => ({ rule: "no-default-export", ...row }));

const CASES = [
  ...IMPORTS,
  ...PURE,
  ...PRINTS,
  ...MESSAGES,
  ...DOCS,
  ...DEFAULTS,
];

Deno.test.each(CASES.filter((row) => !row.says))(
  "storectl/$rule allows $source in $path",
  ({ rule, path, source }) =>
    deepStrictEqual(messagesOf(rule, path, source), []),
);

Deno.test.each(CASES.filter((row) => row.says))(
  "storectl/$rule reports $source in $path",
  ({ rule, path, source, says = [] }) => {
    const messages = messagesOf(rule, path, source);
    deepStrictEqual(
      messages.map((message, index) => message.includes(says[index] ?? "\0")),
      says.map(() => true),
      messages.join("\n"),
    );
  },
);

Deno.test("every rule has a good and a bad case", () => {
  const names = Object.keys(plugin.rules).sort();
  deepStrictEqual(
    [...new Set(CASES.filter((row) => !row.says).map((row) => row.rule))]
      .sort(),
    names,
  );
  deepStrictEqual(
    [...new Set(CASES.filter((row) => row.says).map((row) => row.rule))].sort(),
    names,
  );
});

Deno.test("projectPath() takes paths and URLs inside and outside the project", () => {
  const root = new URL("../", import.meta.url);
  deepStrictEqual(projectPath(new URL("src/a.ts", root).href), "src/a.ts");
  deepStrictEqual(
    projectPath(decodeURIComponent(new URL("src/a.ts", root).pathname)),
    "src/a.ts",
  );
  deepStrictEqual(projectPath("src/a.ts"), "src/a.ts");
});

Deno.test.each([
  { from: "src/a/x.ts", specifier: "./y.ts", want: "src/a/y.ts" },
  { from: "src/a/x.ts", specifier: "../b/./y.ts", want: "src/b/y.ts" },
  { from: "main.ts", specifier: "../../y.ts", want: "../../y.ts" },
])("resolvePath() takes $specifier from $from", ({ from, specifier, want }) => {
  deepStrictEqual(resolvePath(from, specifier), want);
});
