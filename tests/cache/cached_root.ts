/**
 * A root and a cache directory of its own, and the same question asked with and without the cache.
 *
 * @module
 */

import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import { definition, type Files, STORES, withRoot } from "../cli/make_root.ts";
import { type Answer, runLine, type RunOptions } from "../cli/run_storectl.ts";

/** No cache can be made here. */
export const NO_CACHE = "/dev/null/none";

/** Shows whatever any input of a root can change. */
export const EVERYTHING = "filter --store all --fields all --limit 1000";

/** Where tests ask. */
export interface CachedRoot {
  /** The directory that plays `/`. */
  readonly root: string;
  /** The cache directory. */
  readonly cache: string;
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Gives `body` an empty directory that is gone afterwards. */
export async function withFolder<Result>(
  body: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_cache_" });
  try {
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Gives `body` a small root with the store `all`, and an empty cache directory. */
export function withCachedRoot<Result>(
  files: Files,
  body: (place: CachedRoot) => Promise<Result>,
): Promise<Result> {
  const all = { [`${STORES}/all.yaml`]: definition("all"), ...files };
  return withRoot(
    all,
    (root) => withFolder((cache) => body({ root, cache })),
  );
}

/** There is no home, nor anything on the way to it. */
export const HOMELESS = { HOME: "/nonexistent/home" };

/** Runs storectl with the words of a line, for somebody without a home. */
export function run(line: string, options: RunOptions): Promise<Answer> {
  return runLine(line, { ...options, env: { ...HOMELESS, ...options.env } });
}

/** Asks with the cache. */
export function ask(
  { root, cache, env = {} }: CachedRoot,
  line: string = EVERYTHING,
): Promise<Answer> {
  return run(line, { root, env: { ...env, CACHE_DIRECTORY: cache } });
}

/** Asks with and without the cache, and fails unless the answers are the same and stderr is empty. */
export async function askBoth(
  place: CachedRoot,
  line: string = EVERYTHING,
): Promise<Answer> {
  const [cached, plain] = await Promise.all([
    ask(place, line),
    ask({ ...place, cache: NO_CACHE }, line),
  ]);
  deepStrictEqual(cached, plain);
  notStrictEqual(plain.stdout, "", plain.stderr);
  if (plain.status === 0) strictEqual(plain.stderr, "");
  return plain;
}

/** The one catalog in a cache directory. */
export function catalogIn(cache: string): string {
  const [name, ...more] = Array.from(
    Deno.readDirSync(cache),
    ({ name }) => name,
  ).filter((name) => /^catalog-[0-9a-f]{8}\.bin$/.test(name));
  if (name === undefined || more.length > 0) {
    throw new Error(`Expected one catalog, found ${[name, ...more]}`);
  }
  return `${cache}/${name}`;
}

/** Numbers from 0 to below 1, the same ones for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Says why a test is left out. */
export function leaveOut(reason: string): void {
  console.error(`Left out: ${reason}`);
}
