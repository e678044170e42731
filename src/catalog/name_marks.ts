/**
 * Some of the sorted names of a catalog, to find any other by few reads.
 *
 * @module
 */

/** From one row whose name stands among the marks to the next one. */
export const MARK_ROWS = 256;
