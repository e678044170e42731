/**
 * Every store definition that ships is valid and has nothing to warn of.
 *
 * @module
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decodeDefinition } from "../src/curation/decode_definition.ts";
import { parseDefinition } from "../src/curation/parse_definition.ts";
import { shippedDefinitions as parseShipped } from "../src/stores/shipped_definitions.ts";
import { shippedDefinitions } from "../scripts/make_shipped_definitions.ts";

const FOLDER = new URL("../stores/", import.meta.url);
const NAMES = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();

function readStore(name: string): ReturnType<typeof parseDefinition> {
  const bytes = Deno.readFileSync(new URL(name, FOLDER));
  return parseDefinition(decodeDefinition(bytes, name), name);
}

Deno.test("stores/ holds the stores that are promised", () => {
  for (
    const id of ["development", "games", "home-server", "marine", "science"]
  ) {
    ok(NAMES.includes(`${id}.yaml`), id);
  }
});

Deno.test.each(NAMES.map((name) => ({ name })))(
  "stores/$name has no warnings",
  ({ name }) => {
    const { definition, warnings } = readStore(name);
    deepStrictEqual(warnings, []);
    strictEqual(`${definition?.id}.yaml`, name);
  },
);

Deno.test.each(NAMES.map((name) => ({ name })))(
  "stores/$name repeats nothing and points only to its own assets",
  ({ name }) => {
    const { id, icon, banner, filters, sections } = readStore(name).definition!;
    for (const list of Object.values(filters)) {
      strictEqual(new Set(list).size, list.length);
    }
    for (
      const path of [
        icon,
        banner,
        ...sections.map((section) => section.icon),
      ]
    ) {
      ok(
        path === null || path.startsWith(`/usr/share/container-stores/${id}/`),
      );
    }
  },
);

Deno.test("stores/development.yaml selects by its five sections", () =>
  deepStrictEqual(readStore("development.yaml").definition?.filters, {
    includeOrigins: [],
    includeSections: ["devel", "libdevel", "vcs", "python", "interpreters"],
    includeTags: [],
    includePackages: [],
  }));

Deno.test("src/stores/shipped_definitions.json is what its script makes", async () => {
  const file = new URL(
    "../src/stores/shipped_definitions.json",
    import.meta.url,
  );
  strictEqual(Deno.readTextFileSync(file), await shippedDefinitions());
  deepStrictEqual(
    parseShipped(),
    NAMES.filter((name) => name.endsWith(".yaml")).map((name) => ({
      ...readStore(name).definition,
      source: `stores/${name}`,
    })),
  );
});
