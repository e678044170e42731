import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { keyOf } from "./_testing_keys.ts";
import { checkStoreSignature } from "./check_signature.ts";
import type { SeenStore, SignatureTrust } from "./check_signature.ts";
import { parseSignature } from "./parse_signature.ts";
import { signStore } from "./sign_store.ts";
import type { SignOptions } from "./sign_store.ts";
import {
  formatSignature,
  SIGNATURE_MAX_BYTES,
  statementBytes,
} from "./store_signature.ts";
import type { StoreSignature } from "./store_signature.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse("2026-11-21T12:00:00Z");
const STORE = new TextEncoder().encode('{"name":"Marine","extensions":[]}');
const OTHER = new TextEncoder().encode('{"name":"Marine","extensions":[1]}');
const [OURS, NEXT, THEIRS] = await Promise.all([keyOf(1), keyOf(2), keyOf(3)]);

function sign(
  options: Partial<SignOptions> = {},
  store = STORE,
): ReturnType<typeof signStore> {
  return signStore(store, {
    store: "Marine",
    keys: [OURS],
    lastSerial: 0,
    time: NOW,
    lifetime: 90 * DAY,
    ...options,
  });
}

function trust(options: Partial<SignatureTrust> = {}): SignatureTrust {
  return {
    keys: [OURS.publicKey],
    seen: undefined,
    now: NOW + DAY,
    allowRollback: false,
    allowExpired: false,
    ...options,
  };
}

/** The same file with other facts, and the old signatures. */
function changed(
  bytes: Uint8Array,
  change: Partial<StoreSignature>,
): Uint8Array {
  const signature = parseSignature(bytes, "s");
  return new TextEncoder().encode(formatSignature({ ...signature, ...change }));
}

const GOOD = await sign();
const SEEN: SeenStore = {
  store: "Marine",
  serial: GOOD.statement.serial,
  sha256: GOOD.statement.sha256,
  keys: [OURS.publicKey],
};
const OLDER = await sign({ time: NOW - DAY }, OTHER);
const NEWER = await sign({ time: NOW + 1000 }, OTHER);

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return "accepted";
}

Deno.test("what is signed has one form, line by line", () =>
  strictEqual(
    new TextDecoder().decode(
      statementBytes({ ...GOOD.statement, store: 'a\nsha256: "b"' }),
    ),
    `storectl-signature-1
store: "a\\nsha256: \\"b\\""
sha256: ${GOOD.statement.sha256}
size: ${STORE.length}
serial: ${NOW / 1000}
signed: 2026-11-21T12:00:00Z
expires: 2027-02-19T12:00:00Z
`,
  ));

Deno.test("checkStoreSignature() believes what a trusted key signed", async () =>
  deepStrictEqual(await checkStoreSignature(STORE, GOOD.bytes, trust()), {
    seen: SEEN,
    expired: undefined,
  }));

Deno.test("checkStoreSignature() believes any one of several keys, on both sides", async () => {
  const both = await sign({ keys: [OURS, NEXT] });
  for (const keys of [[OURS], [NEXT], [THEIRS, NEXT]]) {
    const known = keys.map(({ publicKey }) => publicKey);
    const { seen } = await checkStoreSignature(
      STORE,
      both.bytes,
      trust({ keys: known }),
    );
    deepStrictEqual(seen.keys.every((key) => known.includes(key)), true);
  }
});

Deno.test("a key that is not trusted may stand beside one that is, and is not learnt", async () => {
  const theirs = parseSignature((await sign({ keys: [THEIRS] })).bytes, "s");
  const ours = parseSignature(GOOD.bytes, "s");
  const { seen } = await checkStoreSignature(
    STORE,
    changed(GOOD.bytes, {
      signatures: [...theirs.signatures, ...ours.signatures],
    }),
    trust(),
  );
  deepStrictEqual(seen.keys, [OURS.publicKey]);
});

const flipped = (text: string) => (text[0] === "A" ? "B" : "A") + text.slice(1);
const [OWN] = parseSignature(GOOD.bytes, "s").signatures;

