import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { hashOf } from "./byte_interner.ts";
import { FIELD } from "./_stanza_fields.ts";
import { STANZAS_SOURCE } from "./_stanza_kernel_bytes.ts";
import { BUFFER_AT, FOUND, StanzaMemory } from "./_stanza_memory.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is found of a stanza: the values by the names of their fields. */
interface Found {
  readonly end: number;
  readonly values: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly found: readonly number[];
}

/** Scans a text that ends with its stanza, or a blank line behind it. */
function scan(text: string, isLast = true): Found {
  const memory = StanzaMemory.take();
  const bytes = encoder.encode(text);
  const limit = BUFFER_AT + bytes.length;
  memory.reserve(limit + 1);
  memory.bytes.fill(0x3a, BUFFER_AT).set(bytes, BUFFER_AT);
  memory.bytes[limit] = 10;
  const end = memory.scan(BUFFER_AT, limit, isLast);
  const values = Object.entries(FIELD).flatMap(([name, field]) => {
    const [start, end] = [memory.starts[field]!, memory.ends[field]!];
    const value = decoder.decode(memory.bytes.slice(start, end));
    return start < 0 ? [] : [[name, value]];
  });
  const found = [...memory.found];
  const summary = decoder.decode(
    memory.bytes.slice(
      memory.starts[FIELD.Description],
      found[FOUND.summaryEnd],
    ),
  );
  memory.release();
  return {
    end: end === 0 ? -1 : end - BUFFER_AT,
    values: Object.fromEntries(values),
    summary,
    found,
  };
}

function hash(text: string): number {
  const bytes = encoder.encode(text);
  return hashOf(bytes, 0, bytes.length);
}

/** APT's hash of a build in plain JavaScript. */
function buildHash(values: readonly string[]): number {
  let hash = 5381;
  const text = values.map((value) =>
    value.replace(/0:/g, "").replace(/[\t-\r =]/g, "")
  ).join("");
  for (const byte of encoder.encode(text)) {
    const lowered = byte >= 65 && byte <= 90 ? byte | 32 : byte;
    hash = (Math.imul(hash, 33) + lowered) | 0;
  }
  return hash >>> 0;
}

Deno.test("StanzaMemory finds each of the fields, in any letter case, and none of other names", () => {
  for (const name of Object.keys(FIELD)) {
    const own = name === "Package" ? "x" : "X y";
    for (const written of [name, name.toUpperCase(), name.toLowerCase()]) {
      deepStrictEqual(scan(`${written}: ${own}\n`).values, { [name]: own });
    }
    for (const other of [`${name}s`, `x${name}`, name.slice(0, -1), "x"]) {
      if (other in FIELD) continue;
      deepStrictEqual(scan(`${other}: ${own}\n`).values, {});
    }
  }
});

Deno.test("StanzaMemory hashes what is numbered, and what makes a build", () => {
  const words = fc.stringMatching(/^[a-zA-Z0:=,() äß-]{0,40}$/);
  fc.assert(
    fc.property(
      fc.record({
        name: fc.stringMatching(/^[a-zA-Z0-9+.-]{1,40}$/),
        section: words,
        tags: words,
        maintainer: words,
        summary: words,
        builds: fc.tuple(words, words, words, words, words, words),
      }),
      ({ name, section, tags, maintainer, summary, builds }) => {
        const [size, depends, before, conflicts, breaks, replaces] = builds;
        const text = `Breaks: ${breaks}\nPackage: ${name}\nTag: ${tags}\n` +
          `Depends: ${depends}\nPre-Depends: ${before}\nSection: ${section}\n` +
          `Replaces: ${replaces}\nConflicts: ${conflicts}\nMaintainer: ${maintainer}\n` +
          `Installed-Size: ${size}\nDescription: ${summary}\n long\n\nPackage: next\n`;
        const { end, found, values } = scan(text, false);
        strictEqual(end, encoder.encode(text.split("\n\n")[0]).length + 1);
        strictEqual(values.Package, name.toLowerCase());
        strictEqual(found[FOUND.lines], 12);
        strictEqual(found[FOUND.packageHash], hash(name.toLowerCase()));
        strictEqual(found[FOUND.sectionHash], hash(section.trim()));
        strictEqual(found[FOUND.tagHash], hash(tags.trim()));
        strictEqual(found[FOUND.maintainerHash], hash(maintainer.trim()));
        strictEqual(scan(text).summary, summary.trimStart() || "long");
        strictEqual(
          found[FOUND.buildHash],
          buildHash(builds.map((value) => value.trim())),
        );
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test.each([
  { text: "Description: a\n b\n", want: "a" },
  { text: "Description: a", want: "a" },
  { text: "Description: a \t\n", want: "a" },
  { text: "Description:\n b\n c\n", want: "b" },
  { text: `Description: ${"x".repeat(100)}\n y\n`, want: "x".repeat(100) },
  { text: "Description:", want: "" },
])("StanzaMemory ends the summary of %o", ({ text, want }) => {
  strictEqual(scan(`Package: p\n${text}`).summary, want);
});

Deno.test("StanzaMemory keeps what is in it when it grows", () => {
  const memory = StanzaMemory.take();
  memory.bytes.set(encoder.encode("Package: p"), BUFFER_AT);
  memory.reserve(BUFFER_AT + (3 << 20));
  const limit = BUFFER_AT + (3 << 20) - 1;
  memory.bytes.fill(0x20, BUFFER_AT + 10, limit);
  memory.bytes[limit] = 10;
  strictEqual(memory.scan(BUFFER_AT, limit, true), limit);
  strictEqual(memory.starts[FIELD.Package], BUFFER_AT + 9);
  strictEqual(memory.ends[FIELD.Package], BUFFER_AT + 10);
  memory.release();
});

Deno.test("the kernel of stanzas is made of its source", async () => {
  const source = Deno.readFileSync(
    new URL("../../kernel/stanzas.ts", import.meta.url),
  );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", source));
  strictEqual(STANZAS_SOURCE, digest.toHex(), "run: deno task kernel");
});
