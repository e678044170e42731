/**
 * The first bytes of a WebAssembly file.
 *
 * @module
 */

/** Bytes that tell what a file is. */
export const WASM_HEADER_BYTES = 8;

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
/** Version and layer, as the core and the component specification give them. */
const FORMS = [
  { name: "module", bytes: [0x01, 0x00, 0x00, 0x00] },
  { name: "component", bytes: [0x0d, 0x00, 0x01, 0x00] },
] as const;

/**
 * Says why a file is no WebAssembly that can be run.
 *
 * @param bytes Its first {@linkcode WASM_HEADER_BYTES} bytes, or all where it has fewer.
 * @returns The state, as it stands behind a colon; undefined for a module or a component.
 */
export function wasmProblem(bytes: Uint8Array): string | undefined {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    return "it is not WebAssembly";
  }
  const isKnown = FORMS.some((form) =>
    form.bytes.every((byte, index) => bytes[4 + index] === byte)
  );
  if (isKnown) return undefined;
  const version = [...bytes.subarray(4, 8)].map((byte) =>
    byte.toString(16).padStart(2, "0")
  ).join(" ");
  return `it is WebAssembly of an unknown version (${version || "none"})`;
}
