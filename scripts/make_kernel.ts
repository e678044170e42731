/**
 * Compiles the modules in `kernel/` to WebAssembly: `deno task kernel`.
 *
 * The compiler is AssemblyScript, which npx fetches; it is large, so nothing but this script needs it. Tests compare
 * the digest of each source with the one that is written here.
 *
 * @module
 */

const COMPILER = "assemblyscript@0.28.20";
const ROOT = new URL("../", import.meta.url);

/** The modules: what they are made of, where they go, and what their constants begin with. */
const MODULES = [
  {
    source: "kernel.ts",
    target: "src/catalog/kernel_bytes.ts",
    name: "KERNEL",
  },
  { source: "lz4.ts", target: "src/sys/_lz4_bytes.ts", name: "LZ4" },
  {
    source: "stanzas.ts",
    target: "src/apt/_stanza_kernel_bytes.ts",
    name: "STANZAS",
  },
] as const;

/** Compiles one of them. */
async function compile(
  folder: string,
  { source, target, name }: typeof MODULES[number],
): Promise<void> {
  const text = Deno.readTextFileSync(new URL(`kernel/${source}`, ROOT));
  Deno.writeTextFileSync(`${folder}/${source}`, text);
  // deno-fmt-ignore
  const { success } = await new Deno.Command("npx", {
    args: [
      "-y", "-p", COMPILER, "asc", source, "--outFile", "module.wasm",
      "-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--importMemory",
    ],
    cwd: folder,
  }).spawn().status;
  if (!success) Deno.exit(1);
  const wasm = Deno.readFileSync(`${folder}/module.wasm`);
  const digest = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
  );
  Deno.writeTextFileSync(
    new URL(target, ROOT),
    `/**
 * \`kernel/${source}\`, compiled. Made by \`deno task kernel\`.
 *
 * @module
 */

/** SHA-256 of the source. */
export const ${name}_SOURCE =
  "${digest.toHex()}";
/** The module as base64. */
export const ${name}_BYTES =
  "${wasm.toBase64()}";
`,
  );
  console.log(`${source}: ${wasm.length} bytes`);
}

const folder = await Deno.makeTempDir({ prefix: "storectl_kernel_" });
try {
  for (const module of MODULES) await compile(folder, module);
} finally {
  await Deno.remove(folder, { recursive: true });
}
