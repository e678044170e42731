/**
 * Names of the files below `lists/`.
 *
 * @module
 */

/** A URI taken apart the way APT does it. */
export interface UriParts {
  /** Text before the first colon. */
  readonly scheme: string;
  /** Without user, brackets and port; "" for `file:` and `copy:`. */
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

/** Takes a URI apart. */
export function splitUri(uri: string): UriParts {
  const colon = uri.indexOf(":");
  const scheme = uri.slice(0, Math.max(0, colon));
  const rest = uri.slice(colon + 1);
  if (!rest.startsWith("//")) return { scheme, host: "", port: 0, path: rest };
  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? "" : rest.slice(slash);
  const hostPort = authority.slice(authority.lastIndexOf("@") + 1);
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(hostPort);
  if (bracketed) {
    return {
      scheme,
      host: bracketed[1]!,
      port: Number(bracketed[2] ?? 0),
      path,
    };
  }
  const [host = "", port = ""] = hostPort.split(/:(.*)/s);
  return { scheme, host, port: Number.parseInt(port, 10) || 0, path };
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
