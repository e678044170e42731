/**
 * Agreement with APT: every row of random roots, and of this machine, is what libapt says.
 *
 * The golden roots run everywhere; the others need python3-apt and five compressors, and are
 * skipped where those are missing, except under `CI`. More roots: `deno task oracle`.
 *
 * @module
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  ALL_FIELDS,
  compareRows,
  type Difference,
  formatDifference,
  type OracleRow,
} from "./oracle/agreement.ts";
import {
  checkRoots,
  compareRoot,
  formatSpec,
  type RootResult,
  type RootSpec,
} from "./oracle/check_roots.ts";
import {
  type GoldenRoot,
  goldenRows,
  packRoot,
  unpackRoot,
} from "./oracle/golden_root.ts";
import { missingForOracle } from "./oracle/oracle_worker.ts";

const missing = await missingForOracle();
const ignore = missing.length > 0 && !Deno.env.get("CI");
if (ignore) {
  // deno-lint-ignore no-console -- says why tests are skipped
  console.warn(
    `Agreement with APT is checked on the golden roots only: missing ${
      missing.join(", ")
    }`,
  );
}

/** Fails with the first 20 differences. */
function assertAgreement(
  title: string,
  differences: readonly Difference[],
): void {
  if (differences.length === 0) return;
  const shown = differences.slice(0, 20).map((difference) =>
    `  ${formatDifference(difference)}`
  );
  throw new Error(
    `${title}: ${differences.length} differences\n${shown.join("\n")}`,
  );
}

/** Checks roots and fails with what differs. */
async function checkAll(specs: readonly RootSpec[]): Promise<RootResult[]> {
  strictEqual(
    missing.join(", "),
    "",
    "what the oracle needs and this machine does not have",
  );
  const results: RootResult[] = [];
  await checkRoots(specs, (result) => results.push(result));
  assertAgreement(
    results.filter(({ differences }) => differences.length > 0).map((
      { spec },
    ) => formatSpec(spec)).join("; "),
    results.flatMap(({ spec, differences }) =>
      differences.map((difference) => ({
        ...difference,
        package: `[${formatSpec(spec)}] ${difference.package}`,
      }))
    ),
  );
  return results;
}

/** A row of the oracle with little in it. */
function oracleRow(name: string): OracleRow {
  const origin = {
    archive: "stable",
    codename: "bookworm",
    component: "main",
    origin: "Debian",
    label: "Debian",
    version: "12",
    site: "mirror.example.org",
    not_automatic: false,
    but_automatic_upgrades: false,
    filename: "x_Packages",
    trusted: true,
    priority: 500,
  };
  return {
    name,
    arch: "amd64",
    installed: null,
    candidate: "1",
    upgradable: false,
    held: false,
    auto: false,
    state: "unknown ok not-installed",
    priority_of_candidate: 500,
    candidate_origins: [origin, { ...origin, component: "contrib" }, {
      ...origin,
      filename: "status",
    }],
    section: null,
    size: 1,
    installed_size: 1024,
    multi_arch: "no",
    source_name: name,
    source_version: "1",
    homepage: null,
    maintainer: null,
    tags: ["role::program"],
    other_tags: [],
    summary: null,
    essential: false,
  };
}

Deno.test("compareRows() finds rows that are missing, doubled, too many, out of order or different", () => {
  const same = {
    name: "a",
    architecture: "amd64",
    version: "1",
    section: "",
    tags: ["role::program"],
    repositories: ["Debian:stable"],
  };
  const fields = ["version", "section", "tags", "repositories"] as const;
  deepStrictEqual(compareRows([oracleRow("a")], [same], fields), []);
  const found = compareRows([oracleRow("a"), oracleRow("b")], [
    { ...same, name: "c" },
    { ...same, version: "2" },
    same,
  ], fields);
  deepStrictEqual(found.map(formatDifference), [
    'a:amd64 (order): APT "before c", storectl "after it"',
    'a:amd64 (row): APT "one row", storectl "two rows"',
    'b:amd64 (row): APT "a row", storectl nothing',
    'c:amd64 (row): APT nothing, storectl "a row"',
  ]);
  const different = compareRows([oracleRow("a")], [{
    ...same,
    version: "2",
    repositories: [],
  }], fields);
  deepStrictEqual(different.map(({ field }) => field), [
    "version",
    "repositories",
  ]);
});

