/**
 * Changes of package lists and of their release files: what `apt update` does, and what it never does.
 *
 * @module
 */

import { xxHash32 } from "../../src/sys/_xxhash32.ts";
import { readList } from "../../src/sys/read_list.ts";
import {
  bytesOf,
  type Change,
  changeOne,
  type Chooser,
  insert,
  ODD_CHANGES,
  withField,
} from "./change_root.ts";

/** A file in the lz4 format, of blocks that are not packed. */
function packLz4(bytes: Uint8Array): Uint8Array {
  const head = Uint8Array.of(0x60, 0x70); // independent blocks of up to 4 MiB
  const words = (number: number) =>
    new Uint8Array(Uint32Array.of(number).buffer);
  return new Uint8Array([
    ...[0x04, 0x22, 0x4d, 0x18],
    ...head,
    (xxHash32(head) >>> 8) & 0xff,
    ...(bytes.length === 0
      ? []
      : [...words(bytes.length | 0x80000000), ...bytes]),
    ...words(0),
  ]);
}

/** Packs a list as the end of its name says. */
function pack(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> | Uint8Array {
  if (path.endsWith(".lz4")) return packLz4(bytes);
  if (!path.endsWith(".gz")) return bytes;
  const packed = new Blob([bytes]).stream().pipeThrough(
    new CompressionStream("gzip"),
  );
  return new Response(packed).bytes();
}

/** All of a list, one character for each byte. */
async function unpack(path: string): Promise<string> {
  let text = "";
  for await (const chunk of readList(path)) {
    for (const byte of chunk) text += String.fromCharCode(byte);
  }
  return text;
}

const ARCHITECTURES = ["amd64", "amd64", "all", "i386"];
const VERSIONS = ["0", "0.1", "1.0-1", "2:9", "999", "3:1~", "3:1"];

function madeStanza(choose: Chooser, names: readonly string[]): string {
  const name = choose.random() < 0.7
    ? choose.one(names)
    : `new${choose.below(4)}`;
  return [
    `Package: ${name}`,
    `Version: ${choose.one(VERSIONS)}`,
    `Architecture: ${choose.one(ARCHITECTURES)}`,
    ...(choose.random() < 0.3
      ? [`Multi-Arch: ${choose.one(["same", "foreign", "allowed"])}`]
      : []),
    ...(choose.random() < 0.3
      ? [`Depends: ${choose.one(names)}:any, ${choose.one(names)}`]
      : []),
    ...(choose.random() < 0.3 ? ["Tag: role::brand-new"] : []),
    ...(choose.random() < 0.3 ? ["Phased-Update-Percentage: 10"] : []),
    `Section: ${choose.one(["misc", "brand/new"])}`,
    `Size: ${choose.below(1000)}`,
    `Description: made up ${choose.one(["plainly", "na\xc3\xafvely", "\xff"])}`,
    " more",
  ].join("\n");
}

/** Gives a field of one stanza another value. */
function changed(name: string, values: readonly string[]): Change {
  return (stanzas, choose) =>
    changeOne(
      stanzas,
      choose,
      (stanza) => withField(stanza, name, choose.one(values)),
    );
}

/** What comes with an update. */
const LIST_CHANGES: readonly Change[] = [
  (stanzas, choose, names) =>
    insert(stanzas, choose, madeStanza(choose, names)),
  (stanzas, choose) => void stanzas.splice(choose.below(stanzas.length), 1),
  changed("Version", VERSIONS),
  changed("Section", ["misc", "other", "x/y"]),
  changed("Recommends", ["this", "that"]),
  changed("Depends", ["this", "that"]),
  changed("Description", ["one", "another\n text"]),
  changed("Phased-Update-Percentage", ["0", "50"]),
  changed("Architecture", ARCHITECTURES),
  // two change places
  (stanzas, choose) => {
    const one = choose.below(stanzas.length);
    const other = choose.below(stanzas.length);
    if (one === other) return;
    [stanzas[one], stanzas[other]] = [stanzas[other]!, stanzas[one]!];
  },
];

/** A list that changes. */
interface ChangingList {
  readonly path: string;
  readonly original: readonly string[];
  stanzas: string[];
  /** Its size, unpacked. */
  size: number;
}

/** Replaces a file, mostly as APT does. */
function put(path: string, bytes: Uint8Array, choose: Chooser): void {
  if (choose.random() < 0.2) return Deno.writeFileSync(path, bytes);
  Deno.writeFileSync(`${path}.new`, bytes);
  Deno.renameSync(`${path}.new`, path);
}

/** Formats that tests can write. */
const ENDINGS = ["", "", ".gz", ".lz4"];

/** The lists of a root. */
export class ChangingLists {
  readonly #lists: ChangingList[] = [];
  /** Release files by name, as they were. */
  readonly #texts = new Map<string, string>();
  #day = 1;

  private constructor(
    readonly folder: string,
    readonly names: readonly string[],
    readonly choose: Chooser,
  ) {}

  /**
   * Takes the lists of a root, and packs them in formats that can be written.
   *
   * @param names Names that packages may have.
   */
  static async of(
    folder: string,
    names: readonly string[],
    choose: Chooser,
  ): Promise<ChangingLists> {
    const lists = new ChangingLists(folder, names, choose);
    const seen = new Set<string>();
    const found = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    for (const name of found) {
      if (/_(?:In)?Release$/.test(name)) {
        lists.#texts.set(name, Deno.readTextFileSync(`${folder}/${name}`));
      }
      const [, start] = /^(.*_Packages)(?:\.[a-z0-9]+)?$/.exec(name) ?? [];
      if (start === undefined) continue;
      const text = await unpack(`${folder}/${name}`).catch(() => "");
      Deno.removeSync(`${folder}/${name}`);
      if (seen.has(start)) continue;
      seen.add(start);
      const path = `${folder}/${start}${ENDINGS[seen.size % ENDINGS.length]}`;
      const original = text.split(/\n\n+/).filter((stanza) => stanza !== "");
      const list = { path, original, stanzas: [...original], size: 0 };
      lists.#lists.push(list);
      await lists.#write(list);
    }
    lists.#renew();
    return lists;
  }

  /** Changes some of them, as `apt update` does, or as it never does. */
  async change(): Promise<void> {
    const { choose } = this;
    const list = choose.one(this.#lists);
    const kind = choose.random();
    if (kind < 0.1) await this.#write(list, list.original);
    else if (kind < 0.2) await this.#move(list, choose.one(this.#lists));
    else if (kind < 0.3) return this.#spoil(list);
    else if (kind < 0.4) await this.#write(list, this.#odd(list));
    else if (kind > 0.5 || existing(list.path).length === 0) {
      for (let count = choose.one([1, 1, 2, 5]); count > 0; count--) {
        if (list.stanzas.length === 0) break;
        choose.one(LIST_CHANGES)(list.stanzas, choose, this.names);
      }
      await this.#write(list);
    }
    this.#renew();
  }

  /** Stanzas that nobody should write; they do not stay. */
  #odd({ stanzas }: ChangingList): readonly string[] {
    const odd = [...stanzas];
    if (odd.length > 0) {
      this.choose.one(ODD_CHANGES)(odd, this.choose, this.names);
    }
    return odd;
  }

  async #move(from: ChangingList, to: ChangingList): Promise<void> {
    const { choose } = this;
    const [stanza] = from.stanzas.splice(choose.below(from.stanzas.length), 1);
    if (stanza === undefined) return;
    insert(to.stanzas, choose, stanza);
    await this.#write(from);
    await this.#write(to);
  }

  /** Damages, which the release file does not know of. */
  #spoil({ path }: ChangingList): void {
    const { choose, folder } = this;
    const bytes = existing(path);
    choose.one([
      () => put(path, bytes.subarray(0, choose.below(bytes.length)), choose),
      () => put(path, bytes, choose),
      () => Deno.removeSync(path),
      () => put(`${folder}/other`, bytes, choose),
      () =>
        this.#editRelease((text) => text.replace(/^Suite: .*/m, "Suite: x")),
      () =>
        this.#editRelease((text) => text.replaceAll(/^( 0+) \d+/gm, "$1 7")),
      () => this.#editRelease(() => "no release"),
    ])();
  }

  async #write(
    list: ChangingList,
    stanzas: readonly string[] = list.stanzas,
  ): Promise<void> {
    const { choose } = this;
    if (stanzas === list.original) list.stanzas = [...stanzas];
    const end = choose.random() < 0.1 ? "" : "\n";
    const text = stanzas.length === 0 ? "" : stanzas.join("\n\n") + end;
    const bytes = bytesOf(text);
    list.size = bytes.length;
    const packed = await pack(list.path, bytes as Uint8Array<ArrayBuffer>);
    put(list.path, packed, choose);
  }

  #editRelease(edit: (text: string) => string): void {
    const names = [...this.#texts.keys()];
    if (names.length === 0) return;
    const path = `${this.folder}/${this.choose.one(names)}`;
    const text = new TextDecoder().decode(existing(path));
    put(path, new TextEncoder().encode(edit(text)), this.choose);
  }

  /** Gives most release files another date, and what the lists have now. */
  #renew(): void {
    const { folder, choose } = this;
    for (const [name, text] of this.#texts) {
      const start = `${folder}/${name.replace(/_(?:In)?Release$/, "")}_`;
      const sizes = this.#lists.filter(({ path }) => path.startsWith(start))
        .map(({ path, size }) => {
          const [, end] = /^(.*Packages)/.exec(path.slice(start.length)) ?? [];
          return ` ${"0".repeat(64)} ${size} ${end!.replaceAll("_", "/")}\n`;
        });
      const now = withSizes(text, this.#day++, sizes.join(""));
      if (choose.random() < 0.9) {
        put(`${folder}/${name}`, new TextEncoder().encode(now), choose);
      }
    }
  }
}

/** A release of another date that vouches for other sizes. */
function withSizes(text: string, day: number, sizes: string): string {
  const plain = text.replace(/^Date: .*\n/m, "")
    .replace(/^SHA256:.*\n(?: .*\n)*/m, "");
  const signature = plain.search(/^-----BEGIN PGP SIGNATURE/m);
  const end = signature < 0 ? plain.length : signature;
  const own = plain.slice(0, end).trimEnd();
  return `${own}\nDate: ${day}\nSHA256:\n${sizes}${plain.slice(end)}`;
}

/** A file, or nothing where there is none. */
function existing(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch {
    return new Uint8Array();
  }
}
