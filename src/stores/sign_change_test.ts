import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { keyOf, keyText } from "../extensions/_testing_keys.ts";
import { signStore } from "../extensions/sign_store.ts";
import { sha256Hex, signaturePath } from "../extensions/store_signature.ts";
import {
  findSignature,
  readSigning,
  signChange,
  signState,
  spentSignatures,
  writeSignature,
} from "./sign_change.ts";
import type { Signing } from "./sign_change.ts";

const OURS: Signing = { keys: [await keyOf(1)], days: 1 };
const BOTH: Signing = { keys: [await keyOf(1), await keyOf(2)], days: 1 };
const THEIRS: Signing = { keys: [await keyOf(3)], days: 1 };

function bytesOf(count: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`{"count":${count}}`);
}

async function withStore(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_sign_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Signs a change and writes the signature. */
async function change(
  folder: string,
  before: number | null,
  after: number,
  signing: Signing | undefined,
): Promise<number | undefined> {
  const signed = await signChange(folder, {
    before: before === null ? null : bytesOf(before),
    after: bytesOf(after),
    name: "Marine",
  }, signing);
  if (signed !== undefined) writeSignature(folder, signed);
  return signed?.statement.serial;
}

Deno.test("signChange() leaves a store alone that is not signed", () =>
  withStore(async (folder) => {
    strictEqual(await change(folder, null, 1, undefined), undefined);
    strictEqual(await change(folder, 1, 2, undefined), undefined);
    deepStrictEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test("signChange() signs change after change, with growing serials", () =>
  withStore(async (folder) => {
    const serials: number[] = [];
    for (let count = 1; count < 4; count++) {
      serials.push(
        (await change(folder, count === 1 ? null : count - 1, count, OURS))!,
      );
    }
    deepStrictEqual(serials, serials.toSorted((a, b) => a - b));
    strictEqual(new Set(serials).size, 3);
  }));

Deno.test("signChange() refuses to change a signed store without a key", () =>
  withStore(async (folder) => {
    await change(folder, null, 1, OURS);
    for (const before of [1, 7]) {
      await rejects(change(folder, before, 2, undefined), {
        code: "SIGNATURE_MISSING",
      });
    }
  }));

Deno.test("signChange() does not vouch for what somebody else put there", () =>
  withStore(async (folder) => {
    const untrusted = { code: "SIGNATURE_UNTRUSTED" };
    await rejects(change(folder, 1, 2, OURS), untrusted);
    await change(folder, null, 1, OURS);
    await rejects(change(folder, 1, 2, THEIRS), untrusted);
    // store.json was changed behind our back: it has no signature of ours
    await rejects(change(folder, 7, 8, OURS), untrusted);
    // their signature under the name of ours
    const theirs = await signState(bytesOf(1), "Marine", undefined, THEIRS);
    writeSignature(folder, theirs);
    await rejects(change(folder, 1, 2, OURS), untrusted);
  }));

Deno.test("signChange() goes from one key to the next by way of both", () =>
  withStore(async (folder) => {
    const next: Signing = { keys: [BOTH.keys[1]!], days: 1 };
    await change(folder, null, 1, OURS);
    await change(folder, 1, 2, BOTH);
    await change(folder, 2, 3, next);
    await rejects(change(folder, 3, 4, OURS), { code: "SIGNATURE_UNTRUSTED" });
  }));

Deno.test("signState() does not go on from the serial of somebody else", () =>
  withStore(async (folder) => {
    const theirs = await signStore(bytesOf(1), {
      store: "Marine",
      keys: THEIRS.keys,
      lastSerial: 2 ** 52,
      time: 0,
      lifetime: 1,
    });
    writeSignature(folder, theirs);
    const last = await findSignature(folder, bytesOf(1));
    strictEqual(last?.signature.serial, 2 ** 52 + 1);
    const { statement } = await signState(bytesOf(1), "Marine", last, OURS);
    strictEqual(statement.serial < 2 ** 40, true);
  }));

Deno.test("spentSignatures() keeps the newest for readers, and finds what a killed writer left", () =>
  withStore(async (folder) => {
    await change(folder, null, 0, OURS);
    for (let count = 1; count < 12; count++) {
      await change(folder, count - 1, count, OURS);
    }
    const kept = [...Deno.readDirSync(`${folder}/signatures`)];
    strictEqual(kept.length, 8);
    const now = signaturePath(await sha256Hex(bytesOf(11)));
    deepStrictEqual(spentSignatures(folder, now), []);
    const half = `${now}.${crypto.randomUUID()}.tmp`;
    const odd = `signatures/${"0".repeat(64)}.json`;
    for (const path of [half, odd, "signatures/README"]) {
      Deno.writeTextFileSync(`${folder}/${path}`, "");
    }
    deepStrictEqual(spentSignatures(folder, now), [odd, half]);
    strictEqual((await findSignature(folder, bytesOf(9)))?.good.length, 1);
    strictEqual(await findSignature(folder, bytesOf(1)), undefined);
  }));

Deno.test("readSigning() reads keys, and no key that others can read", () =>
  withStore(async (folder) => {
    const path = `${folder}/k.pem`;
    Deno.writeTextFileSync(path, keyText(1), { mode: 0o600 });
    const { keys } = await readSigning([path], 1);
    strictEqual(keys[0]!.publicKey, OURS.keys[0]!.publicKey);
    for (const mode of [0o640, 0o604, 0o660]) {
      Deno.chmodSync(path, mode);
      await rejects(readSigning([path], 1), { code: "PERMISSION" });
    }
    await rejects(readSigning([`${folder}/none`], 1), { code: "NOT_FOUND" });
  }));
