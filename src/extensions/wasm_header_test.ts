import { match, strictEqual } from "node:assert/strict";
import { wasmProblem } from "./wasm_header.ts";

Deno.test.each([
  { name: "a module", bytes: [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0] },
  { name: "a component", bytes: [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0] },
])(
  "wasmProblem() takes $name",
  ({ bytes }) => strictEqual(wasmProblem(Uint8Array.from(bytes)), undefined),
);

Deno.test.each([
  { name: "nothing", bytes: [], why: /not WebAssembly/ },
  {
    name: "an ELF file",
    bytes: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0],
    why: /not WebAssembly/,
  },
  { name: "a cut magic", bytes: [0, 0x61, 0x73], why: /not WebAssembly/ },
  {
    name: "a magic alone",
    bytes: [0, 0x61, 0x73, 0x6d],
    why: /unknown version \(none\)/,
  },
  {
    name: "a cut version",
    bytes: [0, 0x61, 0x73, 0x6d, 1, 0, 0],
    why: /\(01 00 00\)/,
  },
  {
    name: "an older component",
    bytes: [0, 0x61, 0x73, 0x6d, 0x0c, 0, 1, 0],
    why: /\(0c 00 01 00\)/,
  },
])(
  "wasmProblem() refuses $name",
  ({ bytes, why }) => match(wasmProblem(Uint8Array.from(bytes)) ?? "", why),
);
