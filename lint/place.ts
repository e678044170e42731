/**
 * Where a linted file stands in the project.
 *
 * @module
 */

/** Path of the project's root, with a final slash. */
const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);

/** The path from the project's root of a file name as the linter gives it. */
export function projectPath(filename: string): string {
  const path = filename.startsWith("file://")
    ? decodeURIComponent(new URL(filename).pathname)
    : filename;
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** Resolves a relative specifier against the path of the file that it stands in. */
export function resolvePath(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.length === 0 || parts.at(-1) === "..") parts.push("..");
      else parts.pop();
    } else if (part !== "." && part !== "") {
      parts.push(part);
    }
  }
  return parts.join("/");
}