Deno.test("packRoot() and unpackRoot() give the same files back", async () => {
  await using disposer = new AsyncDisposableStack();
  const work = await Deno.makeTempDir({ prefix: "storectl-golden-" });
  disposer.defer(() => Deno.remove(work, { recursive: true }));
  await Deno.mkdir(`${work}/a/etc/empty.pref`, { recursive: true });
  await Deno.writeTextFile(`${work}/a/etc/text`, "\ufeffä\r\n");
  await Deno.writeFile(`${work}/a/etc/bytes`, Uint8Array.of(0, 255, 10));
  const seed = { seed: 1, difficulty: 1, packages: 1 };
  const golden = await packRoot(seed, `${work}/a`, [oracleRow("a")]);
  await unpackRoot(golden, `${work}/b`);
  deepStrictEqual(
    await packRoot(seed, `${work}/b`, goldenRows(golden)),
    golden,
  );
  deepStrictEqual(Object.values(golden.entries), [
    { base64: "AP8K" },
    null,
    "\ufeffä\r\n",
  ]);
});

const golden = new URL("oracle/golden/", import.meta.url);
Deno.test.each(
  [...Deno.readDirSync(golden)].map(({ name }) => ({ name })).sort((a, b) =>
    a.name < b.name ? -1 : 1
  ),
)(
  "storectl agrees with APT on the golden root $name",
  async ({ name }) => {
    const root = JSON.parse(
      await Deno.readTextFile(new URL(name, golden)),
    ) as GoldenRoot;
    const work = await Deno.makeTempDir({ prefix: "storectl-golden-" });
    try {
      await unpackRoot(root, `${work}/root`);
      assertAgreement(
        name,
        await compareRoot(`${work}/root`, `${work}/cache`, {
          rows: goldenRows(root),
        }, ALL_FIELDS),
      );
    } finally {
      await Deno.remove(work, { recursive: true });
    }
  },
);

/** Random roots on which storectl once differed from APT, with what they are about. */
const ONCE_DIFFERENT: readonly (RootSpec & { readonly about: string })[] = [
  { seed: 2, difficulty: 2, packages: 116, about: "a glob matches name:any" },
  {
    seed: 6,
    difficulty: 1,
    packages: 88,
    about: "a hyphen in a pattern, and a version in two files",
  },
  { seed: 19, difficulty: 1, packages: 84, about: "Essential: no, read last" },
  {
    seed: 14,
    difficulty: 2,
    packages: 128,
    about: "a mark for a name whose first package has no version",
  },
  { seed: 1014, difficulty: 1, packages: 183, about: "no list at all" },
  {
    seed: 1107,
    difficulty: 5,
    packages: 210,
    about: "name:any in a package of an unknown architecture",
  },
  {
    seed: 1208,
    difficulty: 1,
    packages: 53,
    about: "a description that libapt returns empty",
  },
];

Deno.test.each(ONCE_DIFFERENT)(
  "storectl agrees with APT on seed $seed, difficulty $difficulty: $about",
  async ({ about: _, ...spec }) => {
    if (!ignore) await checkAll([spec]);
  },
);

Deno.test(
  { name: "storectl agrees with APT on 100 random roots", ignore },
  async () => {
    const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
    const results = await checkAll(
      [1, 2, 3, 4, 5].flatMap((difficulty) =>
        seeds.map((seed) => ({ seed, difficulty, packages: 40 + 3 * seed }))
      ),
    );
    // Up to difficulty 3 the generator makes nothing that APT refuses.
    deepStrictEqual(
      results.filter(({ rows, spec }) =>
        rows === null && "difficulty" in spec && spec.difficulty <= 3
      ).map(({ refusal }) => refusal),
      [],
    );
  },
);

/** Whether this machine has lists of its own. */
function hasLists(): boolean {
  try {
    return [...Deno.readDirSync("/var/lib/apt/lists")].some(({ name }) =>
      name.includes("_Packages")
    );
  } catch {
    return false;
  }
}

Deno.test({
  name: "storectl agrees with APT on this machine",
  ignore: ignore || !hasLists(),
}, async () => {
  await checkAll([{ root: "/" }]);
});
