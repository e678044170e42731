import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { copyVerified } from "./copy_verified.ts";
import { digestBytes } from "./digest.ts";
import { withFolder } from "./_testing.ts";

const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => i * 31);
const PIECES = [BYTES.subarray(0, 1), BYTES.subarray(1, 299_999)]
  .concat(BYTES.subarray(299_999));

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

Deno.test.each([
  { algorithm: "blake3" as const },
  { algorithm: "sha512" as const },
])(
  "copyVerified() copies what is right by $algorithm",
  ({ algorithm }) =>
    withFolder(async (folder) => {
      const checksum = `${algorithm}:${await digestBytes(algorithm, BYTES)}`;
      const expected = { checksum, size: BYTES.length, place: "p" };
      await copyVerified(PIECES, `${folder}/a`, expected);
      strictEqual(Deno.statSync(`${folder}/a`).size, BYTES.length);
      strictEqual(
        await digestBytes("sha256", Deno.readFileSync(`${folder}/a`)),
        await digestBytes("sha256", BYTES),
      );
    }),
);

Deno.test("copyVerified() leaves nothing where size or bytes differ, or the source breaks", () =>
  withFolder(async (folder) => {
    const size = BYTES.length;
    const checksum = `blake3:${await digestBytes("blake3", BYTES)}`;
    const other = `blake3:${"0".repeat(64)}`;
    const copy = (
      pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
      expected: { checksum: string; size: number },
      signal?: AbortSignal,
    ) =>
      copyVerified(pieces, `${folder}/a`, { ...expected, place: "p" }, signal);
    const code = { code: "CHECKSUM_MISMATCH", details: { at: "p" } };
    const coded = (error: unknown) => {
      const { code: own, details } = error as {
        code: string;
        details: { at: string };
      };
      deepStrictEqual({ code: own, details: { at: details.at } }, code);
      return true;
    };
    await rejects(copy(PIECES, { checksum, size: size - 1 }), coded);
    await rejects(copy(PIECES, { checksum, size: size + 1 }), coded);
    await rejects(copy(PIECES, { checksum: other, size }), coded);
    await rejects(
      copy(
        (async function* () {
          yield await Promise.resolve(PIECES[0]!);
          throw new Deno.errors.ConnectionReset("gone");
        })(),
        { checksum, size },
      ),
    );
    await rejects(
      copy(PIECES, { checksum, size }, AbortSignal.abort(new Error("enough"))),
      /enough/,
    );
    deepStrictEqual(names(folder), []);
    Deno.writeTextFileSync(`${folder}/a`, "mine");
    await rejects(copy(PIECES, { checksum, size }), { code: "IO" });
    strictEqual(Deno.readTextFileSync(`${folder}/a`), "mine");
  }));
