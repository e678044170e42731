import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { joinBytes } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import { MemorySource } from "./byte_source.ts";
import { Container } from "./container.ts";
import { writeContainer } from "./write_container.ts";

const BLOCK = 8 * 1024;

type Sections = ReadonlyMap<string, ArrayBufferView>;

/** Bytes that are not all the same. */
function pattern(length: number, seed = 0): Uint8Array {
  return Uint8Array.from(
    { length },
    (_, index) => Math.imul(index + seed, 2654435761) >>> 13,
  );
}

/** A container as one piece. */
function fileOf(facts: unknown, sections: Sections): Uint8Array {
  return joinBytes(writeContainer(facts, sections));
}

function open(bytes: Uint8Array): Container<unknown> {
  return new Container(new MemorySource([bytes]));
}

/** Everything that is in a container. */
function contents(bytes: Uint8Array, names: Iterable<string>): unknown {
  const container = open(bytes);
  container.check();
  return [
    container.facts,
    Array.from(names, (name) => [...container.bytes(name)]),
  ];
}

const SMALL: Sections = new Map<string, ArrayBufferView>([
  ["a", pattern(5)],
  ["empty", new Uint8Array(0)],
  ["b", Uint32Array.of(1, 2, 0xffffffff)],
]);
const FACTS = { text: "Änderung 🚢", list: [1, null, { deep: true }] };
const BYTES = fileOf(FACTS, SMALL);
const WANT = contents(BYTES, SMALL.keys());

/** Whether reading all of a file throws the right error; if it does not, the values have to be the same. */
function isRefused(bytes: Uint8Array): boolean {
  let found;
  try {
    found = contents(bytes, SMALL.keys());
  } catch (error) {
    ok(error instanceof StoreError, String(error));
    strictEqual(error.code, "DATA_CORRUPT");
    return true;
  }
  deepStrictEqual(found, WANT);
  return false;
}

Deno.test("a container gives back facts and sections", () => {
  const container = open(BYTES);
  deepStrictEqual(container.facts, FACTS);
  deepStrictEqual([...container.bytes("a")], [...pattern(5)]);
  deepStrictEqual([...container.bytes("a", 1, 3)], [...pattern(5).slice(1, 3)]);
  deepStrictEqual(container.bytes("empty"), new Uint8Array(0));
  deepStrictEqual([...container.words32("empty")], []);
  deepStrictEqual([...container.floats("empty")], []);
  deepStrictEqual([...container.column("empty", 0)], []);
  deepStrictEqual([...container.words32("b")], [1, 2, 0xffffffff]);
  deepStrictEqual([...container.words32("b", 1, 2)], [2]);
  deepStrictEqual([...container.words32("b", 3, 3)], []);
  strictEqual(container.lengthOf("b"), 12);
  container.check();
});

Deno.test("a container of nothing has a head only", () => {
  const bytes = fileOf(["facts"], new Map());
  ok(bytes.length < 200);
  deepStrictEqual(contents(bytes, []), [["facts"], []]);
  deepStrictEqual(
    contents(fileOf(0, new Map([["e", new Uint8Array(0)]])), ["e"]),
    [0, [[]]],
  );
});

Deno.test("a container writes views of larger buffers", () => {
  const whole = pattern(100);
  const bytes = fileOf(
    0,
    new Map([["view", whole.subarray(13, 64)]]),
  );
  deepStrictEqual([...open(bytes).bytes("view")], [...whole.slice(13, 64)]);
});

Deno.test("a container has columns of 8, 16 and 32 bits and of numbers", () => {
  const columns = {
    c8: Uint8Array.of(1, 255, 3),
    c16: Uint16Array.of(1, 65535, 3),
    c32: Uint32Array.of(1, 0xffffffff, 3),
  };
  const floats = Float64Array.of(0, 0.5, 2 ** 52 + 1, -1);
  const container = open(
    fileOf(
      0,
      new Map<string, ArrayBufferView>([...Object.entries(columns), [
        "f",
        floats,
      ]]),
    ),
  );
  for (const [name, column] of Object.entries(columns)) {
    deepStrictEqual(container.column(name, 3).constructor, column.constructor);
    deepStrictEqual([...container.column(name, 3)], [...column]);
  }
  deepStrictEqual([...container.floats("f")], [...floats]);
  deepStrictEqual([...container.floats("f", 1, 3)], [...floats.slice(1, 3)]);
});

