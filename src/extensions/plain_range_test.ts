import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { isPlainRange } from "./plain_range.ts";
import { isRange } from "./semver.ts";

Deno.test.each([
  { text: "^1.2.3", plain: true },
  { text: "~0.1", plain: true },
  { text: ">=10", plain: true },
  { text: "*", plain: true },
  { text: ">=1 <3", plain: false },
  { text: "^01.2.3", plain: false },
  { text: "1.2.3-rc.1", plain: false },
  { text: "", plain: false },
  { text: "1.2.3\n", plain: false },
])("isPlainRange() says $plain for $text", ({ text, plain }) => {
  strictEqual(isPlainRange(text), plain);
});

Deno.test("what isPlainRange() takes is a range", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."^~=<>*0123456789.. "),
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, (range) => {
      if (isPlainRange(range)) ok(isRange(range), range);
    }),
    { numRuns: 20_000 },
  );
});
