/**
 * What changed in a directory since a commit, as the system's git says.
 *
 * Git decides by itself whether it trusts the checkout; its settings for that are those of the user. Nothing is
 * fetched, no hook and no other program of the repository is run.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { readEnvironment } from "./environment.ts";

/** The only program that is run. */
const GIT = "/usr/bin/git";

/** What differs between a commit and what lies there now. */
export interface GitChanges {
  /** Paths from the directory: changed, added, removed, or not known to git. */
  readonly paths: readonly string[];
  /** Reads a file of the commit by its path from the directory; null where the commit has none. */
  readonly readOld: (path: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

/** What git answered. */
interface Answer {
  readonly isDone: boolean;
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
}

async function runGit(
  folder: string,
  args: readonly string[],
): Promise<Answer> {
  const home = readEnvironment("HOME");
  try {
    const { success, stdout, stderr } = await new Deno.Command(GIT, {
      args: [
        "--no-pager",
        "-C",
        folder,
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "protocol.allow=never",
        ...args,
      ],
      clearEnv: true,
      env: {
        PATH: "/usr/bin:/bin",
        LC_ALL: "C",
        GIT_NO_LAZY_FETCH: "1",
        GIT_OPTIONAL_LOCKS: "0",
        GIT_TERMINAL_PROMPT: "0",
        ...(home ? { HOME: home } : {}),
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    return {
      isDone: success,
      stdout,
      stderr: new TextDecoder().decode(stderr).trim(),
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new StoreError("IO", `Cannot run "${GIT}": it does not exist`, {
      hint: "Install git.",
      cause: error,
    });
  }
}

/** Paths with a NUL behind each. */
function splitPaths({ stdout }: Answer): string[] {
  return new TextDecoder().decode(stdout).split("\0").filter((path) =>
    path !== ""
  );
}

/** The answer of a command that has to go well. */
async function askGit(
  folder: string,
  args: readonly string[],
): Promise<Answer> {
  const answer = await runGit(folder, args);
  if (answer.isDone) return answer;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot ask git about "${folder}": ${
      answer.stderr.split("\n")[0] || "it gives no reason"
    }`,
    { hint: "Run it in a checkout that git trusts.", at: folder },
  );
}

/**
 * Finds what changed in a directory since a commit.
 *
 * @param folder A directory in a checkout.
 * @param ref A commit, branch or tag.
 * @throws {StoreError} `INVALID_ARGUMENT`: no checkout, or no such commit in it. `IO`: there is no git.
 */
export async function gitChanges(
  folder: string,
  ref: string,
): Promise<GitChanges> {
  await askGit(folder, ["rev-parse", "--is-inside-work-tree"]);
  const found = await runGit(folder, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  const commit = new TextDecoder().decode(found.stdout).trim();
  if (!found.isDone || !/^[0-9a-f]{40,64}$/.test(commit)) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot find commit "${ref}": the checkout "${folder}" does not hold it`,
      { hint: "Fetch it first; a shallow clone holds few commits." },
    );
  }
  const [changed, others] = await Promise.all([
    askGit(folder, [
      "diff-index",
      "--name-only",
      "--no-renames",
      "--relative",
      "-z",
      commit,
      "--",
      ".",
    ]),
    askGit(folder, ["ls-files", "--others", "-z", "--", "."]),
  ]);
  return {
    paths: [...new Set([...splitPaths(changed), ...splitPaths(others)])],
    async readOld(path) {
      const { isDone, stdout } = await runGit(folder, [
        "cat-file",
        "blob",
        `${commit}:./${path}`,
      ]);
      return isDone ? stdout : null;
    },
  };
}
