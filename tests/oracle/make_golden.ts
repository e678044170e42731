/**
 * Writes `golden/`: run it after a change of the generator or of the oracle, on a Debian 12 machine
 * with python3-apt and the compressors.
 *
 *     npx -y deno@2.9.6 run -A tests/oracle/make_golden.ts
 *
 * @module
 */

import { formatGolden, packRoot } from "./golden_root.ts";
import {
  missingForOracle,
  OracleWorker,
  type RootSeed,
} from "./oracle_worker.ts";

/** Small roots that between them hold every compression, a foreign architecture, a flat repository and many pins. */
const SEEDS: readonly RootSeed[] = [
  { seed: 1, difficulty: 1, packages: 25 },
  { seed: 10, difficulty: 2, packages: 25 },
  { seed: 5, difficulty: 3, packages: 25 },
  { seed: 1, difficulty: 4, packages: 25 },
  { seed: 7, difficulty: 5, packages: 25 },
  { seed: 10, difficulty: 5, packages: 25 },
];

const missing = await missingForOracle();
if (missing.length > 0) {
  console.error(`Cannot make golden files: missing ${missing.join(", ")}`);
  Deno.exit(1);
}
const golden = new URL("golden/", import.meta.url).pathname;
await Deno.mkdir(golden, { recursive: true });
const work = await Deno.makeTempDir({ prefix: "storectl-golden-" });
try {
  await using worker = new OracleWorker();
  for (const seed of SEEDS) {
    const root = `${work}/${seed.difficulty}-${seed.seed}`;
    const { rows, text } = await worker.ask(root, `${work}/rows.jsonl`, seed);
    if (!rows) {
      throw new Error(`Cannot use seed ${seed.seed}: APT refuses it: ${text}`);
    }
    await Deno.remove(`${root}/generated`, { recursive: true });
    const file = `difficulty-${seed.difficulty}-seed-${seed.seed}.json`;
    const content = formatGolden(await packRoot(seed, root, rows));
    await Deno.writeTextFile(golden + file, content);
    console.log(
      `${file}: ${rows.length} rows, ${Math.round(content.length / 1024)} KiB`,
    );
  }
} finally {
  await Deno.remove(work, { recursive: true });
}
