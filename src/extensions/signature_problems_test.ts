import { deepStrictEqual } from "node:assert/strict";
import { keyOf } from "./_testing_keys.ts";
import { signatureProblems } from "./signature_problems.ts";
import { signStore } from "./sign_store.ts";
import { formatSignature } from "./store_signature.ts";
import { parseSignature } from "./parse_signature.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse("2026-11-21T12:00:00Z");
const STORE = new TextEncoder().encode('{"name":"Marine","extensions":[]}');
const [OURS, THEIRS] = await Promise.all([keyOf(1), keyOf(2)]);
const GOOD = await signStore(STORE, {
  store: "Marine",
  keys: [OURS],
  lastSerial: 0,
  time: NOW,
  lifetime: DAY,
});
const BOTH = await signStore(STORE, {
  store: "Marine",
  keys: [OURS, THEIRS],
  lastSerial: 0,
  time: NOW,
  lifetime: DAY,
});

/** The good signature with another serial, which nobody signed. */
const CHANGED = new TextEncoder().encode(
  formatSignature({ ...parseSignature(GOOD.bytes, "s"), serial: 1 }),
);
/** The good signature, and a bad one of another key beside it. */
const HALF = new TextEncoder().encode(formatSignature({
  ...parseSignature(BOTH.bytes, "s"),
  signatures: parseSignature(BOTH.bytes, "s").signatures.map((one, index) =>
    index === 0 ? one : { ...one, signature: "A".repeat(86) }
  ),
}));

Deno.test.each<{
  name: string;
  file: Uint8Array | null;
  keys?: string[];
  isSigned?: boolean;
  now?: number;
  want: string[];
}>([
  { name: "a good one", file: GOOD.bytes, want: [] },
  {
    name: "a good one of the key",
    file: GOOD.bytes,
    keys: [THEIRS.publicKey, OURS.publicKey],
    want: [],
  },
  { name: "a store without any", file: null, isSigned: false, want: [] },
  {
    name: "a store without any, that needs one",
    file: null,
    isSigned: false,
    keys: [OURS.publicKey],
    want: ["error SIGNATURE_MISSING"],
  },
  {
    name: "a store that changed since",
    file: null,
    want: ["error SIGNATURE_MISSING"],
  },
  {
    name: "no JSON",
    file: STORE.subarray(1),
    want: ["error SIGNATURE_INVALID"],
  },
  { name: "other facts", file: CHANGED, want: ["error SIGNATURE_INVALID"] },
  {
    name: "a bad one beside a good one",
    file: HALF,
    keys: [OURS.publicKey],
    want: ["error SIGNATURE_INVALID"],
  },
  {
    name: "that of another store.json",
    file: (await signStore(STORE.subarray(0, 9), {
      store: "Marine",
      keys: [OURS],
      lastSerial: 0,
      time: NOW,
      lifetime: DAY,
    })).bytes,
    want: ["error SIGNATURE_INVALID"],
  },
  {
    name: "one of another key",
    file: GOOD.bytes,
    keys: [THEIRS.publicKey],
    want: ["error SIGNATURE_UNTRUSTED"],
  },
  {
    name: "an expired one",
    file: GOOD.bytes,
    now: NOW + DAY,
    want: ["warning SIGNATURE_EXPIRED"],
  },
])(
  "signatureProblems() judges $name",
  async ({ file, keys = [], isSigned = true, now = NOW, want }) => {
    const problems = await signatureProblems(STORE, {
      read: () => Promise.resolve(file),
      isSigned,
      keys,
      now,
    });
    deepStrictEqual(
      problems.map(({ severity, code }) => `${severity} ${code}`),
      want,
    );
  },
);
