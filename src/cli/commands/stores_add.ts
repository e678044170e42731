/**
 * `storectl stores add`: flags and help.
 *
 * @module
 */

import {
  GLOBAL_FLAGS,
  parseInteger,
  parseText,
  repeatable,
  SCOPE_FLAG,
} from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Adds a store. */
export const storesAdd = buildCommand({
  loader: async () => (await import("./stores_add_run.ts")).run,
  parameters: {
    flags: {
      priority: {
        kind: "parsed",
        parse: parseInteger,
        default: "0",
        placeholder: "n",
        brief: "Higher goes first, -1000 to 1000",
      },
      trusted: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Ask it before all stores that are not trusted",
      },
      branch: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "name",
        brief: "Branch, tag or commit of a git store",
      },
      key: repeatable(
        "key",
        "Public key that has to have signed the store; repeatable, any of them",
      ),
      requireSignature: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Refuse the store unsigned; the key seen first is kept",
      },
      check: {
        kind: "boolean",
        default: true,
        brief: "Ask the store whether it answers",
      },
      ...SCOPE_FLAG,
      ...GLOBAL_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "What it is: local, git or http",
          parse: parseText,
          placeholder: "kind",
        },
        {
          brief: "What to call it: a-z, 0-9, - and _",
          parse: parseText,
          placeholder: "name",
        },
        {
          brief: "Its directory or URL",
          parse: parseText,
          placeholder: "location",
        },
      ],
    },
  },
  docs: {
    brief: "Add a store of extensions",
    fullDescription: [
      "Add a store of extensions: a directory, a git repository, or a directory on a web server, with a store.json.",
      "It is written to the list of the user, $XDG_CONFIG_HOME/storectl/stores.json, or of the system,",
      "/etc/storectl/stores.json, which root uses. A store that does not answer yet is added with a warning.",
      "",
      "Examples:",
      "  storectl stores add local team /srv/extensions --priority 10",
      "  storectl stores add git tools https://git.example.org/tools.git --branch stable",
      "  storectl stores add http crew https://crew.example.org/store/ --trusted",
    ].join("\n"),
  },
});
