/**
 * BLAKE3 by the WebAssembly of `@fuzdev/blake3_wasm`, over memory that files are read into without a copy.
 *
 * The glue of the package is not used: it opens a file with `node:fs` and copies all bytes once more. What it knows of
 * the calls stands here: arguments of `update` are freed by it.
 *
 * @module
 */

import { HASHER_BYTES } from "./hasher.ts";
import type { Hasher } from "./hasher.ts";

/** What the module exports, as far as it is used. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  blake3hasher_new(): number;
  blake3hasher_update(hasher: number, pointer: number, length: number): void;
  blake3hasher_finalize_and_reset(result: number, hasher: number): void;
  __wbg_blake3hasher_free(hasher: number, unused: number): void;
  __wbindgen_add_to_stack_pointer(bytes: number): number;
  /** Frees memory. */
  __wbindgen_export(pointer: number, length: number, align: number): void;
  /** Allocates memory. */
  __wbindgen_export2(length: number, align: number): number;
}

/** The module ends with a panic only for a defect of its own. */
function fail(): never {
  throw new Error("Cannot hash: the BLAKE3 module failed");
}

/** Makes hashers over one instance of the module. */
export type Blake3 = () => Hasher;

/**
 * Loads the module.
 *
 * @param bytes The module.
 * @throws {WebAssembly.CompileError} No module, or one with instructions that this machine does not have.
 */
export function loadBlake3(bytes: BufferSource): Blake3 {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    "./blake3_wasm_bg.js": {
      __wbg_Error_8c4e43fe74559d73: fail,
      __wbg___wbindgen_throw_be289d5034ed271b: fail,
    },
  });
  const wasm = exports as unknown as Exports;
  return () => new WasmHasher(wasm);
}

class WasmHasher implements Hasher {
  readonly #wasm: Exports;
  readonly #hasher: number;
  /** Where the memory to read into is; 0 where there is none now. */
  #room = 0;

  constructor(wasm: Exports) {
    this.#wasm = wasm;
    this.#hasher = wasm.blake3hasher_new();
  }

  get buffer(): Uint8Array<ArrayBuffer> {
    this.#room ||= this.#wasm.__wbindgen_export2(HASHER_BYTES, 1);
    // made anew each time: memory that grows leaves old views empty
    return new Uint8Array(
      this.#wasm.memory.buffer as ArrayBuffer,
      this.#room,
      HASHER_BYTES,
    );
  }

  update(bytes: Uint8Array): void {
    const wasm = this.#wasm;
    const { byteOffset, length } = bytes;
    const isInside = bytes.buffer === wasm.memory.buffer;
    if (isInside && byteOffset === this.#room && length === HASHER_BYTES) {
      this.#room = 0;
      wasm.blake3hasher_update(this.#hasher, byteOffset, length);
      return;
    }
    for (let at = 0; at < length; at += HASHER_BYTES) {
      const count = Math.min(HASHER_BYTES, length - at);
      const pointer = wasm.__wbindgen_export2(count, 1);
      // the allocation may have taken the memory away from a view that was inside
      const from = isInside
        ? new Uint8Array(wasm.memory.buffer, byteOffset + at, count)
        : bytes.subarray(at, at + count);
      new Uint8Array(wasm.memory.buffer, pointer, count).set(from);
      wasm.blake3hasher_update(this.#hasher, pointer, count);
    }
  }

  hex(): string {
    const wasm = this.#wasm;
    const result = wasm.__wbindgen_add_to_stack_pointer(-16);
    try {
      wasm.blake3hasher_finalize_and_reset(result, this.#hasher);
      const view = new DataView(wasm.memory.buffer);
      const pointer = view.getUint32(result, true);
      const length = view.getUint32(result + 4, true);
      const hex = new Uint8Array(wasm.memory.buffer, pointer, length).toHex();
      wasm.__wbindgen_export(pointer, length, 1);
      return hex;
    } finally {
      wasm.__wbindgen_add_to_stack_pointer(16);
    }
  }

  [Symbol.dispose](): void {
    if (this.#room !== 0) {
      this.#wasm.__wbindgen_export(this.#room, HASHER_BYTES, 1);
      this.#room = 0;
    }
    this.#wasm.__wbg_blake3hasher_free(this.#hasher, 0);
  }
}
