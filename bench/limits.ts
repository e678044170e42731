/**
 * What storectl is allowed to cost.
 *
 * @module
 */

/** A warm query, in processor time of the bare runtime. */
export const WARM_QUERY = 1.5;
/** The same with words to search for. */
export const WARM_SEARCH = 1.8;
/** How many times faster a warm query is than python-apt at its best. */
export const FASTER_THAN_PYTHON = 15;
/** The first query after dpkg's status changed, in processor time of the bare runtime. */
export const AFTER_DPKG = 2;
/** The first query after a short list changed, likewise. */
export const AFTER_LIST = 3;
/** What is read after one list changed, of what is read with no catalog at all. */
export const READ_AFTER_LIST = 0.1;
/** A query without a catalog, in processor time of `apt-cache search` without its caches. */
export const NO_CATALOG = 1;
/** Peak of a warm query, in MiB. */
export const WARM_PEAK = 45;
/** Peak while a catalog is built, in MiB. */
export const BUILD_PEAK = 250;
/** Processor time of all rows beyond that of a page of 100, in ms. */
export const ALL_ROWS = 60;
/** When the first row is out, of the time until the last is. */
export const FIRST_ROW = 0.8;
/** Memory of all rows beyond that of a page, in MiB: a few chunks of output and their garbage. */
export const ALL_ROWS_PEAK = 16;
/** A query of one store in the largest root, in that of the smallest. */
export const GROWTH_QUERY = 3;
/** The same for a search. */
export const GROWTH_SEARCH = 8;
/** Cost of a package in the largest root, in that of the smallest: linear, with room for noise. */
export const GROWTH_LINEAR = 1.1;
