/**
 * A small APT root in a folder of its own, which tests break in one way or another.
 *
 * @module
 */

/** Folder of the package lists. */
export const LISTS = "var/lib/apt/lists";
/** Start of the names of the lists of the source. */
export const SUITE = `${LISTS}/mirror.example.org_debian_dists_stable`;
/** The package list. */
export const PACKAGES = `${SUITE}_main_binary-amd64_Packages`;
/** Folder of the store definitions. */
export const STORES = "etc/container-apps/stores";

/** A stanza of a package list. */
export function stanza(
  name: string,
  version: string,
  fields: Readonly<Record<string, string>> = {},
): string {
  const all = {
    Package: name,
    Version: version,
    Architecture: "amd64",
    Maintainer: "Crew <crew@example.org>",
    Section: "misc",
    Description: `the ${name}`,
    ...fields,
  };
  return Object.entries(all).map(([key, value]) => `${key}: ${value}\n`)
    .join("") + "\n";
}

/** A stanza of an installed package in dpkg's status. */
export function installed(name: string, version: string): string {
  return stanza(name, version, { Status: "install ok installed" });
}

/** A definition of a store that selects everything in the section `misc`. */
export function definition(id: string): string {
  return `id: ${id}\nname: ${id}\ndescription: d\nfilters:\n  include_sections: [misc]\n`;
}

/** Files by path; null for none. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** What a root holds unless told otherwise. */
const WHOLE: Files = {
  "etc/apt/apt.conf.d/00architecture": 'APT::Architecture "amd64";\n',
  "etc/apt/sources.list": "deb http://mirror.example.org/debian stable main\n",
  [`${SUITE}_InRelease`]:
    "Origin: Example\nLabel: Example\nSuite: stable\nCodename: stone\n",
  [PACKAGES]: stanza("anchor", "1.1") + stanza("compass", "2.0") +
    stanza("sextant", "3.0"),
  "var/lib/dpkg/status": installed("anchor", "1.0") +
    installed("by-hand", "0.1"),
};

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) continue;
    const file = `${folder}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    if (typeof content === "string") Deno.writeTextFileSync(file, content);
    else Deno.writeFileSync(file, content);
  }
}

/**
 * Gives `body` a root that is gone afterwards.
 *
 * @param files What differs from a whole root.
 */
export async function withRoot<Result>(
  files: Files,
  body: (root: string) => Promise<Result>,
): Promise<Result> {
  const root = await Deno.makeTempDir({ prefix: "storectl_cli_" });
  try {
    writeFiles(root, { ...WHOLE, ...files });
    return await body(root);
  } finally {
    // folders that were made unreadable
    await new Deno.Command("chmod", {
      args: ["-R", "u+rwX", root],
      stdin: "null",
      stderr: "null",
    }).output();
    await Deno.remove(root, { recursive: true });
  }
}
