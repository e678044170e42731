/**
 * Roots with real package lists: their `etc/apt`, and `apt-get update` in them.
 *
 * @module
 */

import type { Mirror, Mirrors } from "./real_mirrors.ts";
import { makeStatus } from "./real_status.ts";

const ORACLE =
  new URL("../tests/oracle/apt_oracle.py", import.meta.url).pathname;
const APT_HELPER = "/usr/lib/apt/apt-helper";
/** Share of a root's stanzas that its made-up status holds. */
const INSTALLED_SHARE = 0.02;
/** Settings of this machine that `apt-get update` needs to reach the mirror. */
const HOST_SETTINGS_REGEXP =
  /^Acquire::(?:https?|Check-Valid-Until|Check-Date|Retries)\b/;

/** A root to be made. */
export interface RealRoot {
  /** Names its folder. */
  readonly name: string;
  /** Suites; those that end in `-security` come from the security archive. */
  readonly suites: readonly string[];
  /** How APT keeps its indexes: `plain`, or an extension. */
  readonly kept: "plain" | "gz" | "xz" | "lz4" | "zst" | "bz2" | "lzma";
  /** Native architecture; the machine's own unless given. */
  readonly native?: string;
  /** Foreign architectures. */
  readonly foreign?: readonly string[];
  /** Languages of `Acquire::Languages`. */
  readonly languages?: readonly string[];
  /** Whether dpkg's status is a copy of this machine's; else it is made up. */
  readonly ownStatus?: boolean;
  /** Text of `preferences`. */
  readonly preferences?: string;
  /** `APT::Default-Release`. */
  readonly defaultRelease?: string;
}

/** A root that stands on disk. */
export interface MadeRoot {
  /** Where it stands. */
  readonly folder: string;
  /** Names of the package indexes that APT keeps. */
  readonly indexes: readonly string[];
  /** What `apt-get update` could not fetch, one line each: a mirror may be between two states. */
  readonly complaints: readonly string[];
}

/** Raised where `apt-get update` fetches no index at all. */
export class NothingFetched extends Error {}

/** Runs a program and gives back what it prints. */
async function outputOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env: { LC_ALL: "C.UTF-8", ...env },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(
    `Cannot run ${program} ${args.join(" ")}: ${decoder.decode(stderr)}`,
  );
}

