/**
 * Small APT roots made by hand, and what storectl and APT answer for them.
 *
 * @module
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { BuiltCatalog } from "../src/catalog/built_catalog.ts";
import type { Catalog } from "../src/catalog/catalog.ts";
import { decide } from "../src/catalog/decide.ts";
import type { Package } from "../src/cli/contract.ts";
import { packageReader } from "../src/cli/package_fields.ts";
import { readAndBuild } from "../src/stores/read_and_build.ts";
import type { BuiltRoot } from "../src/stores/read_and_build.ts";
import type { AptRoot } from "../src/stores/read_apt_root.ts";
import {
  ALL_FIELDS,
  compareRows,
  formatDifference,
} from "./oracle/agreement.ts";
import type { OracleWorker } from "./oracle/oracle_worker.ts";

/** Fields of a stanza by name; null leaves a field out. */
export type Fields = Readonly<Record<string, string | number | null>>;

/** One suite of `http://ex.org/` with the component `main`. */
export interface HandMadeSuite {
  /** Fields of its `InRelease`; null for none. The suite is called as it is in the sources unless this says otherwise. */
  readonly release?: Fields | null;
  /** Stanzas of its `Packages`. */
  readonly packages?: readonly string[];
}

/** What is in a root. */
export interface HandMadeRoot {
  /** Suites in the order of the sources. */
  readonly suites?: Readonly<Record<string, HandMadeSuite>>;
  /** Stanzas of dpkg's status. */
  readonly status?: readonly string[];
  /** `etc/apt/preferences`. */
  readonly preferences?: string;
  /** `etc/apt/apt.conf`. */
  readonly conf?: string;
  /** Foreign architectures, as dpkg knows them. */
  readonly foreign?: readonly string[];
  /** Files by their path below the root, in place of what the above makes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Files by their name in `var/lib/apt/lists`. */
  readonly lists?: Readonly<Record<string, string | Uint8Array>>;
}

/** What is expected beside the rows. */
export interface Expectation {
  /** Warnings as `CODE path:line`, the path below the root; none unless given. */
  readonly warnings?: readonly string[];
  /** What APT says where it refuses the whole root. */
  readonly refusal?: RegExp;
  /** Why APT is not asked at all. */
  readonly unasked?: string;
}

/** The folder of the package lists. */
export const LISTS = "var/lib/apt/lists/";

/** A stanza of fields; those that are null are left out. */
export function stanza(fields: Fields): string {
  return Object.entries(fields).filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}\n`).join("");
}

/** A package of a repository. */
export function pkg(
  name: string,
  version: string,
  fields: Fields = {},
): string {
  return stanza({
    Package: name,
    Version: version,
    Architecture: "amd64",
    "Installed-Size": 10,
    Description: `summary of ${name}`,
    ...fields,
  });
}

/** A package of dpkg's status, installed unless `Status` says otherwise; the same build as {@link pkg}. */
export function own(
  name: string,
  version: string,
  fields: Fields = {},
): string {
  return pkg(name, version, { Status: "install ok installed", ...fields });
}

/** The text of an index. */
export function index(packages: readonly string[]): string {
  return packages.join("\n");
}

/** Name of the index of `main` for an architecture in a suite of `http://ex.org/`. */
export function indexName(suite: string, architecture = "amd64"): string {
  return `ex.org_dists_${suite}_main_binary-${architecture}_Packages`;
}

/** All files of a root, by path. */
function filesOf(root: HandMadeRoot): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>([
    ["etc/apt/apt.conf.d/00native", 'APT::Architecture "amd64";\n'],
    ["etc/apt/apt.conf", root.conf ?? ""],
    ["etc/apt/preferences", root.preferences ?? ""],
    ["var/lib/dpkg/status", index(root.status ?? [])],
    ["var/lib/dpkg/arch", ["amd64", ...root.foreign ?? []].join("\n") + "\n"],
  ]);
  const suites = Object.entries(root.suites ?? {});
  files.set(
    "etc/apt/sources.list",
    suites.map(([suite]) => `deb http://ex.org/ ${suite} main\n`).join(""),
  );
  for (const [suite, { release = {}, packages }] of suites) {
    if (release) {
      files.set(
        `${LISTS}ex.org_dists_${suite}_InRelease`,
        stanza({ Suite: suite, ...release }),
      );
    }
    if (packages) files.set(LISTS + indexName(suite), index(packages));
  }
  for (const [name, content] of Object.entries(root.lists ?? {})) {
    files.set(LISTS + name, content);
  }
  for (const [path, content] of Object.entries(root.files ?? {})) {
    files.set(path, content);
  }
  return files;
}

