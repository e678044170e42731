/**
 * `storectl packages update`: flags and help.
 *
 * @module
 */

import {
  ALLOW_REMOVE_FLAG,
  PACKAGES_FLAGS,
  PACKAGES_HELP,
} from "../packages_flags.ts";
import { parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Update installed APT packages. */
export const packagesUpdate = buildCommand({
  loader: async () => (await import("./packages_run.ts")).runUpdate,
  parameters: {
    flags: { ...ALLOW_REMOVE_FLAG, ...PACKAGES_FLAGS },
    positional: {
      kind: "array",
      parameter: {
        brief: "Package, as NAME, NAME:ARCHITECTURE",
        parse: parseText,
        placeholder: "name",
      },
      minimum: 1,
    },
  },
  docs: {
    brief: "Update installed APT packages",
    fullDescription: [
      "Update APT packages that are installed, by apt-get; what is not installed stays away.",
      ...PACKAGES_HELP,
      "",
      "Examples:",
      "  storectl packages update gpsd --simulate",
      "  storectl packages update gpsd chrony --lock-timeout 60",
    ].join("\n"),
  },
});
