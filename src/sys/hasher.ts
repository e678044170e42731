/**
 * Something that hashes streams of bytes, whatever stands behind it.
 *
 * @module
 */

/** Bytes of the memory that a hasher offers to read into: one system call for most files, and it stays in the cache. */
export const HASHER_BYTES = 128 * 1024;

/** Hashes one stream after another. */
export interface Hasher extends Disposable {
  /**
   * {@linkcode HASHER_BYTES} of memory to read into, which {@linkcode Hasher.update} takes without a copy where it can.
   * Ask for it before each read: it may move.
   */
  readonly buffer: Uint8Array<ArrayBuffer>;
  /** Adds bytes to the stream; they may be reused afterwards. */
  update(bytes: Uint8Array): void;
  /** Ends the stream: its digest as lower-case hex. The next `update` starts another one. */
  hex(): string;
}
