/**
 * Made-up roots of any size: two archives of one origin, one of another, and a machine with some of it installed.
 * The same seed and size give the same bytes.
 *
 *     deno run -A bench/big_root.ts FOLDER PACKAGES [SEED]
 *
 * @module
 */

import { randomNumbers } from "../scripts/real_status.ts";
import {
  APPLICATION_SECTIONS,
  FAMILIES,
  RARE_FACETS,
  SYLLABLES,
  TAGS,
  WORDS,
} from "./big_root_words.ts";
import type { Share } from "./big_root_words.ts";

/** What is to be made. */
export interface BigRoot {
  /** The directory that plays `/`; made anew. */
  readonly folder: string;
  /** Names of packages in all. */
  readonly packages: number;
  /** For what is made up. */
  readonly seed: number;
}

/** A binary package. */
interface Package {
  readonly name: string;
  readonly source: string;
  readonly version: string;
  readonly section: string;
  readonly tags: readonly string[];
  readonly summary: string;
}

/** Packages that are installed, whatever the size of the archive. */
const INSTALLED = 1500;
/** Of those, one in so many is older than the archive's. */
const OUTDATED = 20;
/** One package in so many is in the security archive too, in a newer version. */
const IN_SECURITY = 50;
/** One package in so many is of another origin alone. */
const ELSEWHERE = 100;
/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 20;

const ARCHIVES = {
  main: ["mirror.example.org_debian_dists_stable", "Debian", "stable"],
  security: [
    "mirror.example.org_debian-security_dists_stable-security",
    "Debian",
    "stable-security",
  ],
  other: ["apps.example.net_dists_stable", "Example Apps", "stable"],
} as const;

