import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { byteText, progressText } from "./progress_bar.ts";

Deno.test.each([
  { bytes: 0, text: "0 B" },
  { bytes: 999, text: "999 B" },
  { bytes: 1000, text: "1.0 kB" },
  { bytes: 99_400, text: "99.4 kB" },
  { bytes: 99_960, text: "100 kB" },
  { bytes: 999_600, text: "1.0 MB" },
  { bytes: 1_500_000, text: "1.5 MB" },
  { bytes: 4_294_967_296, text: "4.3 GB" },
])(
  "byteText() writes $bytes as $text",
  ({ bytes, text }) => strictEqual(byteText(bytes), text),
);

Deno.test.each([
  {
    name: "half of it",
    progress: { done: 500_000, total: 1_000_000, elapsed: 250 },
    columns: 80,
    text: "[###############               ]  50 %  500 kB of 1.0 MB  2.0 MB/s",
  },
  {
    name: "no room for a bar",
    progress: { done: 500_000, total: 1_000_000, elapsed: 250 },
    columns: 36,
    text: " 50 %  500 kB of 1.0 MB  2.0 MB/s",
  },
  {
    name: "nothing to do",
    progress: { done: 0, total: 0, elapsed: 0 },
    columns: 80,
    text: "[##############################] 100 %  0 B of 0 B",
  },
])(
  "progressText() shows $name",
  ({ progress, columns, text }) =>
    strictEqual(progressText(progress, columns), text),
);

Deno.test("progressText() always fits into the line", () => {
  const count = fc.nat({ max: 2 ** 40 });
  fc.assert(fc.property(
    fc.record({ done: count, total: count, elapsed: count }),
    fc.integer({ min: 1, max: 200 }),
    (progress, columns) =>
      ok(progressText(progress, columns).length < Math.max(2, columns)),
  ));
});
