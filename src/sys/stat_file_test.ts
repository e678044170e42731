import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { withFolder } from "./_testing.ts";
import { statFile } from "./stat_file.ts";

Deno.test("statFile() tells the states of a file apart", async () => {
  await withFolder((folder) => {
    const path = `${folder}/file`;
    Deno.writeTextFileSync(path, "four", { mode: 0o640 });
    Deno.utimeSync(path, 1_700_000_000.5, 1_700_000_000.5);
    const facts = statFile(path)!;
    strictEqual(facts.size, 4);
    strictEqual(facts.mtime, 1_700_000_000_500);
    strictEqual(facts.mode, 0o640);
    strictEqual(facts.owner, Deno.uid());
    ok(facts.isFile && !facts.isDirectory && facts.inode > 0);
    deepStrictEqual(statFile(path), facts);

    Deno.writeTextFileSync(`${folder}/other`, "four");
    Deno.renameSync(`${folder}/other`, path);
    notStrictEqual(statFile(path)?.inode, facts.inode);
  });
});

Deno.test("statFile() follows links, and finds nothing where there is nothing", async () => {
  await withFolder((folder) => {
    Deno.symlinkSync(".", `${folder}/link`);
    Deno.symlinkSync("nowhere", `${folder}/dangling`);
    Deno.symlinkSync("loop", `${folder}/loop`);
    ok(statFile(`${folder}/link`)?.isDirectory);
    strictEqual(statFile(`${folder}/dangling`), null);
    strictEqual(statFile(`${folder}/missing`), null);
    throws(() => statFile(`${folder}/loop`), { code: "IO" });
  });
});

Deno.test({
  name: "statFile() says when access is refused",
  permissions: { read: false },
  fn: () => throws(() => statFile("/etc/passwd"), { code: "PERMISSION" }),
});
