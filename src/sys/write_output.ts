/**
 * Bytes to stdout and stderr: all of them, once, in order, before the call returns.
 *
 * Deno puts Rust's line buffer before stdout: what follows the last line feed is kept in it, then flushed. If a full
 * pipe refuses the flush, the call throws, and how much went out before is lost. So bytes go out in pieces for which
 * that question does not arise; see {@linkcode pieceEnd}.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { OutputName } from "./terminal.ts";

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 16;

/** Up to this size a pipe takes all of a piece or nothing (`PIPE_BUF` of Linux). */
const ATOMIC_BYTES = 4096;
/** From this size on, a piece without a line feed goes past Rust's line buffer, and the call says how much of it went. */
const UNBUFFERED_BYTES = 1024;
const LINE_FEED = 10;
const NOTHING = new Uint8Array();

/** Something to write to, as `Deno.stdout` is. */
export interface SyncWriter {
  /** Writes some of the bytes and says how many. */
  writeSync(bytes: Uint8Array): number;
}

/** Blocks this thread. Memory that nobody else holds is never notified, so the wait runs its full time. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Whether whoever reads the output is gone: a closed pipe, or a terminal that hung up. */
function isReaderGone(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionReset ||
    (error instanceof Error && "code" in error && error.code === "EIO");
}

/**
 * Where the piece that starts at `start` ends: behind the last line feed within {@linkcode ATOMIC_BYTES}, or, where
 * there is none, before the next one.
 */
function pieceEnd(bytes: Uint8Array, start: number): number {
  const near = bytes.lastIndexOf(LINE_FEED, start + ATOMIC_BYTES - 1);
  if (near >= start) return near + 1;
  const far = bytes.indexOf(LINE_FEED, start + ATOMIC_BYTES);
  return far < 0 ? bytes.length : far;
}

/** Whether a piece that was refused is in the line buffer nevertheless. */
function isBuffered(piece: Uint8Array): boolean {
  return piece.length < UNBUFFERED_BYTES && piece.at(-1) !== LINE_FEED;
}

/** Turns what a write threw into an error with a code; a defect is thrown on as it is. */
function writeError(error: unknown, name: string): StoreError {
  if (!(error instanceof Error && "code" in error)) throw error;
  const state = error.code === "ENOSPC"
    ? "no space is left on the device"
    : `the system reports ${error.code}`;
  return new StoreError("IO", `Cannot write to ${name}: ${state}`, {
    cause: error,
  });
}

/**
 * Writes all bytes, however few the other side takes at once.
 *
 * A pipe that another program made non-blocking refuses bytes while it is full; then this waits, longer each time.
 *
 * @param name What it is called in an error.
 * @returns False when the reader is gone: end quietly, nobody wants to know.
 * @throws {StoreError} `IO`: no space is left, or another failure of the system.
 */
export function writeAll(
  writer: SyncWriter,
  bytes: Uint8Array,
  name: string,
): boolean {
  let milliseconds = 1;
  let written = 0;
  let isPending = false;
  while (written < bytes.length || isPending) {
    const piece = isPending
      ? NOTHING
      : bytes.subarray(written, pieceEnd(bytes, written));
    try {
      written += writer.writeSync(piece);
      isPending = false;
      milliseconds = 1;
    } catch (error) {
      if (isReaderGone(error)) return false;
      if (!(error instanceof Deno.errors.WouldBlock)) {
        throw writeError(error, name);
      }
      if (!isPending && isBuffered(piece)) {
        written += piece.length;
        isPending = true;
      }
      pause(milliseconds);
      milliseconds = Math.min(LONGEST_PAUSE, milliseconds * 2);
    }
  }
  return true;
}

/**
 * Writes text as UTF-8, or bytes, to one of the two outputs.
 *
 * @returns False when the reader is gone, as after `| head -1`: end quietly.
 * @throws {StoreError} `IO`: no space is left, or another failure of the system.
 */
export function writeOutput(
  name: OutputName,
  data: string | Uint8Array,
): boolean {
  const bytes = typeof data === "string"
    ? new TextEncoder().encode(data)
    : data;
  return writeAll(Deno[name], bytes, name);
}
