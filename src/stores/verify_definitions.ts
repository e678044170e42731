/**
 * Checks store definitions: against their schema, each other, their icons, and the packages of a machine.
 *
 * @module
 */

import type { RootCatalog } from "../catalog/root_catalog.ts";
import { attempt } from "../core/attempt.ts";
import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import { decodeDefinition } from "../curation/decode_definition.ts";
import { DefinitionPlaces } from "../curation/definition_places.ts";
import { parseDefinition } from "../curation/parse_definition.ts";
import type { Problem, ProblemCode } from "../extensions/problem.ts";
import { compareUtf8 } from "../sys/list_directory.ts";
import { readBytes } from "../sys/read_file.ts";
import { statFile } from "../sys/stat_file.ts";
import { assetFindings } from "./_asset_findings.ts";
import type { AssetTree } from "./_asset_findings.ts";
import { catalogFindings } from "./_catalog_findings.ts";
import { problemOf } from "./_definition_finding.ts";
import { definitionFiles, DEFINITIONS_FOLDER } from "./definition_files.ts";

/** What definitions are held against. */
export interface VerifyDefinitionsOptions {
  /** The directory that plays `/`. */
  readonly root: string;
  /** Packages of that root; without it, or without package lists there, none of them is looked at. */
  readonly catalog?: RootCatalog;
  /** The directory that plays `/` for icons and banners, where it is not `root`. */
  readonly assets?: string | undefined;
}

/** What was found in one file, or in all definitions of one directory. */
export interface DefinitionReport {
  /** The path that was asked for. */
  readonly target: string;
  /** Which kind of target it is. */
  readonly kind: "definition";
  /** Whether there is no error. */
  readonly ok: boolean;
  /** How much was looked at. */
  readonly checked: {
    readonly extensions: number;
    readonly files: number;
    readonly bytes: number;
  };
  /** Whether the definitions were held against package lists. */
  readonly catalog: boolean;
  /** By file, line and column. */
  readonly problems: readonly Problem[];
}

const FILE_REGEXP = /\.ya?ml$/;

/** Whether a path is a definition, or a directory of definitions and no extension store. */
export function isDefinitionTarget(path: string): boolean {
  const facts = statFile(path);
  if (facts?.isDirectory !== true) return FILE_REGEXP.test(path);
  return statFile(`${path}/store.json`) === null &&
    (definitionFiles(path) ?? []).length > 0;
}

/** The severity of each warning of the parser: what leaves a definition out is an error. */
const SEVERITY: Readonly<Record<string, Problem["severity"]>> = {
  DEFINITION_INVALID: "error",
  DEFINITION_DUPLICATE: "warning",
  DEFINITION_UNKNOWN_KEY: "warning",
  DEFINITION_UNREADABLE: "error",
};

function problemOfWarning(
  { code, message, hint, path = "", line, column }: Warning,
): Problem {
  return {
    severity: SEVERITY[code] ?? "error",
    code: code as ProblemCode,
    path,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/** Where the icons of a definition are looked for. */
function assetTrees(
  path: string,
  { root, assets }: VerifyDefinitionsOptions,
): readonly AssetTree[] {
  if (assets !== undefined) return [{ root: assets, isOwn: true }];
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const place = `/${folder}`;
  if (!place.endsWith(DEFINITIONS_FOLDER)) return [{ root, isOwn: false }];
  // it lies in a package's tree, or where it was installed: what belongs to it lies in the same tree
  const own = place.slice(1, -DEFINITIONS_FOLDER.length) ||
    (path.startsWith("/") ? "/" : ".");
  return [{ root: own, isOwn: true }];
}

/** Checks definitions one after another, and their ids among all of them. */
class DefinitionChecker {
  readonly #options: VerifyDefinitionsOptions;
  readonly #catalog: RootCatalog | undefined;
  /** Path of the first definition of each id. */
  readonly #ids = new Map<string, string>();

  constructor(options: VerifyDefinitionsOptions) {
    this.#options = options;
    const { catalog } = options;
    this.#catalog = catalog?.facts.missing === null ? catalog : undefined;
  }

  /** Checks one file or one directory. */
  report(target: string): DefinitionReport {
    const problems: Problem[] = [];
    let files: readonly string[] = [];
    let bytes = 0;
    attempt(
      (error) => problems.push(unreadable(error, target)),
      () => files = filesOf(target),
    );
    for (const path of files) {
      attempt(
        (error) => problems.push(unreadable(error, path)),
        () => {
          const content = readDefinition(path);
          bytes += content.length;
          problems.push(...this.#check(decodeDefinition(content, path), path));
        },
      );
    }
    return {
      target,
      kind: "definition",
      ok: problems.every(({ severity }) => severity !== "error"),
      checked: { extensions: 0, files: files.length, bytes },
      catalog: this.#catalog !== undefined,
      problems: problems.sort(byPlace),
    };
  }

  #check(text: string, path: string): readonly Problem[] {
    const { definition, warnings } = parseDefinition(text, path);
    const problems = warnings.map(problemOfWarning);
    if (definition === null) return problems;
    const places = new DefinitionPlaces(text);
    const first = this.#ids.get(definition.id);
    if (first === undefined) this.#ids.set(definition.id, path);
    else if (first !== path) {
      problems.push({
        severity: "error",
        code: "DEFINITION_DUPLICATE",
        path,
        message: `Cannot use id "${definition.id}": "${first}" has it already`,
        hint: "Give one of the two stores another id",
        ...places.of("id"),
      });
    }
    const findings = [
      ...this.#catalog === undefined
        ? []
        : catalogFindings(definition, places, this.#catalog),
      ...assetFindings(definition, places, assetTrees(path, this.#options)),
    ];
    return [
      ...problems,
      ...findings.map((finding) => problemOf(finding, path)),
    ];
  }
}

/** The definition that a path is, or those that lie in it. */
function filesOf(target: string): readonly string[] {
  if (statFile(target)?.isDirectory !== true) return [target];
  const files = definitionFiles(target) ?? [];
  if (files.length > 0) return files;
  throw new StoreError(
    "IO",
    `Cannot verify "${target}": it holds no store definition`,
    { at: target, hint: "Name the directory that holds the *.yaml files" },
  );
}

function readDefinition(path: string): Uint8Array {
  const bytes = readBytes(path, { maxBytes: LIMITS.definitionBytes });
  if (bytes !== null) return bytes;
  throw new StoreError(
    "IO",
    `Cannot read definition "${path}": it does not exist`,
    { at: path },
  );
}

/** A file that cannot be read, is too large, or is no text. */
function unreadable(error: StoreError, path: string): Problem {
  const isInvalid = error.code === "DEFINITION_INVALID" ||
    error.code === "LIMIT_EXCEEDED";
  const code = isInvalid ? "DEFINITION_INVALID" : "DEFINITION_UNREADABLE";
  return { ...problemOfWarning(warningOf(error, code)), path };
}

function byPlace(a: Problem, b: Problem): number {
  return compareUtf8(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0);
}

/**
 * Checks definitions and names every problem; nothing is written, and one bad definition hides no other.
 *
 * @param targets Files, and directories of them; ids are compared among all.
 * @returns One report for each target, in their order.
 */
export function verifyDefinitions(
  targets: readonly string[],
  options: VerifyDefinitionsOptions,
): readonly DefinitionReport[] {
  const checker = new DefinitionChecker(options);
  return targets.map((target) => checker.report(target));
}
