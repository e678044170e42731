import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { handMadeStore } from "../../tests/extensions/hand_made_store.ts";
import { entryOf, placeIn } from "../../tests/stores/store_places.ts";
import { localKind } from "./local_store.ts";
import type { Store } from "./store.ts";

Deno.test.each([
  { typed: "/srv/store", kept: "/srv/store" },
  { typed: "/srv//store/./x/../", kept: "/srv/store" },
  { typed: "store", kept: "/home/ada/store" },
  { typed: "../x", kept: "/home/x" },
  { typed: ".", kept: "/home/ada" },
  { typed: "/../..", kept: "/" },
  { typed: "file:///srv/store", kept: "/srv/store" },
  { typed: "file://localhost/srv", kept: "/srv" },
  { typed: "a b/ü", kept: "/home/ada/a b/ü" },
])(
  "local: the location $typed is kept as $kept",
  ({ typed, kept }) =>
    strictEqual(localKind.readLocation!(typed, "/home/ada"), kept),
);

Deno.test.each([
  { typed: "" },
  { typed: "https://example.org/" },
  { typed: "ssh://example.org/x" },
  { typed: "file://example.org/x" },
])(
  'local: the location "$typed" is refused',
  ({ typed }) =>
    throws(() => localKind.readLocation!(typed, "/home/ada"), {
      code: "INVALID_ARGUMENT",
    }),
);

/** Gives a test a store on disk beside something secret. */
async function withDisk(
  body: (folder: string, store: Store) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "storectl local " });
  try {
    handMadeStore().write(`${folder}/store`);
    const entry = entryOf("local", `${folder}/store`);
    await body(folder, await localKind.open(entry, placeIn(folder)));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const HOME = "store/extensions/org.alpha/1.1.0";

Deno.test("local: links that stay inside are followed", () =>
  withDisk(async (folder, store) => {
    Deno.renameSync(
      `${folder}/${HOME}/extension.wasm`,
      `${folder}/store/elsewhere.wasm`,
    );
    Deno.symlinkSync(
      "../../../elsewhere.wasm",
      `${folder}/${HOME}/extension.wasm`,
    );
    Deno.mkdirSync(`${folder}/into`);
    await store.fetch("org.alpha", "1.1.0", `${folder}/into`);
    strictEqual(Deno.lstatSync(`${folder}/into/extension.wasm`).isFile, true);
  }));

Deno.test.each([
  { part: "a file", path: `${HOME}/extension.wasm` },
  { part: "a manifest", path: `${HOME}/manifest.json` },
  { part: "a folder", path: HOME },
  { part: "store.json", path: "store/store.json" },
])(
  "local: nothing is read through a link of $part that leads out",
  ({ path }) =>
    withDisk(async (folder, store) => {
      // the bytes are right, and it is still not the store's to show them
      Deno.renameSync(`${folder}/${path}`, `${folder}/outside`);
      Deno.symlinkSync(`${folder}/outside`, `${folder}/${path}`);
      Deno.mkdirSync(`${folder}/into`);
      await rejects(store.fetch("org.alpha", "1.1.0", `${folder}/into`), {
        code: "PATH_UNSAFE",
      });
      deepStrictEqual([...Deno.readDirSync(`${folder}/into`)], []);
    }),
);

Deno.test("local: a pipe in place of a file is not waited for", () =>
  withDisk(async (folder, store) => {
    const path = `${folder}/${HOME}/extension.wasm`;
    Deno.removeSync(path);
    const { success } = await new Deno.Command("mkfifo", { args: [path] })
      .output();
    strictEqual(success, true);
    Deno.mkdirSync(`${folder}/into`);
    await rejects(store.fetch("org.alpha", "1.1.0", `${folder}/into`), {
      code: "IO",
    });
  }));

Deno.test("local: a directory that is not there says so", () =>
  withDisk(async (folder, store) => {
    Deno.renameSync(`${folder}/store`, `${folder}/moved`);
    await rejects(store.list(), (error: Error) => {
      deepStrictEqual(
        { code: "STORE_UNUSABLE", message: error.message },
        {
          code: (error as unknown as { code: string }).code,
          message:
            `Cannot read store "${folder}/store": there is no such directory`,
        },
      );
      return true;
    });
  }));
