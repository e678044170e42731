import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { Lz4BlockError, Lz4Room } from "./_lz4_block.ts";
import { LZ4_SOURCE } from "./_lz4_bytes.ts";

const ROOM = 400;

/** The same in plain JavaScript; null where the block is damaged. */
function reference(
  source: readonly number[],
  history: readonly number[],
): readonly number[] | null {
  const target = [...history];
  let at = 0;
  const longLength = (short: number) => {
    for (let sum = short; short === 15;) {
      const byte = source[at++];
      if (byte === undefined) return Infinity;
      sum += byte;
      if (byte !== 255) return sum;
    }
    return short;
  };
  while (at < source.length) {
    const token = source[at++]!;
    const literals = longLength(token >> 4);
    if (literals > source.length - at) return null;
    target.push(...source.slice(at, at + literals));
    at += literals;
    if (target.length > ROOM) return null;
    if (at === source.length) return target.slice(history.length);
    if (at + 2 > source.length) return null;
    const distance = source[at]! | source[at + 1]! << 8;
    at += 2;
    const length = longLength(token & 15) + 4;
    if (distance === 0 || distance > target.length) return null;
    if (target.length + length > ROOM) return null;
    for (let i = 0; i < length; i++) target.push(target.at(-distance)!);
  }
  return null;
}

function unpacked(
  source: readonly number[],
  history: readonly number[],
): readonly number[] | null {
  const room = new Lz4Room(1000, ROOM);
  room.packed.fill(0xaa).set(source, 7);
  room.unpacked.fill(0xbb).set(history);
  try {
    const end = room.unpack(7, 7 + source.length, history.length);
    deepStrictEqual([...room.unpacked.subarray(0, history.length)], history);
    return [...room.unpacked.subarray(history.length, end)];
  } catch (error) {
    if (!(error instanceof Lz4BlockError)) throw error;
    return null;
  }
}

/** A length as it stands in a token, and behind it. */
function lengthBytes(length: number): [number, readonly number[]] {
  if (length < 15) return [length, []];
  const rest: number[] = [];
  let left = length - 15;
  for (; left >= 255; left -= 255) rest.push(255);
  return [15, [...rest, left]];
}

/** Literals and a match, most of them sound. */
const sequence = fc.tuple(
  fc.array(fc.nat(255), { maxLength: 40 }),
  fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat(70)),
  fc.oneof(fc.integer({ min: 4, max: 40 }), fc.nat(290)),
).map(([literals, distance, length]) => {
  const [high, highRest] = lengthBytes(literals.length);
  const [low, lowRest] = lengthBytes(Math.max(0, length - 4));
  const match = [distance & 255, distance >> 8, ...lowRest];
  return [high << 4 | low, ...highRest, ...literals, ...match];
});

const block = fc.tuple(
  fc.array(sequence, { maxLength: 5 }),
  fc.array(fc.nat(255), { maxLength: 14 }),
).map(([sequences, last]) => [...sequences.flat(), last.length << 4, ...last]);

const history = fc.array(fc.nat(255), { maxLength: 64 });

Deno.test("Lz4Room unpacks blocks as plain JavaScript does", () => {
  let sound = 0;
  fc.assert(
    fc.property(block, history, (source, history) => {
      const want = reference(source, history);
      if (want !== null) sound++;
      deepStrictEqual(unpacked(source, history), want);
    }),
    { numRuns: 1000 },
  );
  strictEqual(sound > 200, true, `${sound} sound blocks`);
});

Deno.test("Lz4Room refuses damaged blocks as plain JavaScript does", () =>
  fc.assert(
    fc.property(
      block,
      history,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      fc.nat(),
      (source, history, changes, length) => {
        const damaged = source.slice(0, 1 + length % source.length);
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
        deepStrictEqual(
          unpacked(damaged, history),
          reference(damaged, history),
        );
      },
    ),
    { numRuns: 1000 },
  ));

Deno.test("the bytes of the kernel of lz4 are those of its source", async () => {
  const source = await Deno.readFile(
    new URL("../../kernel/lz4.ts", import.meta.url),
  );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", source));
  strictEqual(LZ4_SOURCE, digest.toHex(), "run: deno task kernel");
});