Deno.test.each([
  { name: "no signature", file: null, code: "SIGNATURE_MISSING" },
  {
    name: "another key",
    file: (await sign({ keys: [THEIRS] })).bytes,
    code: "SIGNATURE_UNTRUSTED",
  },
  {
    name: "a signature of another store.json",
    file: (await sign({}, OTHER)).bytes,
    code: "SIGNATURE_INVALID",
  },
  {
    name: "a later expiry than was signed",
    file: changed(GOOD.bytes, { expires: "2099-01-01T00:00:00Z" }),
    code: "SIGNATURE_INVALID",
  },
  {
    name: "a higher serial than was signed",
    file: changed(GOOD.bytes, { serial: SEEN.serial + 1 }),
    code: "SIGNATURE_INVALID",
  },
  {
    name: "another store than was signed",
    file: changed(GOOD.bytes, { store: "Other" }),
    code: "SIGNATURE_INVALID",
  },
  {
    name: "a signature with one bit changed",
    file: changed(GOOD.bytes, {
      signatures: [{ ...OWN!, signature: flipped(OWN!.signature) }],
    }),
    code: "SIGNATURE_INVALID",
  },
  {
    name: "our key over their signature",
    file: changed(GOOD.bytes, {
      signatures: [{
        key: OURS.publicKey,
        signature: parseSignature(
          (await sign({ keys: [THEIRS] })).bytes,
          "s",
        ).signatures[0]!.signature,
      }],
    }),
    code: "SIGNATURE_INVALID",
  },
  {
    name: "a key that is no point, and a signature of zeroes",
    file: changed(GOOD.bytes, {
      signatures: [{
        key: `ed25519:${"_".repeat(43)}`,
        signature: "A".repeat(86),
      }],
    }),
    code: "SIGNATURE_INVALID",
  },
  { name: "no JSON", file: STORE.subarray(1), code: "SIGNATURE_INVALID" },
  {
    name: "a file over its limit",
    file: new Uint8Array(SIGNATURE_MAX_BYTES + 1).fill(0x20),
    code: "SIGNATURE_INVALID",
  },
])(
  "checkStoreSignature() refuses $name",
  async ({ file, code }) =>
    strictEqual(await codeOf(checkStoreSignature(STORE, file, trust())), code),
);

Deno.test("checkStoreSignature() refuses an older state, whoever has the key", async () => {
  const check = (options: Partial<SignatureTrust>) =>
    codeOf(checkStoreSignature(
      OTHER,
      OLDER.bytes,
      trust({ seen: SEEN, ...options }),
    ));
  strictEqual(await check({}), "STORE_ROLLBACK");
  strictEqual(await check({ allowExpired: true }), "STORE_ROLLBACK");
  strictEqual(await check({ allowRollback: true }), "accepted");
  strictEqual(await check({ seen: undefined }), "accepted");
});

Deno.test("checkStoreSignature() refuses two states with one serial", async () =>
  strictEqual(
    await codeOf(checkStoreSignature(
      OTHER,
      (await sign({}, OTHER)).bytes,
      trust({ seen: SEEN }),
    )),
    "STORE_ROLLBACK",
  ));

Deno.test("checkStoreSignature() refuses another store that has the same key", async () =>
  strictEqual(
    await codeOf(checkStoreSignature(
      OTHER,
      (await sign({ store: "Games", time: NOW + 1000 }, OTHER)).bytes,
      trust({ seen: SEEN }),
    )),
    "STORE_ROLLBACK",
  ));

Deno.test("an older signature of the same state is believed, and its serial is not", async () => {
  const again = await sign({ lastSerial: SEEN.serial + 10 });
  const seen = { ...SEEN, serial: again.statement.serial };
  strictEqual(again.statement.serial, SEEN.serial + 11);
  const checked = await checkStoreSignature(
    STORE,
    GOOD.bytes,
    trust({ seen }),
  );
  strictEqual(checked.seen.serial, again.statement.serial);
  strictEqual(
    await codeOf(
      checkStoreSignature(OTHER, NEWER.bytes, trust({ seen: checked.seen })),
    ),
    "STORE_ROLLBACK",
  );
});

Deno.test("checkStoreSignature() refuses an expired signature, but for what is cached", async () => {
  const now = NOW + 90 * DAY;
  strictEqual(
    await codeOf(checkStoreSignature(STORE, GOOD.bytes, trust({ now }))),
    "SIGNATURE_EXPIRED",
  );
  strictEqual(
    await codeOf(
      checkStoreSignature(STORE, GOOD.bytes, trust({ now: now - 1 })),
    ),
    "accepted",
  );
  const { expired } = await checkStoreSignature(
    STORE,
    GOOD.bytes,
    trust({ now, allowExpired: true }),
  );
  strictEqual(expired, "2027-02-19T12:00:00Z");
});

