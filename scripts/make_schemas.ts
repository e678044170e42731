/**
 * Writes `schemas/outputs/*.schema.json`, the JSON Schemas of what storectl prints, from the types of
 * `src/cli/contract.ts`, and `src/cli/schema_files.ts`, which finds them and those of file formats by name. Run it
 * after a change of the contract; a test compares.
 *
 * A type that is a reply says so by the first words of its documentation, the command line in backquotes:
 * `` `stores list`. `` makes `stores-list`.
 *
 * @module
 */

import { createGenerator } from "ts-json-schema-generator";
import type { Schema } from "ts-json-schema-generator";

const ROOT = new URL("../", import.meta.url);
const CONTRACT = "src/cli/contract.ts";

/** Types that are no reply of a command, by the name of their schema. */
const OTHER_OUTPUTS: Readonly<Record<string, string>> = {
  "error": "ErrorDocument",
  "packages-event": "PackagesEvent",
  "version": "Version",
};

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** The name of the output that a command line prints: its words, with options, up to the first that is not a plain one. */
function outputName(line: string): string {
  const words = line.split(" ").map((word) => word.replace(/^--/, ""));
  const end = words.findIndex((word) => !/^[a-z-]+$/.test(word));
  return words.slice(0, end < 0 ? words.length : end).join("-");
}

/** The types of all outputs, by name. */
export function outputTypes(contract: string): ReadonlyMap<string, string> {
  const documented = contract.matchAll(
    /^\/\*\* `(?<line>[^`]+)`.*\*\/\nexport (?:interface|type) (?<type>\w+)/gm,
  );
  const found = Array.from(documented, ({ groups }): [string, string] => [
    outputName(groups!["line"]!),
    groups!["type"]!,
  ]).filter(([name]) => name !== "" && !name.startsWith("storectl"));
  return new Map(
    [...Object.entries(OTHER_OUTPUTS), ...found].sort(([a], [b]) =>
      a < b ? -1 : 1
    ),
  );
}

/** A schema of draft 7 as one of 2020-12: what the generator uses differs only in these words. */
function modernised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernised);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key === "definitions" ? "$defs" : key,
      key === "$ref" && typeof item === "string"
        ? item.replace("#/definitions/", "#/$defs/")
        : modernised(item),
    ]),
  );
}

/** Text as `deno fmt` leaves it. */
async function formatted(text: string, extension: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", extension, "-"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("Cannot format a generated file");
  return new TextDecoder().decode(stdout);
}

/** Settings that let the generator read the project's imports. */
async function withSettings<Result>(
  body: (path: string) => Result,
): Promise<Result> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(
      path,
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          allowImportingTsExtensions: true,
          noEmit: true,
          target: "esnext",
          module: "esnext",
          moduleResolution: "bundler",
        },
        files: [decodeURIComponent(new URL(CONTRACT, ROOT).pathname)],
      }),
    );
    return body(path);
  } finally {
    await Deno.remove(path);
  }
}

/** The schemas of all outputs, by name. */
function outputSchemas(): Promise<ReadonlyMap<string, Schema>> {
  return withSettings((tsconfig) => {
    const generator = createGenerator({
      path: decodeURIComponent(new URL(CONTRACT, ROOT).pathname),
      tsconfig,
      type: "*",
      expose: "export",
      jsDoc: "extended",
      topRef: false,
      sortProps: false,
      // what is wrong with the types is said by deno check
      skipTypeCheck: true,
      // additions to the contract are free
      additionalProperties: true,
    });
    const types = outputTypes(read(CONTRACT));
    return new Map(
      Array.from(types, ([name, type]) => [name, generator.createSchema(type)]),
    );
  });
}

/** Names of the schemas of file formats, which are written by hand. */
function formatNames(): readonly string[] {
  return Array.from(
    Deno.readDirSync(new URL("schemas/", ROOT)),
    ({ name }) => /^(.*)\.schema\.json$/.exec(name)?.[1],
  ).filter((name) => name !== undefined).sort();
}

/** The module that finds schemas by name. */
function indexModule(
  formats: readonly string[],
  outputs: readonly string[],
): string {
  const line = (name: string, path: string) =>
    `${
      JSON.stringify(name)
    }: () => import("../../schemas/${path}.schema.json", { with: { type: "json" } }),`;
  return `/**
 * The JSON Schemas by name, each loaded when it is asked for. Made by \`scripts/make_schemas.ts\`.
 *
 * @module
 */

/** A JSON Schema. */
export interface SchemaModule {
  /** The document. */
  readonly default: Readonly<Record<string, unknown>>;
}

/** Schemas of file formats: what people write, and what stores hold. */
export const FORMAT_SCHEMAS: Readonly<Record<string, () => Promise<SchemaModule>>> = {
${formats.map((name) => line(name, name)).join("\n")}
};

/** Schemas of outputs: what commands print with \`--format json\`. */
export const OUTPUT_SCHEMAS: Readonly<Record<string, () => Promise<SchemaModule>>> = {
${outputs.map((name) => line(name, `outputs/${name}`)).join("\n")}
};
`;
}

/** The generated files, by path from the project's root. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const schemas = await outputSchemas();
  for (
    const [name, { $schema: _, description = "", ...schema }] of schemas
  ) {
    const [, line] = /^`(?:storectl )?(.*)`\.$/.exec(description) ?? [];
    const document = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `urn:storectl:schema:${name}`,
      title: name,
      description: line === undefined
        ? description
        : `The reply to storectl ${line.replace(/ --format json$/, "")}.`,
      ...modernised(schema) as object,
    };
    files.set(
      `schemas/outputs/${name}.schema.json`,
      await formatted(JSON.stringify(document, null, 2), "json"),
    );
  }
  files.set(
    "src/cli/schema_files.ts",
    await formatted(indexModule(formatNames(), [...schemas.keys()]), "ts"),
  );
  return files;
}

if (import.meta.main) {
  const files = await generatedFiles();
  const folder = new URL("schemas/outputs/", ROOT);
  Deno.mkdirSync(folder, { recursive: true });
  for (const { name } of Deno.readDirSync(folder)) {
    if (!files.has(`schemas/outputs/${name}`)) {
      Deno.removeSync(new URL(name, folder));
    }
  }
  for (const [path, text] of files) {
    Deno.writeTextFileSync(new URL(path, ROOT), text);
  }
}
