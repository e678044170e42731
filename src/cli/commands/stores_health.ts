/**
 * `storectl stores health`: flags and help.
 *
 * @module
 */

import {
  GLOBAL_FLAGS,
  parseSeconds,
  parseText,
  STORE_FLAGS,
  TIMEOUT_FLAG,
} from "../flags.ts";
import { ASK_FLAGS } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Says how the stores do. */
export const storesHealth = buildCommand({
  loader: async () => (await import("./stores_health_run.ts")).run,
  parameters: {
    flags: {
      watch: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Ask again and again, on a terminal, until Ctrl-C",
      },
      interval: {
        kind: "parsed",
        parse: parseSeconds,
        default: "5",
        placeholder: "seconds",
        brief: "Time between two rounds of --watch",
      },
      allowRollback: ASK_FLAGS.allowRollback,
      ...TIMEOUT_FLAG,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
    positional: {
      kind: "array",
      parameter: {
        brief: "Name of a store; all unless given",
        parse: parseText,
        placeholder: "name",
      },
    },
  },
  docs: {
    brief: "Ask the stores how they do",
    fullDescription: [
      "Ask stores, all at once, whether they can be used, how fast they answer, what they offer, when they changed last,",
      "and what is wrong. Exits with 1 where one that is enabled, or named, cannot be used.",
      "",
      "Examples:",
      "  storectl stores health",
      "  storectl stores health team --timeout 2 --format json",
      "  storectl stores health --watch",
    ].join("\n"),
  },
});
