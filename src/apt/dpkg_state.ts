/**
 * The three words of dpkg's `Status` field.
 *
 * @module
 */

const SELECTIONS = ["unknown", "install", "hold", "deinstall", "purge"];
const FLAGS = ["ok", "reinstreq", "hold", "hold-reinstreq"];
const STATUSES = [
  "not-installed",
  "config-files",
  "half-installed",
  "unpacked",
  "half-configured",
  "triggers-awaited",
  "triggers-pending",
  "installed",
];

/** A state packed into 16 bits: selection, flag << 3, status << 5. 0 is `unknown ok not-installed`. */
export type DpkgState = number;

/**
 * Reads a `Status` field; undefined for words that dpkg does not write.
 *
 * Source: dpkg(1), «Information about packages»; letter case does not count, one blank separates the words.
 */
export function parseDpkgState(field: string): DpkgState | undefined {
  const [selection = "", flag = "", status = ""] = field.toLowerCase().split(
    " ",
  );
  const packed = [
    SELECTIONS.indexOf(selection),
    FLAGS.indexOf(flag),
    STATUSES.indexOf(status),
  ] as const;
  if (packed.includes(-1)) return undefined;
  return packed[0] | (packed[1] << 3) | (packed[2] << 5);
}

/** The three words of a state. */
export function formatDpkgState(state: DpkgState): string {
  return `${SELECTIONS[state & 7]} ${FLAGS[(state >> 3) & 3]} ${
    STATUSES[state >> 5]
  }`;
}

/** Whether a version is on the machine, if only in part. */
export function isInstalledState(state: DpkgState): boolean {
  return (state >> 5) > 1;
}

/** Whether dpkg's selection is `hold`. */
export function isHeldState(state: DpkgState): boolean {
  return (state & 7) === 2;
}
