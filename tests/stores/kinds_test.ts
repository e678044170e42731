// Nothing but the table of kinds knows the file of a kind.
import { deepStrictEqual, ok } from "node:assert/strict";
import { STORE_KIND_NAMES } from "../../src/stores/store_kinds.ts";

const ROOT = new URL("../../", import.meta.url);
const TABLE = "src/stores/store_kinds.ts";

/** Every shipped source below a folder. */
function sources(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap((
    { name, isDirectory },
  ) =>
    isDirectory
      ? sources(`${folder}${name}/`)
      : name.endsWith(".ts") && !name.endsWith("_test.ts")
      ? [`${folder}${name}`]
      : []
  );
}

/** What a source imports, statically, dynamically, or for its types. */
function importsOf(path: string): string[] {
  const text = Deno.readTextFileSync(new URL(path, ROOT));
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((
    [, target],
  ) => new URL(target!, new URL(path, ROOT)).href.slice(ROOT.href.length));
}

const all = ["main.ts", ...sources("src/")];

Deno.test("each kind has one line in the table, and a file that only the table imports", () => {
  const files = importsOf(TABLE).filter((path) => path.endsWith("_store.ts"));
  deepStrictEqual(
    files.sort(),
    STORE_KIND_NAMES.map((kind) => `src/stores/${kind}_store.ts`).sort(),
  );
  const lines = Deno.readTextFileSync(new URL(TABLE, ROOT)).split("\n");
  for (const kind of STORE_KIND_NAMES) {
    const own = lines.filter((line) => line.includes(`/${kind}_store.ts"`));
    deepStrictEqual(own.length, 1, kind);
  }
  const others = all.filter((path) => path !== TABLE).flatMap((path) =>
    importsOf(path).filter((target) => files.includes(target)).map((target) =>
      `${path} imports ${target}`
    )
  );
  deepStrictEqual(others, []);
  ok(all.length > 150);
});

Deno.test("nothing decides by the name of a kind", () => {
  const names = STORE_KIND_NAMES.join("|");
  // `kind === "git"`, and `case "git"`
  const comparison = new RegExp(
    `kind\\s*[=!]==\\s*"(?:${names})"|"(?:${names})"\\s*[=!]==|case "(?:${names})"`,
  );
  deepStrictEqual(
    all.filter((path) =>
      comparison.test(Deno.readTextFileSync(new URL(path, ROOT)))
    ),
    [],
  );
});
