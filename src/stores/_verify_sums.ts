/**
 * `SHA256SUMS` beside a manifest, held against the files that it names.
 *
 * Where `store.json` links it, that link is enough: `publish` wrote both from the same bytes. Where it does not, all
 * files are hashed with SHA-256 as well.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import { LIMITS } from "../core/limits.ts";
import type { Problem } from "../extensions/problem.ts";
import { parseSums } from "../extensions/parse_sums.ts";
import { pathProblem } from "../extensions/safe_path.ts";
import { resolvePath } from "../extensions/resolve_path.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import { mismatch } from "./_verify_links.ts";
import type { LinkCheck } from "./_verify_links.ts";

/** Name of the list beside each manifest. */
export const SUMS_NAME = "SHA256SUMS";
const HINT = "Publish this version again.";

/** Holds one line against the file it names. */
function checkLine(
  check: LinkCheck,
  folder: string,
  list: string,
  { line, sha256, path }: {
    readonly line: number;
    readonly sha256: string;
    readonly path: string;
  },
): void {
  const add = (code: Problem["code"], message: string): void =>
    void check.problems.push({
      severity: "error",
      code,
      path: list,
      message,
      hint: HINT,
      line,
    });
  const problem = pathProblem(path);
  if (problem !== undefined) {
    add("PATH_UNSAFE", `Cannot use "${path}": ${problem}`);
    return;
  }
  const full = folder + path;
  const found = resolvePath(full, check.tree.lookUp);
  if (found.state === "outside") {
    add(
      "PATH_UNSAFE",
      `Cannot follow "${found.at}": it is a symbolic link that leaves the store`,
    );
    return;
  }
  if (found.state !== "found" || found.entry.kind !== "file") {
    // a link of the manifest that leads nowhere was reported as such
    if (!check.used.has(full)) {
      add("FILE_MISSING", `Cannot read "${full}": it does not exist`);
    }
    return;
  }
  // one problem is enough for one file
  if (check.wrong.has(found.path)) return;
  check.expect(found.path, found.entry, {
    algorithm: "sha256",
    hex: sha256,
    isLink: false,
    problem: (actual) => ({
      ...mismatch(list, "it", `sha256:${sha256}`, `sha256:${actual}`),
      message:
        `Cannot trust "${list}": "${full}" is not the file that it names`,
      hint: HINT,
      line,
    }),
  });
}

/**
 * Looks at the list of one version, and gathers what has to be hashed for it.
 *
 * @param isFast Whether content may be read.
 */
export function checkSums(
  check: LinkCheck,
  summary: Partial<ExtensionSummary>,
  isFast: boolean,
): void {
  const { manifestPath, sumsChecksum } = summary;
  if (manifestPath === undefined) return;
  const folder = manifestPath.slice(0, manifestPath.lastIndexOf("/") + 1);
  const list = folder + SUMS_NAME;
  if (sumsChecksum !== undefined) {
    const found = check.find(list, "FILE_MISSING");
    if (found === undefined) return;
    check.count++;
    const checksum = parseChecksum(sumsChecksum);
    if (checksum) {
      check.expect(found.path, found.entry, {
        ...checksum,
        isLink: true,
        problem: (actual) =>
          mismatch(
            list,
            "store.json",
            sumsChecksum,
            `${checksum.algorithm}:${actual}`,
          ),
      });
    }
    return;
  }
  const there = resolvePath(list, check.tree.lookUp);
  if (there.state === "missing") return;
  if (isFast) {
    if (there.state === "found") check.used.add(there.path);
    return;
  }
  const bytes = check.readSmall(list, {
    missing: "FILE_MISSING",
    invalid: "CHECKSUM_UNSUPPORTED",
    maxBytes: LIMITS.manifestBytes,
  });
  if (bytes === undefined) return;
  const { lines, wrong } = parseSums(new TextDecoder().decode(bytes));
  for (const line of wrong) {
    check.problems.push({
      severity: "error",
      code: "CHECKSUM_UNSUPPORTED",
      path: list,
      message:
        `Cannot read "${list}": expected 64 digits, two spaces and a path`,
      hint: HINT,
      line,
    });
  }
  const seen = new Set<string>();
  for (const sum of lines) {
    if (seen.has(sum.path)) {
      check.problems.push({
        severity: "error",
        code: "DUPLICATE",
        path: list,
        message: `Cannot use "${sum.path}": it is listed before`,
        hint: HINT,
        line: sum.line,
      });
      continue;
    }
    seen.add(sum.path);
    checkLine(check, folder, list, sum);
  }
}
