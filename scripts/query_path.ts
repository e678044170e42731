/**
 * What a query loads before it prints its first byte, and what must not be among it.
 *
 * Every module on that way is paid for by each click in Cockpit, which starts a process of its own.
 *
 * @module
 */

const ROOT = new URL("../", import.meta.url);

/** An import that is loaded before the module that has it runs. */
export interface StaticImport {
  /** Path of the importing module, from the project's root. */
  readonly from: string;
  /** Path of the module from the project's root, or its specifier where it is no file of the project. */
  readonly target: string;
}

/** What `deno info --json` says, as far as it is read here. */
interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier?: string };
    }[];
  }[];
}

/** Why a module has no place on the way of a query, by the start of its path or specifier. */
export const HEAVY: readonly (readonly [RegExp, string])[] = [
  [/^node:/, "starts the runtime's Node layer"],
  [/^(?:npm|jsr|https?):/, "is a package"],
  [
    /^src\/cli\/(?:app|stricli|lazy)\.ts$/,
    "reads and explains any command line",
  ],
  [
    /^src\/catalog\/(?:build_|encode_|decide|built_|share_summaries)/,
    "builds the catalog",
  ],
  [
    /^src\/stores\/(?:build_|_read_|read_apt_root|read_definitions)/,
    "reads APT's files or definitions",
  ],
  [
    /^src\/curation\/(?:_yaml_tree|_definition_schema|parse_definition|decode_definition)/,
    "reads definitions",
  ],
  [
    /^src\/sys\/(?:decompress_|_lz|_xxhash|read_list|_read_helper)/,
    "unpacks lists",
  ],
  [
    // deb822.ts may: details read one stanza
    /^src\/apt\/(?:scan_stanzas|stanza_table|parse_|policy|apt_config|merge_versions)/,
    "reads APT's files",
  ],
];

/** Imports in JavaScript that are loaded before it runs: `import … from "x"`, `import "x"`, `export … from "x"`. */
const STATIC_IMPORT_REGEXP =
  /^\s*(?:import|export)\b(?!\s*\()[^;'"`]*?["'](?<target>[^"'\n]+)["']/gm;
/** Any mention of a module of Node, and what stands for one. */
const NODE_REGEXP =
  /(?<=["'`])node:[a-z_/]+|\bglobalThis\.(?:process|Buffer)\b|\bimport\.meta\.(?:dirname|filename)\b|(?<![.\w"'`-])(?:process|Buffer)\s*\.\s*[a-zA-Z]/g;

/** Where the modules of queries are. */
const QUERIES = "src/cli/queries/";

/** The modules that `main.ts` loads for queries, as paths from the project's root. */
export function queryModules(): readonly string[] {
  return Array.from(
    Deno.readDirSync(new URL(QUERIES, ROOT)),
    ({ name }) => QUERIES + name,
  ).sort();
}

/** The file of the bundle that holds such a module. */
export function bundledQuery(module: string): string {
  return `query_${module.slice(QUERIES.length, -".ts".length)}.js`;
}

/** Path from the root, for a file of the project. */
function projectPath(specifier: string): string {
  return specifier.startsWith(ROOT.href)
    ? decodeURIComponent(specifier.slice(ROOT.href.length))
    : specifier;
}

/**
 * The static imports that are reached from a module without a dynamic one.
 *
 * @param entry Path from the project's root.
 */
export async function staticImports(
  entry: string,
): Promise<readonly StaticImport[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: ROOT,
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const info: Info = JSON.parse(new TextDecoder().decode(stdout));
  const modules = new Map(
    info.modules.map((module) => [projectPath(module.specifier), module]),
  );
  const found: StaticImport[] = [];
  const reached = new Set([entry]);
  for (const from of reached) {
    for (const { isDynamic, code } of modules.get(from)?.dependencies ?? []) {
      // what has no code is a type
      if (isDynamic || code?.specifier === undefined) continue;
      const target = projectPath(code.specifier);
      found.push({ from, target });
      reached.add(target);
    }
  }
  return found;
}

/** What is wrong with some imports, one sentence each without a final period. */
export function importProblems(
  imports: readonly StaticImport[],
): readonly string[] {
  return imports.flatMap(({ from, target }) => {
    const why = HEAVY.find(([pattern]) => pattern.test(target))?.[1];
    return why === undefined
      ? []
      : [`"${from}" imports "${target}", which ${why}`];
  });
}

/** What is wrong with a file of the bundle that a query loads, one sentence each without a final period. */
export function bundleProblems(code: string): readonly string[] {
  const imports = [...code.matchAll(STATIC_IMPORT_REGEXP)].map(({ groups }) =>
    `imports "${groups!["target"]}" before it runs`
  );
  const node = [...code.matchAll(NODE_REGEXP)].map(([text]) =>
    `has "${text}", which starts the runtime's Node layer`
  );
  const literal = [...code.matchAll(/\bimport\(\s*["'`]([^"'`]+)/g)].map((
    [, target],
  ) => `imports "${target}" by a literal name, which is read before it runs`);
  return [...imports, ...node, ...literal];
}
