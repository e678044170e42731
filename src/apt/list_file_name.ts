/**
 * Names of the files below `lists/`.
 *
 * @module
 */

/** A URI taken apart the way APT does it. */
export interface UriParts {
  /** Text before the first colon. */
  readonly scheme: string;
  /** Without user, brackets and port; "" for `file:/` and `copy:/`. */
  readonly host: string;
  /** 0 where none is given. */
  readonly port: number;
  /** From its first slash. */
  readonly path: string;
}

const encoder = new TextEncoder();

/**
 * Percent-escapes, in lower case, the characters in `bad`, `%`, controls, space and all that is not ASCII.
 *
 * Source: `QuoteString`.
 */
function quote(text: string, bad: string): string {
  let out = "";
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    const escaped = byte <= 0x20 || byte >= 0x7f || byte === 0x25 ||
      bad.includes(character);
    out += escaped ? `%${byte.toString(16).padStart(2, "0")}` : character;
  }
  return out;
}

/** Where the authority of a URI ends: its first slash that is not in brackets. */
function authorityEnd(uri: string, start: number): number {
  let isInBrackets = false;
  for (let index = start; index < uri.length; index++) {
    const character = uri[index]!;
    if (character === "[") isInBrackets = true;
    else if (character === "]") isInBrackets = false;
    else if (character === "/" && !isInBrackets) return index;
  }
  return uri.length;
}

/**
 * Takes a URI apart. What stands before the first slash is the host, also without `//`, as in `cdrom:[Name]/`.
 *
 * Source: `URI::CopyFrom`.
 */
export function splitUri(uri: string): UriParts {
  const colon = Math.max(0, uri.indexOf(":"));
  const scheme = uri.slice(0, colon);
  const start = uri.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
  const slash = authorityEnd(uri, start);
  const path = uri.slice(slash) || "/";
  const authority = uri.slice(start, slash);
  const bracketed = authority.slice(authority.lastIndexOf("@") + 1);
  if (bracketed.lastIndexOf("[") > bracketed.lastIndexOf("]")) {
    return { scheme, host: "", port: 0, path };
  }
  const host = bracketed.replaceAll(/[[\]]/g, "");
  const portColon = bracketed.lastIndexOf(":");
  if (portColon < 0 || portColon < bracketed.lastIndexOf("]")) {
    return { scheme, host, port: 0, path };
  }
  return {
    scheme,
    host: host.slice(0, host.lastIndexOf(":")),
    port: Number.parseInt(bracketed.slice(portColon + 1), 10) || 0,
    path,
  };
}

/** A suite as it stands in a URI; APT encodes it before it escapes the whole name. */
export function encodeSuite(suite: string): string {
  return quote(suite, "+~ ");
}

/** Folder of a suite below the URI of its repository, with a slash at its end; "" for the flat suite `/`. */
export function suiteFolder(suite: string): string {
  if (suite === "/") return "";
  return suite.endsWith("/")
    ? encodeSuite(suite)
    : `dists/${encodeSuite(suite)}/`;
}

/**
 * Name below `lists/` of a file in a repository, without the extension of its compression.
 *
 * Source: `URItoFileName`.
 *
 * @param uri URI of the repository, with a slash at its end.
 * @param suite As written in the source entry; flat suites end in a slash.
 * @param path Path below the suite, e.g. `main/binary-amd64/Packages`.
 *
 * @example
 * ```ts
 * import { listFileName } from "./list_file_name.ts";
 * listFileName("http://ex.org/debian/", "stable", "InRelease"); // "ex.org_debian_dists_stable_InRelease"
 * ```
 */
export function listFileName(uri: string, suite: string, path: string): string {
  const { host, port, path: base } = splitUri(uri);
  const whole = `${host}${port === 0 ? "" : `:${port}`}${base}${
    suiteFolder(suite)
  }${path}`;
  return quote(whole, '\\|{}[]<>"^~_=!@#$%^&*').replaceAll("/", "_");
}
