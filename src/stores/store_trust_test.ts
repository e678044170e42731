import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { StoreError } from "../core/store_error.ts";
import { keyOf } from "../extensions/_testing_keys.ts";
import { signStore } from "../extensions/sign_store.ts";
import type { SignOptions } from "../extensions/sign_store.ts";
import { checkTrust, forgetTrust } from "./store_trust.ts";
import type { TrustEntry, TrustOptions } from "./store_trust.ts";

const DAY = 24 * 60 * 60 * 1000;
const [OURS, THEIRS] = await Promise.all([keyOf(1), keyOf(2)]);
const ENTRY: TrustEntry = {
  name: "marine",
  location: "https://store.example/",
  keys: [OURS.publicKey],
  requireSignature: false,
};

async function withData(
  body: (data: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_trust_" });
  try {
    await body(`${folder}/data`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A state of the store, by its number. */
async function state(
  count: number,
  options: Partial<SignOptions> = {},
): Promise<{ store: Uint8Array<ArrayBuffer>; file: Uint8Array }> {
  const store = new TextEncoder().encode(`{"name":"Marine","count":${count}}`);
  const { bytes } = await signStore(store, {
    store: "Marine",
    keys: [OURS],
    lastSerial: 2_000_000_000 + count,
    time: Date.now(),
    lifetime: DAY,
    ...options,
  });
  return { store, file: bytes };
}

/** The code of a refusal, or the codes of the warnings. */
async function check(
  { store, file }: { store: Uint8Array<ArrayBuffer>; file: Uint8Array | null },
  options: TrustOptions,
  entry = ENTRY,
): Promise<string> {
  try {
    // deno-lint-ignore require-await -- a file of a store, which may come over a network
    const read = async () => file;
    const warnings = await checkTrust(entry, store, read, options);
    return warnings.map(({ code }) => `warning ${code}`).join() || "ok";
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

Deno.test("checkTrust() reads nothing for a store that need not be signed", async () => {
  const warnings = await checkTrust(
    { ...ENTRY, keys: [] },
    new Uint8Array(),
    () => Promise.reject(new Error("read")),
    { data: "/nonexistent" },
  );
  deepStrictEqual(warnings, []);
});

Deno.test("checkTrust() remembers what it saw, over processes and caches", () =>
  withData(async (data) => {
    const [one, two] = await Promise.all([state(1), state(2)]);
    strictEqual(await check(one, { data }), "ok");
    strictEqual(await check(two, { data }), "ok");
    strictEqual(await check(one, { data }), "STORE_ROLLBACK");
    strictEqual(await check(two, { data }), "ok");
    strictEqual(await check(one, { data, allowRollback: true }), "ok");
    strictEqual(await check(one, { data }), "ok");
    strictEqual(await check(two, { data }), "ok");
  }));

Deno.test("checkTrust() writes nothing while nothing changes", () =>
  withData(async (data) => {
    const one = await state(1);
    await check(one, { data });
    const path = `${data}/trust/marine.json`;
    const { ino } = Deno.statSync(path);
    await check(one, { data });
    strictEqual(Deno.statSync(path).ino, ino);
    deepStrictEqual([...Deno.readDirSync(`${data}/trust`)].length, 1);
  }));

Deno.test("checkTrust() forgets with the store, and with its place", () =>
  withData(async (data) => {
    const [one, two] = await Promise.all([state(1), state(2)]);
    await check(two, { data });
    const elsewhere = { ...ENTRY, location: "https://other.example/" };
    strictEqual(await check(one, { data }, elsewhere), "ok");
    await check(two, { data });
    forgetTrust(data, "marine");
    strictEqual(await check(one, { data }), "ok");
    forgetTrust(data, "never-seen");
    forgetTrust(undefined, "marine");
  }));

Deno.test("checkTrust() pins the first signer where a signature is required and no key is named", () =>
  withData(async (data) => {
    const entry = { ...ENTRY, keys: [], requireSignature: true };
    const theirs = await state(3, { keys: [THEIRS] });
    strictEqual(
      await check({ ...theirs, file: null }, { data }, entry),
      "SIGNATURE_MISSING",
    );
    strictEqual(await check(await state(1), { data }, entry), "ok");
    strictEqual(await check(theirs, { data }, entry), "SIGNATURE_UNTRUSTED");
    strictEqual(await check(await state(2), { data }, entry), "ok");
  }));

Deno.test("checkTrust() warns of an expired signature only where nothing else can be had", () =>
  withData(async (data) => {
    const old = await state(1, { lifetime: -DAY });
    strictEqual(await check(old, { data }), "SIGNATURE_EXPIRED");
    strictEqual(
      await check(old, { data, offline: true }),
      "warning SIGNATURE_EXPIRED",
    );
  }));

Deno.test.each([
  { name: "half a file", text: '{"location":"https' },
  { name: "another form", text: "[]" },
  { name: "nothing", text: "" },
])(
  "checkTrust() believes nothing when what it remembers is $name",
  ({ text }) =>
    withData(async (data) => {
      const one = await state(1);
      await check(one, { data });
      Deno.writeTextFileSync(`${data}/trust/marine.json`, text);
      strictEqual(await check(one, { data }), "DATA_CORRUPT");
    }),
);

Deno.test("checkTrust() says when it cannot remember", async () => {
  const one = await state(1);
  strictEqual(await check(one, { data: undefined }), "warning TRUST_NOT_KEPT");
  strictEqual(
    await check(one, { data: "/dev/null/nothing" }),
    "warning TRUST_NOT_KEPT",
  );
});

Deno.test("checkTrust() asked twelve times at once keeps the newest state", () =>
  withData(async (data) => {
    const states = await Promise.all(
      Array.from({ length: 12 }, (_, count) => state(count)),
    );
    await Promise.all(states.map((one) => check(one, { data })));
    const kept = JSON.parse(Deno.readTextFileSync(`${data}/trust/marine.json`));
    strictEqual(kept.serial, 2_000_000_012);
  }));
