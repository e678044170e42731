import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readStoreCounter, rollbackOf } from "./store_counter.ts";

const OLD = "2026-01-01T00:00:00Z";
const NEW = "2026-02-01T00:00:00Z";

Deno.test.each([
  {
    name: "serial and date of the store",
    store: { serial: 7, updated: NEW, extensions: [{ updated: OLD }] },
    want: { serial: 7, updated: Date.parse(NEW) },
  },
  {
    name: "the newest date of a list",
    store: { extensions: [{ updated: OLD }, { updated: NEW }, {}, null] },
    want: { serial: null, updated: Date.parse(NEW) },
  },
  {
    name: "the newest date of a map",
    store: {
      extensions: {
        a: {
          latest: "2.0.0",
          all_versions: {
            "1.0.0": { updated: NEW },
            "2.0.0": { updated: OLD },
          },
        },
        b: {},
      },
    },
    want: { serial: null, updated: Date.parse(NEW) },
  },
  {
    name: "nothing from what is no number and no date",
    store: { serial: "7", updated: 5, extensions: "x" },
    want: { serial: null, updated: null },
  },
  { name: "nothing", store: null, want: { serial: null, updated: null } },
])("readStoreCounter() reads $name", ({ store, want }) => {
  deepStrictEqual(readStoreCounter(store), want);
});

const at = (serial: number | null, updated: number | null) => ({
  serial,
  updated,
});

Deno.test.each([
  {
    name: "a lower count",
    seen: at(5, 1),
    now: at(4, 2),
    want: /4 changes, and 5/,
  },
  {
    name: "a lost count",
    seen: at(5, 1),
    now: at(null, 2),
    want: /no longer counts/,
  },
  {
    name: "an earlier date",
    seen: at(null, 2),
    now: at(null, 1),
    want: /1970.*was seen/,
  },
  {
    name: "a lost date",
    seen: at(null, 2),
    now: at(null, null),
    want: /no longer says/,
  },
])("rollbackOf() finds $name", ({ seen, now, want }) => {
  match(rollbackOf(seen, now) ?? "", want);
});

Deno.test.each([
  { name: "the same count", seen: at(5, 1), now: at(5, 1) },
  {
    name: "a higher count with an earlier date",
    seen: at(5, 2),
    now: at(6, 1),
  },
  { name: "a store that begins to count", seen: at(null, 2), now: at(1, 1) },
  { name: "a later date", seen: at(null, 1), now: at(null, 2) },
  {
    name: "a store that says nothing",
    seen: at(null, null),
    now: at(null, null),
  },
])("rollbackOf() accepts $name", ({ seen, now }) => {
  strictEqual(rollbackOf(seen, now), undefined);
});

Deno.test("of two counting stores, exactly the one with fewer changes is a rollback", () => {
  const count = fc.nat();
  fc.assert(fc.property(count, count, (one, other) => {
    const isBack = rollbackOf(at(one, null), at(other, null)) !== undefined;
    strictEqual(isBack, other < one);
  }));
});
