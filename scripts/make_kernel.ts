/**
 * Compiles `kernel/kernel.ts` to `src/catalog/kernel_bytes.ts`: `deno task kernel`.
 *
 * The compiler is AssemblyScript, which npx fetches; it is large, so nothing but this script needs it. A test compares
 * the digest of the source with the one that is written here.
 *
 * @module
 */

const COMPILER = "assemblyscript@0.28.20";
const SOURCE = new URL("../kernel/kernel.ts", import.meta.url);
const TARGET = new URL("../src/catalog/kernel_bytes.ts", import.meta.url);

const folder = await Deno.makeTempDir({ prefix: "storectl_kernel_" });
try {
  const source = Deno.readTextFileSync(SOURCE);
  Deno.writeTextFileSync(`${folder}/kernel.ts`, source);
  // deno-fmt-ignore
  const { success } = await new Deno.Command("npx", {
    args: [
      "-y", "-p", COMPILER, "asc", "kernel.ts", "--outFile", "kernel.wasm",
      "-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--importMemory",
    ],
    cwd: folder,
  }).spawn().status;
  if (!success) Deno.exit(1);
  const wasm = Deno.readFileSync(`${folder}/kernel.wasm`);
  const digest = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(source)),
  );
  Deno.writeTextFileSync(
    TARGET,
    `/**
 * \`kernel/kernel.ts\`, compiled. Made by \`deno task kernel\`.
 *
 * @module
 */

/** SHA-256 of the source. */
export const KERNEL_SOURCE =
  "${digest.toHex()}";
/** The module as base64. */
export const KERNEL_BYTES =
  "${wasm.toBase64()}";
`,
  );
  console.log(`${wasm.length} bytes`);
} finally {
  await Deno.remove(folder, { recursive: true });
}
