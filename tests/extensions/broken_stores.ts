/**
 * Stores that are broken on purpose, each in one way, and what `verify` has to say of each.
 *
 * `scripts/make_broken_stores.ts` writes them to a directory.
 *
 * @module
 */

import {
  checksumOf,
  type HandMadeStore,
  handMadeStore,
  type Json,
} from "./hand_made_store.ts";

/** A store that is broken. */
export interface BrokenStore {
  /** What is wrong with it. */
  readonly name: string;
  /** All that `verify` finds, as `CODE path`, sorted; each once. */
  readonly found: readonly string[];
  /** The same with `--fast`, where it is something else. */
  readonly fast?: readonly string[];
  /** Changes it before it is written. */
  readonly change?: (store: HandMadeStore) => void;
  /** Changes it on disk. */
  readonly damage?: (root: string) => void | Promise<void>;
}

const ID = "org.alpha";
const VERSION = "1.0.0";
/** Directory of the version that is broken. */
const HOME = `extensions/${ID}/${VERSION}`;
const MANIFEST = `${HOME}/manifest.json`;
const OTHER = `extensions/${ID}/1.1.0`;
const WASM = `${HOME}/extension.wasm`;
const README = `${HOME}/README.md`;
const ICON = `${HOME}/assets/icon.svg`;
const TABLE = `${HOME}/assets/data/table.bin`;
const SUMS = `${HOME}/SHA256SUMS`;

/** Flips the lowest bit of one byte. */
function flip(path: string, at: number | string): (root: string) => void {
  return (root) => {
    const bytes = Deno.readFileSync(`${root}/${path}`);
    const text = new TextDecoder("latin1").decode(bytes);
    const place = typeof at === "number"
      ? (at + bytes.length) % bytes.length
      : text.indexOf(at);
    bytes[place]! ^= 1;
    Deno.writeFileSync(`${root}/${path}`, bytes);
  };
}

/** Replaces a file by something else of that name. */
function replace(
  path: string,
  make: (full: string) => void | Promise<void>,
): (root: string) => Promise<void> {
  return async (root) => {
    Deno.removeSync(`${root}/${path}`, { recursive: true });
    await make(`${root}/${path}`);
  };
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(`Cannot run ${program}`);
}

function write(path: string, content: string): (root: string) => void {
  return (root) => Deno.writeTextFileSync(`${root}/${path}`, content);
}

function edit(
  path: string,
  change: (text: string) => string,
): (root: string) => void {
  return (root) => {
    const text = Deno.readTextFileSync(`${root}/${path}`);
    const changed = change(text);
    if (changed === text) throw new Error(`Cannot change "${path}"`);
    Deno.writeTextFileSync(`${root}/${path}`, changed);
  };
}

/** A manifest that is changed and linked anew. */
function manifest(
  name: string,
  found: readonly string[],
  change: (manifest: Json) => void,
): BrokenStore {
  return {
    name,
    found,
    change: (store) => store.changeManifest(ID, VERSION, change),
  };
}

/** A manifest whose text is changed and linked anew. */
function manifestText(
  name: string,
  found: readonly string[],
  change: (text: string) => string | Uint8Array,
): BrokenStore {
  return {
    name,
    found,
    change: (store) =>
      store.setManifestText(
        ID,
        VERSION,
        change(new TextDecoder().decode(store.files.get(MANIFEST)!)),
      ),
  };
}

/** A summary that is changed. */
function summary(
  name: string,
  found: readonly string[],
  change: (summary: Json) => void,
): BrokenStore {
  return {
    name,
    found,
    change: (store) => change(store.summary(ID, VERSION)),
  };
}

/** An index that is changed. */
function index(
  name: string,
  found: readonly string[],
  change: (index: Json) => void,
): BrokenStore {
  return { name, found, change: (store) => change(store.index) };
}

/** Something that is changed on disk. */
function damage(
  name: string,
  found: readonly string[],
  damage:
    | BrokenStore["damage"] & (() => void | Promise<void>)
    | ((root: string) => void | Promise<void>),
  fast?: readonly string[],
): BrokenStore {
  return { name, found, damage, ...(fast === undefined ? {} : { fast }) };
}

