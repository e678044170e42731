/**
 * The command line of `apt-get` for a change of packages. Pure: a request in, words out.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** What is to be done. */
export type PackageAction = "install" | "remove" | "update";

/** A change of packages. */
export interface PackageRequest {
  /** What is to be done: `update` upgrades what is installed and installs nothing new by name. */
  readonly action: PackageAction;
  /** `NAME:ARCHITECTURE` or `NAME:ARCHITECTURE=VERSION`, as `qualifyPackages()` makes them. */
  readonly names: readonly string[];
  /** The directory that plays `/`; absolute. */
  readonly root: string;
  /** Also remove what was installed only for packages that are gone then. */
  readonly autoremove?: boolean;
  /** Whether installing and updating may remove other packages. */
  readonly allowRemove?: boolean;
  /** Seconds to wait for a lock that somebody else holds; 0 unless given. */
  readonly lockTimeout?: number;
}

/**
 * A name with its architecture. Without one, `foo-` would mean «remove foo» to `apt-get` and `foo+` «install foo».
 *
 * Source: {@link https://www.debian.org/doc/debian-policy/ch-controlfields.html}, «Source», «Version».
 */
const NAME_REGEXP =
  /^[a-z0-9][a-z0-9+.-]*:[a-z0-9][a-z0-9-]*(?:=[0-9][A-Za-z0-9.+:~-]*)?$/;

/** Settings of every run: nothing asks, and nothing draws. */
const SETTINGS: readonly string[] = [
  // a name that is no package is an error, and not a pattern
  "APT::Cmd::Pattern-Only=true",
  "APT::Color=0",
  "APT::Get::Show-User-Simulation-Note=0",
  "Dpkg::Progress-Fancy=0",
  // where a file of settings was changed on both sides, the machine's own stays
  "Dpkg::Options::=--force-confdef",
  "Dpkg::Options::=--force-confold",
];

const COMMANDS: Readonly<Record<PackageAction, readonly string[]>> = {
  install: ["install"],
  remove: ["remove"],
  update: ["install", "--only-upgrade"],
};

/**
 * The arguments of `apt-get`.
 *
 * @param options `statusFd`: the file descriptor for its machine-readable status.
 * @throws {StoreError} `INVALID_ARGUMENT`: no name, or one that `apt-get` could take for something else.
 */
export function aptGetArguments(
  request: PackageRequest,
  options: { readonly simulate: boolean; readonly statusFd: number },
): readonly string[] {
  const { simulate, statusFd } = options;
  const { action, names, root, autoremove, allowRemove, lockTimeout = 0 } =
    request;
  if (names.length === 0) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot ${action} packages: none is named`,
      { hint: "Name at least one." },
    );
  }
  for (const name of names) {
    if (NAME_REGEXP.test(name)) continue;
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot ${action} package ${JSON.stringify(name)}: it is no name`,
      { hint: "Write it as NAME, NAME:ARCHITECTURE or NAME=VERSION." },
    );
  }
  const settings = [
    ...SETTINGS,
    `APT::Status-Fd=${statusFd}`,
    `DPkg::Lock::Timeout=${lockTimeout}`,
    ...root === "/" ? [] : [`Dpkg::Options::=--root=${root}`],
  ];
  return [
    "--quiet",
    "--assume-yes",
    ...simulate ? ["--simulate"] : [],
    ...action !== "remove" && allowRemove !== true ? ["--no-remove"] : [],
    ...autoremove === true ? ["--auto-remove"] : [],
    // a version that was asked for by name is meant
    ...names.some((name) => name.includes("=")) ? ["--allow-downgrades"] : [],
    ...settings.flatMap((setting) => ["-o", setting]),
    ...COMMANDS[action],
    "--",
    ...names,
  ];
}

/**
 * The configuration that makes `apt-get` work below another root with the programs of this machine; to be named in
 * `APT_CONFIG`, which is read before all other files, so that those of this machine do not count.
 */
export function aptGetConfig(root: string): string {
  const quoted = (path: string) => {
    if (!/["\\\n]/.test(path)) return `"${path}"`;
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot use root ${JSON.stringify(path)}: APT cannot write it down`,
      { hint: "Rename the directory." },
    );
  };
  return [
    `Dir ${quoted(`${root}/`)};`,
    `Dir::State::status ${quoted(`${root}/var/lib/dpkg/status`)};`,
    "",
  ].join("\n");
}
