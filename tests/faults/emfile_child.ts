/**
 * Publishes with ever more free file numbers, from none on, until it is enough: `emfile_child.ts STORE SOURCES`.
 *
 * @module
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { publishExtension } from "../../src/stores/publish_extension.ts";
import { listTree, OPTIONS, problemsOf, readIndex } from "./scenarios.ts";

const [store, sources] = Deno.args;

const publish = (options: { readonly dryRun: boolean }) =>
  publishExtension(
    { folder: `${sources}/2.0.0`, fields: {}, types: new Map() },
    store!,
    { ...OPTIONS, ...options },
  );

/** Takes all file numbers that are left. */
function takeAll(): Deno.FsFile[] {
  const taken: Deno.FsFile[] = [];
  for (;;) {
    try {
      taken.push(Deno.openSync("/dev/null"));
    } catch {
      return taken;
    }
  }
}

// what is loaded on the way needs file numbers too
await publish({ dryRun: true });
await problemsOf(store!);

const before = readIndex(store!);
const tree = [...listTree(store!)].sort();
let refused = 0;
for (let free = 0;; free++) {
  const taken = takeAll();
  for (let n = 0; n < free; n++) taken.pop()!.close();
  let thrown: unknown;
  try {
    await publish({ dryRun: false });
  } catch (error) {
    thrown = error;
  }
  for (const file of taken) file.close();
  if (thrown === undefined) {
    console.log(JSON.stringify({ refused, free }));
    break;
  }
  match(String(thrown), /too many files open/);
  strictEqual(readIndex(store!), before);
  deepStrictEqual([...listTree(store!)].sort(), tree);
  refused++;
}