Deno.test("any changed byte of a container is found, or changes nothing", () => {
  let accepted = 0;
  for (let at = 0; at < BYTES.length; at++) {
    const changed = BYTES.slice();
    changed[at]! ^= 1 << (at % 8);
    if (!isRefused(changed)) accepted++;
  }
  strictEqual(accepted, 0);
});

Deno.test("any bit and any value of the head of a container counts", () => {
  const head = BYTES.length - BLOCK;
  for (let at = 0; at < head; at++) {
    for (
      const value of [
        0,
        255,
        ...[1, 2, 4, 8, 16, 32, 64, 128].map((bit) => BYTES[at]! ^ bit),
      ]
    ) {
      if (value !== BYTES[at]) {
        ok(isRefused(BYTES.with(at, value)), `byte ${at}`);
      }
    }
  }
});

Deno.test("a container that is cut off anywhere, or goes on, is refused", () => {
  for (let length = 0; length < BYTES.length; length++) {
    ok(isRefused(BYTES.subarray(0, length)), `${length} bytes`);
  }
  for (const more of [1, 4, 8, BLOCK]) {
    const longer = new Uint8Array(BYTES.length + more);
    longer.set(BYTES);
    ok(isRefused(longer));
  }
});

Deno.test("other files are refused", () => {
  for (const length of [0, 31, 32, 100, BYTES.length]) {
    ok(isRefused(new Uint8Array(length)));
    ok(isRefused(pattern(length)));
    ok(isRefused(new Uint8Array(length).fill(255)));
  }
});

Deno.test("a container of another format version is refused as such", () => {
  const other = BYTES.slice();
  new DataView(other.buffer).setUint32(4, 1, true);
  throws(() => open(other), {
    code: "DATA_CORRUPT",
    message: /another format/,
  });
});

const LARGE: Sections = new Map<string, ArrayBufferView>([
  ["small", pattern(100, 1)],
  ["three blocks", pattern(3 * BLOCK + 77, 2)],
  ["one block", pattern(BLOCK, 3)],
  ["end", pattern(9, 4)],
]);
const LARGE_BYTES = fileOf({}, LARGE);

/** Some range of some section, often around a border between blocks. */
const range = fc.constantFrom(...LARGE.keys()).chain((name) => {
  const length = LARGE.get(name)!.byteLength;
  const place = fc.oneof(
    fc.nat(length),
    fc.tuple(fc.nat(5), fc.integer({ min: -120, max: 20 })).map(([block, by]) =>
      Math.min(Math.max(block * BLOCK + by, 0), length)
    ),
  );
  return fc.tuple(place, place).map(([a, b]) => ({
    name,
    start: Math.min(a, b),
    end: Math.max(a, b),
  }));
});

Deno.test("ranges of sections that are larger than a block", () =>
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 8 }), (ranges) => {
      const container = open(LARGE_BYTES);
      for (const { name, start, end } of ranges) {
        const section = LARGE.get(name) as Uint8Array;
        deepStrictEqual(
          [...container.bytes(name, start, end)],
          [...section.subarray(start, end)],
        );
      }
    }),
    { numRuns: 300 },
  ));

Deno.test("whole sections that are larger than a block", () => {
  const container = open(LARGE_BYTES);
  container.check();
  for (const [name, section] of LARGE) {
    strictEqual(container.lengthOf(name), section.byteLength);
    deepStrictEqual([...container.bytes(name)], [...section as Uint8Array]);
  }
});

