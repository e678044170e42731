/**
 * A store in a git repository.
 *
 * The present commit is brought into the cache without its history and without its files; a file is brought when it is
 * asked for, several of them at once.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { ContentCache, makeOwnFolder } from "../sys/content_cache.ts";
import { copyVerified } from "../sys/copy_verified.ts";
import { digestBytes } from "../sys/digest.ts";
import { lockFolder } from "../sys/folder_lock.ts";
import { readGitLocation, readGitRevision } from "../sys/git_location.ts";
import type { GitLocation } from "../sys/git_location.ts";
import {
  GIT_LIMITS,
  GitRepository,
  isCommitName,
} from "../sys/git_repository.ts";
import type { GitEntry, GitLimits } from "../sys/git_repository.ts";
import {
  countNames,
  removeTree,
  replaceTree,
  temporaryFolder,
} from "../sys/own_folder.ts";
import {
  changedOf,
  counterOf,
  isYoung,
  refuseRollback,
  staleWarning,
} from "./_remote_rules.ts";
import { StateFile, stateKey } from "./_remote_state.ts";
import type { RemoteState } from "./_remote_state.ts";
import type { AskOptions } from "./store.ts";
import type { StoreTree, TreeIndex, TreeLink } from "./store_tree.ts";

/** Files that are asked for at once are brought at once. */
const PARALLEL = 64;
/** A repository is made anew when it has been brought up to date as often. */
const MOST_PACKS = 2 * 50;
/** With an answer at hand, a server that is silent is not waited for as long, in milliseconds. */
const CACHED_SYNC = 6000;

/** Which store, and where its cache is. */
export interface GitTreeOptions {
  /** Its name in the configuration. */
  readonly name: string;
  /** Its URL, or `user@host:path`. */
  readonly location: string;
  /** Branch, tag or commit; undefined for what the repository shows by itself. */
  readonly branch?: string;
  /** storectl's cache directory; undefined where there is none. */
  readonly cache: string | undefined;
  /** Limits; those in use unless given. */
  readonly limits?: GitLimits;
  /** The clock: milliseconds since 1970. */
  readonly now?: () => number;
}

/** A file that somebody waits for. */
interface Wanted {
  readonly path: string;
  readonly link: TreeLink;
  readonly to: string;
  readonly options: AskOptions;
  readonly done: (isThere: boolean) => void;
  readonly failed: (error: unknown) => void;
}

class GitTree implements StoreTree {
  readonly parallel = PARALLEL;
  readonly place: string;
  readonly #options: GitTreeOptions;
  readonly #location: GitLocation;
  readonly #limits: GitLimits;
  readonly #state: StateFile;
  readonly #home: string;
  readonly #folder: string;
  #cache: ContentCache | undefined;
  /** The commit that the last `store.json` is of. */
  #commit: string | undefined;
  #wanted: Wanted[] = [];

  constructor(options: GitTreeOptions, state: StateFile, key: string) {
    this.#options = options;
    this.#location = readGitLocation(options.location);
    this.#limits = options.limits ?? GIT_LIMITS;
    this.#state = state;
    const { cache } = options;
    const home = `${cache}/git/${key}`;
    const isKept = cache !== undefined && makeOwnFolder(cache) &&
      makeOwnFolder(`${cache}/git`) && makeOwnFolder(home);
    this.#home = isKept ? home : temporaryFolder();
    this.#folder = `${this.#home}/repository`;
    this.place = this.#location.place;
  }

