/**
 * Where a path of a store leads, by what lies on disk. No link is followed by the system: each step is looked up.
 *
 * @module
 */

/** What lies at a path, which is not followed if it is a link. */
export interface TreeEntry {
  /** `other`: a pipe, a socket, a device. */
  readonly kind: "file" | "directory" | "link" | "other";
  /** Bytes. */
  readonly size: number;
  /** Number of the device. */
  readonly device: number;
  /** Number of the file within its device. */
  readonly inode: number;
  /** Where a link points, as it is written. */
  readonly target?: string;
}

/** Says what lies at a path from the root of the store; undefined where nothing does. */
export type LookUp = (path: string) => TreeEntry | undefined;

/** Where a path leads. */
export type Resolution =
  | {
    /** Something is there that is no link. */
    readonly state: "found";
    /** Path from the root without any link in it. */
    readonly path: string;
    /** What is there. */
    readonly entry: TreeEntry;
    /** Paths of the links on the way. */
    readonly links: readonly string[];
  }
  | {
    /** `missing`: nothing is there. `loop`: links lead in a circle. `outside`: a link leaves the store. */
    readonly state: "missing" | "loop" | "outside";
    /** The name that is missing, or the link. */
    readonly at: string;
  };

/** Links on the way of one path, as Linux allows. */
const MOST_LINKS = 40;

/**
 * Follows a path from the root of a store.
 *
 * @param path Relative; it may hold `..`, as long as it stays inside.
 */
export function resolvePath(path: string, lookUp: LookUp): Resolution {
  let steps = path.split("/");
  let place: string[] = [];
  const links: string[] = [];
  while (steps.length > 0) {
    const [step, ...rest] = steps;
    steps = rest;
    if (step === "" || step === ".") continue;
    if (step === "..") {
      if (place.length === 0) {
        return { state: "outside", at: links.at(-1) ?? path };
      }
      place = place.slice(0, -1);
      continue;
    }
    const here = [...place, step!].join("/");
    const entry = lookUp(here);
    if (entry === undefined) return { state: "missing", at: here };
    if (entry.kind === "link") {
      if (links.length === MOST_LINKS) return { state: "loop", at: here };
      const { target = "" } = entry;
      links.push(here);
      if (target.startsWith("/")) return { state: "outside", at: here };
      steps = [...target.split("/"), ...steps];
      continue;
    }
    if (entry.kind !== "directory" && steps.some((next) => next !== "")) {
      return { state: "missing", at: [here, ...steps].join("/") };
    }
    place = here.split("/");
    if (steps.length === 0) return { state: "found", path: here, entry, links };
  }
  const here = place.join("/");
  const entry = lookUp(here);
  return entry === undefined
    ? { state: "missing", at: here }
    : { state: "found", path: here, entry, links };
}
