/**
 * `storectl stores new`: flags and help.
 *
 * @module
 */

import { TARGET_FLAGS } from "../definition_flags.ts";
import { GLOBAL_FLAGS, parseText, repeatable, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Writes a new definition. */
export const storesNew = buildCommand({
  loader: async () => (await import("./stores_new_run.ts")).run,
  parameters: {
    flags: {
      name: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "name",
        brief: "Name for people; the id unless given",
      },
      description: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "text",
        brief: "What the store is for",
      },
      origin: repeatable("origin", "Packages of this origin; repeatable"),
      section: repeatable("name", "Packages in this section; repeatable"),
      tag: repeatable("tag", "Packages with this debtag; repeatable"),
      package: repeatable(
        "name",
        "This package, or those of a glob; repeatable",
      ),
      ...TARGET_FLAGS,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Id of the store: a-z, 0-9, - and _",
        parse: parseText,
        placeholder: "id",
      }],
    },
  },
  docs: {
    brief: "Write the definition of a new curated store",
    fullDescription: [
      "Write the definition of a new curated store, with comments that say what else it can hold. It goes to",
      "$XDG_CONFIG_HOME/storectl/stores, or for root and with --root to /etc/container-apps/stores.",
      "",
      "Examples:",
      "  storectl stores new maps --name Maps --section science --tag 'use::viewing'",
      "  storectl stores new mine --package 'git*' --package tig",
    ].join("\n"),
  },
});
