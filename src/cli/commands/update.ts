/**
 * `storectl update`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, STORE_FLAGS } from "../flags.ts";
import {
  ASK_FLAGS,
  AUTOREMOVE_FLAG,
  idArguments,
  PRERELEASE_FLAG,
  WRITE_FLAGS,
} from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Updates installed extensions. */
export const update = buildCommand({
  loader: async () => (await import("./update_run.ts")).run,
  parameters: {
    flags: {
      all: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Update all that is installed",
      },
      ...PRERELEASE_FLAG,
      ...AUTOREMOVE_FLAG,
      ...WRITE_FLAGS,
      ...ASK_FLAGS,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
    positional: idArguments("Id of an installed extension", 0),
  },
  docs: {
    brief: "Update installed extensions",
    fullDescription: [
      "Bring installed extensions to the highest versions of their own stores that go together. An update never changes",
      "the store, never goes to a lower version, and leaves alone what is held.",
      "",
      "Examples:",
      "  storectl update --all",
      "  storectl update weather tides --dry-run",
    ].join("\n"),
  },
});
