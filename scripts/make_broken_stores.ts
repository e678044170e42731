/**
 * Writes every broken store of the tests below a directory, with what `verify` has to find in each:
 *
 *     deno run -A scripts/make_broken_stores.ts DIR
 *
 * @module
 */

import {
  BROKEN_STORES,
  writeBroken,
} from "../tests/extensions/broken_stores.ts";

const [target] = Deno.args;
if (target === undefined) {
  throw new Error("Cannot write stores: no directory is given");
}
const found: Record<string, { name: string; found: readonly string[] }> = {};
for (const [index, broken] of BROKEN_STORES.entries()) {
  const folder = String(index + 1).padStart(3, "0");
  Deno.mkdirSync(`${target}/${folder}`, { recursive: true });
  await writeBroken(broken, `${target}/${folder}`);
  found[folder] = { name: broken.name, found: broken.found };
}
Deno.writeTextFileSync(
  `${target}/expected.json`,
  `${JSON.stringify(found, undefined, 2)}\n`,
);
