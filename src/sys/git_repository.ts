/**
 * A bare repository in the cache, shallow and without blobs until they are asked for.
 *
 * Nothing is ever checked out: no filter, no link, no hook and no submodule of a repository does anything.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { isOwnFolder, makeOwnFolder } from "./content_cache.ts";
import { originSettings } from "./git_command.ts";
import type { GitLocation } from "./git_location.ts";
import { readPieces } from "./git_pieces.ts";
import { complaintOf, runGit } from "./git_run.ts";
import type { GitAnswer, GitCall } from "./git_run.ts";

/** How much git may do at once. */
export interface GitLimits {
  /** Milliseconds until the present state is here. */
  readonly sync: number;
  /** Milliseconds for what is here already. */
  readonly local: number;
  /** The slowest that files may come, in bytes per second, on top of {@link GitLimits.sync}. */
  readonly rate: number;
  /** Bytes that may come with the present state: all names, and all files of a server that cannot leave them out. */
  readonly syncBytes: number;
}

/** Limits in use. */
export const GIT_LIMITS: GitLimits = {
  sync: 60_000,
  local: 60_000,
  rate: 16 * 1024,
  syncBytes: 1024 * 1024 * 1024,
};

/** A name in a commit. */
export interface GitEntry {
  /** `100644`, `100755`, `120000` for a link, `160000` for another repository, `040000` for a directory. */
  readonly mode: string;
  /** Name of its content. */
  readonly oid: string;
}

/** What limits a question. */
export interface GitAsk {
  /** Ends it. */
  readonly signal?: AbortSignal;
}

const OID_REGEXP = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Whether a revision is the name of a commit itself, which never means another one. */
export function isCommitName(revision: string): boolean {
  return OID_REGEXP.test(revision);
}

/** Names for git to read, one each line. */
function linesOf(oids: readonly string[]): string {
  return oids.map((oid) => `${oid}\n`).join("");
}

/** A repository. */
export class GitRepository {
  /** Its directory. */
  readonly folder: string;
  readonly #location: GitLocation;
  readonly #limits: GitLimits;

  constructor(folder: string, location: GitLocation, limits: GitLimits) {
    this.folder = folder;
    this.#location = location;
    this.#limits = limits;
  }

  /** Whether there is one, that nobody else can write to. */
  get isThere(): boolean {
    return isOwnFolder(this.folder) && isOwnFolder(`${this.folder}/objects`);
  }