const CONTENTS = [WASM, README, ICON, TABLE, SUMS].flatMap((path) =>
  ([["first", 0], ["middle", 25], ["last", -1]] as const).map(([where, at]) =>
    damage(
      `a bit of the ${where} byte of ${path.slice(HOME.length + 1)}`,
      [`CHECKSUM_MISMATCH ${path}`],
      flip(path, at),
      [],
    )
  )
);

const BITS_OF_JSON: readonly BrokenStore[] = [
  damage(
    "a bit of the first byte of manifest.json",
    [`CHECKSUM_MISMATCH ${MANIFEST}`, `MANIFEST_INVALID ${MANIFEST}`],
    flip(MANIFEST, 0),
  ),
  damage(
    "a bit in the middle of manifest.json",
    [`CHECKSUM_MISMATCH ${MANIFEST}`],
    flip(MANIFEST, "The org.alpha"),
  ),
  damage(
    "a bit of the last byte of manifest.json",
    [`CHECKSUM_MISMATCH ${MANIFEST}`, `MANIFEST_INVALID ${MANIFEST}`],
    flip(MANIFEST, -1),
  ),
  damage(
    "a bit of the first byte of store.json",
    ["STORE_INVALID store.json"],
    flip("store.json", 0),
  ),
  damage(
    "a bit of the last byte of store.json",
    ["STORE_INVALID store.json"],
    flip("store.json", -1),
  ),
  damage(
    "a bit of a checksum in store.json",
    [`CHECKSUM_MISMATCH ${MANIFEST}`],
    edit(
      "store.json",
      (text) =>
        text.replace(
          /("manifest_checksum": "blake3:)([0-9])/,
          (_, head, digit) => head + (Number(digit) ^ 1),
        ),
    ),
  ),
];

const SIZES: readonly BrokenStore[] = [WASM, README, TABLE].flatMap((path) => [
  damage(
    `${path.slice(HOME.length + 1)} without its last byte`,
    [`SIZE_MISMATCH ${path}`],
    (root) =>
      Deno.truncateSync(
        `${root}/${path}`,
        Deno.statSync(`${root}/${path}`).size - 1,
      ),
  ),
  damage(
    `${path.slice(HOME.length + 1)} with a byte more`,
    [`SIZE_MISMATCH ${path}`],
    (root) => Deno.writeTextFileSync(`${root}/${path}`, "\n", { append: true }),
  ),
  damage(
    `${path.slice(HOME.length + 1)} empty`,
    [`SIZE_MISMATCH ${path}`],
    (root) => Deno.truncateSync(`${root}/${path}`),
  ),
  damage(
    `${path.slice(HOME.length + 1)} is gone`,
    [`FILE_MISSING ${path}`],
    (root) => Deno.removeSync(`${root}/${path}`),
  ),
]);

const SWAPS: readonly BrokenStore[] = [
  damage("two assets of equal size are swapped", [
    `CHECKSUM_MISMATCH ${HOME}/assets/data/other.bin`,
    `CHECKSUM_MISMATCH ${TABLE}`,
  ], (root) => {
    Deno.renameSync(`${root}/${TABLE}`, `${root}/swap`);
    Deno.renameSync(
      `${root}/${HOME}/assets/data/other.bin`,
      `${root}/${TABLE}`,
    );
    Deno.renameSync(`${root}/swap`, `${root}/${HOME}/assets/data/other.bin`);
  }, []),
  damage(
    "the component of another version",
    [`CHECKSUM_MISMATCH ${WASM}`],
    (root) =>
      Deno.copyFileSync(`${root}/${OTHER}/extension.wasm`, `${root}/${WASM}`),
    [],
  ),
  damage(
    "the manifest of another version",
    [
      `CHECKSUM_MISMATCH ${HOME}/README.md`,
      `CHECKSUM_MISMATCH ${HOME}/assets/data/other.bin`,
      `CHECKSUM_MISMATCH ${HOME}/assets/data/table.bin`,
      `CHECKSUM_MISMATCH ${HOME}/assets/icon.svg`,
      `CHECKSUM_MISMATCH ${HOME}/extension.wasm`,
      `CHECKSUM_MISMATCH ${MANIFEST}`,
      `MANIFEST_MISMATCH ${MANIFEST}`,
    ],
    (root) =>
      Deno.copyFileSync(
        `${root}/${OTHER}/manifest.json`,
        `${root}/${MANIFEST}`,
      ),
    [
      `CHECKSUM_MISMATCH ${MANIFEST}`,
      `MANIFEST_MISMATCH ${MANIFEST}`,
    ],
  ),
  damage(
    "the list of sums of another version",
    [`CHECKSUM_MISMATCH ${SUMS}`],
    (root) =>
      Deno.copyFileSync(`${root}/${OTHER}/SHA256SUMS`, `${root}/${SUMS}`),
    [],
  ),
  damage("the directories of two versions are swapped", [
    `CHECKSUM_MISMATCH ${HOME}/SHA256SUMS`,
    `CHECKSUM_MISMATCH ${HOME}/manifest.json`,
    `CHECKSUM_MISMATCH ${OTHER}/SHA256SUMS`,
    `CHECKSUM_MISMATCH ${OTHER}/manifest.json`,
    `MANIFEST_MISMATCH ${HOME}/manifest.json`,
    `MANIFEST_MISMATCH ${OTHER}/manifest.json`,
  ], (root) => {
    Deno.renameSync(`${root}/${HOME}`, `${root}/swap`);
    Deno.renameSync(`${root}/${OTHER}`, `${root}/${HOME}`);
    Deno.renameSync(`${root}/swap`, `${root}/${OTHER}`);
  }, [
    `CHECKSUM_MISMATCH ${HOME}/manifest.json`,
    `CHECKSUM_MISMATCH ${OTHER}/manifest.json`,
    `MANIFEST_MISMATCH ${HOME}/manifest.json`,
    `MANIFEST_MISMATCH ${OTHER}/manifest.json`,
  ]),
];

const IDENTITY: readonly BrokenStore[] = [
  manifest(
    "an id of another extension",
    [`MANIFEST_MISMATCH ${MANIFEST}`],
    (m) => m.id = "beta",
  ),
  manifest(
    "an id in another case",
    [`MANIFEST_INVALID ${MANIFEST}`, `MANIFEST_MISMATCH ${MANIFEST}`],
    (m) => m.id = "org.Alpha",
  ),
  manifest(
    "an id with a look-alike",
    [`MANIFEST_INVALID ${MANIFEST}`, `MANIFEST_MISMATCH ${MANIFEST}`],
    (m) => m.id = "org.\u0430lpha",
  ),
  manifest(
    "another version inside",
    [`MANIFEST_MISMATCH ${MANIFEST}`],
    (m) => m.version = "1.0.1",
  ),
  manifest(
    "a version that is none",
    [`MANIFEST_MISMATCH ${MANIFEST}`, `VERSION_INVALID ${MANIFEST}`],
    (m) => m.version = "1.0",
  ),
  manifest(
    "a version as a number",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.version = 1,
  ),
  manifest(
    "a range that is none",
    [`VERSION_INVALID ${MANIFEST}`],
    (m) => m.dependencies = { beta: "latest greatest" },
  ),
  summary("a version of the summary that is none", [
    "VERSION_INVALID store.json",
  ], (s) => s.version = "v1.0.0"),
  summary(
    "an id of the summary in another case",
    ["STORE_INVALID store.json"],
    (s) => s.id = "Org.alpha",
  ),
  summary("an id of the summary of another extension", [
    `MANIFEST_MISMATCH ${MANIFEST}`,
  ], (s) => s.id = "gamma"),
  index(
    "a version twice",
    ["DUPLICATE store.json"],
    (i) => i.extensions.push(i.extensions[0]),
  ),
  index("two versions of one manifest", [
    "DUPLICATE store.json",
  ], (i) => i.extensions.push({ ...i.extensions[0], version: "9.0.0" })),
  damage("a directory in another case", [
    `MANIFEST_MISSING ${MANIFEST}`,
    "ORPHAN extensions/Org.Alpha",
    "PATH_UNSAFE extensions/org.alpha",
  ], (root) => {
    Deno.mkdirSync(`${root}/extensions/Org.Alpha`);
    Deno.renameSync(`${root}/${HOME}`, `${root}/extensions/Org.Alpha/1.0.0`);
  }),
];

/** Paths that a link must not have. */
const UNSAFE: Readonly<Record<string, string>> = {
  "a path with ..": "../1.1.0/README.md",
  "a path with .. in the middle": "assets/../README.md",
  "an absolute path": "/etc/passwd",
  "a path with a NUL": "README.md\0.txt",
  "a path with a backslash": "assets\\icon.svg",
  "a path with many dots": "././././README.md",
  "a path in percent-encoding": "..%2f..%2fstore.json",
  "a path that is too long": `assets/${"long/".repeat(900)}x`,
  "a name that is too long": "x".repeat(300),
  "a path with an empty name": "assets//icon.svg",
  "an empty path segment at the end": "assets/",
  "a path with a drive": "C:icon.svg",
  "a path with a look-alike of a slash": "\uff0e\uff0e\uff0fREADME.md",
  "a path that writes backwards": "assets/\u202egpj.exe",
  "a path of a home": "~/README.md",
};

const PATHS: readonly BrokenStore[] = [
  ...Object.entries(UNSAFE).map(([name, path]) =>
    manifest(name, [`PATH_UNSAFE ${MANIFEST}`], (m) => m.assets[0].path = path)
  ),
  manifest(
    "an empty path",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.assets[0].path = "",
  ),
  manifest(
    "a path that is a list",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.assets[0].path = ["README.md"],
  ),
  manifest(
    "a path twice",
    [`DUPLICATE ${MANIFEST}`],
    (m) => m.assets.push(m.assets[0]),
  ),
  manifest("a path in another case", [
    `FILE_MISSING ${HOME}/readme.md`,
    `PATH_UNSAFE ${MANIFEST}`,
  ], (m) => m.assets.push({ ...m.assets[0], path: "readme.md" })),
  manifest("two forms of one accented name", [
    `FILE_MISSING ${HOME}/assets/e\u0301.txt`,
    `FILE_MISSING ${HOME}/assets/\u00e9.txt`,
    `PATH_UNSAFE ${MANIFEST}`,
  ], (m) =>
    m.assets.push(
      { ...m.assets[0], path: "assets/\u00e9.txt" },
      { ...m.assets[0], path: "assets/e\u0301.txt" },
    )),
  summary("a manifest path with ..", [
    `ORPHAN ${HOME}`,
    "PATH_UNSAFE store.json",
  ], (s) => s.manifest_path = `extensions/../${MANIFEST}`),
  summary("an absolute manifest path", [
    `ORPHAN ${HOME}`,
    "PATH_UNSAFE store.json",
  ], (s) => s.manifest_path = "/etc/passwd"),
  summary("a manifest path that leads nowhere", [
    `MANIFEST_MISSING ${HOME}/manifest.yaml`,
  ], (s) => s.manifest_path = `${HOME}/manifest.yaml`),
  damage(
    "two names on disk that differ in case",
    [`PATH_UNSAFE ${HOME}/readme.md`],
    (root) =>
      Deno.copyFileSync(`${root}/${README}`, `${root}/${HOME}/readme.md`),
  ),
];

const LINKS: readonly BrokenStore[] = [
  damage(
    "a link that leaves the store",
    [`PATH_UNSAFE ${README}`],
    replace(README, (path) => Deno.symlinkSync("../../../../outside", path)),
  ),
  damage(
    "an absolute link",
    [`PATH_UNSAFE ${README}`],
    replace(README, (path) => Deno.symlinkSync("/etc/hostname", path)),
  ),
  damage("a directory that is a link outside", [
    `PATH_UNSAFE ${HOME}/assets`,
  ], replace(`${HOME}/assets`, (path) => Deno.symlinkSync("/usr/share", path))),
  damage("a version that is a link outside", [
    `PATH_UNSAFE ${HOME}`,
  ], replace(HOME, (path) => Deno.symlinkSync("../../../elsewhere", path))),
  damage(
    "a manifest that is a link outside",
    [`PATH_UNSAFE ${MANIFEST}`],
    replace(MANIFEST, (path) => Deno.symlinkSync("/etc/hostname", path)),
  ),
  damage(
    "the index is a link outside",
    ["PATH_UNSAFE store.json"],
    replace("store.json", (path) => Deno.symlinkSync("/etc/hostname", path)),
  ),
  damage(
    "a link that leads nowhere",
    [`FILE_MISSING ${README}`],
    replace(README, (path) => Deno.symlinkSync("nowhere", path)),
  ),
  damage("links in a circle", [
    `FILE_MISSING ${README}`,
    `ORPHAN ${HOME}/round`,
  ], async (root) => {
    await replace(README, (path) => Deno.symlinkSync("round", path))(root);
    Deno.symlinkSync("README.md", `${root}/${HOME}/round`);
  }),
  damage(
    "a link to another file of the store",
    [`CHECKSUM_MISMATCH ${README}`],
    replace(README, (path) => Deno.symlinkSync("../1.1.0/README.md", path)),
    [],
  ),
  damage(
    "a hard link to another file of the store",
    [`CHECKSUM_MISMATCH ${README}`],
    async (root) =>
      await replace(
        README,
        (path) => Deno.linkSync(`${root}/${OTHER}/README.md`, path),
      )(root),
    [],
  ),
  damage(
    "a pipe",
    [`FILE_MISSING ${README}`],
    replace(README, (path) => run("mkfifo", path)),
  ),
  damage(
    "a pipe in place of a manifest",
    [`MANIFEST_MISSING ${MANIFEST}`],
    replace(MANIFEST, (path) => run("mkfifo", path)),
  ),
  damage(
    "a pipe in place of the index",
    ["STORE_INVALID store.json"],
    replace("store.json", (path) => run("mkfifo", path)),
  ),
  damage(
    "a pipe in place of the list of sums",
    [`FILE_MISSING ${SUMS}`],
    replace(SUMS, (path) => run("mkfifo", path)),
  ),
  damage(
    "a socket",
    [`FILE_MISSING ${README}`],
    replace(
      README,
      (path) =>
        run(
          "python3",
          "-c",
          "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])",
          path,
        ),
    ),
  ),
  ...(Deno.uid() === 0
    ? [
      damage(
        "a device",
        [`FILE_MISSING ${README}`],
        replace(README, (path) => run("mknod", path, "c", "1", "5")),
      ),
    ]
    : []),
  damage(
    "a directory in place of a file",
    [`FILE_MISSING ${README}`],
    replace(README, (path) => Deno.mkdirSync(path)),
  ),
  damage(
    "a directory in place of a manifest",
    [`MANIFEST_MISSING ${MANIFEST}`],
    replace(MANIFEST, (path) => Deno.mkdirSync(path)),
  ),
  damage("a file in place of a directory", [
    `FILE_MISSING ${HOME}/assets/data/other.bin`,
    `FILE_MISSING ${HOME}/assets/data/table.bin`,
    `FILE_MISSING ${HOME}/assets/icon.svg`,
    `ORPHAN ${HOME}/assets`,
  ], replace(`${HOME}/assets`, (path) => Deno.writeTextFileSync(path, ""))),
  damage("a version is gone", [
    `MANIFEST_MISSING ${MANIFEST}`,
  ], (root) => Deno.removeSync(`${root}/${HOME}`, { recursive: true })),
];

const CHECKSUMS: readonly BrokenStore[] = [
  manifest(
    "a checksum in upper case",
    [`CHECKSUM_UNSUPPORTED ${MANIFEST}`],
    (m) =>
      m.wasm_file.checksum = `blake3:${
        m.wasm_file.checksum.slice(7).toUpperCase()
      }`,
  ),
  manifest(
    "a checksum that is short",
    [`CHECKSUM_UNSUPPORTED ${MANIFEST}`],
    (m) => m.wasm_file.checksum = m.wasm_file.checksum.slice(0, -2),
  ),
  manifest("a checksum of an unknown algorithm", [
    `CHECKSUM_UNSUPPORTED ${MANIFEST}`,
  ], (m) => m.wasm_file.checksum = `md5:${"0".repeat(32)}`),
  manifest("a checksum without an algorithm", [
    `CHECKSUM_UNSUPPORTED ${MANIFEST}`,
  ], (m) => m.wasm_file.checksum = m.wasm_file.checksum.slice(7)),
  manifest(
    "a checksum that is empty",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.wasm_file.checksum = "",
  ),
  manifest(
    "a checksum of another file",
    [`CHECKSUM_MISMATCH ${WASM}`],
    (m) => m.wasm_file.checksum = m.assets[0].checksum,
  ),
  manifest(
    "a wrong checksum of SHA-512",
    [`CHECKSUM_MISMATCH ${WASM}`],
    (m) => m.wasm_file.checksum = checksumOf("something else", "sha512"),
  ),
  summary("a manifest checksum of an unknown algorithm", [
    "CHECKSUM_UNSUPPORTED store.json",
  ], (s) => s.manifest_checksum = `crc32:${"0".repeat(8)}`),
  summary(
    "no checksum of the manifest",
    ["STORE_INVALID store.json"],
    (s) => delete s.manifest_checksum,
  ),
  summary("no link to the manifest", [
    "MANIFEST_LEGACY store.json",
    `ORPHAN ${HOME}`,
  ], (s) => {
    delete s.manifest_checksum;
    delete s.manifest_path;
  }),
].map((broken) =>
  broken.found[0]!.startsWith("CHECKSUM_MISMATCH")
    ? { ...broken, fast: [] }
    : broken
);

const FIELDS: readonly BrokenStore[] = [
  manifest(
    "a size that is too large",
    [`SIZE_MISMATCH ${WASM}`],
    (m) => m.wasm_file.size++,
  ),
  manifest(
    "a size as a text",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.wasm_file.size = String(m.wasm_file.size),
  ),
  manifest(
    "a size below zero",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.wasm_file.size = -1,
  ),
  manifest(
    "a size that is no whole number",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.wasm_file.size = 1.5,
  ),
  manifestText(
    "a size beyond all numbers",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => text.replace(/"size": 300/, '"size": 1e400'),
  ),
  manifest(
    "no size",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => delete m.wasm_file.size,
  ),
  manifest("no links", [`MANIFEST_LEGACY ${MANIFEST}`], (m) => {
    delete m.wasm_file;
    delete m.assets;
  }),
  manifest(
    "no component",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => delete m.wasm_file,
  ),
  manifest("no name", [`MANIFEST_INVALID ${MANIFEST}`], (m) => delete m.name),
  manifest(
    "assets that are an object",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.assets = {},
  ),
  manifest(
    "assets that are texts",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (m) => m.assets = ["README.md"],
  ),
  index(
    "no name of the store",
    ["STORE_INVALID store.json"],
    (i) => delete i.name,
  ),
  index(
    "no extensions",
    ["STORE_INVALID store.json"],
    (i) => delete i.extensions,
  ),
  index(
    "extensions that are a text",
    ["STORE_INVALID store.json"],
    (i) => i.extensions = "all",
  ),
  index(
    "an entry that is null",
    ["STORE_INVALID store.json"],
    (i) => i.extensions.push(null),
  ),
  index(
    "an entry that is 100,000 entries",
    ["STORE_INVALID store.json"],
    (i) => i.extensions.push(Array.from({ length: 100_000 }, () => 0)),
  ),
];

const TEXTS: readonly BrokenStore[] = [
  manifestText(
    "a key twice",
    [`DUPLICATE ${MANIFEST}`],
    (text) => text.replace("{", '{ "version": "1.0.0",'),
  ),
  manifestText(
    "a byte order mark",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => `\ufeff${text}`,
  ),
  manifestText(
    "text that is not UTF-8",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => {
      const bytes = new TextEncoder().encode(text);
      bytes[text.indexOf("The org.alpha") + 1] = 0xff;
      return bytes;
    },
  ),
  manifestText(
    "a comma too many",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => text.replace(/\}\n$/, ",}\n"),
  ),
  manifestText(
    "a comment",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => `// by hand\n${text}`,
  ),
  manifestText("a list", [`MANIFEST_INVALID ${MANIFEST}`], () => "[]"),
  manifestText("null", [`MANIFEST_INVALID ${MANIFEST}`], () => "null"),
  manifestText("nothing", [`MANIFEST_INVALID ${MANIFEST}`], () => ""),
  manifestText(
    "half a document",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => text.slice(0, text.length / 2),
  ),
  manifestText(
    "deep nesting",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) =>
      text.replace("{", `{ "extra": ${"[".repeat(5000)}${"]".repeat(5000)},`),
  ),
  manifestText(
    "a manifest over the limit",
    [`MANIFEST_INVALID ${MANIFEST}`],
    (text) => text + " ".repeat(1 << 20),
  ),
  damage(
    "a key twice in the index",
    ["DUPLICATE store.json"],
    edit("store.json", (text) => text.replace("{", '{ "name": "hand-made",')),
  ),
  damage(
    "a byte order mark before the index",
    ["STORE_INVALID store.json"],
    edit("store.json", (text) => `\ufeff${text}`),
  ),
  damage(
    "an index that ends half-way",
    ["STORE_INVALID store.json"],
    edit("store.json", (text) => text.slice(0, 400)),
  ),
  damage(
    "an index that is empty",
    ["STORE_INVALID store.json"],
    (root) => Deno.truncateSync(`${root}/store.json`),
  ),
  damage(
    "deep nesting in the index",
    ["STORE_INVALID store.json"],
    edit("store.json", (text) =>
      text.replace(
        "{",
        `{ "extra": ${'{"a":'.repeat(5000)}1${"}".repeat(5000)},`,
      )),
  ),
];