/** Writes a root into a folder. */
export async function writeRoot(
  folder: string,
  root: HandMadeRoot,
): Promise<void> {
  for (const part of ["etc/apt/preferences.d", `${LISTS}partial`]) {
    await Deno.mkdir(`${folder}/${part}`, { recursive: true });
  }
  for (const [path, content] of filesOf(root)) {
    const file = `${folder}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(file, content);
    else await Deno.writeFile(file, content);
  }
}

/** What storectl answers for a root. */
export class Answer {
  /** Every package by `name:architecture`, in order. */
  readonly packages: ReadonlyMap<string, Package>;

  /** As it was read. */
  readonly root: AptRoot;
  /** As it was decided. */
  readonly built: BuiltCatalog;
  /** As queries see it. */
  readonly catalog: Catalog;

  /** Reads every row. */
  constructor({ root, built, catalog }: BuiltRoot) {
    this.root = root;
    this.built = built;
    this.catalog = catalog.base;
    const read = packageReader(catalog.base, ALL_FIELDS);
    this.packages = new Map(
      Array.from({ length: catalog.count }, (_, row) => {
        const found = read(row);
        return [`${found.name}:${found.architecture}`, found];
      }),
    );
  }

  /** A package by its name, or by `name:architecture` where that is not `amd64`. */
  get(name: string): Package {
    const found = this.packages.get(
      name.includes(":") ? name : `${name}:amd64`,
    );
    ok(found, `no row for ${name}`);
    return found;
  }

  /** The candidates: `name` or `name:architecture`, and the version. */
  get candidates(): Readonly<Record<string, string | null>> {
    return this.pick((found) => found.version);
  }

  /** The pin priorities of the candidates. */
  get priorities(): Readonly<Record<string, number | null>> {
    return this.pick((found) => found.priority);
  }

  /** One fact of each package, by `name` or `name:architecture`. */
  pick<T>(fact: (found: Package) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(
      [...this.packages].map(([key, found]) => [
        key.replace(/:amd64$/, ""),
        fact(found),
      ]),
    );
  }

  /** The version table of a package as `version priority`, highest first, `*` in front of the installed one. */
  table(name: string, architecture = "amd64"): readonly string[] {
    const { data, packages } = this.built;
    const number = packages.find(
      data.table.names.find(name),
      data.table.architectures.find(architecture),
    );
    if (number < 0) return [];
    const { versions, priorities, installed } = decide(
      data,
      packages.stanzas(number),
    );
    return versions.map(({ version }, index) =>
      `${index === installed ? "*" : ""}${version} ${priorities[index]}`
    );
  }

  /** The names of the index files, in APT's order. */
  get indexes(): readonly string[] {
    return this.built.data.files.map(({ name }) => name);
  }
}

/** A warning as `CODE path:line`, the path below the root. */
function shown(root: AptRoot, folder: string): readonly string[] {
  return root.warnings.map(({ code, path = "", line }) => {
    const below = path.startsWith(`${folder}/`)
      ? path.slice(folder.length + 1)
      : path;
    return `${code} ${below}${line === undefined ? "" : `:${line}`}`;
  });
}

/**
 * Makes a root in a temporary folder and asks storectl about it. Where there is an oracle, it has to agree on every
 * field of every package, or to refuse the root if that is what is expected.
 */
export async function askAbout(
  made: HandMadeRoot,
  expected: Expectation = {},
  oracle?: OracleWorker,
): Promise<Answer> {
  const folder = await Deno.makeTempDir({ prefix: "storectl-root-" });
  try {
    await writeRoot(folder, made);
    const answer = new Answer(
      await readAndBuild({ root: folder, cache: undefined, program: "test" }),
    );
    deepStrictEqual(shown(answer.root, folder), expected.warnings ?? []);
    if (oracle && expected.unasked === undefined) {
      const { rows, text } = await oracle.ask(folder, `${folder}/rows.jsonl`);
      if (expected.refusal) {
        strictEqual(rows, null, "APT answers");
        ok(expected.refusal.test(text), `APT says: ${text}`);
      } else {
        ok(rows, `APT refuses: ${text}`);
        const differences = compareRows(rows, [...answer.packages.values()]);
        deepStrictEqual(differences.map(formatDifference), []);
      }
    }
    return answer;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
