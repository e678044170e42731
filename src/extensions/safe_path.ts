/**
 * Paths that a store may name: relative, inside, and the same file on every system.
 *
 * @module
 */

/** Bytes of UTF-8 of a whole path. */
const MOST_PATH_BYTES = 1024;
/** Bytes of UTF-8 of one name: what Linux, and most other systems, take. */
const MOST_NAME_BYTES = 255;

const CONTROL_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** A web server, or whoever fetches from one, may read these as `/`, `\`, `.`, NUL and `%`. */
const ENCODED_REGEXP = /%(?:2f|5c|2e|00|25)/i;

/** What most paths look like, and which are safe at a glance. */
const PLAIN_REGEXP =
  /^(?=.{1,1024}$)[\w+-](?:[\w.+-]{0,253}[\w+-])?(?:\/[\w+-](?:[\w.+-]{0,253}[\w+-])?)*$/;
const ASCII_REGEXP = /^[\x20-\x7e]*$/;

/** What is wrong with names between slashes. */
function namesProblem(names: readonly string[]): string | undefined {
  if (names.includes("..")) return "it leaves its directory";
  if (names.includes(".")) return 'it holds "." where a name belongs';
  if (names.includes("")) return "it holds an empty name";
  if (names.some((name) => /[. ]$|^ /.test(name))) {
    return "a name in it starts or ends with a space, or ends with a dot";
  }
  return undefined;
}

/**
 * Says why a path of a store cannot be used.
 *
 * @param path As it was written; one leading `./` is welcome, see {@linkcode shortPath}.
 * @returns The state, as it stands behind a colon; undefined for a path that is safe.
 */
export function pathProblem(path: string): string | undefined {
  const short = shortPath(path);
  if (PLAIN_REGEXP.test(short)) return undefined;
  if (short === "") return "it is empty";
  if (short.includes("\0")) return "it holds a NUL";
  if (!short.isWellFormed()) return "it is no valid Unicode";
  if (CONTROL_REGEXP.test(short)) {
    return "it holds a control or an invisible character";
  }
  if (short.includes("\\")) return "it holds a backslash";
  if (short.startsWith("/") || short.startsWith("~")) return "it is absolute";
  if (short.includes(":")) return "it holds a colon";
  if (ENCODED_REGEXP.test(short)) {
    return "it holds a separator in percent-encoding";
  }
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const names = short.split("/");
  if (bytes(short) > MOST_PATH_BYTES) {
    return `it is longer than ${MOST_PATH_BYTES} bytes`;
  }
  if (names.some((name) => bytes(name) > MOST_NAME_BYTES)) {
    return `a name in it is longer than ${MOST_NAME_BYTES} bytes`;
  }
  const problem = namesProblem(names);
  if (problem !== undefined) return problem;
  // full-width dots and slashes become real ones where a system normalises
  const plain = short.normalize("NFKC");
  const isOther = plain !== short && /[./\\:%]/.test(plain) &&
    plain.replace(/[^./\\:%]/g, "") !== short.replace(/[^./\\:%]/g, "");
  return isOther ? "it holds a look-alike of a separator" : undefined;
}

/** The shortest form of a path that is safe: without one leading `./`. */
export function shortPath(path: string): string {
  return path.startsWith("./") ? path.slice(2) : path;
}

/** Equal for paths that some system takes for the same: those that differ in case or in normalisation only. */
export function foldPath(path: string): string {
  if (ASCII_REGEXP.test(path)) return path.toLowerCase();
  return path.normalize("NFKC").toLowerCase().normalize("NFC");
}

/** Finds paths that are there twice, or that some system takes for one another. */
export class PathSet {
  readonly #paths = new Set<string>();
  readonly #names = new Map<string, string>();

  /**
   * Adds a path.
   *
   * @returns `DUPLICATE` and the path where it is there; `PATH_UNSAFE` and the other path where one of its names
   *   differs from one that is there in case or normalisation alone; undefined otherwise.
   */
  add(
    path: string,
  ):
    | { readonly code: "DUPLICATE" | "PATH_UNSAFE"; readonly other: string }
    | undefined {
    if (this.#paths.has(path)) return { code: "DUPLICATE", other: path };
    this.#paths.add(path);
    for (let end = path.indexOf("/");; end = path.indexOf("/", end + 1)) {
      const part = end < 0 ? path : path.slice(0, end);
      const folded = foldPath(part);
      const other = this.#names.get(folded);
      if (other !== undefined && other !== part) {
        return { code: "PATH_UNSAFE", other };
      }
      this.#names.set(folded, part);
      if (end < 0) return undefined;
    }
  }
}
