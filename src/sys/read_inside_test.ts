import { strictEqual, throws } from "node:assert/strict";
import { pathInside, readPieces } from "./read_inside.ts";
import { sameBytes, withFolder } from "./_testing.ts";

Deno.test("pathInside() follows links inside, and none that leads out", () =>
  withFolder((folder) => {
    const root = Deno.realPathSync(folder);
    Deno.mkdirSync(`${folder}/store/a`, { recursive: true });
    Deno.mkdirSync(`${folder}/store-of-others`);
    Deno.writeTextFileSync(`${folder}/store/a/file`, "x");
    Deno.writeTextFileSync(`${folder}/store-of-others/file`, "secret");
    Deno.symlinkSync("a", `${folder}/store/inside`);
    Deno.symlinkSync("../store-of-others", `${folder}/store/outside`);
    Deno.symlinkSync("/etc/passwd", `${folder}/store/absolute`);
    Deno.symlinkSync("..", `${folder}/store/up`);
    Deno.symlinkSync("self", `${folder}/store/self`);
    Deno.symlinkSync("store", `${folder}/door`);

    const store = `${folder}/store`;
    strictEqual(pathInside(store, "a/file"), `${root}/store/a/file`);
    strictEqual(pathInside(store, "inside/file"), `${root}/store/a/file`);
    strictEqual(pathInside(`${folder}/door`, "a"), `${root}/store/a`);
    strictEqual(pathInside(store, "a/none"), null);
    strictEqual(pathInside(store, "a/file/none"), null);
    strictEqual(pathInside(`${folder}/none`, "a"), null);
    for (
      const path of ["outside/file", "absolute", "up/store-of-others/file"]
    ) {
      throws(() => pathInside(store, path), { code: "PATH_UNSAFE" });
    }
    throws(() => pathInside(store, "self"), { code: "IO" });
  }));

Deno.test("readPieces() gives all bytes of a file, and null for none", () =>
  withFolder((folder) => {
    const bytes = Uint8Array.from({ length: 700_000 }, (_, i) => i * 7);
    Deno.writeFileSync(`${folder}/file`, bytes);
    const pieces = [...readPieces(`${folder}/file`)!];
    strictEqual(pieces.length > 1, true);
    sameBytes(
      new Uint8Array(pieces.flatMap((piece) => [...piece])),
      bytes,
    );
    strictEqual(readPieces(`${folder}/none`), null);
    throws(() => readPieces(folder), { code: "IO" });
  }));