  #files(): ContentCache {
    this.#cache ??= ContentCache.open(this.#options.cache);
    return this.#cache;
  }

  #repository(limits = this.#limits, folder = this.#folder): GitRepository {
    return new GitRepository(folder, this.#location, limits);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  async readIndex(options: AskOptions): Promise<TreeIndex> {
    const state = this.#state.read();
    const bytes = await this.#cachedIndex(state);
    if (state === undefined || bytes === null) {
      return await this.#freshIndex(options, state, this.#limits);
    }
    const age = this.#now() - state.checked;
    const cached = {
      bytes,
      age: Math.max(0, age),
      changed: changedOf(state.counter),
    };
    if (isYoung(age, options) && this.#repository().isThere) {
      this.#commit = state.commit;
      return { ...cached, reachable: true, warnings: [] };
    }
    const limits = {
      ...this.#limits,
      sync: Math.min(this.#limits.sync, CACHED_SYNC),
    };
    try {
      return await this.#freshIndex(options, state, limits);
    } catch (error) {
      // a process that has the lock for so long waits for the network, too
      const isPassing = error instanceof StoreError &&
        (error.code === "NETWORK" || error.code === "LOCKED");
      if (!isPassing) throw error;
      this.#commit = state.commit;
      return {
        ...cached,
        reachable: false,
        warnings: [staleWarning(this.#options.name, cached.age, error)],
      };
    }
  }

  async #cachedIndex(
    state: RemoteState | undefined,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const hex = state?.files["store.json"]?.hex;
    if (hex === undefined || state?.commit === undefined) return null;
    const files = this.#files();
    return await files.read({ algorithm: "blake3", hex }, LIMITS.storeBytes);
  }

  async #freshIndex(
    options: AskOptions,
    state: RemoteState | undefined,
    limits: GitLimits,
  ): Promise<TreeIndex> {
    const commit = await this.#sync(options, state, limits);
    const checked = this.#now();
    const bytes = await this.#readAt(
      commit,
      "store.json",
      LIMITS.storeBytes,
      options,
    );
    if (bytes === null) {
      throw new StoreError(
        "STORE_INVALID",
        `Cannot use "${this.place}" as a store: it has no store.json`,
        { hint: "Check the address and the branch." },
      );
    }
    const counter = counterOf(bytes, `${this.place}/store.json`);
    refuseRollback(this.place, state?.counter, counter, options);
    this.#commit = commit;
    const hex = await digestBytes("blake3", bytes);
    return {
      bytes,
      age: 0,
      reachable: true,
      changed: changedOf(counter),
      warnings: [],
      accept: () => {
        const files = this.#files();
        files.keep({ algorithm: "blake3", hex }, bytes);
        this.#state.write({
          checked,
          counter,
          commit,
          files: { "store.json": { hex, validator: {} } },
        });
      },
    };
  }

  /** Brings the present commit. */
  async #sync(
    options: AskOptions,
    state: RemoteState | undefined,
    limits: GitLimits,
  ): Promise<string> {
    const revision = this.#options.branch;
    using _lock = await lockFolder(this.#home, { timeout: limits.sync });
    const repository = this.#repository(limits);
    const isWhole = await this.#isWhole(repository, state, options);
    if (isWhole) {
      return revision !== undefined && isCommitName(revision) &&
          revision === state?.commit
        ? revision
        : await repository.sync(revision, options);
    }
    // the old one stays until there is another one
    const anew = `${this.#folder}.new`;
    removeTree(anew);
    const fresh = this.#repository(limits, anew);
    try {
      await fresh.create(options);
      const commit = await fresh.sync(revision, options);
      replaceTree(this.#folder, anew);
      return commit;
    } finally {
      removeTree(anew);
    }
  }

  /** Whether a repository can be gone on with. */
  async #isWhole(
    repository: GitRepository,
    state: RemoteState | undefined,
    options: AskOptions,
  ): Promise<boolean> {
    const { commit } = state ?? {};
    if (!repository.isThere || commit === undefined) return false;
    if (countNames(`${repository.folder}/objects/pack`) > MOST_PACKS) {
      return false;
    }
    try {
      const entry = await repository.entries(commit, ["store.json"], options);
      return entry.size > 0;
    } catch (error) {
      if (error instanceof StoreError && error.code === "DATA_CORRUPT") {
        return false;
      }
      throw error;
    }
  }

  /** The blob of a path; a link or another repository is none. */
  #blobOf(path: string, { mode, oid }: GitEntry): string {
    if (mode === "100644" || mode === "100755") return oid;
    const kind = mode === "120000"
      ? "a symbolic link"
      : mode === "160000"
      ? "another repository"
      : "no file";
    throw new StoreError(
      "STORE_INVALID",
      `Cannot read "${this.place}/${path}": it is ${kind}`,
      { hint: "Tell who runs the store." },
    );
  }

  /** Sees to it that blobs are here, and gives their sizes. */
  async #have(
    repository: GitRepository,
    oids: readonly string[],
    maxBytes: number,
    options: AskOptions,
  ): Promise<Map<string, number>> {
    const here = await repository.sizes(oids, options);
    const missing = oids.filter((oid) => !here.has(oid));
    if (missing.length === 0) return here;
    using _lock = await lockFolder(this.#home, { timeout: this.#limits.sync });
    await repository.bringBlobs(missing, maxBytes, options);
    return await repository.sizes(oids, options);
  }

  async #readAt(
    commit: string,
    path: string,
    maxBytes: number,
    options: AskOptions,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const repository = this.#repository();
    const entry = (await repository.entries(commit, [path], options)).get(path);
    if (entry === undefined) return null;
    const oid = this.#blobOf(path, entry);
    const sizes = await this.#have(repository, [oid], maxBytes, options);
    const size = sizes.get(oid);
    if (size === undefined) throw this.#notSent(path);
    if (size > maxBytes) {
      throw new StoreError(
        "LIMIT_EXCEEDED",
        `Cannot read "${this.place}/${path}": it is larger than the limit of ${maxBytes} bytes`,
      );
    }
    const whole = new Uint8Array(size);
    let at = 0;
    await repository.readBlobs([oid], async (_, pieces) => {
      for await (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
    }, options);
    return whole;
  }

  #notSent(path: string): StoreError {
    return new StoreError(
      "NETWORK",
      `Cannot fetch "${this.place}/${path}": the repository does not send it`,
    );
  }

  /** The commit that is read. */
  async #present(options: AskOptions): Promise<string> {
    if (this.#commit === undefined) await this.readIndex(options);
    return this.#commit!;
  }

  async readFile(
    path: string,
    maxBytes: number,
    options: AskOptions,
    link?: string,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const checksum = link === undefined ? undefined : parseChecksum(link);
    const files = this.#files();
    if (checksum !== undefined) {
      const cached = await files.read(checksum, maxBytes);
      if (cached !== null) return cached;
    }
    const commit = await this.#present(options);
    const bytes = await this.#readAt(commit, path, maxBytes, options);
    if (bytes === null || checksum === undefined) return bytes;
    const hex = await digestBytes(checksum.algorithm, bytes);
    if (hex === checksum.hex) files.keep(checksum, bytes);
    return bytes;
  }

  bringFile(
    path: string,
    link: TreeLink,
    to: string,
    options: AskOptions,
  ): Promise<boolean> {
    return new Promise((done, failed) => {
      this.#wanted.push({ path, link, to, options, done, failed });
      if (this.#wanted.length > 1) return;
      // whoever wants several asks for all of them before this runs
      setTimeout(async () => {
        const wanted = this.#wanted;
        this.#wanted = [];
        try {
          await this.#bringAll(wanted);
        } catch (error) {
          for (const { failed } of wanted) failed(error);
        }
      });
    });
  }

  /** Brings what is wanted: one question to the repository for all that is not here yet. */
  async #bringAll(wanted: readonly Wanted[]): Promise<void> {
    const { options } = wanted[0]!;
    const repository = this.#repository();
    const commit = await this.#present(options);
    const paths = wanted.map(({ path }) => path);
    const entries = await repository.entries(commit, paths, options);
    const byOid = Map.groupBy(
      wanted.filter(({ path, done }) => {
        const isThere = entries.has(path);
        if (!isThere) done(false);
        return isThere;
      }),
      ({ path }) => this.#blobOf(path, entries.get(path)!),
    );
    const oids = [...byOid.keys()];
    if (oids.length === 0) return;
    const all = wanted.reduce((sum, { link }) => sum + link.size, 0);
    const sizes = await this.#have(repository, oids, all, options);
    const failures: (() => void)[] = [];
    const right = oids.filter((oid) => {
      const size = sizes.get(oid);
      const wrong = byOid.get(oid)!.filter(({ link }) => link.size !== size);
      for (const file of wrong) {
        failures.push(() => file.failed(this.#wrongSize(file, size)));
      }
      return wrong.length === 0;
    });
    await repository.readBlobs(right, async (oid, pieces) => {
      const [first, ...others] = byOid.get(oid)!;
      failures.push(...await this.#write(first!, pieces));
      // the same bytes under another name
      for (const file of others) {
        await repository.readBlobs([oid], async (_, pieces) => {
          failures.push(...await this.#write(file, pieces));
        }, options);
      }
    }, options);
    // whoever hears of a failure gives up: nothing is at work any more then
    for (const fail of failures) fail();
  }

  #wrongSize({ path, link }: Wanted, size: number | undefined): StoreError {
    return size === undefined ? this.#notSent(path) : new StoreError(
      "CHECKSUM_MISMATCH",
      `Cannot use "${this.place}/${path}": it has ${size} bytes, its link says ${link.size}`,
      {
        hint:
          "Tell who runs the store: files that git itself is to change, such as those of LFS, cannot be linked.",
      },
    );
  }

  /** Writes one file; returns how to tell of its failure. */
  async #write(
    { path, link, to, options, done, failed }: Wanted,
    pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<readonly (() => void)[]> {
    try {
      const place = `${this.place}/${path}`;
      await copyVerified(pieces, to, { ...link, place }, options.signal);
      done(true);
      return [];
    } catch (error) {
      return [() => failed(error)];
    }
  }
}

/**
 * A store in a git repository; nothing is asked yet.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`: its location or its branch cannot be one.
 */
export async function gitTree(options: GitTreeOptions): Promise<StoreTree> {
  const { location, branch } = options;
  const words = branch === undefined
    ? location
    : `${location}#${readGitRevision(branch)}`;
  const key = await stateKey(words);
  return new GitTree(options, await StateFile.of(options.cache, words), key);
}
