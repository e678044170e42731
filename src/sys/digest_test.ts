import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  createBLAKE3,
  createSHA256,
  createSHA384,
  createSHA512,
} from "hash-wasm";
import { blake3Bytes } from "../../scripts/make_blake3_bytes.ts";
import { openFallback } from "./_blake3_fallback.ts";
import { BLAKE3_BASE64 } from "./_blake3_bytes.ts";
import { digestBytes, digestFile, openHasher, tryBlake3 } from "./digest.ts";
import { HASHER_BYTES } from "./hasher.ts";
import vectors from "../../tests/fixtures/blake3_vectors.json" with {
  type: "json",
};

/** The input of the official test vectors. */
function pattern(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => index % 251);
}

const SHAS = [
  ["sha256", createSHA256],
  ["sha384", createSHA384],
  ["sha512", createSHA512],
] as const;

Deno.test.each(vectors.map(([length, hex]) => ({ length, hex })))(
  "digestBytes() agrees with the official test vector of $length bytes",
  async ({ length, hex }) => {
    const input = pattern(Number(length));
    strictEqual(await digestBytes("blake3", input), hex);
    using fallback = await openFallback();
    fallback.update(input);
    strictEqual(fallback.hex(), hex);
  },
);

Deno.test("openHasher() hashes the same however the bytes are cut, stream after stream", async () => {
  const reference = await createBLAKE3();
  using hasher = await openHasher("blake3");
  const piece = fc.oneof(
    fc.nat({ max: 3000 }),
    fc.nat({ max: 3 * HASHER_BYTES }),
    fc.constant(HASHER_BYTES),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 6 }),
      fc.boolean(),
      (lengths, own) => {
        reference.init();
        for (const length of lengths) {
          const room = own && length <= HASHER_BYTES
            ? hasher.buffer.subarray(0, length)
            : new Uint8Array(length);
          for (let at = 0; at < length; at++) room[at] = at * 7;
          reference.update(room.slice());
          hasher.update(room);
        }
        strictEqual(hasher.hex(), reference.digest());
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("hashers at work at the same time do not disturb each other", async () => {
  const input = pattern(5000);
  using first = await openHasher("blake3");
  using second = await openHasher("blake3");
  const room = first.buffer;
  room.set(pattern(HASHER_BYTES));
  first.update(input.subarray(0, 1000));
  second.update(input);
  first.update(input.subarray(1000));
  strictEqual(first.hex(), second.hex());
  deepStrictEqual(first.buffer, pattern(HASHER_BYTES));
});

Deno.test.each(SHAS.map(([algorithm, create]) => ({ algorithm, create })))(
  "digestBytes() makes $algorithm",
  async ({ algorithm, create }) => {
    const input = pattern(300_001);
    const reference = (await create()).init().update(input).digest();
    strictEqual(await digestBytes(algorithm, input), reference);
    using hasher = await openHasher(algorithm);
    hasher.update(input.subarray(0, 7));
    hasher.update(input.subarray(7));
    strictEqual(hasher.hex(), reference);
    hasher.update(input);
    strictEqual(hasher.hex(), reference);
  },
);

Deno.test("digestFile() says size and digest, and null where no file is", async () => {
  const dir = Deno.makeTempDirSync();
  try {
    for (const length of [0, 1, HASHER_BYTES - 1, HASHER_BYTES, 1_000_003]) {
      const input = pattern(length);
      Deno.writeFileSync(`${dir}/file`, input);
      for (const algorithm of ["blake3", "sha256"] as const) {
        deepStrictEqual(await digestFile(`${dir}/file`, algorithm), {
          size: length,
          hex: await digestBytes(algorithm, input),
        });
      }
    }
    strictEqual(await digestFile(`${dir}/none`, "blake3"), null);
    await rejects(digestFile(dir, "blake3"), { code: "IO" });
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("memory stays where it is while many files are hashed", async () => {
  const input = pattern(HASHER_BYTES + 5);
  await digestBytes("blake3", input);
  const before = Deno.memoryUsage().external;
  for (let round = 0; round < 2000; round++) await digestBytes("blake3", input);
  ok(Deno.memoryUsage().external - before < 4 << 20);
});

Deno.test("tryBlake3() refuses what is no module, and one that hashes wrongly", async () => {
  ok(await tryBlake3(BLAKE3_BASE64));
  strictEqual(await tryBlake3("AAAA"), undefined);
  const bytes = Uint8Array.fromBase64(BLAKE3_BASE64);
  // the first of BLAKE3's initial values, wherever it stands
  const view = new DataView(bytes.buffer);
  let found = 0;
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x6a09e667) continue;
    bytes[at]! ^= 1;
    found++;
  }
  ok(found > 0);
  strictEqual(await tryBlake3(bytes.toBase64()), undefined);
});

Deno.test("_blake3_bytes.ts holds the module of the package", async () => {
  strictEqual(
    Deno.readTextFileSync(new URL("_blake3_bytes.ts", import.meta.url)),
    await blake3Bytes(),
  );
});
