/**
 * `storectl unpublish`: flags and help.
 *
 * @module
 */

import { parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";
import { WRITE_FLAGS } from "../write_flags.ts";

/** Takes a version of an extension out of a store. */
export const unpublish = buildCommand({
  loader: async () => (await import("./unpublish_run.ts")).run,
  parameters: {
    flags: {
      from: {
        kind: "parsed",
        parse: parseText,
        placeholder: "store",
        brief:
          "Directory of the store, a git repository, or the name of a store",
      },
      ...WRITE_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "Id of the extension",
          parse: parseText,
          placeholder: "id",
        },
        { brief: "Its version", parse: parseText, placeholder: "version" },
      ],
    },
  },
  docs: {
    brief: "Take a version of an extension out of a store",
    fullDescription: [
      "Take one version off the store's list, then remove its files. Who reads the store meanwhile sees it with the version",
      "or without, whatever happens.",
      "",
      "Where the store is a git checkout, the change is committed there; a repository elsewhere is changed in a temporary",
      "clone, which needs --push.",
      "",
      "Examples:",
      "  storectl unpublish org.example.notes 1.2.0 --from store/",
      "  storectl unpublish org.example.notes 1.2.0 --from store/ --dry-run",
      "  storectl unpublish org.example.notes 1.2.0 --from git@git.example.org:store.git --push",
    ].join("\n"),
  },
});
