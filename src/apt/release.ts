/**
 * `Release` and `InRelease` files.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { parseFlag } from "./apt_config.ts";
import { parseStanzas } from "./deb822.ts";
import type { Stanza } from "./deb822.ts";

/** What a release says of itself; "" where it says nothing. */
export interface Release {
  /** Who made it. */
  readonly origin: string;
  /** What it is called. */
  readonly label: string;
  /** `stable`, `testing`, … */
  readonly suite: string;
  /** `bookworm`, `trixie`, … */
  readonly codename: string;
  /** `12.5`, … */
  readonly version: string;
  /** Whether nothing of it is installed unless asked for. */
  readonly notAutomatic: boolean;
  /** Whether what came from it is upgraded from it. */
  readonly butAutomaticUpgrades: boolean;
  /** Bytes of the unpacked files that it vouches for, by their path below its folder. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** A release without a `Release` file. */
export const UNKNOWN_RELEASE: Release = {
  origin: "",
  label: "",
  suite: "",
  codename: "",
  version: "",
  notAutomatic: false,
  butAutomaticUpgrades: false,
  sizes: new Map(),
};

const BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";

/** The signed text of a clear-signed file; the signature is apt's to check when it fetches. */
function unwrap(text: string): { text: string; firstLine: number } {
  if (!text.startsWith(BEGIN)) return { text, firstLine: 1 };
  const headerEnd = /\r?\n[ \t]*\r?\n/.exec(text);
  const start = headerEnd ? headerEnd.index + headerEnd[0].length : text.length;
  const end = text.indexOf("\n-----BEGIN PGP SIGNATURE", start);
  return {
    text: text.slice(start, end < 0 ? undefined : end + 1).replace(/^- /gm, ""),
    firstLine: text.slice(0, start).split("\n").length,
  };
}

const HASH_FIELDS = ["SHA512", "SHA256", "SHA1", "MD5Sum"];
const HASH_REGEXP = /^[ \t]*[0-9a-f]+[ \t]+(\d{1,15})[ \t]+(\S*Packages)$/gm;

/** The sizes of unpacked package indexes, from the first list of hashes that there is. */
function packagesSizes(stanza: Stanza): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const field = HASH_FIELDS.find((name) => stanza.has(name));
  if (field === undefined) return sizes;
  for (const [, size, path] of stanza.get(field).matchAll(HASH_REGEXP)) {
    sizes.set(path!, Number(size));
  }
  return sizes;
}

/**
 * Reads the first stanza of a `Release` or `InRelease` file.
 *
 * Source: {@link https://wiki.debian.org/DebianRepository/Format}; clear-signed files are unwrapped without
 * verifying, as APT does when it builds its cache.
 *
 * @param path Its name, for errors.
 * @throws {StoreError} `APT_SYNTAX`: the file is empty or does not parse.
 */
export function parseRelease(text: string, path: string): Release {
  const unwrapped = unwrap(text);
  const [stanza] = parseStanzas(unwrapped.text, {
    path,
    firstLine: unwrapped.firstLine,
  });
  if (!stanza) {
    throw new StoreError(
      "APT_SYNTAX",
      "Cannot read the release: the file is empty",
      { at: `${path}:1` },
    );
  }
  return {
    origin: stanza.get("Origin"),
    label: stanza.get("Label"),
    suite: stanza.get("Suite"),
    codename: stanza.get("Codename"),
    version: stanza.get("Version"),
    notAutomatic: parseFlag(stanza.get("NotAutomatic")) === true,
    butAutomaticUpgrades:
      parseFlag(stanza.get("ButAutomaticUpgrades")) === true,
    sizes: packagesSizes(stanza),
  };
}
