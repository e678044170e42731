/**
 * The deb822 style of `sources.list.d/*.sources`.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import type { Refuse } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import { parseFlag } from "./apt_config.ts";
import { parseStanzas } from "./deb822.ts";
import type { Stanza } from "./deb822.ts";
import {
  entryArchitectures,
  fillArchitecture,
  normalUri,
} from "./source_entry.ts";
import type { SourceContext, SourceEntry } from "./source_entry.ts";

function words(stanza: Stanza, name: string): readonly string[] {
  return stanza.get(name).split(/\s+/).filter((word) => word !== "");
}

/** A list that takes commas as well as white space. */
function list(stanza: Stanza, name: string): readonly string[] {
  return stanza.get(name).split(/[\s,]+/).filter((word) => word !== "");
}

/** The entries of one stanza: for each URI each suite, `deb` and `deb-src` as `Types` orders them. */
function stanzaEntries(
  stanza: Stanza,
  path: string,
  context: SourceContext,
): readonly SourceEntry[] {
  const at = `${path}:${stanza.line}`;
  if (parseFlag(stanza.get("Enabled")) === false) return [];
  const types = words(stanza, "Types");
  const uris = words(stanza, "URIs");
  const suites = words(stanza, "Suites");
  for (
    const [name, found] of [["Types", types], ["URIs", uris], [
      "Suites",
      suites,
    ]] as const
  ) {
    if (found.length === 0) {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read the stanza: it has no field ${name}`,
        { at },
      );
    }
  }
  const components = words(stanza, "Components");
  const common = {
    components,
    architectures: entryArchitectures(context, {
      only: stanza.has("Architectures")
        ? list(stanza, "Architectures")
        : undefined,
      add: list(stanza, "Architectures-Add"),
      remove: list(stanza, "Architectures-Remove"),
    }),
    trusted: parseFlag(stanza.get("Trusted")),
    signedBy: stanza.has("Signed-By") ? stanza.get("Signed-By") : undefined,
    at,
  };
  const entries: SourceEntry[] = [];
  for (const type of types) {
    if (type !== "deb" && type !== "deb-src") {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read type "${type}": only deb and deb-src exist`,
        { at },
      );
    }
    for (const uri of uris) {
      if (!uri.includes(":")) {
        throw new StoreError(
          "APT_SYNTAX",
          `Cannot read URI "${uri}": it has no scheme`,
          { at },
        );
      }
      for (const word of suites) {
        const suite = fillArchitecture(word, context);
        if (suite.endsWith("/") !== (components.length === 0)) {
          const state = components.length > 0
            ? "a suite that ends in a slash takes no component"
            : "the stanza names no component";
          throw new StoreError(
            "APT_SYNTAX",
            `Cannot read suite "${suite}": ${state}`,
            { at },
          );
        }
        entries.push({ type, uri: normalUri(uri, context), suite, ...common });
      }
    }
  }
  return entries;
}

/**
 * Reads one file in the deb822 style.
 *
 * Source: sources.list(5), «DEB822-STYLE FORMAT».
 *
 * @param path Its name, for errors.
 * @param refuse Takes the error of a stanza that cannot be read; the others still count.
 */
export function parseDeb822Sources(
  text: string,
  path: string,
  context: SourceContext,
  refuse: Refuse,
): readonly SourceEntry[] {
  const entries: SourceEntry[] = [];
  attempt(refuse, () => {
    for (const stanza of parseStanzas(text, { path, comments: true })) {
      attempt(
        refuse,
        () => entries.push(...stanzaEntries(stanza, path, context)),
      );
    }
  });
  return entries;
}
