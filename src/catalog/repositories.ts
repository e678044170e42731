/**
 * Repositories, as an origin and a suite, and the sets of index files that carry a version.
 *
 * @module
 */

import type { CatalogFile } from "./catalog_facts.ts";

/** A repository: all index files of one origin and suite. */
export interface CatalogRepository {
  /** `ORIGIN:SUITE`. */
  readonly id: string;
  /** The part before the colon. */
  readonly name: string;
  /** Origin, or "". */
  readonly origin: string;
  /** Label, or "". */
  readonly label: string;
  /** Suite, or "". */
  readonly suite: string;
  /** Codename, or "". */
  readonly codename: string;
  /** In APT's order. */
  readonly components: readonly string[];
  /** In APT's order. */
  readonly architectures: readonly string[];
}

/** What a file's repository is told by. */
type FileIdentity = Pick<CatalogFile, "site" | "release">;

/** The name of the repository that an index file belongs to: Origin, else Label, else the host, else `local`. */
export function repositoryName(file: FileIdentity): string {
  return file.release.origin || file.release.label || file.site || "local";
}

/** The id of the repository that an index file belongs to. */
export function repositoryId(file: FileIdentity): string {
  return `${repositoryName(file)}:${
    file.release.suite || file.release.codename
  }`;
}

/** The origin that store definitions select by: Origin, or Label where Origin is empty. */
export function selectableOrigin(file: FileIdentity): string {
  return file.release.origin || file.release.label;
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word) => word !== "");
}

/** The repositories of a catalog, and which of them carry a set of index files. */
export class RepositoryIndex {
  /** In the order of the sources. */
  readonly repositories: readonly CatalogRepository[];
  /** The repository of each index file; -1 for dpkg's status. */
  readonly #ofFile: readonly number[];

  /**
   * Gathers files of one origin and suite.
   *
   * @param files The index files by number.
   * @param sets Sets of numbers of files, by their own number.
   */
  constructor(
    readonly files: readonly CatalogFile[],
    readonly sets: readonly (readonly number[])[],
  ) {
    const ids = unique(
      files.filter((file) => !file.isStatus).map(repositoryId),
    );
    this.#ofFile = files.map((file) =>
      file.isStatus ? -1 : ids.indexOf(repositoryId(file))
    );
    this.repositories = ids.map((id, number) => {
      const own = files.filter((_, file) => this.#ofFile[file] === number);
      const first = own[0]!;
      return {
        id,
        name: repositoryName(first),
        origin: first.release.origin,
        label: first.release.label,
        suite: first.release.suite,
        codename: first.release.codename,
        components: unique(own.map((file) => file.component)),
        architectures: unique(own.map((file) => file.architecture)),
      };
    });
  }

  /** The files of a set, in reading order. */
  filesOf(set: number): readonly CatalogFile[] {
    return this.sets[set]!.map((file) => this.files[file]!);
  }

  /** The numbers of the repositories of a set, in APT's order. */
  repositoriesOf(set: number): readonly number[] {
    return [...new Set(this.sets[set]!.map((file) => this.#ofFile[file]!))]
      .filter((number) => number >= 0);
  }

  /** The ids of the repositories of a set, in APT's order; the same list for the same set. */
  idsOf(set: number): readonly string[] {
    return this.#ids[set] ??= this.repositoriesOf(set).map((number) =>
      this.repositories[number]!.id
    );
  }

  readonly #ids: (readonly string[] | undefined)[] = [];
}