/** Makes up packages. */
class Maker {
  readonly #random: () => number;
  readonly #stems = new Set<string>();

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
  }

  /** A whole number from 0 up to `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  /** Any of a list; with `skew` over 1, rather an early one. */
  any<Value>(values: readonly Value[], skew = 1): Value {
    return values[Math.floor(this.#random() ** skew * values.length)]!;
  }

  /** One of a table, by its shares. */
  byShare<Value>(table: readonly Share<Value>[]): Value {
    let at = this.#random() * table.reduce((sum, [share]) => sum + share, 0);
    return (table.find(([share]) => (at -= share) < 0) ?? table[0]!)[1];
  }

  /** `digits` hexadecimal digits. */
  hex(digits: number): string {
    let text = "";
    while (text.length < digits) {
      text += this.below(2 ** 32).toString(16).padStart(8, "0");
    }
    return text.slice(0, digits);
  }

  /** A word that no other source is called by. */
  stem(): string {
    for (;;) {
      const length = 2 + this.below(3);
      let stem = "";
      for (let count = 0; count < length; count++) stem += this.any(SYLLABLES);
      if (this.below(6) === 0) stem += `-${this.any(SYLLABLES)}`;
      if (this.#stems.has(stem)) continue;
      this.#stems.add(stem);
      return stem;
    }
  }

  /** Tags: half of the packages have some, a few have many. */
  tags(role: string): readonly string[] {
    if (this.below(2) === 0) return [];
    const tags = new Set([`role::${role}`]);
    for (let count = Math.floor(8 * this.#random() ** 3); count > 0; count--) {
      tags.add(
        this.below(8) === 0
          ? `${this.any(RARE_FACETS)}::${this.any(SYLLABLES)}`
          : this.byShare(TAGS),
      );
    }
    return [...tags].sort();
  }

  /** A summary without what the package is. */
  summary(): string {
    const words: string[] = [];
    for (let count = 3 + this.below(6); count > 0; count--) {
      words.push(this.any(WORDS, 2));
    }
    return words.join(" ");
  }

  /** The packages of one source. */
  source(): readonly Package[] {
    const stem = this.stem();
    const version = `${this.below(9)}.${this.below(30)}.${this.below(12)}-${
      1 + this.below(5)
    }`;
    const application = this.byShare(APPLICATION_SECTIONS);
    const summary = this.summary();
    return this.byShare(FAMILIES).map(({ name, section, role, suffix }) => ({
      name: name.replace("*", stem),
      source: stem,
      version,
      section: section === "@" ? application : section,
      tags: this.tags(role),
      summary: `${summary} ${suffix}`.trim(),
    }));
  }

  /** Packages by name, as they stand in lists. */
  packages(count: number): readonly Package[] {
    const packages: Package[] = [];
    while (packages.length < count) packages.push(...this.source());
    packages.length = count;
    return packages.sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** The stanza of a package in an archive, of a real one's size. */
  stanza(one: Package, version: string): string {
    const { name, source, section, tags, summary } = one;
    const origin = source === name ? "" : `Source: ${source}\n`;
    const tag = tags.length === 0 ? "" : `Tag: ${tags.join(", ")}\n`;
    return `Package: ${name}
${origin}Version: ${version}
Installed-Size: ${10 + this.below(20000)}
Maintainer: Debian ${section} Maintainers <pkg-${section}-maintainers@lists.example.org>
Architecture: amd64
Depends: libc6 (>= 2.34), lib${this.any(SYLLABLES)}${
      this.any(SYLLABLES)
    }1 (>= 1.${this.below(40)}), ${
      this.any(SYLLABLES)
    }-common | ${source}-data (= ${version})
Description: ${summary}
Homepage: https://${source}.example.org/
Description-md5: ${this.hex(32)}
${tag}Section: ${section}
Priority: optional
Filename: pool/main/${source[0]}/${source}/${name}_${version}_amd64.deb
Size: ${1000 + this.below(9000000)}
MD5sum: ${this.hex(32)}
SHA256: ${this.hex(64)}

`;
  }
}

/** A file that is written piece by piece. */
class Output {
  readonly #file: Deno.FsFile;
  #text = "";

  constructor(path: string) {
    this.#file = Deno.openSync(path, { write: true, create: true });
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length > CHUNK) this.#flush();
  }

  #flush(): void {
    const bytes = new TextEncoder().encode(this.#text);
    let at = 0;
    while (at < bytes.length) at += this.#file.writeSync(bytes.subarray(at));
    this.#text = "";
  }

  [Symbol.dispose](): void {
    this.#flush();
    this.#file.close();
  }
}

/** A package as dpkg knows it. */
function statusStanza(one: Package, version: string): string {
  return `Package: ${one.name}
Status: install ok installed
Priority: optional
Section: ${one.section}
Installed-Size: 100
Maintainer: Nobody <nobody@example.org>
Architecture: amd64
Version: ${version}
Description: ${one.summary}

`;
}

/** Writes what stands around the lists. */
function writeMachine(folder: string, status: string): void {
  const write = (path: string, text: string) => {
    const file = `${folder}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(file, text);
  };
  write(
    "etc/apt/sources.list",
    "deb http://mirror.example.org/debian stable main\n" +
      "deb http://mirror.example.org/debian-security stable-security main\n" +
      "deb http://apps.example.net stable main\n",
  );
  write("etc/apt/apt.conf.d/10bench", 'APT::Architecture "amd64";\n');
  write("var/lib/dpkg/arch", "amd64\n");
  write("var/lib/dpkg/status", status);
  for (const [list, origin, suite] of Object.values(ARCHIVES)) {
    write(
      `var/lib/apt/lists/${list}_Release`,
      `Origin: ${origin}\nLabel: ${origin}\nSuite: ${suite}\nCodename: ${suite}\n` +
        "Architectures: amd64\nComponents: main\n",
    );
  }
}

/** Makes a root. */
export function makeBigRoot({ folder, packages, seed }: BigRoot): void {
  const lists = `${folder}/var/lib/apt/lists`;
  Deno.mkdirSync(`${lists}/partial`, { recursive: true });
  const maker = new Maker(seed);
  const output = ([list]: readonly string[]) =>
    new Output(`${lists}/${list}_main_binary-amd64_Packages`);
  using main = output(ARCHIVES.main);
  using security = output(ARCHIVES.security);
  using other = output(ARCHIVES.other);
  const everyInstalled = Math.max(1, Math.floor(packages / INSTALLED));
  let status = "";
  for (const [index, one] of maker.packages(packages).entries()) {
    const { version } = one;
    (index % ELSEWHERE === 0 ? other : main).add(maker.stanza(one, version));
    if (index % IN_SECURITY === 1) {
      security.add(maker.stanza(one, `${version}+deb12u1`));
    }
    if (index % everyInstalled === 0) {
      const isOld = index / everyInstalled % OUTDATED === 0;
      status += statusStanza(one, isOld ? `${version}~old` : version);
    }
  }
  writeMachine(folder, status);
}

if (import.meta.main) {
  const [folder, packages, seed = "1"] = Deno.args;
  if (folder === undefined || !(Number(packages) >= 1)) {
    console.error(
      "Usage: deno run -A bench/big_root.ts FOLDER PACKAGES [SEED]",
    );
    Deno.exit(2);
  }
  makeBigRoot({ folder, packages: Number(packages), seed: Number(seed) });
}
