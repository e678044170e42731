import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { createFile } from "./create_file.ts";

const TEXT = new TextEncoder().encode("new");

/** The names in a directory. */
function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("createFile() makes a file and its directories, never replaces one, and leaves nothing behind", () => {
  const folder = Deno.makeTempDirSync({ prefix: "storectl_create_" });
  try {
    const path = `${folder}/a/b/file`;
    strictEqual(createFile(path, TEXT), true);
    strictEqual(Deno.readTextFileSync(path), "new");
    strictEqual(createFile(path, new TextEncoder().encode("other")), false);
    strictEqual(Deno.readTextFileSync(path), "new");
    Deno.symlinkSync("nowhere", `${folder}/a/b/link`);
    strictEqual(createFile(`${folder}/a/b/link`, TEXT), false);
    deepStrictEqual(names(`${folder}/a/b`), ["file", "link"]);
    throws(() => createFile(`${path}/below`, TEXT), { name: "StoreError" });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