Deno.test("a new key is the way out of a serial that a thief has set", async () => {
  const thief = await sign({ lastSerial: 2 ** 52 });
  const { seen } = await checkStoreSignature(STORE, thief.bytes, trust());
  const fresh = await sign({ keys: [NEXT], time: NOW + 1000 }, OTHER);
  strictEqual(
    await codeOf(checkStoreSignature(
      OTHER,
      fresh.bytes,
      trust({ seen, keys: [OURS.publicKey, NEXT.publicKey] }),
    )),
    "STORE_ROLLBACK",
  );
  const out = trust({ seen, keys: [NEXT.publicKey] });
  strictEqual(
    (await checkStoreSignature(OTHER, fresh.bytes, out)).seen.serial,
    fresh.statement.serial,
  );
  // the same bytes, signed anew, do not carry the thief's serial over
  const same = await sign({ keys: [NEXT], time: NOW + 1000 });
  strictEqual(
    (await checkStoreSignature(STORE, same.bytes, out)).seen.serial,
    same.statement.serial,
  );
});

Deno.test("without keys, whoever signed first is believed and nobody else", async () => {
  const { seen } = await checkStoreSignature(
    STORE,
    GOOD.bytes,
    trust({ keys: [] }),
  );
  deepStrictEqual(seen, SEEN);
  const theirs = await sign({ keys: [THEIRS], time: NOW + 1000 }, OTHER);
  const check = (file: Uint8Array | null) =>
    codeOf(checkStoreSignature(OTHER, file, trust({ keys: [], seen })));
  strictEqual(await check(theirs.bytes), "SIGNATURE_UNTRUSTED");
  strictEqual(await check(NEWER.bytes), "accepted");
  strictEqual(await check(null), "SIGNATURE_MISSING");
});

Deno.test("signStore() wants one to sixteen keys, and the serial grows though the clock goes back", async () => {
  await rejects(sign({ keys: [] }), { code: "INVALID_ARGUMENT" });
  strictEqual(
    (await sign({ lastSerial: SEEN.serial, time: NOW - DAY })).statement.serial,
    SEEN.serial + 1,
  );
  deepStrictEqual(
    parseSignature((await sign({ keys: [OURS, OURS] })).bytes, "s").signatures
      .length,
    1,
  );
});

Deno.test("parseSignature() reads what formatSignature() writes", () =>
  fc.assert(fc.property(
    fc.string({ unit: "binary" }),
    fc.maxSafeNat(),
    fc.date({ min: new Date(0), max: new Date(NOW * 2), noInvalidDate: true }),
    (store, serial, date) => {
      const time = `${date.toISOString().slice(0, 19)}Z`;
      const signature: StoreSignature = {
        ...parseSignature(GOOD.bytes, "s"),
        store,
        serial: serial + (serial === 0 ? 1 : 0),
        signed: time,
        expires: time,
      };
      const bytes = new TextEncoder().encode(formatSignature(signature));
      deepStrictEqual(parseSignature(bytes, "s"), signature);
    },
  )));

Deno.test("checkStoreSignature() throws nothing but coded errors, and never believes changed bytes", async () => {
  const facts = ({ signatures: _, ...rest }: StoreSignature) => rest;
  const want = facts(parseSignature(GOOD.bytes, "s"));
  await fc.assert(fc.asyncProperty(
    fc.array(
      fc.record({
        at: fc.nat(GOOD.bytes.length - 1),
        bytes: fc.uint8Array({ maxLength: 3 }),
        length: fc.nat(3),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    async (edits) => {
      let bytes = [...GOOD.bytes];
      for (const edit of edits) {
        bytes = bytes.toSpliced(edit.at, edit.length, ...edit.bytes);
      }
      const file = Uint8Array.from(bytes);
      const code = await codeOf(checkStoreSignature(STORE, file, trust()));
      if (code === "accepted") {
        deepStrictEqual(facts(parseSignature(file, "s")), want);
      }
    },
  ));
  await fc.assert(fc.asyncProperty(
    fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
    ),
    async (file) => ok(await codeOf(checkStoreSignature(STORE, file, trust()))),
  ));
});