  #failure(answer: GitAnswer, action: string): StoreError {
    return new StoreError(
      "NETWORK",
      `Cannot ${action} "${this.#location.place}": ${
        complaintOf(answer.stderr)
      }`,
    );
  }

  async #run(call: GitCall, ask: GitAsk): Promise<GitAnswer> {
    return await runGit({
      ...call,
      args: [`--git-dir=${this.folder}`, ...call.args],
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    });
  }

  /** Runs a command that only looks at what is here. */
  async #look(
    args: readonly string[],
    ask: GitAsk,
    stdin = "",
    maxBytes = 64 * 1024 * 1024,
  ): Promise<string> {
    const timeLimit = this.#limits.local;
    const answer = await this.#run({ args, stdin, maxBytes, timeLimit }, ask);
    if (answer.code === 0) return new TextDecoder().decode(answer.stdout);
    throw new StoreError(
      "DATA_CORRUPT",
      `Cannot read what is kept of "${this.#location.place}": ${
        complaintOf(answer.stderr)
      }`,
      { hint: "Run storectl cache clear." },
    );
  }

  /**
   * Makes an empty one.
   *
   * @throws {StoreError} `IO`: it cannot be made.
   */
  async create(ask: GitAsk): Promise<void> {
    const { folder } = this;
    if (!makeOwnFolder(folder)) {
      throw new StoreError(
        "IO",
        `Cannot make "${folder}": it is not one's own`,
      );
    }
    const answer = await runGit({
      // an empty template: no hooks, no settings
      args: ["init", "--quiet", "--bare", "--template=", "--", folder],
      timeLimit: this.#limits.local,
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    });
    if (answer.code === 0) return;
    throw new StoreError(
      "IO",
      `Cannot make "${folder}": ${complaintOf(answer.stderr)}`,
    );
  }

  /** Lets git bring something; what comes is one packed file. */
  async #bring(
    args: readonly string[],
    limits: { timeLimit: number; maxBytes: number },
    ask: GitAsk,
    blobs: readonly string[] = [],
  ): Promise<GitAnswer> {
    const { url, protocol } = this.#location;
    // a blob has no history to talk about, and git does not find one in it either
    const isTalking = blobs.length === 0;
    return await this.#run({
      args: [
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        "--no-auto-maintenance",
        "--recurse-submodules=no",
        "--filter=blob:none",
        ...args,
      ],
      settings: {
        ...originSettings(url, limits.timeLimit),
        ...(isTalking ? {} : { "fetch.negotiationAlgorithm": "noop" }),
      },
      protocol,
      stdin: linesOf(blobs),
      timeLimit: limits.timeLimit,
      growth: {
        folder: `${this.folder}/objects/pack`,
        maxBytes: limits.maxBytes,
      },
    }, ask);
  }

  /**
   * Brings the present state, with no history and no blobs.
   *
   * @param revision Branch, tag or commit; undefined for the one that the repository shows by itself. A tag goes before
   * a branch of the same name.
   * @returns Name of the commit.
   * @throws {StoreError} `NETWORK`: it cannot be reached, or has no such revision. `LIMIT_EXCEEDED`: it is too large.
   */
  async sync(revision: string | undefined, ask: GitAsk): Promise<string> {
    const { sync, syncBytes } = this.#limits;
    const target = "refs/storectl/next";
    const answer = await this.#bring(
      ["--depth=1", "--force", "origin", `${revision ?? "HEAD"}:${target}`],
      { timeLimit: sync, maxBytes: syncBytes },
      ask,
    );
    if (answer.code !== 0) throw this.#failure(answer, "fetch");
    return (await this.#look(
      ["rev-parse", "--verify", "--quiet", `${target}^{commit}`],
      ask,
    )).trim();
  }

  /** The names of a commit among some paths. */
  async entries(
    commit: string,
    paths: readonly string[],
    ask: GitAsk,
  ): Promise<Map<string, GitEntry>> {
    const text = await this.#look(
      ["ls-tree", "-z", "--full-tree", commit, "--", ...paths],
      ask,
    );
    return new Map(
      text.split("\0").filter((line) => line !== "").map((line) => {
        const tab = line.indexOf("\t");
        const [mode = "", , oid = ""] = line.slice(0, tab).split(" ");
        return [line.slice(tab + 1), { mode, oid }];
      }),
    );
  }

  /** Bytes of some blobs, as far as they are here. */
  async sizes(
    oids: readonly string[],
    ask: GitAsk,
  ): Promise<Map<string, number>> {
    const text = await this.#look(
      ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"],
      ask,
      linesOf(oids),
    );
    return new Map(
      text.split("\n").flatMap((line) => {
        const [oid = "", type, size] = line.split(" ");
        return type === "blob" ? [[oid, Number(size)]] : [];
      }),
    );
  }

  /**
   * Brings some blobs that are not here.
   *
   * @param maxBytes Bytes that all of them may have, unpacked.
   * @throws {StoreError} As {@link GitRepository.sync}.
   */
  async bringBlobs(
    oids: readonly string[],
    maxBytes: number,
    ask: GitAsk,
  ): Promise<void> {
    const { sync, rate } = this.#limits;
    const answer = await this.#bring(
      ["origin", "--stdin"],
      {
        timeLimit: sync + maxBytes / rate * 1000,
        // what cannot be packed grows a little
        maxBytes: maxBytes + maxBytes / 100 + 1024 * 1024,
      },
      ask,
      oids,
    );
    if (answer.code !== 0) throw this.#failure(answer, "fetch from");
  }

  /**
   * Reads some blobs that are here, one after the other.
   *
   * @param take Gets each with its pieces; those that it leaves are skipped.
   */
  async readBlobs(
    oids: readonly string[],
    take: (
      oid: string,
      pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
    ) => Promise<void>,
    ask: GitAsk,
  ): Promise<void> {
    await readPieces(
      {
        args: [`--git-dir=${this.folder}`, "cat-file", "--batch"],
        stdin: linesOf(oids),
        timeLimit: Infinity,
        ...(ask.signal === undefined ? {} : { signal: ask.signal }),
      },
      this.#location.place,
      take,
    );
  }
}
