import { deepStrictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { parseExtendedStates } from "./parse_extended_states.ts";

Deno.test("parseExtendedStates() reads what is marked", () =>
  deepStrictEqual(
    parseExtendedStates(
      "Package: a\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: b\nAuto-Installed: 1\n\n" +
        "Package: c\nArchitecture: amd64\nAuto-Installed: 0\n\nPackage: d\nArchitecture: amd64\n",
      "E",
    ),
    [{ name: "a", architecture: "amd64" }, { name: "b", architecture: "" }],
  ));

Deno.test("parseExtendedStates() rejects garbage", () =>
  throws(() => parseExtendedStates("x", "E"), {
    code: "APT_SYNTAX",
    details: { at: "E:1" },
  }));

Deno.test("parseExtendedStates() throws nothing but StoreError", () =>
  fc.assert(fc.property(fc.string(), (text) => {
    try {
      parseExtendedStates(text, "E");
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  })));
