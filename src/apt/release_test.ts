import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { parseRelease, UNKNOWN_RELEASE } from "./release.ts";
import type { Release } from "./release.ts";

const SIGNED =
  "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSuite: s\n- -Dashed: x\nVersion: 3\n" +
  "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n";

Deno.test.each<{ name: string; text: string; want: Partial<Release> }>([
  {
    name: "all fields",
    text:
      "Origin: O\nLabel: L\nSuite: s\nCodename: c\nVersion: 1.2\nNotAutomatic: yes\nButAutomaticUpgrades: yes\n",
    want: {
      origin: "O",
      label: "L",
      suite: "s",
      codename: "c",
      version: "1.2",
      notAutomatic: true,
      butAutomaticUpgrades: true,
    },
  },
  { name: "no field that counts", text: "X: y", want: {} },
  {
    name: "CRLF",
    text: "Suite: s\r\nOrigin: O\r\n",
    want: { suite: "s", origin: "O" },
  },
  {
    name: "blanks at the ends",
    text: "Suite:   a  \t\n",
    want: { suite: "a" },
  },
  {
    name: "folded values",
    text: "Origin: X\n Y\nLabel:\n L\n",
    want: { origin: "X\n Y", label: "L" },
  },
  {
    name: "the last of duplicates, in any case",
    text: "Suite: a\nSUITE: b\n",
    want: { suite: "b" },
  },
  {
    name: "the first stanza only",
    text: "Suite: a\n\nOrigin: O\n",
    want: { suite: "a" },
  },
  { name: "NotAutomatic: no", text: "NotAutomatic: no\n", want: {} },
  { name: "an unknown word for yes", text: "NotAutomatic: sure\n", want: {} },
  { name: "a signed text", text: SIGNED, want: { suite: "s", version: "3" } },
  {
    name: "a signed text with CRLF",
    text: SIGNED.replaceAll("\n", "\r\n"),
    want: { suite: "s", version: "3" },
  },
  {
    name: "a signed text without its signature",
    text: SIGNED.split("-----BEGIN PGP SIGNATURE")[0]!,
    want: { suite: "s", version: "3" },
  },
  {
    name: "the sizes of package indexes",
    text:
      "MD5Sum:\n 00 1 main/binary-amd64/Packages\nSHA256:\n 0a 12 main/binary-amd64/Packages\n 0b 13 main/binary-amd64/Packages.gz\n",
    want: { sizes: new Map([["main/binary-amd64/Packages", 12]]) },
  },
])(
  "parseRelease() reads $name",
  ({ text, want }) =>
    deepStrictEqual(parseRelease(text, "R"), { ...UNKNOWN_RELEASE, ...want }),
);

Deno.test.each([
  { name: "an empty file", text: "", at: "R:1" },
  { name: "blank lines", text: "\n\n", at: "R:1" },
  { name: "garbage", text: "garbage", at: "R:1" },
  {
    name: "garbage that is signed",
    text: SIGNED.replace(/Suite[^]*3/, "x"),
    at: "R:4",
  },
])(
  "parseRelease() rejects $name",
  ({ text, at }) =>
    throws(() => parseRelease(text, "R"), {
      code: "APT_SYNTAX",
      details: { at },
    }),
);

Deno.test("parseRelease() throws nothing but StoreError", () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[aS:\- \n\r]{0,30}$/)),
      fc.boolean(),
      (text, isSigned) => {
        try {
          parseRelease(isSigned ? SIGNED.replace("Suite: s", text) : text, "R");
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
        }
      },
    ),
  ));

Deno.test("UNKNOWN_RELEASE says nothing", () =>
  strictEqual(
    Object.values(UNKNOWN_RELEASE).some((value) => value === true),
    false,
  ));
