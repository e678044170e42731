/**
 * A generated root and what APT says of it, in one JSON file: so that a machine without python-apt
 * and without the compressors still checks agreement.
 *
 * @module
 */

import type { OracleOrigin, OracleRow } from "./agreement.ts";
import type { RootSeed } from "./oracle_worker.ts";

/** A file of the root: text where it is UTF-8, else base64; null for an empty directory. */
type Entry = string | { readonly base64: string } | null;

/** The JSON file. */
export interface GoldenRoot extends RootSeed {
  /** Path below the root -> what is there. */
  readonly entries: Readonly<Record<string, Entry>>;
  /** The index files that rows refer to. */
  readonly origins: readonly OracleOrigin[];
  /** What APT says; origins are numbers into {@link GoldenRoot.origins}. */
  readonly rows: readonly (Omit<OracleRow, "candidate_origins"> & {
    readonly candidate_origins: readonly number[];
  })[];
}

/** Fields of an oracle row that no package has: they are left out. */
const UNUSED = [
  "priority_of_installed",
  "candidate_is_installed",
  "installed_origins",
  "version_count",
  "version_arch",
  "installed_version_arch",
];

/** Packs a root that stands on disk. */
export async function packRoot(
  seed: RootSeed,
  root: string,
  rows: readonly OracleRow[],
): Promise<GoldenRoot> {
  const entries: Record<string, Entry> = {};
  for (const path of await pathsBelow(root)) {
    entries[path.slice(root.length + 1)] = path.endsWith("/")
      ? null
      : entryOf(await Deno.readFile(path));
  }
  const origins = new Map<string, number>();
  const number = (origin: OracleOrigin) => {
    const key = JSON.stringify(origin);
    if (!origins.has(key)) origins.set(key, origins.size);
    return origins.get(key)!;
  };
  const packed = rows.map((row) => ({
    ...Object.fromEntries(
      Object.entries(row).filter(([name]) => !UNUSED.includes(name)),
    ) as unknown as OracleRow,
    candidate_origins: row.candidate_origins.map(number),
  }));
  return {
    ...seed,
    entries,
    origins: [...origins.keys()].map((key) => JSON.parse(key) as OracleOrigin),
    rows: packed,
  };
}

/** Writes the root of a golden file into an empty directory. */
export async function unpackRoot(
  golden: GoldenRoot,
  root: string,
): Promise<void> {
  for (const [path, entry] of Object.entries(golden.entries)) {
    const target = `${root}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), {
      recursive: true,
    });
    if (typeof entry === "string") await Deno.writeTextFile(target, entry);
    else if (entry !== null) {
      await Deno.writeFile(target, Uint8Array.fromBase64(entry.base64));
    }
  }
}

/** The oracle's rows of a golden file. */
export function goldenRows(golden: GoldenRoot): OracleRow[] {
  return golden.rows.map((row) => ({
    ...row,
    candidate_origins: row.candidate_origins.map((number) =>
      golden.origins[number]!
    ),
  }));
}

/** A golden file as text: one entry and one row per line, so that changes show in a diff. */
export function formatGolden(golden: GoldenRoot): string {
  const lines = (values: readonly string[]) =>
    values.map((value) => `    ${value}`).join(",\n");
  return `{
  "seed": ${golden.seed}, "difficulty": ${golden.difficulty}, "packages": ${golden.packages},
  "entries": {
${
    lines(
      Object.entries(golden.entries).map(([path, entry]) =>
        `${JSON.stringify(path)}: ${JSON.stringify(entry)}`
      ),
    )
  }
  },
  "origins": [
${lines(golden.origins.map((origin) => JSON.stringify(origin)))}
  ],
  "rows": [
${lines(golden.rows.map((row) => JSON.stringify(row)))}
  ]
}
`;
}

/** Files below a directory, and directories that are empty (with a slash at the end), in byte order. */
async function pathsBelow(directory: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    if (isDirectory) paths.push(...await pathsBelow(`${directory}/${name}`));
    else paths.push(`${directory}/${name}`);
  }
  return paths.length === 0 ? [`${directory}/`] : paths.sort();
}

/** Bytes as they stand in the JSON file. */
function entryOf(bytes: Uint8Array<ArrayBuffer>): Entry {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    return { base64: bytes.toBase64() };
  }
}
