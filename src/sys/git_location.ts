/**
 * Where a git repository is, and how it is reached. Pure.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { GitProtocol } from "./git_command.ts";
import { shownUrl } from "./http_redirect.ts";

/** A repository. */
export interface GitLocation {
  /** For git. */
  readonly url: string;
  /** The one way to it. */
  readonly protocol: GitProtocol;
  /** In messages: without secrets. */
  readonly place: string;
}

function refuse(location: string, state: string): StoreError {
  return new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use "${location}" as a git repository: ${state}`,
    { hint: "Give an https, ssh, git or file URL, user@host:path, or a path." },
  );
}

const SCHEMES: readonly string[] = ["file", "git", "http", "https", "ssh"];

/** Whether a name of a host or user could be taken for an option of ssh. */
function isOption(name: string): boolean {
  return name.startsWith("-");
}

/**
 * Reads a location in its kept form: a URL, or `user@host:path`.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`: it is neither, or git or ssh could take a part of it for something else.
 */
export function readGitLocation(location: string): GitLocation {
  // deno-lint-ignore no-control-regex -- they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(location)) {
    throw refuse(location, "it holds control characters");
  }
  const scp = /^(?:([\w.-]+)@)?([\w.-]+):(?!\/\/|:)([^:]+)$/.exec(location);
  if (scp) {
    const [, user = "", host = "", path = ""] = scp;
    if ([user, host, path].some(isOption)) {
      throw refuse(location, "a part of it looks like an option");
    }
    return { url: location, protocol: "ssh", place: location };
  }
  const url = URL.parse(location);
  const scheme = url?.protocol.slice(0, -1);
  // only what everybody who reads it splits in the same way
  if (
    url === null || !/^(?:file:\/\/\/|[a-z]+:\/\/[^/\\])[^\\]*$/.test(location)
  ) {
    throw refuse(location, "it is no URL");
  }
  if (!SCHEMES.includes(scheme!)) {
    throw refuse(location, `"${scheme}" is no way to a repository`);
  }
  const parts = [url.username, url.hostname].map(decodeURIComponent);
  if (parts.some(isOption)) {
    throw refuse(shownUrl(url), "a part of it looks like an option");
  }
  if (scheme === "file" && url.hostname !== "") {
    throw refuse(location, "it is a file of another machine");
  }
  return {
    url: location,
    protocol: scheme as GitProtocol,
    place: shownUrl(url),
  };
}

/**
 * Reads the name of a branch, a tag or a commit.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`: git would not take it, or would take it for something else.
 */
export function readGitRevision(name: string): string {
  const isName = /^[\w.+][\w./+#@-]*$/.test(name) && name.length <= 250 &&
    !/\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|[./]$|^@$/.test(name);
  if (isName) return name;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use "${name}" as a branch, tag or commit: git has no such names`,
  );
}
