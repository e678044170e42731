// What the commands of the life cycle say to people: their help, their tables, their plans.
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { runLine } from "../cli/run_storectl.ts";
import { Machine } from "./make_store.ts";

Deno.test.each([
  "install",
  "update",
  "outdated",
  "remove",
  "rollback",
  "list",
  "info",
  "hold",
  "unhold",
].map((line) => ({ line })))(
  "storectl $line --help answers as it always did",
  async ({ line }, t) => {
    const { status, stdout, stderr } = await runLine(`${line} --help`, {
      root: null,
    });
    deepStrictEqual([status, stderr], [0, ""]);
    await t.assertSnapshot(stdout);
  },
);

Deno.test("a life as people see it", async (t) => {
  await using machine = await Machine.make({
    main: {
      content: {
        app: {
          "1.0.0": { dependencies: { lib: "^1.0.0" }, assetBytes: 1_500_000 },
          "2.0.0": { dependencies: { lib: "^2.0.0" } },
        },
        lib: { "1.0.0": {}, "2.0.0": {} },
        tool: { "1.0.0": { dependencies: { lib: "^1.0.0" } } },
      },
    },
    other: {
      trusted: false,
      priority: 5,
      content: { app: { "1.0.0": { text: "other" } } },
    },
  });
  const { root } = machine;
  let text = "";
  for (
    const line of [
      "list",
      "info app",
      "install app@1 tool --dry-run",
      "install app@1 tool --explain",
      "list",
      "outdated",
      "update --all",
      "remove tool",
      "hold lib",
      "update --all",
      "unhold lib",
      "update app",
      "outdated",
      "install app --store other --allow-downgrade",
      "info app",
      "rollback app",
      "remove lib",
      "remove app --autoremove",
      "update --all",
    ]
  ) {
    const { status, stdout, stderr } = await runLine(`${line} --format table`, {
      root,
    });
    text += `$ storectl ${line}\n${stderr}${stdout}`;
    if (status !== 0) text += `exit ${status}\n`;
    text += "\n";
  }
  strictEqual(text.includes(machine.folder), false);
  await t.assertSnapshot(text);
});
