import { strictEqual } from "node:assert/strict";
import { sampleList } from "./_testing.ts";
import { XxHash32, xxHash32 } from "./_xxhash32.ts";

Deno.test.each([
  { text: "", want: 0x02cc5d05 },
  { text: "a", want: 0x550d7456 },
  { text: "abc", want: 0x32d153ff },
  { text: "Nobody inspects the spammish repetition", want: 0xe2293b2f },
])('xxHash32() knows "$text"', ({ text, want }) => {
  strictEqual(xxHash32(new TextEncoder().encode(text)), want);
});

Deno.test("XxHash32 does not depend on how the bytes are cut", () => {
  const data = sampleList(1000);
  for (const size of [1, 3, 15, 16, 17, 31, 64, 999]) {
    const hash = new XxHash32();
    for (let i = 0; i < data.length; i += size) {
      hash.update(data.subarray(i, i + size));
    }
    strictEqual(hash.digest(), xxHash32(data), `pieces of ${size}`);
  }
});
