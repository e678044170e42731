/**
 * A throw-away root in which the system's own `apt-get` and `dpkg` install for real: a package database, a shell for
 * the scripts of packages, and a repository of small packages beside it.
 *
 * @module
 */

import { writeFiles } from "./make_root.ts";
import type { Files } from "./make_root.ts";

/** A small package. */
export interface SmallPackage {
  readonly name: string;
  readonly version: string;
  /** More fields, such as `Depends`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Content of `/etc/NAME.conf`, which is a file of settings. */
  readonly settings?: string;
  /** Scripts by name, such as `postinst`; for `/bin/sh`. */
  readonly scripts?: Readonly<Record<string, string>>;
}

async function run(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    env: { LC_ALL: "C" },
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Makes one package; returns its stanza for the list of the repository. */
async function build(
  repository: string,
  { name, version, fields = {}, settings, scripts = {} }: SmallPackage,
): Promise<string> {
  const control = Object.entries({
    Package: name,
    Version: version,
    Architecture: "all",
    Maintainer: "Crew <crew@example.org>",
    Section: "misc",
    ...fields,
    Description: `the ${name}`,
  }).map(([key, value]) => `${key}: ${value}\n`).join("");
  const tree = `${repository}/tree`;
  const files: Record<string, string> = {
    "DEBIAN/control": control,
    [`usr/share/${name}/version`]: version,
  };
  if (settings !== undefined) {
    files[`etc/${name}.conf`] = settings;
    files["DEBIAN/conffiles"] = `/etc/${name}.conf\n`;
  }
  writeFiles(tree, files);
  for (const [script, text] of Object.entries(scripts)) {
    await Deno.writeTextFile(
      `${tree}/DEBIAN/${script}`,
      `#!/bin/sh\nset -e\n${text}\n`,
      { mode: 0o755 },
    );
  }
  const file = `${name}_${version}_all.deb`;
  await run(
    "dpkg-deb",
    "--build",
    "--root-owner-group",
    tree,
    `${repository}/${file}`,
  );
  await Deno.remove(tree, { recursive: true });
  const bytes = await Deno.readFile(`${repository}/${file}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `${control}Filename: ./${file}\nSize: ${bytes.length}\nSHA256: ${digest.toHex()}\n\n`;
}

/** Copies the machine's shell with its libraries, and `sleep`. */
async function copyShell(root: string): Promise<void> {
  const programs = ["/bin/sh", "/bin/sleep"];
  const paths = new Set(programs);
  for (const program of programs) {
    for (
      const [path] of (await run("ldd", program)).matchAll(/\/\S+(?= \()/g)
    ) paths.add(path);
  }
  for (const path of paths) {
    const copy = root + path;
    await Deno.mkdir(copy.slice(0, copy.lastIndexOf("/")), { recursive: true });
    await Deno.copyFile(path, copy);
  }
}

/** Asks `dpkg` of the root for the state of a package: `ii 2.0`, or nothing. */
export async function packageState(
  root: string,
  name: string,
): Promise<string> {
  try {
    const text = await run(
      "dpkg-query",
      `--admindir=${root}/var/lib/dpkg`,
      "--show",
      "--showformat=${db:Status-Abbrev}${Version}",
      name,
    );
    return text.replace(/ +/, " ");
  } catch {
    return "";
  }
}

/**
 * Gives `body` a root whose `apt-get` knows some packages; all is gone afterwards.
 *
 * @param files More files of the root.
 */
export async function withMachine(
  packages: readonly SmallPackage[],
  body: (root: string) => Promise<void>,
  files: Files = {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_machine_" });
  try {
    const root = `${folder}/root`;
    const repository = `${folder}/repository`;
    let list = "";
    for (const small of packages) list += await build(repository, small);
    await Deno.writeTextFile(`${repository}/Packages`, list);
    const empty = [
      "etc/apt/apt.conf.d",
      "etc/apt/preferences.d",
      "var/cache/apt/archives/partial",
      "var/lib/apt/lists/partial",
      "var/lib/dpkg/info",
      "var/lib/dpkg/updates",
      "var/log/apt",
      "tmp",
    ];
    for (const path of empty) {
      await Deno.mkdir(`${root}/${path}`, { recursive: true });
    }
    writeFiles(root, {
      "etc/apt/sources.list": `deb [trusted=yes] copy:${repository} ./\n`,
      "etc/apt/apt.conf": 'APT::Architecture "amd64";\n',
      "var/lib/dpkg/status": "",
      ...files,
    });
    await copyShell(root);
    const config = `${folder}/apt.conf`;
    await Deno.writeTextFile(
      config,
      `Dir "${root}/";\nDir::State::status "${root}/var/lib/dpkg/status";\n`,
    );
    await run("env", `APT_CONFIG=${config}`, "apt-get", "--quiet", "update");
    await body(root);
  } finally {
    await run("chmod", "-R", "u+rwX", folder);
    await Deno.remove(folder, { recursive: true });
  }
}
