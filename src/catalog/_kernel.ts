/**
 * The module that `kernel/kernel.ts` is compiled to, and its memory.
 *
 * @module
 */

import { KERNEL_BYTES } from "./kernel_bytes.ts";

/** What the module exports; pointers are bytes. */
export interface KernelExports {
  checksum(at: number, words: number): number;
  firstDamaged(at: number, blocks: number, words: number, sums: number): number;
  commonStart(a: number, b: number, length: number): number;
  addAll(bits: number, other: number, words: number): void;
  keepAll(bits: number, other: number, words: number): void;
  removeAll(bits: number, other: number, words: number): void;
  countBits(bits: number, words: number): number;
  addRows(bits: number, rows: number, count: number): void;
  // deno-fmt-ignore
  listBits(bits: number, words: number, offset: number, limit: number, into: number): number;
  // deno-fmt-ignore
  countValues(bits: number, words: number, column: number, width: number, counts: number): void;
  // deno-fmt-ignore
  rankTexts(at: number, end: number, needle: number, length: number, ranks: number, summary: number): number;
  keepWorst(ranks: number, other: number, rows: number): void;
  // deno-fmt-ignore
  keepRank(ranks: number, bits: number, rows: number, rank: number, into: number): void;
  // deno-fmt-ignore
  writeRows(records: number, count: number, texts: number, pieces: number, into: number): number;
  // deno-fmt-ignore
  markGrams(at: number, end: number, row: number, sets: number, setBytes: number): void;
}

const PAGE_BYTES = 64 * 1024;

/** What the kernel works in. */
export let memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 4 });
let loaded: KernelExports | undefined;

/** The kernel, compiled when it is first used. */
export function kernel(): KernelExports {
  return loaded ??= new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.fromBase64(KERNEL_BYTES)),
    { env: { memory } },
  ).exports as unknown as KernelExports;
}

/** A kernel at work. */
export interface LoadedKernel {
  /** What it works in. */
  readonly memory: WebAssembly.Memory;
  /** What it exports. */
  readonly exports: KernelExports;
}

/** The kernel, for another file of the bundle: it has this module once more. */
export function loadedKernel(): LoadedKernel {
  return { memory, exports: kernel() };
}

/** Works with the kernel of another file of the bundle from now on. */
export function useKernel(other: LoadedKernel): void {
  memory = other.memory;
  loaded = other.exports;
}

/** A length that vectors can be read and written from. */
export function padded(bytes: number): number {
  return (bytes + 31) & ~15;
}

/** Makes room for some bytes. */
export function reserve(bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}

/** Copies bytes to a place. */
export function put(
  at: number,
  { buffer, byteOffset, byteLength }: ArrayBufferView,
): void {
  new Uint8Array(memory.buffer, at, byteLength).set(
    new Uint8Array(buffer, byteOffset, byteLength),
  );
}
