import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { MemorySource } from "./byte_source.ts";
import { Container } from "./container.ts";
import { writeContainer } from "./write_container.ts";
import { PagedColumn } from "./paged_column.ts";

const COUNT = 20_000;

Deno.test.each([
  { width: 8, column: Uint8Array },
  { width: 16, column: Uint16Array },
  { width: 32, column: Uint32Array },
])("a PagedColumn of $width bits gives values in any order", ({ column }) => {
  const values = new column(COUNT);
  for (let row = 0; row < COUNT; row++) values[row] = row * 7919;
  const file = writeContainer(
    {},
    new Map([["a", new Uint8Array(3)], ["b", values]]),
  );
  let reads = 0;
  const source = new MemorySource(file);
  const counting = {
    length: source.length,
    read(offset: number, into: Uint8Array) {
      reads++;
      source.read(offset, into);
    },
  };
  const paged = new PagedColumn(new Container(counting), "b", COUNT);
  for (const row of [0, 1, 4095, 4096, 19_999, 12_345, 3, 8191, 8192]) {
    strictEqual(paged.at(row), values[row]);
  }
  for (let row = 0; row < COUNT; row++) strictEqual(paged.at(row), values[row]);
  strictEqual(reads < 40, true, `${reads} reads`);
  deepStrictEqual(paged.all(), values);
});
