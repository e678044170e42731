/**
 * The values of the `Multi-Arch` field.
 *
 * @module
 */

/** Names of the values, by code. */
export const MULTI_ARCH = ["no", "same", "foreign", "allowed"] as const;
