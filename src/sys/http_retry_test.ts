import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { HTTP_LIMITS } from "./http_clock.ts";
import { isPassing, parseRetryAfter, retryPause } from "./http_retry.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

Deno.test.each([
  { text: null, want: undefined },
  { text: "0", want: 0 },
  { text: "120", want: 120_000 },
  { text: "Thu, 01 Jan 2026 00:00:30 GMT", want: 30_000 },
  { text: "Wed, 31 Dec 2025 23:00:00 GMT", want: 0 },
  { text: "-5", want: undefined, isDate: true },
  { text: "soon", want: undefined },
  { text: "", want: undefined },
])("parseRetryAfter() reads $text", ({ text, want, isDate }) => {
  const pause = parseRetryAfter(text, NOW);
  // a negative number is a date in the past to the runtime, and nothing to others: no wait either way
  if (isDate) ok(pause === undefined || pause === 0);
  else strictEqual(pause, want);
});

Deno.test("retryPause() doubles up to the longest pause, then gives up", () => {
  const limits = { attempts: 6, firstPause: 100, longestPause: 500 };
  deepStrictEqual(
    [1, 2, 3, 4, 5, 6].map((attempt) => retryPause(attempt, limits, 0)),
    [100, 200, 400, 500, 500, null],
  );
});

Deno.test("retryPause() takes up to half away by chance, and never less than the server asks for", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 60_000 }),
      (attempt, random, retryAfter) => {
        const pause = retryPause(attempt, HTTP_LIMITS, random, retryAfter);
        const { attempts, longestPause } = HTTP_LIMITS;
        if (attempt >= attempts || retryAfter > longestPause) {
          strictEqual(pause, null);
          return;
        }
        const whole = retryPause(attempt, HTTP_LIMITS, 0)!;
        ok(pause! >= retryAfter);
        ok(pause! <= Math.max(whole, retryAfter) && pause! >= whole / 2);
      },
    ),
  );
});

Deno.test("isPassing() knows what may be better a moment later", () => {
  deepStrictEqual([429, 500, 502, 503, 504].map(isPassing), [
    true,
    true,
    true,
    true,
    true,
  ]);
  deepStrictEqual([200, 304, 400, 403, 404, 501].some(isPassing), false);
});
