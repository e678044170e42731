/**
 * The version of the program: the same as in `deno.json`, most of which a query would read for nothing.
 *
 * @module
 */

/** By semver. */
export const VERSION = "0.1.0";
