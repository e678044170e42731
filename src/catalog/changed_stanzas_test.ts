import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { changedStanzas, cutStanzas } from "./changed_stanzas.ts";
import { TextPair } from "./kernel.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The stanzas of a text, one after the other. */
function cut(text: string): readonly string[] {
  const file = cutStanzas(encoder.encode(text))!;
  const stanzas: string[] = [];
  for (let index = 0; index < file.spans.length; index += 2) {
    const [start, end] = file.spans.subarray(index);
    stanzas.push(decoder.decode(file.bytes.subarray(start, end)));
  }
  return stanzas;
}

const CUTS: readonly (readonly [text: string, want: readonly string[]])[] = [
  ["", []],
  ["\n\n\n", []],
  ["a: b", ["a: b"]],
  ["a: b\n", ["a: b\n"]],
  ["a: b\n\n", ["a: b\n"]],
  ["\n\na: b\n c\n\n\n\nd: e\n", ["a: b\n c\n", "d: e\n"]],
  ["a: b\n \nd: e\n", ["a: b\n \nd: e\n"]],
  ["a: b\n\nd: e", ["a: b\n", "d: e"]],
];

Deno.test.each(CUTS.map(([text, want]) => ({ text, want })))(
  "cutStanzas() cuts $text",
  ({ text, want }) => deepStrictEqual(cut(text), want),
);

Deno.test("cutStanzas() does not know what to do with carriage returns", () => {
  strictEqual(cutStanzas(encoder.encode("a: b\r\n")), undefined);
});

/** What has changed from one text to another one. */
function compare(before: string, now: string) {
  const [old, young] = [before, now].map((text) => encoder.encode(text));
  const pair = new TextPair(old!.length);
  const second = pair.second(young!.length);
  second.set(young!);
  const { first } = pair;
  first.set(old!);
  return changedStanzas(cutStanzas(old!)!, young!, pair.compare(first, second));
}

/** The same in words. */
function words(before: string, now: string) {
  const changes = compare(before, now);
  return changes && {
    removed: changes.removed,
    added: changes.added.map(({ bytes }) => decoder.decode(bytes)),
  };
}

const A = "Package: a\nVersion: 1\n";
const B = "Package: b\nVersion: 1\n";
const C = "Package: c\nVersion: 1\n";
const CASES: readonly {
  name: string;
  before: string;
  now: string;
  want: ReturnType<typeof words>;
}[] = [
  { name: "nothing", before: A, now: A, want: { removed: [], added: [] } },
  {
    name: "a stanza more at the start",
    before: `${B}\n${C}`,
    now: `${A}\n${B}\n${C}`,
    want: { removed: [], added: [A] },
  },
  {
    name: "a stanza more behind blank lines",
    before: `\n${B}`,
    now: `${A}\n${B}`,
    want: { removed: [], added: [A] },
  },
  {
    name: "a stanza more at the end",
    before: A,
    now: `${A}\n${B}`,
    want: { removed: [], added: [B] },
  },
  {
    name: "a stanza less",
    before: `${A}\n${B}\n${C}`,
    now: `${A}\n${C}`,
    want: { removed: [1], added: [] },
  },
  {
    name: "two that become one",
    before: `${A}\n${B}\n${C}`,
    now: `${A}${B}\n${C}`,
    want: { removed: [0, 1], added: [A + B] },
  },
  {
    name: "one that becomes two",
    before: `${A}${B}\n${C}`,
    now: `${A}\n${B}\n${C}`,
    want: { removed: [0], added: [A, B] },
  },
  {
    name: "more blank lines",
    before: `${A}\n${B}`,
    now: `${A}\n\n\n${B}`,
    want: { removed: [], added: [] },
  },
  {
    name: "everything gone",
    before: `${A}\n${B}`,
    now: "",
    want: { removed: [0, 1], added: [] },
  },
  {
    name: "another order",
    before: `${A}\n${B}`,
    now: `${B}\n${A}`,
    want: { removed: [0], added: [A] },
  },
  { name: "a carriage return", before: A, now: `${A}\r`, want: undefined },
  {
    name: "the same stanza twice",
    before: `${A}\n${B}`,
    now: `${A}\n${A}\n${B}`,
    want: { removed: [], added: [A] },
  },
];

Deno.test.each(CASES)(
  "changedStanzas() tells $name",
  ({ before, now, want }) => deepStrictEqual(words(before, now), want),
);

Deno.test("changedStanzas() gives what makes the new file of the old one", () => {
  const stanza = fc.constantFrom(
    "a\n",
    "b\n",
    "ab\n",
    "a\nb\n",
    "aa\n",
    "c: d",
  );
  const file = fc.tuple(
    fc.array(stanza, { maxLength: 8 }),
    fc.constantFrom("", "\n", "\n\n"),
    fc.constantFrom("\n", "\n\n"),
  ).map(([stanzas, start, between]) => start + stanzas.join(between));
  let known = 0;
  fc.assert(
    fc.property(file, file, (before, now) => {
      const changes = compare(before, now);
      if (!changes) return;
      known++;
      const old = cut(before);
      const removed = new Set(changes.removed);
      const kept = old.flatMap((text, number) =>
        removed.has(number) ? [] : [{ at: changes.placeOf(number), text }]
      );
      const added = changes.added.map(({ at, bytes }) => ({
        at,
        text: decoder.decode(bytes),
      }));
      const all = [...kept, ...added].sort((a, b) => a.at - b.at);
      deepStrictEqual(all.map(({ text }) => text), cut(now));
      for (const { at, text } of all) {
        strictEqual(
          decoder.decode(encoder.encode(now).subarray(at)).indexOf(text),
          0,
        );
      }
    }),
    { numRuns: 5000, seed: 5 },
  );
  ok(known > 2000);
});

/** Stanzas of some numbers, as a file. */
function numbered(numbers: readonly number[]): string {
  return numbers.map((number) => `Package: p${number}\n`).join("\n");
}

const MANY = Array.from({ length: 3000 }, (_, number) => number);

Deno.test("changedStanzas() finds what has changed here and there, and no more", () => {
  const now = MANY.flatMap((number) => {
    if (number % 500 === 7) return [];
    if (number % 500 === 90) return [number + 10_000];
    return number === 999
      ? [...MANY.map((other) => -other).slice(0, 200), 999]
      : [number];
  });
  now.splice(20, 0, ...now.splice(2000, 1));
  const { removed, added } = words(numbered(MANY), numbered(now))!;
  strictEqual(removed.length, 6 + 6 + 1);
  strictEqual(added.length, 6 + 200 + 1);
});

Deno.test("changedStanzas() gives up where too much has changed", () => {
  const others = MANY.map((number) => -number);
  strictEqual(words(numbered(MANY), numbered(others)), undefined);
});
