import { strictEqual } from "node:assert/strict";
import { acceptsDropIn } from "./drop_in_names.ts";

const KINDS = ["apt.conf.d", "preferences.d", "sources.list.d"] as const;

/** Which of {@link KINDS} take a name: `c`, `p`, `s`. */
Deno.test.each([
  ["9", "cp"],
  ["a", "cp"],
  ["a-b_c:d", "cp"],
  ["a.pref", "p"],
  ["a.b.pref", "p"],
  ["a..pref", "p"],
  ["a.conf", "c"],
  ["a.list", "s"],
  ["a.sources", "s"],
  ["X.PREF", ""],
  ["a.LIST", ""],
  ["p+q.pref", ""],
  ["sp ace.pref", ""],
  ["til~de.pref", ""],
  ["a,b.pref", ""],
  ["a@b.pref", ""],
  ["a.pref.", ""],
  [".hid.pref", ""],
  ["x.pref.disabled", ""],
  ["ünï.pref", ""],
  ["a.list.save", ""],
  ["a.sources~", ""],
  ["", ""],
  [".", ""],
  ["a\n", ""],
].map(([name, kinds]) => ({ name: name!, kinds: kinds! })))(
  'acceptsDropIn() knows where "$name" counts',
  ({ name, kinds }) => {
    const found = KINDS.filter((kind) => acceptsDropIn(kind, name));
    strictEqual(
      found.map(([letter]) => letter === "a" ? "c" : letter).join(""),
      kinds,
    );
  },
);
