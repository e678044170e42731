// `unpublish`, as people run it.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { errorOf } from "../cli/run_storectl.ts";
import {
  atDesk,
  ID,
  NOTES,
  readTree,
  shape,
  verify,
  writeFiles,
} from "./publish_desk.ts";

Deno.test("unpublish takes a version off the list, then its files", async () => {
  await atDesk(NOTES, async ({ store, published, unpublish, index }) => {
    await published("--init");
    await published("--version=1.1.0");
    const tree = readTree(store);
    const plan = await unpublish(ID, "1.0.0", "--dry-run");
    deepStrictEqual(readTree(store), tree);
    const done = await unpublish(ID, "1.0.0");
    const reply = JSON.parse(done.stdout);
    deepStrictEqual(shape.problems(reply, "UnpublishReply"), []);
    deepStrictEqual(JSON.parse(plan.stdout), { ...reply, dryRun: true });
    strictEqual(reply.removed, `extensions/${ID}/1.0.0`);
    strictEqual(index().extensions.length, 1);
    ok(!Object.keys(readTree(store)).some((path) => path.includes("1.0.0")));
    await verify(store);
    for (
      const [id, version, hint] of [
        [ID, "1.0.0", /It has 1.1.0/],
        ["org.example.note", "1.1.0", /org.example.notes/],
      ] as const
    ) {
      const answer = await unpublish(id, version);
      strictEqual(answer.status, 1);
      match(errorOf(answer).hint, hint);
    }
    strictEqual((await unpublish(ID, "1.1.0")).status, 0);
    deepStrictEqual(Object.keys(readTree(store)), ["store.json"]);
  });
});

Deno.test("unpublish removes no directory that others use, and none outside its own", async () => {
  const entry = (version: string, path: string) => ({
    id: ID,
    version,
    manifest_path: path,
  });
  await atDesk({}, async ({ store, folder, unpublish }) => {
    writeFiles(folder, { "outside/1.0.0/x": "x" });
    const cases = [
      ["1.0.0", "../outside/1.0.0/manifest.json"],
      ["2.0.0", `extensions/${ID}/shared/manifest.json`],
      ["3.0.0", `extensions/${ID}/shared/other.json`],
      ["4.0.0", "extensions/other/1.0.0/manifest.json"],
      ["5.0.0", "manifest.json"],
    ] as const;
    writeFiles(store, {
      "store.json": JSON.stringify({
        extensions: cases.map(([version, path]) => entry(version, path)),
      }),
      [`extensions/${ID}/shared/x`]: "x",
      "extensions/other/1.0.0/x": "x",
    });
    for (const [version] of cases) {
      const { stdout } = await unpublish(ID, version);
      const { removed } = JSON.parse(stdout);
      // the last one that uses the shared directory takes it along
      strictEqual(
        removed,
        version === "3.0.0" ? `extensions/${ID}/shared` : null,
      );
    }
    deepStrictEqual(Object.keys(readTree(folder)), [
      "outside/1.0.0/x",
      "store/extensions/other/1.0.0/x",
      "store/store.json",
    ]);
  });
});
