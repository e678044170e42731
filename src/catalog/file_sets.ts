/**
 * Sets of index files that carry a version, each kept once.
 *
 * @module
 */

/** A number for each different set; set 0 is empty. */
export class FileSets {
  /** Sets by number, in reading order. */
  readonly sets: (readonly number[])[] = [[]];
  /** The set of each file alone. */
  readonly #ofSingle: number[] = [];
  readonly #numbers = new Map<string, number>([["", 0]]);

  /** The number of a set of files, given on first sight. */
  add(files: readonly number[]): number {
    const key = files.join();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.sets.push([...files]) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** The number of the set of one file. */
  addFile(file: number): number {
    return this.#ofSingle[file] ??= this.add([file]);
  }
}
