/**
 * The last part of verifying a store: what lies there and nothing links.
 *
 * @module
 */

import type { Problem } from "../extensions/problem.ts";
import { resolvePath } from "../extensions/resolve_path.ts";
import { foldPath } from "../extensions/safe_path.ts";
import { STAGING_FOLDER } from "./_staging.ts";
import type { LinkCheck } from "./_verify_links.ts";

/** Names that folding leaves as they are; most are such, and it costs. */
const PLAIN_REGEXP = /^[a-z0-9._-]*$/;
const HINT = "Remove it, or publish what it belongs to.";

/** What was found in one directory. */
interface Findings {
  /** Whether something in it is used. */
  readonly isUsed: boolean;
  /** Problems, when it is. */
  readonly problems: readonly Problem[];
  /** Files below it. */
  readonly files: number;
}

function orphan(path: string, what: string): Problem {
  return {
    severity: "warning",
    code: "ORPHAN",
    path,
    message: `Cannot say what "${path}" belongs to: nothing links this ${what}`,
    hint: HINT,
  };
}

/** Whether a directory belongs to a version whose links are not all known. */
function isUnknown({ unknown }: LinkCheck, folder: string): boolean {
  if (unknown.size === 0) return false;
  for (
    let end = folder.indexOf("/");;
    end = folder.indexOf("/", end + 1)
  ) {
    if (unknown.has(`${end < 0 ? folder : folder.slice(0, end)}/`)) return true;
    if (end < 0) return false;
  }
}

function directoryText(files: number): string {
  return `directory with ${files} ${files === 1 ? "file" : "files"}`;
}

/** Walks over one directory. What a manifest that cannot be used may link is no orphan. */
function walk(check: LinkCheck, folder: string): Findings {
  const { tree, used } = check;
  const isKnown = !isUnknown(check, folder);
  const problems: Problem[] = [];
  const names = new Map<string, string>();
  let files = 0;
  const listed = tree.list(folder);
  // what cannot be listed may hold anything
  let isUsed = tree.unlisted.at(-1) === folder;
  for (const name of listed) {
    const path = folder === "" ? name : `${folder}/${name}`;
    const entry = tree.lookUp(path);
    const folded = PLAIN_REGEXP.test(name) ? name : foldPath(name);
    const other = names.get(folded);
    names.set(folded, path);
    if (other !== undefined) {
      problems.push({
        severity: "error",
        code: "PATH_UNSAFE",
        path,
        message:
          `Cannot keep "${path}": on some systems it is the same as "${other}"`,
        hint: "Rename or remove one of them.",
      });
    }
    if (entry?.kind === "directory" && !used.has(path)) {
      const inner = walk(check, path);
      files += inner.files;
      isUsed ||= inner.isUsed;
      if (inner.isUsed) problems.push(...inner.problems);
      else {
        problems.push(
          ...inner.problems.filter(({ severity }) => severity === "error"),
          ...(other === undefined && isKnown && !isUnknown(check, path)
            ? [orphan(path, directoryText(inner.files))]
            : []),
        );
      }
      continue;
    }
    files++;
    if (used.has(path)) {
      isUsed = true;
      continue;
    }
    if (
      entry?.kind === "link" &&
      resolvePath(path, tree.lookUp).state === "outside"
    ) {
      problems.push({
        severity: "error",
        code: "PATH_UNSAFE",
        path,
        message:
          `Cannot keep "${path}": it is a symbolic link that leaves the store`,
        actual: entry.target ?? "",
        hint: "Remove it.",
      });
    } else if (other === undefined && isKnown) {
      problems.push(
        orphan(path, entry?.kind === "link" ? "symbolic link" : "file"),
      );
    }
  }
  return { isUsed, problems, files };
}

/**
 * Finds what nothing links, in the directories that hold versions, and what publishers that were killed left behind.
 *
 * Other files beside `store.json`, such as a README, belong to whoever keeps the store.
 *
 * @param folders Directories at the root of the store.
 */
export function findOrphans(
  check: LinkCheck,
  folders: ReadonlySet<string>,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const name of check.tree.list("")) {
    const isFolder = check.tree.lookUp(name)?.kind === "directory";
    if (isFolder && folders.has(name)) {
      problems.push(...walk(check, name).problems);
    } else if (name === STAGING_FOLDER || name.startsWith("store.json.")) {
      problems.push({
        ...orphan(name, isFolder ? "directory" : "file"),
        hint: "The next publish removes what one that was killed left behind.",
      });
    }
  }
  for (const path of check.tree.unlisted) {
    problems.push({
      severity: "error",
      code: "FILE_UNREADABLE",
      path,
      message: `Cannot list "${path}": access is refused`,
      hint: "Check who may read it.",
    });
  }
  return problems;
}
