/**
 * A made-up dpkg status: random packages of some index files, most of them installed.
 *
 * @module
 */

/** What stands below `var/lib` of a machine. */
export interface MadeStatus {
  /** dpkg's `status`. */
  readonly status: string;
  /** APT's `extended_states`. */
  readonly extendedStates: string;
}

/** Fields that dpkg keeps of a package. */
const KEPT = new Set([
  "Package",
  "Essential",
  "Priority",
  "Section",
  "Installed-Size",
  "Maintainer",
  "Architecture",
  "Multi-Arch",
  "Source",
  "Version",
  "Replaces",
  "Provides",
  "Depends",
  "Pre-Depends",
  "Recommends",
  "Suggests",
  "Breaks",
  "Conflicts",
  "Enhances",
  "Description",
  "Homepage",
]);

/** States by how often they come, in percent; what is left is installed. */
const STATES: readonly (readonly [number, string])[] = [
  [4, "hold ok installed"],
  [4, "deinstall ok config-files"],
  [1, "deinstall ok installed"],
  [1, "install ok half-configured"],
  [1, "install ok unpacked"],
  [1, "install ok triggers-pending"],
  [1, "purge ok not-installed"],
];

/** Changes of versions by how often they come, in percent; what is left stays as it is. */
const VERSIONS: readonly (readonly [number, (version: string) => string])[] = [
  [20, (version) => `${version}~0`],
  [10, (version) => `${version}+local1`],
  [2, (version) => `9:${version.replace(/^\d+:/, "")}`],
];

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let number = Math.imul(state ^ (state >>> 15), 1 | state);
    number = (number + Math.imul(number ^ (number >>> 7), 61 | number)) ^
      number;
    return ((number ^ (number >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The entry that a number from 0 up to 100 falls on, or undefined behind the last. */
function pick<T>(table: readonly (readonly [number, T])[], at: number) {
  let sum = 0;
  return table.find(([percent]) => (sum += percent) > at)?.[1];
}

/** A field of a stanza, or "". */
function field(stanza: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1] ?? "";
}

/** A stanza of an index as dpkg would keep it, in a random state and version. */
function installedStanza(stanza: string, random: () => number): string {
  const state = pick(STATES, random() * 100) ?? "install ok installed";
  const change = pick(VERSIONS, random() * 100) ?? ((version) => version);
  const lines: string[] = [];
  for (const line of stanza.split(/\n(?! )/)) {
    const name = line.slice(0, line.indexOf(":"));
    if (!KEPT.has(name)) continue;
    lines.push(
      name === "Version" ? `Version: ${change(field(line, "Version"))}` : line,
    );
    if (name === "Package") lines.push(`Status: ${state}`);
  }
  return lines.join("\n");
}

/**
 * Makes a status of random stanzas.
 *
 * @param indexes Texts of index files, one after the other.
 * @param share How many of their stanzas to take, from 0 to 1.
 * @param seed The same seed gives the same status of the same indexes.
 */
export async function makeStatus(
  indexes: AsyncIterable<string>,
  { share, seed }: { readonly share: number; readonly seed: number },
): Promise<MadeStatus> {
  const random = randomNumbers(seed);
  const chosen = new Map<string, string>();
  for await (const index of indexes) {
    for (const stanza of index.split("\n\n")) {
      if (random() >= share || stanza.trim() === "") continue;
      chosen.set(
        `${field(stanza, "Package")}:${field(stanza, "Architecture")}`,
        installedStanza(stanza, random),
      );
    }
  }
  const automatic = [...chosen.keys()].filter(() => random() < 0.5);
  return {
    status: [...chosen.values()].map((stanza) => `${stanza}\n\n`).join(""),
    extendedStates: automatic.map((key) => {
      const [name, architecture] = key.split(":");
      return `Package: ${name}\nArchitecture: ${architecture}\nAuto-Installed: 1\n\n`;
    }).join(""),
  };
}
