/**
 * Writes `tests/fixtures/sample-root/`: a small Debian 12 machine with four kinds of repositories.
 *
 * Real packages of bookworm with shortened fields, taken from the lists of a Debian 12 machine; a
 * backports repository and two third-party ones that are made up. The same lists give the same bytes.
 *
 *     npx -y deno@2.9.6 run -A scripts/make_sample_root.ts [--lists DIR] [--status FILE] [--out DIR]
 *
 * @module
 */

import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { compareVersions } from "../src/apt/compare_versions.ts";
import { closure, fillSection } from "./sample_choice.ts";
import { SAMPLE_ETC } from "./sample_etc.ts";
import {
  SAMPLE_APPS,
  SAMPLE_BACKPORTS,
  SAMPLE_FLAT,
  SAMPLE_NAMES,
  SAMPLE_SECTIONS,
  SAMPLE_TOOLS,
} from "./sample_packages.ts";
import {
  appStanza,
  backportVersion,
  byName,
  formatStanza,
  madeUpSize,
  readStanzas,
  relationNames,
  releaseHeader,
  shorten,
  type Stanza,
} from "./sample_stanzas.ts";

const PROJECT = new URL("../", import.meta.url).pathname;

const { values: options } = parseArgs({
  options: {
    lists: { type: "string", default: "/var/lib/apt/lists" },
    status: { type: "string", default: "/var/lib/dpkg/status" },
    out: { type: "string", default: `${PROJECT}tests/fixtures/sample-root` },
  },
});

/** Reads an index that APT keeps, in any compression. */
async function readIndex(
  end: string,
): Promise<{ readonly stanzas: Stanza[]; readonly release: string }> {
  const names = [...Deno.readDirSync(options.lists)].map(({ name }) => name)
    .sort();
  const name = names.find((name) =>
    name.replace(/\.[a-z0-9]+$/, "").endsWith(end)
  );
  if (!name) {
    throw new Error(`Cannot find a list named *${end} in ${options.lists}`);
  }
  const { success, stdout } = await new Deno.Command(
    "/usr/lib/apt/apt-helper",
    {
      args: ["cat-file", `${options.lists}/${name}`],
      stderr: "inherit",
    },
  ).output();
  if (!success) throw new Error(`Cannot read ${name} with apt-helper`);
  const release = await Deno.readTextFile(
    `${options.lists}/${name.slice(0, name.indexOf("_main_binary"))}_InRelease`,
  );
  return { stanzas: readStanzas(new TextDecoder().decode(stdout)), release };
}

/** Files to write: path below the root -> text, or bytes. */
const files = new Map<string, string | Uint8Array<ArrayBuffer>>();

/** Compresses with the runtime's own gzip, which writes no time and no name. */
async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(
    new CompressionStream("gzip"),
  );
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Adds a repository to the lists. */
async function addRepository(
  base: string,
  release: string,
  index: string,
  stanzas: readonly Stanza[],
  compress: boolean,
): Promise<void> {
  const lists = "var/lib/apt/lists/";
  const text = stanzas.toSorted(byName).map(formatStanza).join("\n");
  files.set(`${lists}${base}InRelease`, release);
  if (compress) files.set(`${lists}${base}${index}.gz`, await gzip(text));
  else files.set(`${lists}${base}${index}`, text);
}

// ---- Read and choose -------------------------------------------------------------------------

const main = await readIndex("dists_bookworm_main_binary-amd64_Packages");
const security = await readIndex(
  "dists_bookworm-security_main_binary-amd64_Packages",
);
const updates = await readIndex(
  "dists_bookworm-updates_main_binary-amd64_Packages",
);

