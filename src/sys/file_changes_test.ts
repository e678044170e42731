import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { realChanges } from "./file_changes.ts";
import { withFolder } from "./_testing.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const names = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("realChanges makes, renames and removes", () =>
  withFolder(async (folder) => {
    realChanges.makeDirectory(`${folder}/a/b`);
    realChanges.writeFile(`${folder}/a/b/file`, bytes("text"));
    realChanges.link("b/file", `${folder}/a/link`);
    strictEqual(Deno.readTextFileSync(`${folder}/a/link`), "text");
    realChanges.link("nowhere", `${folder}/a/new`);
    realChanges.rename(`${folder}/a/new`, `${folder}/a/link`);
    strictEqual(Deno.readLinkSync(`${folder}/a/link`), "nowhere");
    await realChanges.sync([`${folder}/a/b/file`, `${folder}/a`, folder]);
    realChanges.remove(`${folder}/a/link`);
    deepStrictEqual(names(`${folder}/a`), ["b"]);
    realChanges.remove(`${folder}/a`);
    realChanges.remove(`${folder}/a`);
    deepStrictEqual(names(folder), []);
  }));

Deno.test("realChanges.remove() removes a link and not what it leads to", () =>
  withFolder((folder) => {
    realChanges.makeDirectory(`${folder}/real`);
    realChanges.writeFile(`${folder}/real/file`, bytes("text"));
    realChanges.link("real", `${folder}/link`);
    realChanges.remove(`${folder}/link`);
    deepStrictEqual(names(`${folder}/real`), ["file"]);
  }));

Deno.test("realChanges refuses with a code, and never replaces by making", () =>
  withFolder(async (folder) => {
    realChanges.writeFile(`${folder}/file`, bytes("one"));
    throws(() => realChanges.writeFile(`${folder}/file`, bytes("two")), {
      code: "IO",
    });
    throws(() => realChanges.link("x", `${folder}/file`), { code: "IO" });
    strictEqual(Deno.readTextFileSync(`${folder}/file`), "one");
    throws(() => realChanges.rename(`${folder}/no`, `${folder}/file`), {
      code: "IO",
    });
    throws(() => realChanges.makeDirectory(`${folder}/file/below`), {
      code: "IO",
    });
    await rejects(realChanges.sync([`${folder}/no`]), { code: "IO" });
  }));
