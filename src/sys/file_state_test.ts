import { notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { nextSecond, withFolder } from "./_testing.ts";
import { fileState, settledState } from "./file_state.ts";

Deno.test("fileState() is empty where there is nothing", () =>
  withFolder((folder) => {
    strictEqual(fileState(`${folder}/none`), "");
    strictEqual(fileState(`${folder}/none/none`), "");
    strictEqual(settledState(`${folder}/none`), "");
    Deno.symlinkSync("nowhere", `${folder}/link`);
    strictEqual(fileState(`${folder}/link`), "");
    strictEqual(settledState(`${folder}/link`), "");
  }));

Deno.test("fileState() of what cannot be looked at is not that of what is missing", () =>
  withFolder((folder) => {
    Deno.symlinkSync("loop", `${folder}/loop`);
    notStrictEqual(fileState(`${folder}/loop`), "");
    strictEqual(settledState(`${folder}/loop`), fileState(`${folder}/loop`));
  }));

/** Changes of `FOLDER/file`, which holds `four`; each must show. */
const CHANGES: readonly {
  name: string;
  change: (path: string) => void;
  /** Only the time of change tells it. */
  isSlow?: true;
}[] = [
  { name: "another size", change: (path) => Deno.writeTextFileSync(path, "x") },
  {
    name: "another text of the same size",
    change: (path) => Deno.writeTextFileSync(path, "FOUR"),
  },
  {
    name: "another text of the same size and time of change",
    isSlow: true,
    change(path) {
      const { mtime } = Deno.statSync(path);
      Deno.writeTextFileSync(path, "FOUR");
      Deno.utimeSync(path, mtime!, mtime!);
    },
  },
  {
    name: "another file of the same size and time of change",
    change(path) {
      const { mtime } = Deno.statSync(path);
      Deno.writeTextFileSync(`${path}.new`, "FOUR");
      Deno.utimeSync(`${path}.new`, mtime!, mtime!);
      Deno.renameSync(`${path}.new`, path);
    },
  },
  {
    name: "other permissions",
    isSlow: true,
    change: (path) => Deno.chmodSync(path, 0o600),
  },
  { name: "another time", change: (path) => Deno.utimeSync(path, 1, 1) },
  { name: "its removal", change: (path) => Deno.removeSync(path) },
];

Deno.test.each(CHANGES)(
  "settledState() is not the state after $name",
  ({ change, isSlow }) =>
    withFolder(async (folder) => {
      const path = `${folder}/file`;
      Deno.writeTextFileSync(path, "four", { mode: 0o644 });
      const state = settledState(path);
      notStrictEqual(state, "");
      strictEqual(fileState(path), state);
      strictEqual(settledState(path), state);
      if (isSlow) await nextSecond();
      change(path);
      notStrictEqual(fileState(path), state);
    }),
);

Deno.test("fileState() follows links", () =>
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "four");
    Deno.symlinkSync("file", `${folder}/link`);
    const state = settledState(`${folder}/link`);
    strictEqual(state, settledState(`${folder}/file`));
    Deno.writeTextFileSync(`${folder}/file`, "FOUR");
    notStrictEqual(fileState(`${folder}/link`), state);
  }));

Deno.test("settledState() of a directory changes with its names", () =>
  withFolder((folder) => {
    const states = [settledState(folder)];
    Deno.writeTextFileSync(`${folder}/a`, "");
    states.push(settledState(folder));
    Deno.renameSync(`${folder}/a`, `${folder}/b`);
    states.push(settledState(folder));
    Deno.removeSync(`${folder}/b`);
    states.push(settledState(folder));
    strictEqual(new Set(states).size, states.length);
    strictEqual(fileState(folder), states.at(-1));
  }));

Deno.test("settledState() waits only for what is young", () =>
  withFolder(async (folder) => {
    const path = `${folder}/file`;
    Deno.writeTextFileSync(path, "four");
    await new Promise((done) => setTimeout(done, 60));
    const begin = performance.now();
    for (let count = 0; count < 20; count++) settledState(path);
    ok(performance.now() - begin < 300);
  }));
