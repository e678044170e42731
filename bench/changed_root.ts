/**
 * A copy of a root whose dpkg status and one of whose lists can be changed, as dpkg and `apt update` change them.
 *
 * @module
 */

/** A root that can be changed. */
export interface ChangedRoot {
  /** Where it stands. */
  readonly folder: string;
  /** Bytes of the list that is replaced. */
  readonly listSize: number;
  /** Writes dpkg's status anew: a package more, or one less. */
  changeStatus(): Promise<void>;
  /** Replaces the smallest list and its release file: a package more, or one less. */
  changeList(): Promise<void>;
}

/** What is copied of a root; what is not there is left out. */
const PARTS = [
  "etc/apt",
  "etc/machine-id",
  "usr/share/dpkg/cputable",
  "var/lib/apt/lists",
  "var/lib/apt/extended_states",
  "var/lib/dpkg/arch",
  "var/lib/dpkg/status",
];

/** The package that comes and goes. */
const STANZA = `Package: storectl-bench
Version: 1
Architecture: all
Maintainer: Nobody <nobody@example.org>
Section: misc
Priority: optional
Description: comes and goes
`;

/** Milliseconds until a file that was written is seen as settled. */
const SETTLED = 60;

/** Runs a program that has to succeed. */
async function run(program: string, ...args: string[]): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    stdin: "null",
  }).output();
  if (success) return stdout;
  throw new Error(
    `Cannot run ${program}: ${new TextDecoder().decode(stderr)}`,
  );
}

/** The smallest list of packages, by name. */
function smallestList(lists: string): string {
  const [first] = [...Deno.readDirSync(lists)].map(({ name }) => name)
    .filter((name) => /_Packages(?:\.[a-z0-9]+)?$/.test(name))
    .map((name) => ({ name, size: Deno.statSync(`${lists}/${name}`).size }))
    .sort((a, b) => a.size - b.size);
  return first!.name;
}

/** Replaces a file at once, as dpkg and APT do. */
async function replace(
  path: string,
  bytes: string | Uint8Array,
): Promise<void> {
  const staged = `${path}.new`;
  if (typeof bytes === "string") await Deno.writeTextFile(staged, bytes);
  else await Deno.writeFile(staged, bytes);
  await Deno.rename(staged, path);
}

/** Gives a function that switches a file between its text and that text with more behind it, and tells its size. */
function toggle(path: string, more: string): () => Promise<number> {
  const text = Deno.readTextFileSync(path).trimEnd();
  const texts = [`${text}\n\n${more}\n`, `${text}\n\n`].map((text) =>
    new TextEncoder().encode(text)
  );
  return async () => {
    const [now] = texts.reverse();
    await replace(path, now!);
    return now!.length;
  };
}

/** Replaces a release file by one of another date, which says that a list has another size. */
async function renew(
  release: string,
  path: string,
  size: number,
): Promise<void> {
  const text = await Deno.readTextFile(release);
  const now = text.replace(/^Date: .*$/m, `Date: ${new Date().toUTCString()}`)
    .replaceAll(
      /^( \S+ +)\d+( \S+)$/gm,
      (line, start, end) => end.slice(1) === path ? start + size + end : line,
    );
  await replace(release, now);
}

/** Copies what matters of a root. */
export async function makeChangedRoot(
  root: string,
  folder: string,
): Promise<ChangedRoot> {
  for (const part of PARTS) {
    const from = `${root}/${part}`;
    try {
      await Deno.stat(from);
    } catch {
      continue;
    }
    const to = `${folder}/${part}`;
    await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
    await run("cp", "-aL", from, to);
  }
  const lists = `${folder}/var/lib/apt/lists`;
  const name = smallestList(lists);
  // plain, so that it can be changed: APT keeps lists so too
  const list = `${lists}/${name.replace(/(_Packages)\.[a-z0-9]+$/, "$1")}`;
  if (list !== `${lists}/${name}`) {
    const args = ["cat-file", `${lists}/${name}`];
    await Deno.writeFile(list, await run("/usr/lib/apt/apt-helper", ...args));
    await Deno.remove(`${lists}/${name}`);
  }
  const [, start, ...parts] =
    /^(.*)_([^_]+)_(binary-[^_]+)_Packages/.exec(name) ?? [];
  const path = [...parts, "Packages"].join("/");
  const release = ["InRelease", "Release"].map((end) =>
    `${lists}/${start}_${end}`
  )
    .find((path) => {
      try {
        return Deno.statSync(path).isFile;
      } catch {
        return false;
      }
    });
  const toggleStatus = toggle(
    `${folder}/var/lib/dpkg/status`,
    STANZA.replace("\n", "\nStatus: install ok installed\n"),
  );
  const toggleList = toggle(
    list,
    `${STANZA}Filename: pool/storectl-bench_1_all.deb\nSize: 1\n`,
  );
  const settle = () => new Promise<void>((done) => setTimeout(done, SETTLED));
  return {
    folder,
    listSize: Deno.statSync(list).size,
    async changeStatus() {
      await toggleStatus();
      await settle();
    },
    async changeList() {
      const size = await toggleList();
      if (release) await renew(release, path, size);
      await settle();
    },
  };
}