/** Lists of sums that nothing links: they are held against the files. */
function sums(
  name: string,
  found: readonly string[],
  change: (text: string) => string,
): BrokenStore {
  return {
    name: `${name}, in a list of sums that nothing links`,
    found,
    fast: [],
    change: (store) => delete store.summary(ID, VERSION).sums_checksum,
    damage: edit(SUMS, change),
  };
}

const LISTS: readonly BrokenStore[] = [
  sums(
    "a wrong sum",
    [`CHECKSUM_MISMATCH ${SUMS}`],
    (text) => text.replace(/[0-9]/, (digit) => String(Number(digit) ^ 1)),
  ),
  sums(
    "a file that is not there",
    [`FILE_MISSING ${SUMS}`],
    (text) => `${text}${"0".repeat(64)}  LICENSE\n`,
  ),
  sums(
    "a path that leaves",
    [`PATH_UNSAFE ${SUMS}`],
    (text) => `${text}${"0".repeat(64)}  ../1.1.0/README.md\n`,
  ),
  sums(
    "a line that is none",
    [`CHECKSUM_UNSUPPORTED ${SUMS}`],
    (text) => `${text}README.md\n`,
  ),
  sums(
    "a line twice",
    [`DUPLICATE ${SUMS}`],
    (text) => text + text.split("\n")[0] + "\n",
  ),
];

