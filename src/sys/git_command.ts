/**
 * How git is called: with none of the user's or the machine's settings, without hooks, questions and other programs.
 *
 * Pure: what to run, not the running of it.
 *
 * @module
 */

/** Where Debian and Ubuntu install it. */
export const GIT = "/usr/bin/git";

/** A way to a repository, by the scheme of its URL. */
export type GitProtocol = "file" | "git" | "http" | "https" | "ssh";

/** Variables of the caller that git may see: how to get through, and nothing that changes what it does. */
export const GIT_PASSED_VARIABLES = [
  "HOME",
  "SSH_AUTH_SOCK",
  "http_proxy",
  "HTTPS_PROXY",
  "https_proxy",
  "ALL_PROXY",
  "all_proxy",
  "NO_PROXY",
  "no_proxy",
] as const;

/** What git gets besides the user's own environment where it works in the user's own checkout. */
export const GIT_USER_ENVIRONMENT: Readonly<Record<string, string>> = {
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_LITERAL_PATHSPECS: "1",
};

/**
 * The whole environment of git.
 *
 * @param passed What the caller has of {@link GIT_PASSED_VARIABLES}.
 * @param protocol The one way that it may use; none at all for work on what is here already.
 * @param settings Settings that may hold secrets, by name: arguments could be seen by others.
 */
export function gitEnvironment(
  passed: Readonly<Record<string, string>>,
  protocol: GitProtocol | undefined,
  settings: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const pairs = Object.entries(settings);
  return {
    ...passed,
    ...Object.fromEntries(
      pairs.flatMap(([name, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, name],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    GIT_CONFIG_COUNT: String(pairs.length),
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    // where git knows it: an object that is not here is not fetched in passing
    GIT_NO_LAZY_FETCH: "1",
    // all others are refused, also ext:: and those of redirects and submodules; an empty list refuses all
    GIT_ALLOW_PROTOCOL: protocol ?? "",
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oConnectTimeout=10",
    GIT_SSH_VARIANT: "ssh",
  };
}

/** Settings that hold for every call, whatever a repository says. */
const SETTINGS: readonly string[] = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.symlinks=false",
  "core.attributesFile=/dev/null",
  "core.excludesFile=/dev/null",
  // larger ones go through a file, not through memory
  "core.bigFileThreshold=16m",
  "credential.helper=",
  "fetch.recurseSubmodules=false",
  "fetch.writeCommitGraph=false",
  // what comes stays packed, in one file that can be watched
  "fetch.unpackLimit=1",
  "gc.auto=0",
  "maintenance.auto=false",
  "http.followRedirects=initial",
  "submodule.recurse=false",
  "uploadpack.packObjectsHook=",
];

/** What stands before the command in every call of git. */
export function gitOptions(): string[] {
  return SETTINGS.flatMap((setting) => ["-c", setting]);
}

/**
 * Settings that let a repository without blobs know where they come from.
 *
 * @param patience Milliseconds after which a web server that sends next to nothing is given up. The program that talks
 * to it outlives git for so long when git is ended.
 */
export function originSettings(
  url: string,
  patience: number,
): Record<string, string> {
  return {
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": String(Math.ceil(Math.min(patience, 10_000) / 1000)),
    "remote.origin.url": url,
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
  };
}
