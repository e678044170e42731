import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { StanzaTable, TEXTS } from "./stanza_table.ts";

const encoder = new TextEncoder();

/** Adds a stanza with these texts. */
function add(table: StanzaTable, texts: readonly string[]): number {
  const stanza = table.add();
  for (const [index, text] of texts.entries()) {
    const bytes = encoder.encode(`_${text}`);
    table.addText(index, bytes, 1, bytes.length);
  }
  return stanza;
}

Deno.test("StanzaTable starts with the native architecture and empty texts", () => {
  const table = new StanzaTable("arm64");
  strictEqual(table.architectures.text(0), "arm64");
  for (
    const dictionary of [table.sections, table.tagLists, table.maintainers]
  ) strictEqual(dictionary.text(0), "");
  strictEqual(table.mentions.isNeeded, false);
});

Deno.test("StanzaTable keeps the texts and columns of thousands of stanzas", () => {
  const table = new StanzaTable("amd64");
  const texts = (number: number) => TEXTS.map((name) => `${name} ä ${number}`);
  for (let number = 0; number < 3000; number++) {
    strictEqual(add(table, texts(number)), number);
    table.size[number] = number;
    table.spanStart[number] = 2 ** 40 + number;
    table.phased[number] = -1;
  }
  for (const number of [0, 1023, 1024, 2999]) {
    deepStrictEqual(
      TEXTS.map((name) => table.text(number, name)),
      texts(number),
    );
    deepStrictEqual([
      table.size[number],
      table.spanStart[number],
      table.phased[number],
    ], [number, 2 ** 40 + number, -1]);
  }
  strictEqual(table.count, 3000);
});

Deno.test("StanzaTable.text() shows bytes that are not UTF-8 as replacements", () => {
  const table = new StanzaTable("amd64");
  table.add();
  table.addText(0, Uint8Array.of(0x61, 0xff), 0, 2);
  strictEqual(table.text(0, "version"), "a\ufffd");
});

Deno.test("StanzaTable.shareSummary() changes the summary only", () => {
  const table = new StanzaTable("amd64");
  const first = add(table, ["1", "", "", "md5", "first"]);
  const second = add(table, ["2", "", "", "md5", "second"]);
  table.shareSummary(second, first);
  deepStrictEqual([
    table.text(second, "summary"),
    table.text(second, "version"),
  ], ["first", "2"]);
  strictEqual(table.text(first, "summary"), "first");
});
