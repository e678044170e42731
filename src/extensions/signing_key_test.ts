import { ok, rejects, strictEqual, throws } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { StoreError } from "../core/store_error.ts";
import { keyText } from "./_testing_keys.ts";
import { formatPublicKey, parsePublicKey } from "./public_key.ts";
import { formatPrivateKey, parsePrivateKey } from "./signing_key.ts";

// RFC 8032, section 7.1, test 1
const SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC =
  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const DER = `302e020100300506032b657004220420${SEED}`;

Deno.test("parsePrivateKey() gives the public key of RFC 8032", async () => {
  const text = formatPrivateKey(Uint8Array.fromHex(DER));
  const { publicKey, privateKey } = await parsePrivateKey(text, "k");
  strictEqual(publicKey, formatPublicKey(Uint8Array.fromHex(PUBLIC)));
  strictEqual(privateKey.extractable, false);
});

Deno.test("parsePrivateKey() reads what OpenSSL writes, and OpenSSL reads what formatPrivateKey() writes", async () => {
  const key = createPrivateKey({
    key: Buffer.from(DER, "hex"),
    format: "der",
    type: "pkcs8",
  });
  const pem = key.export({ format: "pem", type: "pkcs8" }) as string;
  const want = await parsePrivateKey(
    formatPrivateKey(Uint8Array.fromHex(DER)),
    "k",
  );
  strictEqual((await parsePrivateKey(pem, "k")).publicKey, want.publicKey);
  strictEqual(
    (await parsePrivateKey(pem.replaceAll("\n", "\r\n"), "k")).publicKey,
    want.publicKey,
  );
  const read = createPublicKey(keyText(1)).export({ format: "jwk" });
  strictEqual(
    (await parsePrivateKey(keyText(1), "k")).publicKey,
    `ed25519:${read.x}`,
  );
});

Deno.test.each([
  { name: "nothing", text: "", state: /not an Ed25519 private key/ },
  {
    name: "a public key",
    text:
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
    state: /public key/,
  },
  {
    name: "the text of a public key",
    text: `ed25519:${"A".repeat(43)}`,
    state: /public key/,
  },
  {
    name: "a key with a passphrase",
    text:
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    state: /passphrase/,
  },
  {
    name: "a key of another kind",
    text: formatPrivateKey(
      Uint8Array.fromHex(DER.replace("2b6570", "2b6571")),
    ),
    state: /not an Ed25519/,
  },
  {
    name: "a key that is cut",
    text: formatPrivateKey(Uint8Array.fromHex(DER.slice(0, -2))),
    state: /not an Ed25519/,
  },
  {
    name: "base64 that is none",
    text: keyText(1).replace("MC4C", "M=4C"),
    state: /not an Ed25519/,
  },
])("parsePrivateKey() refuses $name", async ({ text, state }) => {
  await rejects(parsePrivateKey(text, "k"), (error) => {
    ok(error instanceof StoreError);
    strictEqual(error.code, "KEY_INVALID");
    ok(state.test(error.message), error.message);
    ok(!text.trim() || !JSON.stringify(error).includes(text.slice(30, 60)));
    return true;
  });
});

Deno.test.each([
  { name: "nothing", text: "" },
  { name: "no prefix", text: "A".repeat(43) },
  { name: "a short key", text: `ed25519:${"A".repeat(42)}` },
  { name: "padding", text: `ed25519:${"A".repeat(43)}=` },
  { name: "a second text of one key", text: `ed25519:${"A".repeat(42)}B` },
  { name: "base64 that is not for URLs", text: `ed25519:${"+".repeat(43)}` },
  { name: "a line feed", text: `ed25519:${"A".repeat(43)}\n` },
])(
  "parsePublicKey() refuses $name",
  ({ text }) =>
    throws(() => parsePublicKey(text), { code: "INVALID_ARGUMENT" }),
);

Deno.test("parsePublicKey() does not show a private key that was given by mistake", () =>
  throws(
    () => parsePublicKey(keyText(1)),
    ({ message }: Error) => !message.includes(keyText(1).slice(30, 60)),
  ));
