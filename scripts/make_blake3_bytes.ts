/**
 * Writes `src/sys/_blake3_bytes.ts`: the WebAssembly of `@fuzdev/blake3_wasm`, so that bundle and binary hold it and
 * loading it needs neither a file nor `node:fs`, which the package itself uses. Run it after a change of the version in
 * `deno.json`; a test compares.
 *
 * @module
 */

const ROOT = new URL("../", import.meta.url);
/** Characters of base64 on one line. */
const LINE = 116;

/** The bytes that the package hands to WebAssembly: its `exports` keep the file itself out of reach. */
export async function packageBytes(): Promise<Uint8Array<ArrayBuffer>> {
  let taken: Uint8Array<ArrayBuffer> | undefined;
  const { Module } = WebAssembly;
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      super(bytes);
      taken = bytes instanceof ArrayBuffer
        ? new Uint8Array(bytes)
        : new Uint8Array(
          bytes.buffer as ArrayBuffer,
          bytes.byteOffset,
          bytes.byteLength,
        );
    }
  };
  try {
    await import("@fuzdev/blake3_wasm");
  } finally {
    WebAssembly.Module = Module;
  }
  if (taken === undefined) {
    throw new Error('Cannot read "@fuzdev/blake3_wasm": it was loaded before');
  }
  return taken;
}

/** The text of the file. */
export async function blake3Bytes(): Promise<string> {
  const text = (await packageBytes()).toBase64();
  const lines = text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return [
    "/**",
    " * The WebAssembly of `@fuzdev/blake3_wasm` (MIT License, Copyright Ryan Atkinson), which is the `blake3` crate with",
    " * SIMD. Made by `scripts/make_blake3_bytes.ts`.",
    " *",
    " * @module",
    " */",
    "",
    "/** As base64. */",
    "// deno-fmt-ignore -- long lines, as they were made",
    "export const BLAKE3_BASE64 = `",
    ...lines,
    "`;",
    "",
  ].join("\n");
}

if (import.meta.main) {
  Deno.writeTextFileSync(
    new URL("src/sys/_blake3_bytes.ts", ROOT),
    await blake3Bytes(),
  );
}