/** One stanza of a `.sources` file. */
function sourceStanza(mirror: Mirror, suites: readonly string[]): string {
  const lines = [
    "Types: deb",
    `URIs: ${mirror.uri}`,
    `Suites: ${suites.join(" ")}`,
    "Components: main contrib non-free-firmware",
  ];
  if (mirror.signedBy !== undefined) {
    lines.push(`Signed-By: ${mirror.signedBy}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The `debian.sources` of a root. */
function sourcesText(root: RealRoot, mirrors: Mirrors): string {
  const isSecurity = (suite: string) => suite.endsWith("-security");
  const main = root.suites.filter((suite) => !isSecurity(suite));
  const security = root.suites.filter(isSecurity);
  return [
    ...(main.length > 0 ? [sourceStanza(mirrors.main, main)] : []),
    ...(security.length > 0 ? [sourceStanza(mirrors.security, security)] : []),
  ].join("\n");
}

/** The root's own `apt.conf.d`. */
function confText(root: RealRoot, native: string): string {
  const lines = [`APT::Architecture "${native}";`];
  if (root.kept === "plain") lines.push('Acquire::GzipIndexes "false";');
  else {
    lines.push(
      'Acquire::GzipIndexes "true";',
      `Acquire::IndexTargets::deb::Packages::KeepCompressedAs "${root.kept}";`,
      `Acquire::IndexTargets::deb::Translations::KeepCompressedAs "${root.kept}";`,
    );
  }
  const languages = root.languages ?? ["none"];
  lines.push(
    `Acquire::Languages { ${
      languages.map((code) => `"${code}";`).join(" ")
    } };`,
  );
  if (root.defaultRelease !== undefined) {
    lines.push(`APT::Default-Release "${root.defaultRelease}";`);
  }
  return `${lines.join("\n")}\n`;
}

/** Writes a file below `folder`, with the folders above it. */
async function write(
  folder: string,
  path: string,
  text: string,
): Promise<void> {
  const file = `${folder}/${path}`;
  await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(file, text);
}

/** Runs `apt-get update` in a root and gives back what it could not fetch. */
async function updateLists(folder: string): Promise<readonly string[]> {
  const config = `${folder}.conf`;
  await outputOf("/usr/bin/python3", [ORACLE, folder, "--write-conf", config]);
  const host = (await outputOf("apt-config", ["dump"])).split("\n")
    .filter((line) => HOST_SETTINGS_REGEXP.test(line));
  await Deno.writeTextFile(
    config,
    [...host, 'APT::Sandbox::User "root";', 'Acquire::Retries "2";', ""]
      .join("\n"),
    { append: true },
  );
  const { stderr } = await new Deno.Command("apt-get", {
    args: ["update", "--error-on=any"],
    env: { APT_CONFIG: config, LC_ALL: "C.UTF-8" },
    stdin: "null",
    stdout: "null",
  }).output();
  await Deno.remove(config);
  return new TextDecoder().decode(stderr).split("\n").filter((line) =>
    /^[EW]: /.test(line)
  );
}

/** Names of the package indexes that APT keeps for a root. */
function keptIndexes(folder: string): readonly string[] {
  return [...Deno.readDirSync(`${folder}/var/lib/apt/lists`)]
    .map(({ name }) => name)
    .filter((name) => /_Packages(?:\.[a-z0-9]+)?$/.test(name)).sort();
}

/** Texts of the package indexes, unpacked by APT. */
async function* indexTexts(
  folder: string,
  names: readonly string[],
): AsyncGenerator<string, void> {
  for (const name of names) {
    yield await outputOf(APT_HELPER, [
      "cat-file",
      `${folder}/var/lib/apt/lists/${name}`,
    ]);
  }
}

/**
 * Makes a root below `work`, or brings one that is there up to date.
 *
 * @param seed For what is made up.
 * @throws {NothingFetched} When `apt-get update` fetches no index at all.
 */
export async function makeRealRoot(
  root: RealRoot,
  { work, mirrors, seed }: {
    readonly work: string;
    readonly mirrors: Mirrors;
    readonly seed: number;
  },
): Promise<MadeRoot> {
  const folder = `${work}/${root.name}`;
  const native = root.native ??
    (await outputOf("dpkg", ["--print-architecture"])).trim();
  await write(
    folder,
    "etc/apt/sources.list.d/debian.sources",
    sourcesText(root, mirrors),
  );
  await write(folder, "etc/apt/apt.conf.d/10real", confText(root, native));
  await write(folder, "etc/apt/preferences", root.preferences ?? "");
  await write(
    folder,
    "var/lib/dpkg/arch",
    [native, ...root.foreign ?? [], ""].join("\n"),
  );
  await write(folder, "var/lib/dpkg/status", "");
  for (
    const path of [
      "etc/apt/trusted.gpg.d",
      "var/lib/apt/lists/partial",
      "var/cache/apt/archives/partial",
    ]
  ) {
    await Deno.mkdir(`${folder}/${path}`, { recursive: true });
  }
  if (Object.values(mirrors).some(({ signedBy }) => signedBy === undefined)) {
    for (const { name } of Deno.readDirSync("/etc/apt/trusted.gpg.d")) {
      await Deno.copyFile(
        `/etc/apt/trusted.gpg.d/${name}`,
        `${folder}/etc/apt/trusted.gpg.d/${name}`,
      );
    }
  }
  const complaints = await updateLists(folder);
  const indexes = keptIndexes(folder);
  if (indexes.length === 0) throw new NothingFetched(complaints.join("\n"));
  if (root.ownStatus) {
    await write(
      folder,
      "var/lib/dpkg/status",
      await Deno.readTextFile("/var/lib/dpkg/status"),
    );
    return { folder, indexes, complaints };
  }
  const made = await makeStatus(indexTexts(folder, indexes), {
    share: INSTALLED_SHARE,
    seed,
  });
  await write(folder, "var/lib/dpkg/status", made.status);
  await write(folder, "var/lib/apt/extended_states", made.extendedStates);
  return { folder, indexes, complaints };
}
