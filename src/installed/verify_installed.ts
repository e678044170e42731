/**
 * Verifies what is installed: the register, the links that follow it, and every file. It writes nothing.
 *
 * @module
 */

import { sortProblems } from "../extensions/problem_order.ts";
import type { Problem } from "../extensions/problem.ts";
import type { VerifyReport } from "../extensions/verify_report.ts";
import { verifyVersions } from "../stores/verify_versions.ts";
import type { VerifyVersionsOptions } from "../stores/verify_versions.ts";
import { realPath } from "../sys/stat_file.ts";
import { lookAt } from "../sys/store_files.ts";
import {
  ACTIVE,
  activeTarget,
  CURRENT,
  currentTarget,
  EXTENSIONS,
  GENERATIONS,
} from "./installed_paths.ts";
import { readInstallation } from "./read_installation.ts";
import type { Installation } from "./read_installation.ts";
import { currentVersion } from "./registry.ts";
import { leftovers } from "./switch_installation.ts";

/** Links that do not lead to the version that the register names. */
function linkProblems(
  { data, generation, registry }: Installation,
): readonly Problem[] {
  const links = [...registry.values()].flatMap(({ id, current }) => [
    {
      path: `${GENERATIONS}/${generation}/${ACTIVE}/${id}`,
      expected: activeTarget(id, current),
    },
    { path: `${EXTENSIONS}/${id}/${CURRENT}`, expected: currentTarget(id) },
  ]);
  return links.flatMap(({ path, expected }): readonly Problem[] => {
    const entry = lookAt(`${data}/${path}`);
    const actual = entry?.target ?? "";
    return actual === expected ? [] : [{
      severity: "error",
      code: "CURRENT_MISMATCH",
      path,
      message: `Cannot trust "${path}": ${
        entry === undefined
          ? "the link does not exist"
          : "it does not lead to the version in use"
      }`,
      expected,
      ...(actual === "" ? {} : { actual }),
      hint: "Run storectl install --reinstall for that extension.",
    }];
  });
}

/** Extensions that ask for what is not there. */
async function dependencyProblems(
  { generation, registry }: Installation,
): Promise<readonly Problem[]> {
  const needs = [...registry.values()].flatMap((extension) =>
    Object.entries(currentVersion(extension).dependencies).map((
      [on, range],
    ) => ({ id: extension.id, on, range }))
  );
  if (needs.length === 0) return [];
  const { satisfies } = await import("../extensions/semver.ts");
  return needs.flatMap(({ id, on, range }): readonly Problem[] => {
    const other = registry.get(on);
    const version = other && currentVersion(other).version;
    const fits = version !== undefined &&
      satisfies(version, range, { prereleases: other!.prereleases });
    return fits ? [] : [{
      severity: "error",
      code: "DEPENDENCY_UNMET",
      path: `${GENERATIONS}/${generation}/registry.json`,
      message: `Cannot use "${id}": it asks for "${on}" ${range}`,
      actual: version ?? "not installed",
      hint: `Run storectl install ${on}.`,
    }];
  });
}

/** What a killed writer left behind, but in `extensions`, where all files are looked at. */
function leftoverProblems(installation: Installation): readonly Problem[] {
  const from = installation.data.length + 1;
  return leftovers(installation).map((path) => path.slice(from))
    .filter((path) => !path.startsWith(`${EXTENSIONS}/`))
    .map((path) => ({
      severity: "warning",
      code: "ORPHAN",
      path,
      message: `Cannot say what "${path}" belongs to: no state has it`,
      hint: "It goes with the next change of what is installed.",
    }));
}

/** A problem of a file, with what helps where it is installed. */
function withHint(problem: Problem): Problem {
  const [, id] = /^extensions\/([^/]+)\//.exec(problem.path) ?? [];
  if (problem.code === "ORPHAN" || id === undefined) return problem;
  return { ...problem, hint: `Run storectl install --reinstall ${id}.` };
}

async function verifyOnce(
  target: string,
  installation: Installation,
  options: VerifyVersionsOptions,
): Promise<VerifyReport> {
  const { data, registry } = installation;
  const versions = [...registry.values()].flatMap(({ id, versions }) =>
    versions.map(({ version, directory, manifestChecksum }) => ({
      id,
      version,
      manifestPath: `${EXTENSIONS}/${id}/${directory}/manifest.json`,
      manifestChecksum,
    }))
  );
  const { checked, problems } = await verifyVersions(data, versions, {
    ...options,
    used: [...registry.keys()].map((id) => `${EXTENSIONS}/${id}/${CURRENT}`),
  });
  const all = sortProblems([
    ...problems.map(withHint),
    ...linkProblems(installation),
    ...await dependencyProblems(installation),
    ...leftoverProblems(installation),
  ]);
  return {
    target,
    kind: "installed",
    ok: !all.some(({ severity }) => severity === "error"),
    checked,
    problems: all,
  };
}

/** How often an installation that changes under the eyes of the reader is read again. */
const MOST_TRIES = 3;

/**
 * Verifies what is installed. Where somebody changes it meanwhile, it is read again.
 *
 * @param data The directory of what is installed; it need not exist.
 * @throws {StoreError} `REGISTRY_INVALID`, `PERMISSION`, or `IO`: the register cannot be read.
 */
export async function verifyInstalled(
  data: string,
  options: Omit<VerifyVersionsOptions, "used"> = {},
): Promise<VerifyReport> {
  const root = realPath(data);
  for (let tries = 1;; tries++) {
    const installation = readInstallation(root);
    const report = await verifyOnce(data, installation, options);
    const isSame = readInstallation(root).generation ===
      installation.generation;
    if (isSame || report.problems.length === 0 || tries === MOST_TRIES) {
      return report;
    }
  }
}
