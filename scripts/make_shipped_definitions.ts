/**
 * Writes `src/stores/shipped_definitions.json`: the definitions of `stores/`, parsed, so that using one of them costs
 * no YAML. Run it after a change in `stores/`; a test compares.
 *
 * @module
 */

import { parseDefinition } from "../src/curation/parse_definition.ts";

const ROOT = new URL("../", import.meta.url);

/** The text of the file. */
export async function shippedDefinitions(): Promise<string> {
  const names = Array.fromAsync(
    Deno.readDir(new URL("stores/", ROOT)),
    ({ name }) => name,
  );
  const definitions = (await names).filter((name) => name.endsWith(".yaml"))
    .sort().map((name) => {
      const path = `stores/${name}`;
      return parseDefinition(Deno.readTextFileSync(new URL(path, ROOT)), path)
        .definition;
    });
  // a line for each: every query loads this file
  const lines = definitions.map((definition) => JSON.stringify(definition));
  return `[\n${lines.join(",\n")}\n]\n`;
}

if (import.meta.main) {
  Deno.writeTextFileSync(
    new URL("src/stores/shipped_definitions.json", ROOT),
    await shippedDefinitions(),
  );
}
