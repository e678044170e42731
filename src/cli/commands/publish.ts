/**
 * `storectl publish`: flags and help.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { parseText, repeatable } from "../flags.ts";
import { buildCommand } from "../stricli.ts";
import { WRITE_FLAGS } from "../write_flags.ts";

/** A flag that takes text and may be missing. */
function text<Brief extends string>(placeholder: string, brief: Brief) {
  return {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder,
    brief,
  } as const;
}

/** Reads `PATH=TYPE`. */
function parseAssetType(value: string): readonly [string, string] {
  const at = value.lastIndexOf("=");
  const path = value.slice(0, Math.max(0, at)).replace(/^\.\//, "");
  const type = value.slice(at + 1);
  if (path !== "" && /^[a-z][a-z0-9-]*$/.test(type)) return [path, type];
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected PATH=TYPE, found "${value}"`,
    { hint: "Write it as assets/logo.png=icon." },
  );
}

/** Publishes a version of an extension. */
export const publish = buildCommand({
  loader: async () => (await import("./publish_run.ts")).run,
  parameters: {
    flags: {
      to: {
        kind: "parsed",
        parse: parseText,
        placeholder: "store",
        brief:
          "Directory of the store, a git repository, or the name of a store",
      },
      init: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Make the store where there is none",
      },
      overwrite: {
        kind: "boolean",
        default: false,
        withNegated: false,
        brief: "Put other bytes in the place of a version that is there",
      },
      id: text("id", "Id of the extension, such as org.example.notes"),
      name: text("name", "Name for people"),
      version: text("version", "Semantic version, such as 1.2.0"),
      description: text("text", "One paragraph for people"),
      author: text("author", "Who made it"),
      license: text("license", "SPDX expression, or free text"),
      tag: repeatable("word", "A word to find it by; repeatable"),
      wasm: text(
        "file",
        "The component, from the directory or from here; found by its name unless given",
      ),
      assetType: {
        kind: "parsed",
        parse: parseAssetType,
        variadic: true,
        optional: true,
        placeholder: "path=type",
        brief:
          "Type of an asset, such as icon, documentation, license; guessed unless given",
      },
      ...WRITE_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Directory with the component, its assets and a manifest.json",
        parse: parseText,
        placeholder: "dir",
      }],
    },
  },
  docs: {
    brief: "Publish a version of an extension",
    fullDescription: [
      "Put one version of an extension into a store: every file in the directory is linked by its checksum, and the store",
      "has all of it or nothing, whatever happens meanwhile. What is wrong with it is said before anything is written.",
      "",
      "manifest.json in the directory says id, name and version; flags say it where there is none, or go before it. Files",
      "whose names start with a dot are left out. The same bytes again change nothing; other bytes need --overwrite.",
      "",
      "Where the store is a git checkout, the change is committed there; a repository elsewhere is changed in a temporary",
      "clone, which needs --push.",
      "",
      "Examples:",
      "  storectl publish notes/ --to store/ --init",
      "  storectl publish notes/ --to store/ --dry-run --format table",
      "  storectl publish build/ --to store/ --id org.example.notes --name Notes --version 1.2.0 --wasm build/notes.wasm",
      "  storectl publish notes/ --to store/ --overwrite --asset-type assets/shot.png=screenshot",
      "  storectl publish notes/ --to https://git.example.org/store.git --push",
      "",
      "Exit status: 0 done, or nothing to do; 1 another writer holds the store, or there is none; 2 the version is there with",
      "other bytes; 4 permission; 5 the extension or the store does not follow its rules, or it cannot be written.",
    ].join("\n"),
  },
});
