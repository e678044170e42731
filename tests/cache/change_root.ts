/**
 * Changes of dpkg's status and of APT's marks: what dpkg and apt do, and what they never do.
 *
 * @module
 */

/** Chooses, the same way for the same seed. */
export class Chooser {
  /** @param random Numbers from 0 to below 1. */
  constructor(readonly random: () => number) {}

  /** A number from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  /** One of some items. */
  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

/** A change of the stanzas of a file, in place; one character stands for each byte. */
export type Change = (
  stanzas: string[],
  choose: Chooser,
  names: readonly string[],
) => void;

/** Replaces a field, or adds it. */
export function withField(stanza: string, name: string, value: string): string {
  const line = new RegExp(`^${name}:.*$`, "m");
  return line.test(stanza)
    ? stanza.replace(line, () => `${name}: ${value}`)
    : `${stanza}\n${name}: ${value}`;
}

/** Changes a stanza. */
export function changeOne(
  stanzas: string[],
  choose: Chooser,
  change: (stanza: string) => string,
): void {
  if (stanzas.length === 0) return;
  const index = choose.below(stanzas.length);
  stanzas[index] = change(stanzas[index]!);
}

/** Puts a stanza anywhere. */
export function insert(
  stanzas: string[],
  choose: Chooser,
  stanza: string,
): void {
  stanzas.splice(choose.below(stanzas.length + 1), 0, stanza);
}

const STATES = [
  "install ok installed",
  "hold ok installed",
  "deinstall ok config-files",
  "purge ok not-installed",
  "install reinstreq half-installed",
  "install ok unpacked",
];
const ARCHITECTURES = ["amd64", "amd64", "amd64", "all", "i386", "riscv64"];

function madeStanza(choose: Chooser, names: readonly string[]): string {
  const name = choose.random() < 0.8
    ? choose.one(names)
    : `new${choose.below(4)}`;
  return [
    `Package: ${name}`,
    `Status: ${choose.one(STATES)}`,
    `Version: ${choose.one(["0.1", "1.0-1", "2:9", "999"])}`,
    `Architecture: ${choose.one(ARCHITECTURES)}`,
    ...(choose.random() < 0.5
      ? [`Multi-Arch: ${choose.one(["same", "foreign", "allowed"])}`]
      : []),
    ...(choose.random() < 0.3
      ? [`Depends: x | ${choose.one(names)}:any (>= 1), ${choose.one(names)}`]
      : []),
    ...(choose.random() < 0.3 ? ["Section: brand/new"] : ["Section: misc"]),
    ...(choose.random() < 0.3 ? ["Tag: role::brand-new"] : []),
    ...(choose.random() < 0.2 ? ["Essential: yes"] : []),
    `Description: made up ${choose.one(["plainly", "na\xc3\xafvely", "\xff"])}`,
    " more",
  ].join("\n");
}

/** What dpkg does to its status. */
const STATUS_CHANGES: readonly Change[] = [
  (stanzas, choose, names) =>
    insert(stanzas, choose, madeStanza(choose, names)),
  (stanzas, choose) => void stanzas.splice(choose.below(stanzas.length), 1),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) => withField(stanza, "Status", choose.one(STATES)),
    ),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) =>
        withField(stanza, "Version", choose.one(["0", "1.0-1", "3:1", "~"])),
    ),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) => withField(stanza, "Architecture", choose.one(ARCHITECTURES)),
    ),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) =>
        withField(stanza, "Section", choose.one(["misc", "other", "x/y"])),
    ),
];

/** What apt does to its marks. */
const MARK_CHANGES: readonly Change[] = [
  (stanzas, choose, names) =>
    insert(
      stanzas,
      choose,
      `Package: ${choose.one(names)}\nArchitecture: ${
        choose.one(["amd64", "i386", "all"])
      }\nAuto-Installed: ${choose.below(2)}`,
    ),
  (stanzas, choose) => void stanzas.splice(choose.below(stanzas.length), 1),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) => withField(stanza, "Auto-Installed", String(choose.below(2))),
    ),
];

/** What nobody should do to either. */
export const ODD_CHANGES: readonly Change[] = [
  (stanzas, choose) => changeOne(stanzas, choose, (stanza) => `${stanza}\r`),
  (stanzas, choose) =>
    changeOne(stanzas, choose, (stanza) => `${stanza}\nno colon here`),
  (stanzas, choose) =>
    changeOne(stanzas, choose, (stanza) => `\n\n${stanza}\n`),
  (stanzas, choose) =>
    changeOne(stanzas, choose, (stanza) => `${stanza}\n \n more`),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) => stanza.replace(/^Package: /m, "Packages: "),
    ),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) =>
        stanza.replace(/^Package: .*$/m, (line) => line.toUpperCase()),
    ),
  (stanzas, choose) =>
    changeOne(stanzas, choose, (stanza) => `${stanza}\nPackage: other`),
  (stanzas, choose) =>
    insert(stanzas, choose, "Package: lonely\nAuto-Installed: 1"),
  (stanzas, choose) => insert(stanzas, choose, "# a comment"),
  (stanzas, choose) => changeOne(stanzas, choose, () => choose.one(stanzas)),
  (stanzas) => void stanzas.reverse(),
  (stanzas) => void (stanzas.length = 0),
  (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) => withField(stanza, "Status", "no state of dpkg's"),
    ),
  (stanzas, choose) => {
    if (stanzas.length < 2) return;
    const index = choose.below(stanzas.length - 1);
    stanzas.splice(index, 2, `${stanzas[index]}\n${stanzas[index + 1]}`);
  },
];

/** One byte for each character. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Changes of one file of a root, chosen at random. */
export class ChangingFile {
  readonly #original: string;
  #text: string;

  /**
   * @param kind What the file holds.
   * @param names Names that packages may have.
   */
  constructor(
    readonly path: string,
    readonly kind: "marks" | "status",
    readonly names: readonly string[],
    readonly choose: Chooser,
  ) {
    let bytes: Uint8Array = new Uint8Array();
    try {
      bytes = Deno.readFileSync(path);
    } catch {
      // there are no marks
    }
    this.#original = Array.from(bytes, (byte) => String.fromCharCode(byte))
      .join("");
    this.#text = this.#original;
  }

  /** Changes it once more, or puts back what it was. */
  change(): void {
    const { choose } = this;
    if (choose.random() < 0.1) return this.#write(this.#original);
    const stanzas = this.#text.split(/\n\n+/).filter((stanza) => stanza !== "");
    const isOdd = choose.random() < 0.15;
    const usual = this.kind === "status" ? STATUS_CHANGES : MARK_CHANGES;
    const count = choose.one([1, 1, 1, 2, 5]);
    for (let index = 0; index < count; index++) {
      choose.one(isOdd ? ODD_CHANGES : usual)(stanzas, choose, this.names);
    }
    const end = choose.random() < 0.1 ? "" : "\n";
    this.#write(stanzas.length === 0 ? "" : stanzas.join("\n\n") + end);
    // what is odd does not stay
    if (isOdd) this.#text = this.#original;
  }

  #write(text: string): void {
    this.#text = text;
    Deno.writeFileSync(this.path, bytesOf(text));
  }
}

/** Replaces text in a file, if there is one. */
export function edit(path: string, change: (text: string) => string): void {
  try {
    Deno.writeTextFileSync(path, change(Deno.readTextFileSync(path)));
  } catch {
    // there is none, or it is a directory
  }
}