const packages = new Map(
  main.stanzas.map((stanza) => [stanza.Package!, stanza]),
);
const providers = new Map<string, string>();
const dependents = new Map<string, number>();
for (const stanza of main.stanzas.toSorted(byName)) {
  for (const provided of stanza.Provides?.split(",") ?? []) {
    const name = provided.trim().split(/[\s(]/)[0]!;
    if (!providers.has(name)) providers.set(name, stanza.Package!);
  }
  for (const name of relationNames(stanza)) {
    dependents.set(name, (dependents.get(name) ?? 0) + 1);
  }
}

const base = main.stanzas.filter(({ Priority, Essential }) =>
  Essential === "yes" || Priority === "required" || Priority === "important"
).map(({ Package }) => Package!);
const manual = new Set(
  [...base, ...SAMPLE_TOOLS].filter((name) => packages.has(name)),
);
const installed = [...closure(manual, packages, providers)].sort();

const chosen = new Set([
  ...installed,
  ...SAMPLE_NAMES.filter((name) => packages.has(name)),
]);
for (const [section, count] of Object.entries(SAMPLE_SECTIONS)) {
  for (const name of fillSection(section, count, main.stanzas, dependents)) {
    chosen.add(name);
  }
}

// ---- Repositories ------------------------------------------------------------------------------

const debian = "mirror.example.org_debian";
const picked = (stanzas: readonly Stanza[]) =>
  stanzas.filter(({ Package }) => chosen.has(Package!)).map(shorten);
await addRepository(
  `${debian}_dists_bookworm_`,
  releaseHeader(main.release),
  "main_binary-amd64_Packages",
  picked(main.stanzas),
  true,
);
await addRepository(
  `${debian}_dists_bookworm-updates_`,
  releaseHeader(updates.release),
  "main_binary-amd64_Packages",
  picked(updates.stanzas),
  false,
);
const newest = new Map(
  picked(security.stanzas)
    .toSorted((a, b) => compareVersions(a.Version!, b.Version!))
    .map((stanza) => [stanza.Package!, stanza]),
);
await addRepository(
  `${debian}-security_dists_bookworm-security_`,
  releaseHeader(security.release),
  "main_binary-amd64_Packages",
  [...newest.values()],
  true,
);
const suite = /^Suite: (.*)$/m.exec(main.release)![1]!;
const backports = SAMPLE_BACKPORTS.filter((name) => chosen.has(name)).map(
  (name): Stanza => {
    const stanza = shorten(packages.get(name)!);
    const { Tag: _, ...rest } = stanza;
    return { ...rest, Version: backportVersion(stanza.Version!) };
  },
);
// OpenCPN came to Debian after bookworm.
backports.push({
  Package: "opencpn",
  Version: "5.10.2+dfsg-1~bpo12+1",
  "Installed-Size": "28440",
  Maintainer: "Alec Leamas <leamas.alec@gmail.com>",
  Architecture: "amd64",
  Depends:
    "opencpn-data (>= 5.10.2+dfsg-1~bpo12+1), libc6 (>= 2.36), libgps28 (>= 3.21)",
  Description: "Open Source Chartplotter and Marine GPS Navigation Software",
  Homepage: "https://opencpn.org",
  Tag: "field::geography, hardware::gps, interface::graphical, role::program",
  Section: "misc",
  Priority: "optional",
  Size: "7126340",
}, {
  Package: "opencpn-data",
  Source: "opencpn",
  Version: "5.10.2+dfsg-1~bpo12+1",
  "Installed-Size": "30125",
  Maintainer: "Alec Leamas <leamas.alec@gmail.com>",
  Architecture: "all",
  Description:
    "Open Source Chartplotter and Marine GPS Navigation Software (data)",
  Homepage: "https://opencpn.org",
  Tag: "role::app-data",
  Section: "misc",
  Priority: "optional",
  Size: "9876180",
});
await addRepository(
  `${debian}_dists_bookworm-backports_`,
  `Origin: Debian Backports
Label: Debian Backports
Suite: ${suite}-backports
Codename: bookworm-backports
Date: ${/^Date: (.*)$/m.exec(main.release)![1]}
NotAutomatic: yes
ButAutomaticUpgrades: yes
Architectures: all amd64 arm64
Components: main
Description: Backports for bookworm
`,
  "main_binary-amd64_Packages",
  backports,
  false,
);
const publisher = {
  maintainer: "Container Apps Team <apps@container-apps.example>",
  home: "https://container-apps.example/apps/",
};
const apps = SAMPLE_APPS.map((app) => appStanza(app, publisher));
await addRepository(
  "apt.container-apps.example_debian_dists_stable_",
  `Origin: Container Apps
Label: Container Apps
Suite: stable
Codename: bookworm
Date: Mon, 02 Nov 2026 08:00:00 UTC
Architectures: all amd64 arm64
Components: main
Description: Applications in containers, as Debian packages
`,
  "main_binary-amd64_Packages",
  apps,
  false,
);
const harbour = {
  maintainer: "Harbour Tools <hello@harbour-tools.example>",
  home: "https://harbour-tools.example/",
};
await addRepository(
  "harbour-tools.example_apt_._",
  `Origin: Harbour Tools
Label: Harbour Tools
Date: Mon, 02 Nov 2026 08:00:00 UTC
`,
  "Packages",
  SAMPLE_FLAT.map((app) => appStanza(app, harbour)),
  false,
);

// ---- dpkg ----------------------------------------------------------------------------------------

/** Installed at the version of an earlier point release, so that an upgrade waits. */
const OUTDATED = new Set([
  "curl",
  "libcurl4",
  "openssh-client",
  "openssh-server",
  "openssh-sftp-server",
  "tzdata",
  "ca-certificates",
]);
const HELD = new Set(["openssh-server", "vim"]);
const REMOVED = ["nginx-common"];
const BACKPORTED = ["git-lfs"];
const INSTALLED_APPS: Readonly<Record<string, string>> = {
  "signalk-server-container": "2.13.4-1",
};

/** The version of an earlier point release. */
function earlier(version: string): string {
  return version.replace(/(?:[-+~]\w*deb12u\d+)?$/, "").replace(
    /(\d+)(?=\D*$)/,
    (digits) => String(Math.max(0, Number(digits) - 1)),
  );
}

const backported = new Map(
  backports.map((stanza) => [stanza.Package!, stanza]),
);
const status: string[] = [];
const automatic: string[] = [];
/** Adds what dpkg knows of a package. */
function addStatus(stanza: Stanza, state: string): void {
  const {
    Size: _,
    Tag: __,
    "Description-md5": ___,
    Description,
    Package,
    ...rest
  } = stanza;
  status.push(
    formatStanza({
      Package: Package!,
      Status: state,
      ...rest,
      Description: Description!.split("\n")[0]!,
    }),
  );
}
const everything = new Set([
  ...installed,
  ...BACKPORTED.filter((name) => backported.has(name)),
]);
for (const name of [...everything].sort()) {
  const stanza =
    (BACKPORTED.includes(name) ? backported.get(name) : undefined) ??
      shorten(packages.get(name)!);
  const version = OUTDATED.has(name)
    ? earlier(stanza.Version!)
    : stanza.Version!;
  const update = newest.get(name);
  // Two of three security updates are in already.
  const secure = update &&
    compareVersions(update.Version!, stanza.Version!) > 0 &&
    madeUpSize(name, 3) % 3 > 0;
  const current = secure ? update : { ...stanza, Version: version };
  addStatus(
    current,
    HELD.has(name) ? "hold ok installed" : "install ok installed",
  );
  if (!manual.has(name) && everything.has(name) && !BACKPORTED.includes(name)) {
    automatic.push(name);
  }
}
for (const name of REMOVED) {
  addStatus(shorten(packages.get(name)!), "deinstall ok config-files");
}
for (const [name, version] of Object.entries(INSTALLED_APPS)) {
  addStatus({
    ...apps.find(({ Package }) => Package === name)!,
    Version: version,
  }, "install ok installed");
}
addStatus(
  {
    Package: "boat-local",
    Version: "1.0",
    "Installed-Size": "12",
    Maintainer: "Skipper <skipper@boat.example>",
    Architecture: "all",
    Section: "misc",
    Priority: "optional",
    Description: "settings of this boat, built by hand",
  },
  "install ok installed",
);
files.set("var/lib/dpkg/status", status.join("\n"));
files.set(
  "var/lib/dpkg/info/boat-local.list",
  "/.\n/etc\n/etc/boat.conf\n/usr\n/usr/share\n/usr/share/doc\n/usr/share/doc/boat-local\n",
);
files.set(
  "var/lib/apt/extended_states",
  automatic.map((name) =>
    `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n`
  ).join("\n"),
);

// ---- Long descriptions ----------------------------------------------------------------------------

const digests = new Map(
  picked(main.stanzas).map((
    stanza,
  ) => [stanza["Description-md5"], stanza.Package!]),
);
const translations: string[] = [];
for (
  const stanza of readStanzas(await Deno.readTextFile(options.status)).toSorted(
    byName,
  )
) {
  const text = stanza.Description;
  if (
    text === undefined || !everything.has(stanza.Package!) ||
    translations.length >= 80
  ) continue;
  const digest = createHash("md5").update(`${text}\n`).digest("hex");
  if (digests.get(digest) === stanza.Package) {
    translations.push(
      `Package: ${stanza.Package}\nDescription-md5: ${digest}\nDescription-en: ${text}\n`,
    );
  }
}
files.set(
  `var/lib/apt/lists/${debian}_dists_bookworm_main_i18n_Translation-en`,
  translations.join("\n"),
);

for (const [path, text] of Object.entries(SAMPLE_ETC)) files.set(path, text);

// ---- Write --------------------------------------------------------------------------------------------

await Deno.remove(options.out, { recursive: true }).catch((error) => {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
});
let bytes = 0;
for (const [path, content] of files) {
  const target = `${options.out}/${path}`;
  await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), {
    recursive: true,
  });
  const data = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  await Deno.writeFile(target, data);
  bytes += data.length;
  console.log(`${String(data.length).padStart(8)}  ${path}`);
}
console.log(
  `${bytes} bytes; ${chosen.size} packages of bookworm, ${newest.size} with a security update, ${everything.size} installed`,
);
