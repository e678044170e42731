import { strictEqual, throws } from "node:assert/strict";
import { installedExtension, keptVersion } from "./_testing.ts";
import { findEarlier } from "./find_earlier.ts";

const APP = installedExtension(
  "app",
  [
    keptVersion("1.0.0"),
    keptVersion("3.0.0"),
    keptVersion("1.0.0", { directory: "1.0.0_r2", store: "other" }),
    keptVersion("2.0.0"),
  ],
  { history: ["1.0.0", "1.0.0_r2"] },
);

Deno.test.each([
  { name: "the one before", to: undefined, want: "1.0.0_r2" },
  { name: "the last of one version", to: "1.0.0", want: "1.0.0_r2" },
  { name: "one that was rolled back from", to: "3.0.0", want: "3.0.0" },
])(
  "findEarlier() finds $name",
  ({ to, want }) => strictEqual(findEarlier(APP, to).directory, want),
);

Deno.test.each([
  { name: "the version in use", to: "2.0.0", message: /the version in use$/ },
  { name: "one that is not kept", to: "4.0.0", message: /it is not kept$/ },
])(
  "findEarlier() refuses $name",
  ({ to, message }) =>
    throws(() => findEarlier(APP, to), {
      code: "NOTHING_TO_ROLL_BACK",
      message,
      details: { hint: "Use one of 1.0.0, 3.0.0." },
    }),
);

Deno.test("findEarlier() refuses where nothing is kept", () =>
  throws(
    () => findEarlier(installedExtension("app", [keptVersion("1.0.0")])),
    {
      code: "NOTHING_TO_ROLL_BACK",
      message: /no version before 1\.0\.0 is kept$/,
    },
  ));