Deno.test("sections that fill blocks are written where they lie", () => {
  const section = pattern(4 + 3 * BLOCK + 77);
  const [, blocks, ...others] = writeContainer(
    0,
    new Map([["s", section.subarray(4)]]),
  );
  strictEqual(blocks!.buffer, section.buffer);
  strictEqual(blocks!.byteOffset, 4);
  strictEqual(blocks!.length, 3 * BLOCK);
  deepStrictEqual(others.map(({ length }) => length), [BLOCK]);
});

Deno.test("sections that begin in the middle of a word", () => {
  const section = pattern(2 * BLOCK + 10).subarray(3);
  const bytes = fileOf(0, new Map([["s", section]]));
  deepStrictEqual(contents(bytes, ["s"]), [0, [[...section]]]);
});

Deno.test("a container is the same in pieces and as a whole", () =>
  fc.assert(
    fc.property(
      fc.array(fc.nat(3 * BLOCK), { maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
      (lengths, places) => {
        const file = writeContainer(
          {},
          new Map(
            lengths.map((length, at) => [`${at}`, pattern(length, at)]),
          ),
        );
        const whole = joinBytes(file);
        const source = new MemorySource(file);
        strictEqual(source.length, whole.length);
        for (const [from, count] of [[0, whole.length], ...places]) {
          const start = from! % whole.length;
          const into = new Uint8Array(count! % (whole.length - start + 1));
          source.read(start, into);
          deepStrictEqual(into, whole.slice(start, start + into.length));
        }
        contents(whole, lengths.map((_, at) => `${at}`));
      },
    ),
    { numRuns: 50 },
  ));

Deno.test("damage shows where it is read, and nowhere else", () => {
  const head = LARGE_BYTES.length % BLOCK;
  const damaged = LARGE_BYTES.slice();
  damaged[head + 2 * BLOCK + 5]! ^= 1;
  const container = open(damaged);
  const large = LARGE.get("three blocks") as Uint8Array;
  deepStrictEqual([...container.bytes("small")], [...pattern(100, 1)]);
  deepStrictEqual(
    [...container.bytes("three blocks", 0, BLOCK)],
    [...large.subarray(0, BLOCK)],
  );
  const refusal = { code: "DATA_CORRUPT", message: /block 2 is damaged/ };
  throws(
    () => container.bytes("three blocks", BLOCK, BLOCK + 1),
    refusal,
  );
  throws(() => container.bytes("three blocks"), refusal);
  throws(() => container.check(), refusal);
  // what was looked at in vain, or beside it, is refused as before
  container.check("end");
  throws(() => container.check("three blocks"), refusal);
  throws(() => container.bytes("three blocks"), refusal);
  throws(() => container.bytes("three blocks", BLOCK, BLOCK + 1), refusal);
});

Deno.test("a head larger than the first read", () => {
  const facts = Array.from({ length: 5000 }, (_, index) => `fact ${index}`);
  const bytes = fileOf(facts, LARGE);
  const container = open(bytes);
  deepStrictEqual(container.facts, facts);
  deepStrictEqual([...container.bytes("end")], [...pattern(9, 4)]);
});

Deno.test("more blocks than are checked at once", () => {
  const section = pattern(130 * BLOCK);
  const bytes = fileOf(0, new Map([["s", section]]));
  open(bytes).check();
  bytes[bytes.length - 1]! ^= 1;
  throws(() => open(bytes).check(), { code: "DATA_CORRUPT" });
});

Deno.test("containers of any sections", () =>
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[a-z.]{0,6}$/),
        fc.uint8Array({ maxLength: 200 }),
        {
          noNullPrototype: true,
        },
      ),
      fc.jsonValue(),
      (made, facts) => {
        const sections = new Map(Object.entries(made));
        deepStrictEqual(
          contents(fileOf(facts, sections), sections.keys()),
          [
            JSON.parse(JSON.stringify(facts)),
            Array.from(sections.values(), (section) => [...section]),
          ],
        );
      },
    ),
  ));
