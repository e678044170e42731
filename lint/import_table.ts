/**
 * The direction of imports: which folder of `src/` may import which, and which module may import
 * which package.
 *
 * The lint plugin checks single files against it, `tests/import_graph_test.ts` the real graph.
 *
 * @module
 */

/** For every folder of `src/`, the other folders that it may import. */
export const FOLDER_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  apt: ["core"],
  catalog: ["core", "apt"],
  curation: ["core", "catalog"],
  extensions: ["core"],
  sys: ["core"],
  stores: ["core", "apt", "catalog", "curation", "extensions", "sys"],
  installed: [
    "core",
    "apt",
    "catalog",
    "curation",
    "extensions",
    "sys",
    "stores",
  ],
  cli: [
    "core",
    "apt",
    "catalog",
    "curation",
    "extensions",
    "sys",
    "stores",
    "installed",
  ],
};

/** Folders of `src/` that take text or bytes and return values or plans, and touch nothing else. */
export const PURE_FOLDERS: readonly string[] = [
  "core",
  "apt",
  "catalog",
  "curation",
  "extensions",
];

/** Packages that a pure folder may import, each with the modules that may do so. */
const PURE_PACKAGES: Readonly<Record<string, RegExp>> = {
  "js-yaml": /^src\/curation\/_yaml_tree\.ts$/,
  "semver": /^src\/extensions\/semver\.ts$/,
  "valibot": /^src\/curation\/[^/]+\.ts$/,
};

/**
 * The only modules on a user's path that may import `node:*`, which doubles the start time. All are loaded lazily;
 * `digest_sha.ts` where a store has SHA-2 checksums, which `node:crypto` makes five times as fast as WebAssembly can;
 * `apt_get.ts` for a fourth file descriptor of a child, which nothing else can give.
 */
const NODE_IMPORTERS =
  /^src\/sys\/(?:decompress_[^/]+|digest_sha|apt_get)\.ts$/;

/** Files outside `src/` that a folder of it may import. */
const OUTSIDE_IMPORTS: Readonly<Record<string, RegExp>> = {
  cli: /^(?:deno\.json|schemas\/.*\.schema\.json)$/,
};

/** The folder of `src/` that a path is in, or undefined for a path outside `src/`. */
export function sourceFolder(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** Whether a path is a test, or a helper of tests. */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || /_test\.tsx?$/.test(path);
}

/** Whether a path is code that users run: `main.ts` and `src/`, without tests. */
export function isShipped(path: string): boolean {
  return (path === "main.ts" || path.startsWith("src/")) && !isTest(path);
}

/** Whether a path is in a pure folder and is not a test. */
export function isPure(path: string): boolean {
  return PURE_FOLDERS.includes(sourceFolder(path) ?? "") && !isTest(path);
}

/**
 * Says what is wrong with one file importing another.
 *
 * @param from Path of the importing file, from the project's root.
 * @param to Path of the imported file, from the project's root; may start with `../`.
 * @returns One sentence without a final period, or undefined where the import is allowed.
 */
export function fileImportProblem(
  from: string,
  to: string,
): string | undefined {
  if (isTest(from)) return undefined;
  const name = to.slice(to.lastIndexOf("/") + 1);
  const home = to.slice(0, to.length - name.length);
  if (
    name.startsWith("_") && home.startsWith("src/") && !from.startsWith(home)
  ) {
    return `"${to}" is private to "${home}"`;
  }
  if (!isShipped(from)) return undefined;
  if (isTest(to)) return `"${from}" cannot import the test "${to}"`;
  const source = sourceFolder(from);
  if (source === undefined) return undefined;
  const allowed = FOLDER_IMPORTS[source];
  if (!allowed) {
    return `"src/${source}/" is not in the import table (lint/import_table.ts)`;
  }
  const target = sourceFolder(to);
  if (target === undefined) {
    return OUTSIDE_IMPORTS[source]?.test(to)
      ? undefined
      : `"src/${source}/" cannot import "${to}": it is outside "src/"`;
  }
  if (target === source || allowed.includes(target)) return undefined;
  return `"src/${source}/" cannot import "src/${target}/": it may import ${
    allowed.length === 0 ? "nothing" : allowed.join(", ")
  }`;
}

/**
 * Says what is wrong with a file importing something that is not a file of the project.
 *
 * @param from Path of the importing file, from the project's root.
 * @param specifier A bare name, or a URL such as `npm:…`, `node:…` or `https:…`.
 * @returns One sentence without a final period, or undefined where the import is allowed.
 */
export function packageImportProblem(
  from: string,
  specifier: string,
): string | undefined {
  if (!isShipped(from)) return undefined;
  if (specifier.startsWith("node:")) {
    return NODE_IMPORTERS.test(from)
      ? undefined
      : `"${from}" cannot import "${specifier}": only "src/sys/decompress_*.ts", "src/sys/digest_sha.ts" and "src/sys/apt_get.ts" may import "node:*"`;
  }
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [""];
  if (!isPure(from) || PURE_PACKAGES[name]?.test(from)) return undefined;
  return `"${from}" cannot import "${specifier}": it is in a pure folder`;
}
