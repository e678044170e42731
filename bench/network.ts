/**
 * `deno task bench:network`: 100 extensions of 1 MB installed from nginx on this machine, against curl fetching the
 * same files in parallel and `sha256sum` verifying them.
 *
 * The contenders take turns, so that a busy machine hurts all of them alike. Each run starts with nothing.
 *
 *     deno task bench:network [--runs 5]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { makeStore, writeStore } from "../tests/network/make_store.ts";
import { startNginx } from "../tests/network/nginx.ts";
import { type Cost, hasProgram, openMeasurer } from "./measure.ts";

const PROJECT = decodeURIComponent(new URL("../", import.meta.url).pathname);
const EXTENSIONS = 100;
const BYTES = 1_000_000;
/** Times as long as curl and sha256sum. */
const MOST_RATIO = 2;

const { values } = parseArgs({
  args: Deno.args.filter((argument) => argument !== "--"),
  options: { runs: { type: "string", default: "5" } },
});

for (const program of ["nginx", "curl", "sha256sum"]) {
  if (await hasProgram(program, program === "nginx" ? "-v" : "--version")) {
    continue;
  }
  console.log(`skipped: the network (no ${program})`);
  Deno.exit(0);
}

await using cleanup = new AsyncDisposableStack();
const work = Deno.makeTempDirSync({ prefix: "storectl-bench-" });
cleanup.defer(() => Deno.remove(work, { recursive: true }));
const ids = Array.from({ length: EXTENSIONS }, (_, index) => `e${index}`);
const files = await makeStore({
  serial: 1,
  size: BYTES,
  extensions: ids.map((id) => `${id}@1.0.0`),
});
writeStore(`${work}/www`, files);
const nginx = cleanup.use(await startNginx(`${work}/www`));
const measurer = cleanup.use(await openMeasurer(PROJECT));

/** Runs a program of the preparation. */
async function prepare(...argv: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(argv[0]!, {
    args: argv.slice(1),
    cwd: PROJECT,
    env: ENVIRONMENT,
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`${argv[0]}: ${new TextDecoder().decode(stderr)}`);
}

const ENVIRONMENT = {
  DENO: Deno.execPath(),
  CACHE_DIRECTORY: `${work}/cache`,
};
await prepare("scripts/build.sh", "--bundle", "--out", `${work}/bundle`);
const storectl = `${work}/bundle/storectl`;
const machine = `${work}/machine`;
Deno.mkdirSync(machine);
await prepare(
  storectl,
  ...["stores", "add", "http", "web", nginx.url, "--root", machine],
);

const config = [...files.keys()].map((path) =>
  `url = "${nginx.url}${path}"\noutput = "${work}/curl/${path}"\ncreate-dirs\n`
);
Deno.writeTextFileSync(`${work}/curl.config`, config.join(""));
Deno.writeTextFileSync(
  `${work}/sums`,
  await prepare(
    "bash",
    "-c",
    `cd ${work}/www && find . -type f | xargs sha256sum`,
  ),
);
const curl = `curl -s --parallel -K ${work}/curl.config`;
const contenders: Readonly<Record<string, readonly string[]>> = {
  "curl --parallel, sha256sum -c": [
    "bash",
    "-c",
    `${curl} && cd ${work}/curl && sha256sum --check --quiet ${work}/sums`,
  ],
  "curl --parallel alone": ["bash", "-c", curl],
  "storectl install": [storectl, "install", ...ids, "--root", machine],
};

const costs = new Map<string, Cost[]>();
for (let round = -1; round < Number(values.runs); round++) {
  for (const [name, argv] of Object.entries(contenders)) {
    for (const folder of ["curl", "machine/var", "cache"]) {
      await Deno.remove(`${work}/${folder}`, { recursive: true }).catch(
        () => {},
      );
    }
    const cost = await measurer.run({ argv, env: ENVIRONMENT });
    if (cost.status !== 0) {
      throw new Error(`"${name}" ends with ${cost.status}`);
    }
    if (round >= 0) costs.set(name, [...costs.get(name) ?? [], cost]);
  }
}

/** The middle value. */
function median(name: string, field: "wall" | "cpu" | "peak"): number {
  const all = costs.get(name)!.map((cost) => cost[field]);
  return all.toSorted((a, b) => a - b)[all.length >> 1]!;
}

const [first = ""] = Object.keys(contenders);
console.log(`${EXTENSIONS} extensions of ${BYTES} bytes from nginx`);
console.log("".padEnd(32), "  wall s   CPU s  peak MiB   wall ×");
for (const name of Object.keys(contenders)) {
  const ratio = median(name, "wall") / median(first, "wall");
  console.log(
    name.padEnd(32),
    median(name, "wall").toFixed(3).padStart(8),
    median(name, "cpu").toFixed(3).padStart(7),
    (median(name, "peak") / 2 ** 20).toFixed(0).padStart(9),
    ratio.toFixed(2).padStart(8),
  );
}
const ratio = median("storectl install", "wall") / median(first, "wall");
console.log(
  `storectl install: ${
    ratio.toFixed(2)
  } × curl and sha256sum, at most ${MOST_RATIO}: ${
    ratio <= MOST_RATIO ? "met" : "MISSED"
  }`,
);
