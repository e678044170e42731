import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { isLeftOut, pipe, withFolder } from "./_testing.ts";
import { compareUtf8, listDirectory } from "./list_directory.ts";

Deno.test("listDirectory() gives names of every kind in the order of their bytes", async () => {
  await withFolder((folder) => {
    const names = ["\u{1f600}", "\ue000", "é", "b", "a.d", "a", "B", "a-b"];
    for (const name of names) Deno.writeTextFileSync(`${folder}/${name}`, "");
    Deno.mkdirSync(`${folder}/c`);
    Deno.symlinkSync("nowhere", `${folder}/d`);
    const want = [
      "B",
      "a",
      "a-b",
      "a.d",
      "b",
      "c",
      "d",
      "é",
      "\ue000",
      "\u{1f600}",
    ];
    deepStrictEqual(listDirectory(folder), want);
  });
});

Deno.test("compareUtf8() agrees with the bytes", () => {
  const words = ["", "a", "ab", "z", "é", "\ud7ff", "\ue000", "\uffff"];
  words.push("\u{10000}", "\u{1f600}", "\u{1f601}", "\u{10ffff}", "a\u{1f600}");
  const bytes = (text: string) =>
    Array.from(
      new TextEncoder().encode(text),
      (byte) => String.fromCharCode(byte),
    ).join("");
  for (const a of words) {
    for (const b of words) {
      const want = bytes(a) < bytes(b) ? -1 : bytes(a) > bytes(b) ? 1 : 0;
      strictEqual(Math.sign(compareUtf8(a, b)), want, `${a} ${b}`);
    }
  }
});

Deno.test({
  name: "listDirectory() survives names that are not UTF-8",
  ignore: await isLeftOut("sh"),
  fn: async () => {
    await withFolder(async (folder) => {
      const script = `cd "$1" && : > "$(printf 'a\\377b')" && : > c`;
      await pipe("sh", ["-c", script, "sh", folder], new Uint8Array());
      deepStrictEqual(listDirectory(folder), ["a\ufffdb", "c"]);
    });
  },
});

Deno.test("listDirectory() tells a missing directory from one that is none", async () => {
  await withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    Deno.symlinkSync("loop", `${folder}/loop`);
    deepStrictEqual(listDirectory(`${folder}/missing`), null);
    throws(() => listDirectory(`${folder}/file`), { code: "IO" });
    throws(() => listDirectory(`${folder}/loop`), {
      code: "IO",
      message: `Cannot list "${folder}/loop": it is a loop of symbolic links`,
    });
  });
});

Deno.test({
  name: "listDirectory() says when access is refused",
  permissions: { read: false },
  fn: () => throws(() => listDirectory("/etc"), { code: "PERMISSION" }),
});
