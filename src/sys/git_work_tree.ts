/**
 * A work tree that is changed, committed and pushed: the user's own checkout, or a temporary one.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { GitLocation } from "./git_location.ts";
import { complaintOf, runGit } from "./git_run.ts";
import type { GitAnswer, GitCall } from "./git_run.ts";
import { lookAt } from "./store_files.ts";

/** Milliseconds that one command may take. */
const TIME_LIMIT = 10 * 60 * 1000;
/** Attributes that let git keep every byte as it is, whatever a repository says. */
const RAW_ATTRIBUTES =
  "* -text -filter -ident -eol -working-tree-encoding -crlf\n";

/** What git says when somebody else was faster. */
const REJECTED_REGEXP =
  /\[rejected\]|\[remote rejected\].*(?:lock|fast-forward|changed)|fetch first|non-fast-forward|cannot lock ref/;

/** A work tree. */
export class GitWorkTree {
  /** Its directory. */
  readonly folder: string;
  readonly #base: Omit<GitCall, "args" | "timeLimit">;

  private constructor(
    folder: string,
    base: Omit<GitCall, "args" | "timeLimit">,
  ) {
    this.folder = folder;
    this.#base = base;
  }

  /** The user's own checkout, with the user's own settings, hooks and keys. */
  static own(folder: string): GitWorkTree {
    return new GitWorkTree(folder, { cwd: folder, isForUser: true });
  }

  /**
   * Clones a repository without its history, with some of its files.
   *
   * @param branch Undefined for the one that the repository shows by itself; it may have no commit yet.
   * @param paths Files and directories from its root.
   * @param folder A directory that does not exist yet.
   * @throws {StoreError} `NETWORK`: it cannot be reached, or has no such branch.
   */
  static async clone(
    { url, protocol, place }: GitLocation,
    branch: string | undefined,
    paths: readonly string[],
    folder: string,
  ): Promise<GitWorkTree> {
    const base = { protocol, env: { GIT_NO_LAZY_FETCH: "0" } };
    const cloned = await runGit({
      ...base,
      args: [
        "clone",
        "--quiet",
        "--depth=1",
        "--filter=blob:none",
        "--no-checkout",
        "--no-tags",
        "--template=",
        "--no-recurse-submodules",
        ...(branch === undefined ? [] : [`--branch=${branch}`]),
        "--",
        url,
        folder,
      ],
      timeLimit: TIME_LIMIT,
    });
    if (cloned.code !== 0) {
      throw new StoreError(
        "NETWORK",
        `Cannot clone "${place}": ${complaintOf(cloned.stderr)}`,
      );
    }
    const tree = new GitWorkTree(folder, {
      ...base,
      cwd: folder,
      env: { ...base.env, ...await identity() },
    });
    Deno.mkdirSync(`${folder}/.git/info`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/.git/info/attributes`, RAW_ATTRIBUTES);
    const patterns = paths.map((path) => `/${path}`);
    await tree.#run(["sparse-checkout", "set", "--no-cone", ...patterns]);
    // a repository without a commit has nothing to check out
    const head = await tree.#try(["rev-parse", "--verify", "--quiet", "HEAD"]);
    if (head.code === 0) await tree.#run(["checkout", "--quiet"]);
    return tree;
  }

  #try(args: readonly string[], stdin = ""): Promise<GitAnswer> {
    const maxBytes = 64 * 1024 * 1024;
    return runGit({
      ...this.#base,
      args,
      stdin,
      maxBytes,
      timeLimit: TIME_LIMIT,
    });
  }

  async #run(args: readonly string[], stdin = ""): Promise<string> {
    const answer = await this.#try(args, stdin);
    if (answer.code === 0) return new TextDecoder().decode(answer.stdout);
    throw new StoreError(
      "IO",
      `Cannot run git ${args[0]} in "${this.folder}": ${
        complaintOf(answer.stderr)
      }`,
      /tell me who you are/i.test(answer.stderr)
        ? { hint: "Set user.name and user.email for git." }
        : {},
    );
  }

  /** Refuses what git would keep with other bytes than the store links. */
  async #checkBytes(paths: readonly string[]): Promise<void> {
    const text = await this.#run([
      "diff",
      "--cached",
      "--raw",
      "-z",
      "--no-abbrev",
      "--no-renames",
      "--diff-filter=d",
      "--",
      ...paths,
    ]);
    const fields = text.split("\0");
    const staged = new Map<string, string>();
    for (let index = 0; index + 1 < fields.length; index += 2) {
      staged.set(fields[index + 1]!, fields[index]!.split(" ")[3]!);
    }
    const names = [...staged.keys()];
    if (names.length === 0) return;
    const oids = (await this.#run(
      ["hash-object", "--no-filters", "--stdin-paths"],
      names.map((name) => `${name}\n`).join(""),
    )).trim().split("\n");
    const changed = names.find((name, index) =>
      staged.get(name) !== oids[index]
    );
    if (changed === undefined) return;
    await this.#try(["reset", "--quiet", "--", ...paths]);
    throw new StoreError(
      "CHECKSUM_MISMATCH",
      `Cannot commit "${changed}": git would keep other bytes than those that the store links`,
      {
        hint:
          'Add "* -text -filter" to .gitattributes, publish again, and commit.',
        at: `${this.folder}/${changed}`,
      },
    );
  }

  /**
   * Commits what changed below some paths, and nothing else.
   *
   * @returns Name of the commit; null where nothing changed.
   * @throws {StoreError} `CHECKSUM_MISMATCH`: git changes the bytes of a file. `IO`: git refuses.
   */
  async commit(
    paths: readonly string[],
    message: string,
  ): Promise<string | null> {
    const known = new Set(
      (await this.#run(["ls-files", "-z", "--", ...paths])).split("\0")
        .flatMap((name) =>
          paths.filter((path) => `${name}/`.startsWith(`${path}/`))
        ),
    );
    const there = paths.filter((path) =>
      known.has(path) || lookAt(`${this.folder}/${path}`) !== undefined
    );
    await this.#run(["add", "--all", "--force", "--sparse", "--", ...there]);
    const { code } = await this.#try([
      "diff",
      "--cached",
      "--quiet",
      "--",
      ...there,
    ]);
    if (code === 0) return null;
    await this.#checkBytes(there);
    await this.#run(["commit", "--quiet", "-m", message, "--", ...there]);
    return (await this.#run(["rev-parse", "HEAD"])).trim();
  }

  /**
   * Sends the present branch to where the work tree came from.
   *
   * @returns False where somebody else was faster.
   * @throws {StoreError} `NETWORK`: it cannot be sent.
   */
  async push(): Promise<boolean> {
    const answer = await this.#try(["push", "--quiet", "origin", "HEAD"]);
    if (answer.code === 0) return true;
    if (REJECTED_REGEXP.test(answer.stderr)) return false;
    throw new StoreError(
      "NETWORK",
      `Cannot push from "${this.folder}": ${complaintOf(answer.stderr)}`,
    );
  }
}

/** Who the user is, for commits that are made without the user's settings. */
async function identity(): Promise<Record<string, string>> {
  const ask = async (name: string) => {
    const { stdout } = await runGit({
      args: ["config", "--global", "--get", name],
      isForUser: true,
      timeLimit: TIME_LIMIT,
    });
    return new TextDecoder().decode(stdout).trim();
  };
  const name = await ask("user.name") || "storectl";
  const email = await ask("user.email") || "storectl@localhost";
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
