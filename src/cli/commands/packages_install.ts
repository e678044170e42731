/**
 * `storectl packages install`: flags and help.
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

/** Install APT packages. */
export const packagesInstall = buildCommand({
  loader: async () => (await import("./packages_run.ts")).runInstall,
  parameters: {
    flags: { ...ALLOW_REMOVE_FLAG, ...PACKAGES_FLAGS },
    positional: {
      kind: "array",
      parameter: {
        brief: "Package, as NAME, NAME:ARCHITECTURE or NAME=VERSION",
        parse: parseText,
        placeholder: "name",
      },
      minimum: 1,
    },
  },
  docs: {
    brief: "Install APT packages",
    fullDescription: [
      "Install APT packages by apt-get, with what they depend on.",
      ...PACKAGES_HELP,
      "",
      "Examples:",
      "  storectl packages install gpsd --simulate",
      "  storectl packages install gpsd=3.22-4.1 chrony --format ndjson",
    ].join("\n"),
  },
});
