// Every broken store gives exactly the codes that belong to it, and the whole one gives none.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { verifyStore } from "../../src/stores/verify_store.ts";
import { BROKEN_STORES, writeBroken } from "./broken_stores.ts";
import type { BrokenStore } from "./broken_stores.ts";

async function withBroken(
  broken: Pick<BrokenStore, "change" | "damage">,
  body: (root: string) => Promise<void>,
): Promise<void> {
  const parent = Deno.makeTempDirSync({ prefix: "storectl broken " });
  const root = `${parent}/store`;
  try {
    Deno.mkdirSync(root);
    Deno.writeTextFileSync(`${parent}/outside`, "readme of org.alpha 1.0.0\n");
    await writeBroken({ name: "", found: [], ...broken }, root);
    await body(root);
  } finally {
    Deno.removeSync(parent, { recursive: true });
  }
}

/** `CODE path` of each problem, each once. */
async function findings(root: string, isFast = false): Promise<string[]> {
  const { problems, ok: isOk } = await verifyStore(root, { isFast });
  strictEqual(isOk, problems.every(({ severity }) => severity === "warning"));
  for (const { code, severity, message } of problems) {
    strictEqual(severity === "warning", code === "ORPHAN");
    ok(!/[.]$/.test(message), message);
  }
  return [...new Set(problems.map(({ code, path }) => `${code} ${path}`))]
    .sort();
}

Deno.test("the store that is broken in all these ways is whole before", () =>
  withBroken({}, async (root) => {
    deepStrictEqual(await findings(root), []);
    deepStrictEqual(await findings(root, true), []);
  }));

Deno.test("there are enough ways, and each has a name of its own", () => {
  ok(BROKEN_STORES.length >= 60);
  strictEqual(
    new Set(BROKEN_STORES.map(({ name }) => name)).size,
    BROKEN_STORES.length,
  );
});

for (const broken of BROKEN_STORES) {
  Deno.test(`verify finds: ${broken.name}`, () =>
    withBroken(broken, async (root) => {
      deepStrictEqual(await findings(root), broken.found.toSorted());
      deepStrictEqual(
        await findings(root, true),
        (broken.fast ?? broken.found).toSorted(),
      );
    }));
}
