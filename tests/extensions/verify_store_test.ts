// What verifyStore() does while a store changes, and for any damage.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { verifyStore } from "../../src/stores/verify_store.ts";
import { hasNoPowerless, POWERLESS } from "../cli/needs.ts";
import { type Json, runStorectl } from "../cli/run_storectl.ts";
import { handMadeStore, withStore } from "./hand_made_store.ts";

const HOME = "extensions/org.alpha/1.0.0";

Deno.test("a store that is published to meanwhile is read again", () =>
  withStore(handMadeStore(), async (root) => {
    let count = 0;
    const { problems, checked } = await verifyStore(root, {
      isChangedVersion() {
        // the old version is overwritten right after store.json was read
        if (count++ === 0) {
          const index = JSON.parse(
            Deno.readTextFileSync(`${root}/store.json`),
          );
          Deno.renameSync(`${root}/${HOME}`, `${root}/${HOME}_r2`);
          index.extensions[0].manifest_path = `${HOME}_r2/manifest.json`;
          Deno.writeTextFileSync(`${root}/new.json`, JSON.stringify(index));
          Deno.renameSync(`${root}/new.json`, `${root}/store.json`);
        }
        return true;
      },
    });
    deepStrictEqual(problems, []);
    strictEqual(checked.extensions, 3);
    strictEqual(count, 6);
  }));

Deno.test("a store that never stands still gives its last answer", () =>
  withStore(handMadeStore(), async (root) => {
    let count = 0;
    const { problems } = await verifyStore(root, {
      isChangedVersion() {
        count++;
        Deno.removeSync(`${root}/${HOME}/README.md`, { recursive: true });
        Deno.mkdirSync(`${root}/${HOME}/README.md`);
        const text = Deno.readTextFileSync(`${root}/store.json`);
        Deno.writeTextFileSync(`${root}/new.json`, text);
        Deno.renameSync(`${root}/new.json`, `${root}/store.json`);
        return true;
      },
    });
    deepStrictEqual(problems.map(({ code }) => code), ["FILE_MISSING"]);
    strictEqual(count, 9);
  }));

/** Every file of a store. */
function filesOf(root: string, folder = ""): string[] {
  return [...Deno.readDirSync(`${root}/${folder}`)].flatMap((entry) =>
    entry.isDirectory
      ? filesOf(root, `${folder}${entry.name}/`)
      : [folder + entry.name]
  ).sort();
}

Deno.test("any change of any byte is found, and none makes it fail", () =>
  withStore(handMadeStore(), async (root) => {
    const paths = filesOf(root);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom("flip", "cut", "add"),
        async (path, place, mask, how) => {
          const before = Deno.readFileSync(`${root}/${path}`);
          const at = place % before.length;
          const after = how === "cut"
            ? before.slice(0, at)
            : how === "add"
            ? Uint8Array.of(
              ...before.subarray(0, at),
              mask,
              ...before.subarray(at),
            )
            : before.map((byte, index) => index === at ? byte ^ mask : byte);
          try {
            Deno.writeFileSync(`${root}/${path}`, after);
            const { problems, ok: isOk } = await verifyStore(root);
            // the index has no link: names, and what is between words, are free in it
            ok(!isOk || path === "store.json", `${path} ${how} ${at}`);
            strictEqual(
              isOk,
              problems.every(({ severity }) => severity !== "error"),
            );
          } finally {
            Deno.writeFileSync(`${root}/${path}`, before);
          }
        },
      ),
      { numRuns: 300 },
    );
    deepStrictEqual((await verifyStore(root)).problems, []);
  }));

Deno.test({
  name: "what may not be read is said to be so",
  ignore: hasNoPowerless(),
  fn: () =>
    withStore(handMadeStore(), async (root) => {
      const options = { root: null, through: POWERLESS };
      const verify = () => runStorectl(["verify", root], options);
      Deno.chmodSync(root, 0o755);
      Deno.chmodSync(`${root}/${HOME}/README.md`, 0);
      Deno.chmodSync(`${root}/extensions/beta`, 0);
      const { status, stdout } = await verify();
      strictEqual(status, 1);
      deepStrictEqual(
        JSON.parse(stdout).problems.map(({ code, path }: Json) =>
          `${code} ${path}`
        ),
        [
          "FILE_UNREADABLE extensions/beta",
          "FILE_UNREADABLE extensions/beta/0.1.0-rc.1/manifest.json",
          `FILE_UNREADABLE ${HOME}/README.md`,
        ],
      );
      Deno.chmodSync(`${root}/extensions/beta`, 0o755);
      Deno.chmodSync(root, 0);
      strictEqual((await verify()).status, 4);
      Deno.chmodSync(root, 0o755);
    }),
});