const ORPHANS: readonly BrokenStore[] = [
  damage(
    "a file that nothing links",
    [`ORPHAN ${HOME}/assets/notes.txt`],
    write(`${HOME}/assets/notes.txt`, "x"),
  ),
  damage("a directory that nothing links", [
    "ORPHAN extensions/org.alpha/1.0.0_r2",
  ], (root) => {
    Deno.mkdirSync(`${root}/${HOME}_r2/assets`, { recursive: true });
    Deno.writeTextFileSync(`${root}/${HOME}_r2/assets/x`, "");
  }),
  damage(
    "an extension that nothing links",
    ["ORPHAN extensions/gamma"],
    (root) => {
      Deno.mkdirSync(`${root}/extensions/gamma/1.0.0`, { recursive: true });
      Deno.writeTextFileSync(
        `${root}/extensions/gamma/1.0.0/manifest.json`,
        "{}",
      );
    },
  ),
  damage(
    "a link that nothing links",
    ["ORPHAN extensions/org.alpha/latest"],
    (root) => Deno.symlinkSync("1.1.0", `${root}/extensions/org.alpha/latest`),
  ),
  damage("a link outside that nothing links", [
    "PATH_UNSAFE extensions/org.alpha/latest",
  ], (root) => Deno.symlinkSync("/etc", `${root}/extensions/org.alpha/latest`)),
  damage(
    "a pipe that nothing links",
    [`ORPHAN ${HOME}/pipe`],
    (root) => run("mkfifo", `${root}/${HOME}/pipe`),
  ),
  damage(
    "what a publisher that was killed left behind",
    ["ORPHAN .storectl"],
    (root) => Deno.mkdirSync(`${root}/.storectl`),
  ),
  index(
    "a version that is no longer listed",
    [`ORPHAN ${HOME}`],
    (i) => i.extensions.shift(),
  ),
];

/** All of them; their names differ. */
export const BROKEN_STORES: readonly BrokenStore[] = [
  ...CONTENTS,
  ...BITS_OF_JSON,
  ...SIZES,
  ...SWAPS,
  ...IDENTITY,
  ...PATHS,
  ...LINKS,
  ...CHECKSUMS,
  ...FIELDS,
  ...TEXTS,
  ...LISTS,
  ...ORPHANS,
];

/** Writes a broken store below a directory that is there. */
export async function writeBroken(
  { change, damage }: BrokenStore,
  root: string,
): Promise<void> {
  const store = handMadeStore();
  change?.(store);
  store.write(root);
  await damage?.(root);
}
