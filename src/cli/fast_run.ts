/**
 * The short way in: what is asked all the time goes straight to a file that has all of it, and nothing else.
 *
 * @module
 */

import type { LoadLazy } from "./context.ts";

/** The file of some commands. */
interface Query {
  /** Runs a command line; undefined where it is for `app.ts`. */
  run(args: readonly string[], lazy: LoadLazy): Promise<number | undefined>;
}

/** The commands by their words; of the bundle, each of these files is one by itself. */
const QUERIES: readonly {
  readonly words: readonly string[];
  readonly load: () => Promise<Query>;
}[] = [
  { words: ["filter"], load: () => import("./queries/filter.ts") },
  { words: ["details"], load: () => import("./queries/details.ts") },
  { words: ["repos", "list"], load: () => import("./queries/groups.ts") },
  { words: ["sections"], load: () => import("./queries/groups.ts") },
  { words: ["categories"], load: () => import("./queries/groups.ts") },
  { words: ["stores", "list"], load: () => import("./queries/stores.ts") },
  { words: ["verify"], load: () => import("./queries/verify.ts") },
];

/**
 * Runs a query.
 *
 * @param lazy Loads what a query from a fresh catalog does not need.
 * @returns Its exit status; undefined where the command line is for `app.ts`.
 */
export async function fastRun(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number | undefined> {
  const query = QUERIES.find(({ words }) =>
    words.every((word, index) => args[index] === word)
  );
  return query && await (await query.load()).run(args, lazy);
}
