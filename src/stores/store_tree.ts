/**
 * Where the bytes of an extension store come from: all that its kind has to know.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type { AskOptions } from "./store.ts";

/** `store.json`, not yet parsed. */
export interface TreeIndex {
  /** Its bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How old they are, in milliseconds; 0 where the store was asked just now. */
  readonly age: number;
  /** Whether the store itself answered; false where only what is cached does. */
  readonly reachable: boolean;
  /** When the store says that it changed last, as ISO 8601 in UTC; null where it does not. */
  readonly changed: string | null;
  /** What is wrong while the answer still stands. */
  readonly warnings: readonly Warning[];
  /**
   * Remembers these bytes as the store's present state. Called when they were parsed and their signature is good, so
   * that nothing else ever replaces what is cached.
   */
  readonly accept?: () => void | Promise<void>;
}

/** What a link says of a file. */
export interface TreeLink {
  /** `algorithm:hex`. */
  readonly checksum: string;
  /** Bytes; reading may stop as soon as there are more. */
  readonly size: number;
}

/**
 * A tree with a `store.json`. Paths are from the store's root, checked, and in their shortest form.
 *
 * The index and small files that it gives are not trusted: whoever asks verifies them.
 */
export interface StoreTree {
  /** The tree in words, for messages: a path or a URL, without secrets. */
  readonly place: string;
  /** Files that may be fetched at once, from 1. */
  readonly parallel: number;

  /**
   * Reads `store.json`.
   *
   * @throws {StoreError} `STORE_UNUSABLE`, `NETWORK`, `PERMISSION`, `IO`, …: there is none, and none is cached.
   */
  readIndex(options: AskOptions): Promise<TreeIndex>;

  /**
   * Reads a small file whole, such as a manifest.
   *
   * @param checksum What its link says; undefined for a file that nothing links, such as a signature.
   * @returns Null where there is no such file.
   * @throws {StoreError} `LIMIT_EXCEEDED`: it is larger. Or it cannot be read.
   */
  readFile(
    path: string,
    maxBytes: number,
    options: AskOptions,
    checksum?: string,
  ): Promise<Uint8Array<ArrayBuffer> | null>;

  /**
   * Puts a linked file at a path that does not exist yet, and verifies it on the way; trying again and going on after
   * a break happen inside.
   *
   * @returns False where there is no such file.
   * @throws {StoreError} `CHECKSUM_MISMATCH`: its bytes are not what the link says; then nothing is there.
   */
  bringFile(
    path: string,
    link: TreeLink,
    to: string,
    options: AskOptions,
  ): Promise<boolean>;
}
