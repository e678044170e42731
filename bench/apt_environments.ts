/**
 * Points APT's own programs at a root: at their best, and as they are on a machine that has no caches.
 *
 * @module
 */

import { hasProgram } from "./measure.ts";
import { PROJECT } from "./options.ts";

/** Environments of APT's programs; undefined where they would answer for `/` instead of the root. */
export interface AptEnvironments {
  /** Plain copies of the lists, and binary caches that stay warm. */
  readonly best: Readonly<Record<string, string>> | undefined;
  /** The lists as they are; binary caches have to be turned off by option. */
  readonly own: Readonly<Record<string, string>> | undefined;
}

/** Copies lists, unpacked: in compressed ones some programs take minutes, since they jump about in them. */
async function copyPlain(from: string, to: string): Promise<boolean> {
  await Deno.mkdir(`${to}/partial`, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(from)) {
    if (!isFile || name === "lock") continue;
    const plain = name.replace(/\.(?:gz|xz|lz4|zst|bz2|lzma)$/, "");
    if (plain === name) {
      await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
      continue;
    }
    const { success, stdout } = await new Deno.Command(
      "/usr/lib/apt/apt-helper",
      { args: ["cat-file", `${from}/${name}`] },
    ).output();
    if (!success) return false;
    await Deno.writeFile(`${to}/${plain}`, stdout);
  }
  return true;
}

/** Copies the files of a folder; there may be none. */
async function copySettings(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  try {
    for await (const { name, isDirectory } of Deno.readDir(from)) {
      if (!isDirectory) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Makes both environments.
 *
 * @param work A folder of the bench.
 */
export async function aptEnvironments(
  root: string,
  work: string,
  say: (text: string) => void,
): Promise<AptEnvironments> {
  const none = { best: undefined, own: undefined };
  const locale = { LC_ALL: "C.UTF-8" };
  if (!await hasProgram("apt-cache", "--version")) return none;
  let text = "";
  if (root !== "/") {
    const oracle = `${PROJECT}tests/oracle/apt_oracle.py`;
    const file = `${work}/own.conf`;
    const args = [oracle, root, "--write-conf", file];
    if (!await hasProgram("/usr/bin/python3", ...args)) {
      say("skipped: APT's own programs (they would answer for /)");
      return none;
    }
    text = await Deno.readTextFile(file);
  }
  const own = root === "/"
    ? locale
    : { ...locale, APT_CONFIG: `${work}/own.conf` };
  say("unpacking the lists for APT's programs, their best case");
  if (!await copyPlain(`${root}/var/lib/apt/lists`, `${work}/lists`)) {
    return { best: undefined, own };
  }
  await Deno.mkdir(`${work}/apt/archives/partial`, { recursive: true });
  await copySettings(`${root}/etc/apt/apt.conf.d`, `${work}/apt.conf.d`);
  // the last file: images for containers have one that turns the caches off
  await Deno.writeTextFile(
    `${work}/apt.conf.d/zzzz-bench`,
    `Dir::State::lists "${work}/lists/";
Dir::Cache "${work}/apt/";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
`,
  );
  await Deno.writeTextFile(
    `${work}/best.conf`,
    `${text}Dir::Etc::parts "${work}/apt.conf.d/";\n`,
  );
  return { best: { ...locale, APT_CONFIG: `${work}/best.conf` }, own };
}
