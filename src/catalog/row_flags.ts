/**
 * What is yes or no of a row.
 *
 * @module
 */

/** Bits of a row's flags. */
export const ROW = {
  /** APT would install a version of it. */
  candidate: 1,
  /** A version is installed. */
  installed: 2,
  /** APT would upgrade it. */
  upgradable: 4,
  /** dpkg's selection is `hold`. */
  held: 8,
  /** It was installed only as a dependency. */
  auto: 16,
  /** dpkg refuses to remove it. */
  essential: 32,
  /** It is of a foreign architecture, not installed, and the native one has it too. */
  hidden: 64,
} as const;
