import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { clearLeftovers, replaceFile } from "./replace_file.ts";
import { withFolder } from "./_testing.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("replaceFile() makes and replaces a file, and leaves nothing else", () =>
  withFolder((folder) => {
    const path = `${folder}/a.json`;
    replaceFile(path, bytes("one"));
    strictEqual(Deno.statSync(path).mode! & 0o777, 0o644);
    Deno.chmodSync(path, 0o600);
    replaceFile(path, bytes("two"));
    strictEqual(Deno.readTextFileSync(path), "two");
    strictEqual(Deno.statSync(path).mode! & 0o777, 0o600);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "a.json",
    ]);
  }));

Deno.test("replaceFile() replaces what a link leads to, and the link stays", () =>
  withFolder((folder) => {
    replaceFile(`${folder}/real`, bytes("one"));
    Deno.symlinkSync("real", `${folder}/link`);
    replaceFile(`${folder}/link`, bytes("two"));
    strictEqual(Deno.readLinkSync(`${folder}/link`), "real");
    strictEqual(Deno.readTextFileSync(`${folder}/real`), "two");
  }));

Deno.test("replaceFile() leaves all as it was where it cannot write", () =>
  withFolder((folder) => {
    Deno.mkdirSync(`${folder}/a/b`, { recursive: true });
    throws(() => replaceFile(`${folder}/a`, bytes("x")), { code: "IO" });
    throws(() => replaceFile(`${folder}/none/a`, bytes("x")), { code: "IO" });
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "a",
    ]);
  }));

Deno.test("clearLeftovers() removes what a killed writer left, and nothing else", () =>
  withFolder((folder) => {
    const uuid = crypto.randomUUID();
    const names = ["a.json", `a.json.tmp`, `b.json.${uuid}.tmp`];
    for (const name of [...names, `a.json.${uuid}.tmp`]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "x");
    }
    clearLeftovers(`${folder}/a.json`);
    clearLeftovers(`${folder}/none/a.json`);
    deepStrictEqual(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      names.sort(),
    );
  }));

Deno.test("withFolderLock() lets one process in at a time", () =>
  withFolder(async (folder) => {
    const count = `${folder}/count`;
    Deno.writeTextFileSync(count, "0");
    const module = new URL("./replace_file.ts", import.meta.url).href;
    const script = `
      import { replaceFile, withFolderLock } from "${module}";
      for (let i = 0; i < 25; i++) withFolderLock("${folder}", () => {
        const next = Number(Deno.readTextFileSync("${count}")) + 1;
        replaceFile("${count}", new TextEncoder().encode(String(next)));
      });`;
    Deno.writeTextFileSync(`${folder}/script.ts`, script);
    const runs = Array.from(
      { length: 3 },
      () =>
        new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--no-config", `${folder}/script.ts`],
          stdin: "null",
        }).output(),
    );
    for (const { success, stderr } of await Promise.all(runs)) {
      strictEqual(success, true, new TextDecoder().decode(stderr));
    }
    strictEqual(Deno.readTextFileSync(count), "75");
  }));
