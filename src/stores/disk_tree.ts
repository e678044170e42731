/**
 * A directory tree on disk, looked at once and never followed.
 *
 * @module
 */

import { compareUtf8 } from "../sys/list_directory.ts";
import { listNames, lookAt, readEntry } from "../sys/store_files.ts";
import type { FileContent, FileEntry } from "../sys/store_files.ts";

/** The tree below one directory; paths are from it, without `..`. */
export class DiskTree {
  readonly #entries = new Map<string, FileEntry | undefined>();
  readonly #open = new Map<string, boolean>();
  /** Paths of directories that could not be listed. */
  readonly unlisted: string[] = [];

  /** @param root The directory; no part of it is a link. */
  constructor(readonly root: string) {}

  /** The path on the machine. */
  pathOf(path: string): string {
    if (path === "") return this.root;
    return this.root === "/" ? `/${path}` : `${this.root}/${path}`;
  }

  /**
   * Looks at a path. No part of it but the last may be a link.
   *
   * @returns Undefined where nothing is, or nothing can be seen.
   */
  readonly lookUp = (path: string): FileEntry | undefined => {
    const known = this.#entries.get(path);
    if (known !== undefined || this.#entries.has(path)) return known;
    const entry = lookAt(this.pathOf(path));
    this.#entries.set(path, entry);
    return entry;
  };

  /** Whether what is in a directory can be seen; of what is no directory, that nothing is in it can. */
  isOpen(path: string): boolean {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const { isListed } = listNames(this.pathOf(path));
    this.#open.set(path, isListed);
    return isListed;
  }

  /** Names in a directory, in the order of their bytes. */
  list(path: string): readonly string[] {
    const { names, isListed } = listNames(this.pathOf(path));
    if (!isListed) this.unlisted.push(path);
    return names.toSorted(compareUtf8);
  }

  /** Reads a file that was looked at. */
  read(path: string, entry: FileEntry, maxBytes: number): FileContent {
    return readEntry(this.pathOf(path), entry, maxBytes);
  }
}
