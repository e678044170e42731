/**
 * `storectl install`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import {
  ASK_FLAGS,
  AUTOREMOVE_FLAG,
  DOWNGRADE_FLAG,
  idArguments,
  PRERELEASE_FLAG,
  WRITE_FLAGS,
} from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Installs extensions. */
export const install = buildCommand({
  loader: async () => (await import("./install_run.ts")).run,
  parameters: {
    flags: {
      store: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "name",
        brief: "Take what is named from this store",
      },
      explain: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Say why that store and that version",
      },
      ...PRERELEASE_FLAG,
      ...DOWNGRADE_FLAG,
      reinstall: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Fetch what is named again, where it is there",
      },
      ...AUTOREMOVE_FLAG,
      ...WRITE_FLAGS,
      ...ASK_FLAGS,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
    positional: idArguments(
      "Id of an extension, or id@range; or a package of a curated store",
      1,
      "id[@range]",
    ),
  },
  docs: {
    brief: "Install extensions and what they need",
    fullDescription: [
      "Install extensions and what they need, all of them or none. What is installed already stays as it is, as far as",
      "that goes; run storectl update for higher versions.",
      "",
      "Of several stores that offer one, trusted ones go first, then higher priority, then the higher version. The plan",
      "is printed before it is carried out. A package of a curated store goes to apt-get, which asks nothing.",
      "",
      "Examples:",
      "  storectl install weather",
      "  storectl install gpsd --store marine",
      '  storectl install "weather@^2.1" tides --dry-run',
      "  storectl install weather --store harbour --explain",
      "  storectl install weather@1.4.0 --allow-downgrade",
    ].join("\n"),
  },
});
