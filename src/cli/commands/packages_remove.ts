/**
 * `storectl packages remove`: flags and help.
 *
 * @module
 */

import { PACKAGES_FLAGS, PACKAGES_HELP } from "../packages_flags.ts";
import { parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Remove APT packages. */
export const packagesRemove = buildCommand({
  loader: async () => (await import("./packages_run.ts")).runRemove,
  parameters: {
    flags: PACKAGES_FLAGS,
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
    brief: "Remove APT packages",
    fullDescription: [
      "Remove APT packages by apt-get, with what depends on them. Their settings stay.",
      ...PACKAGES_HELP,
      "",
      "Examples:",
      "  storectl packages remove gpsd --simulate",
      "  storectl packages remove gpsd --autoremove",
    ].join("\n"),
  },
});
