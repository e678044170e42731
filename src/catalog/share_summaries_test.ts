import { deepStrictEqual } from "node:assert/strict";
import { scan } from "../../tests/scan_text.ts";
import { stanza } from "../../tests/make_apt_data.ts";
import { Packages } from "./packages.ts";
import { shareSummaries } from "./share_summaries.ts";

/** The summaries of all stanzas afterwards; each is given as `facts|md5|summary`. */
function summaries(...rows: readonly string[]): readonly string[] {
  const { table } = scan(
    rows.map((row) => {
      const [facts = "", md5, summary] = row.split("|");
      return stanza(
        facts,
        `${md5 ? `Description-md5: ${md5}\n` : ""}${
          summary ? `Description: ${summary}\n` : ""
        }`,
      );
    }).join(""),
  );
  shareSummaries(new Packages(table));
  return rows.map((_, number) => table.text(number, "summary"));
}

Deno.test.each([
  {
    name: "shares it between versions",
    rows: ["p 1|m|one", "p 2|m|two"],
    want: ["one", "one"],
  },
  {
    name: "shares it between architectures, in reading order",
    rows: ["p 1 i386|m|one", "p 1|m|two"],
    want: ["one", "one"],
  },
  {
    name: "goes by reading order, not by architecture",
    rows: ["p 1|n|zero", "p 1 i386|m|one", "p 2|m|two"],
    want: ["zero", "one", "one"],
  },
  {
    name: "keeps other digests apart",
    rows: ["p 1|m|one", "p 2|n|two", "p 3|n|three"],
    want: ["one", "two", "two"],
  },
  {
    name: "keeps other letter cases apart",
    rows: ["p 1|m|one", "p 2|M|two"],
    want: ["one", "two"],
  },
  {
    name: "keeps other names apart",
    rows: ["p 1|m|one", "q 2|m|two"],
    want: ["one", "two"],
  },
  {
    name: "keeps what has no digest",
    rows: ["p 1||one", "p 2||two"],
    want: ["one", "two"],
  },
  {
    name: "skips what has no description",
    rows: ["p 1|m|", "p 2|m|two", "p 3|m|three"],
    want: ["", "two", "two"],
  },
])(
  "shareSummaries() $name",
  ({ rows, want }) => deepStrictEqual(summaries(...rows), want),
);
