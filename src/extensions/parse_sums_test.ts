import { deepStrictEqual } from "node:assert/strict";
import { parseSums } from "./parse_sums.ts";

const A = "a".repeat(64);

Deno.test.each([
  {
    name: "text and binary marks",
    text: `${A}  x\n${A} *y\n`,
    paths: ["x", "y"],
    wrong: [],
  },
  {
    name: "names with spaces",
    text: `${A}   x y \n`,
    paths: [" x y "],
    wrong: [],
  },
  { name: "a leading ./", text: `${A}  ./x\n`, paths: ["x"], wrong: [] },
  {
    name: "escaped names",
    text: `\\${A}  x\\n\\\\y\n`,
    paths: ["x\n\\y"],
    wrong: [],
  },
  {
    name: "upper-case digits",
    text: `${A.toUpperCase()}  x\n`,
    paths: ["x"],
    wrong: [],
  },
  {
    name: "no final line feed, and comments",
    text: `# by hand\n\n${A}  x`,
    paths: ["x"],
    wrong: [],
  },
  {
    name: "lines that are none",
    text: `${A} x\nabc  y\n${A}  \n`,
    paths: [],
    wrong: [1, 2, 3],
  },
  { name: "nothing", text: "", paths: [], wrong: [] },
])("parseSums() reads $name", ({ text, paths, wrong }) => {
  const sums = parseSums(text);
  deepStrictEqual(sums.lines.map(({ path }) => path), paths);
  deepStrictEqual(sums.wrong, wrong);
  deepStrictEqual(sums.lines.every(({ sha256 }) => sha256 === A), true);
});
