import { ok, rejects, strictEqual } from "node:assert/strict";
import { lockFolder } from "./folder_lock.ts";
import { withFolder } from "./_testing.ts";

Deno.test("lockFolder() waits for the lock, and tells so once", async () => {
  await withFolder(async (folder) => {
    const first = await lockFolder(`${folder}/made/here`, { timeout: 0 });
    let told = 0;
    const second = lockFolder(`${folder}/made/here`, {
      timeout: 10_000,
      onWait: () => told++,
    });
    await new Promise((go) => setTimeout(go, 30));
    strictEqual(told, 1);
    first[Symbol.dispose]();
    (await second)[Symbol.dispose]();
    strictEqual(told, 1);
  });
});

Deno.test("lockFolder() gives up", async () => {
  await withFolder(async (folder) => {
    using _first = await lockFolder(folder, { timeout: 0 });
    const start = performance.now();
    await rejects(lockFolder(folder, { timeout: 50 }), { code: "LOCKED" });
    ok(performance.now() - start >= 49);
  });
});

Deno.test("lockFolder() refuses what is no directory", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    await rejects(lockFolder(`${folder}/file`, { timeout: 0 }), { code: "IO" });
  });
});
