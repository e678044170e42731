/**
 * What `apt-get` prints: progress, plans and complaints. Pure: lines in, values out.
 *
 * The words are those of the locale `C`.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { ErrorCode } from "../core/store_error.ts";
import type { PackageAction } from "./apt_get_arguments.ts";
import { compareVersions } from "./compare_versions.ts";

/** One line of the machine-readable status. */
export interface AptStatus {
  /** Fetching packages, or unpacking and configuring them. */
  readonly phase: "download" | "install";
  /** Of the phase, 0 to 100. */
  readonly percent: number;
  /** For people. */
  readonly message: string;
  /** Whether something failed, or a file of settings kept its own changes. */
  readonly kind: "progress" | "error" | "conffile";
}

const STATUS_REGEXP =
  /^(?<word>dlstatus|pmstatus|pmerror|pmconffile):(?<subject>[^:]*(?::[a-z0-9-]+)?):(?<percent>\d+(?:\.\d+)?):(?<text>.*)$/;

/**
 * Reads one line of the status; undefined for any other line.
 *
 * Source: APT's `README.progress-reporting`.
 */
export function parseStatusLine(line: string): AptStatus | undefined {
  const groups = STATUS_REGEXP.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const { word, subject, percent, text } = groups as Record<string, string>;
  const phase = word === "dlstatus" ? "download" : "install";
  const rest = {
    phase,
    percent: Math.min(100, Number(percent)),
  } as const;
  if (word === "pmerror") {
    return { ...rest, kind: "error", message: `${subject}: ${text}` };
  }
  if (word === "pmconffile") {
    return {
      ...rest,
      kind: "conffile",
      message: `Keeping ${subject} as it is`,
    };
  }
  return { ...rest, kind: "progress", message: text! };
}

/** One package that changes. */
export interface PackageChange {
  /** What happens to it. */
  readonly action:
    | "install"
    | "upgrade"
    | "downgrade"
    | "reinstall"
    | "remove";
  /** Its name. */
  readonly name: string;
  /** Its architecture; null where `apt-get` does not say: the machine's own. */
  readonly architecture: string | null;
  /** The version before; null for none. */
  readonly from: string | null;
  /** The version after; null for none. */
  readonly to: string | null;
}

const CHANGE_REGEXP =
  /^(?<word>Inst|Remv|Purg) (?<name>[^\s:]+)(?::(?<foreign>[a-z0-9-]+))?(?: \[(?<from>[^\]\s]+)\])?(?: \((?<to>\S+)(?: [^)]*?)?(?:\[(?<architecture>[a-z0-9-]+)\])?\))?/;

/** What a version becomes. */
function changeAction(
  from: string | null,
  to: string | null,
): PackageChange["action"] {
  if (to === null) return "remove";
  if (from === null) return "install";
  const order = compareVersions(to, from);
  return order > 0 ? "upgrade" : order < 0 ? "downgrade" : "reinstall";
}

/** Reads one line of a simulation, `Inst anchor [1.0] (2.0 Debian:12/stable [amd64])`; undefined for any other line. */
export function parseChange(line: string): PackageChange | undefined {
  const groups = CHANGE_REGEXP.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const { name, foreign, from = null, to = null, architecture } = groups;
  return {
    action: changeAction(from, to),
    name: name!,
    architecture: architecture ?? foreign ?? null,
    from,
    to,
  };
}

/** A complaint, what it means, and what to do. */
interface Rule {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly state: (found: RegExpExecArray) => string;
  readonly hint: string;
}

/** The holder of a lock, as far as `apt-get` could find out. */
function holder(id: string | undefined, name: string | undefined): string {
  if (id === undefined) return "somebody else holds";
  return `process ${id}${name === undefined ? "" : ` (${name})`} holds`;
}

/** The first that fits decides. */
const RULES: readonly Rule[] = [
  {
    pattern:
      /Could not get lock (.+?)\.? (?:It is held by process (\d+)(?: \((.*?)\))?|- open \(11)/,
    code: "APT_LOCKED",
    state: ([, path, id, name]) => `${holder(id, name)} ${path}`,
    hint: "Wait until it ends, or give --lock-timeout SECONDS.",
  },
  {
    pattern: /are you root\?|\(13: Permission denied\)/,
    code: "PERMISSION",
    state: () => "only an administrator may change packages",
    hint: "Run the command as an administrator.",
  },
  {
    pattern:
      /Unable to locate package (\S+)|Package '?(\S+?)'? has no installation candidate|Version '(\S+)' for '(\S+)' was not found/,
    code: "NOT_FOUND",
    state: ([, unknown, without, version, name]) =>
      version === undefined
        ? `no repository has ${unknown ?? without}`
        : `no repository has version ${version} of ${name}`,
    hint: "Run apt update, and look with storectl details.",
  },
  {
    pattern: /Packages need to be removed but remove is disabled/,
    code: "APT_REFUSED",
    state: () => "other packages would have to be removed",
    hint:
      "Look with storectl packages install --simulate --allow-remove, which says which.",
  },
  {
    pattern: /Held packages were changed/,
    code: "APT_REFUSED",
    state: () => "packages on hold would have to change",
    hint: "Release them with apt-mark unhold, or leave them out.",
  },
  {
    pattern: /Essential packages were removed/,
    code: "APT_REFUSED",
    state: () => "essential packages would be removed",
    hint: "Leave them out: the machine would not work without them.",
  },
  {
    pattern: /dpkg was interrupted/,
    code: "APT_REFUSED",
    state: () => "an earlier change was interrupted",
    hint: "Run dpkg --configure -a.",
  },
  {
    pattern: /You don't have enough free space in (\S+?)\.?$/m,
    code: "APT_REFUSED",
    state: ([, path]) => `there is not enough free space in ${path}`,
    hint: "Free some space.",
  },
  {
    pattern:
      /Unable to correct problems|unmet dependencies|Unmet dependencies|have held broken packages/,
    code: "APT_REFUSED",
    state: () => "dependencies cannot be met",
    hint: "Look with apt-get install --simulate, which says why.",
  },
  {
    pattern: /Failed to fetch (\S+)|Unable to fetch some archives/,
    code: "NETWORK",
    state: ([, url]) => `${url ?? "some packages"} cannot be fetched`,
    hint: "Check the network, and run apt update.",
  },
  {
    pattern: /Sub-process (\S+) (?:returned an error code|received)/,
    code: "APT_FAILED",
    state: () => "dpkg failed on the way",
    hint: "Run dpkg --configure -a, and look into /var/log/apt/term.log.",
  },
];

/** `  chain : Depends: anchor (>= 3) but 2.0 is to be installed` in the words of `apt-get`. */
function unmetText(output: readonly string[]): string {
  const start = output.findIndex((line) =>
    /^The following packages have unmet dependencies:/.test(line)
  );
  const line = start < 0 ? undefined : output[start + 1];
  return line === undefined ? "" : `: ${line.trim().replace(/\s+/g, " ")}`;
}

/**
 * The failure that `apt-get` complains of.
 *
 * @param complaints All of stderr.
 * @param output The last lines of stdout and of the status.
 */
export function aptGetError(
  action: PackageAction,
  complaints: string,
  output: readonly string[],
): StoreError {
  const subject = `Cannot ${action} packages`;
  const cause = new Error(complaints.trim());
  // its warnings use the same words
  const errors = complaints.split("\n").filter((line) => line.startsWith("E: "))
    .join("\n");
  for (const { pattern, code, state, hint } of RULES) {
    const found = pattern.exec(errors);
    if (found === null) continue;
    const failed = output.findLast((line) => line.startsWith("pmerror:"));
    const detail = code === "APT_REFUSED"
      ? unmetText(output)
      : failed === undefined || code !== "APT_FAILED"
      ? ""
      : ` (${parseStatusLine(failed)?.message})`;
    return new StoreError(code, `${subject}: ${state(found)}${detail}`, {
      hint,
      cause,
    });
  }
  const first = /^E: (.*?)\.?$/m.exec(errors)?.[1];
  return new StoreError(
    "APT_FAILED",
    `${subject}: ${first ?? "apt-get failed without a word"}`,
    { hint: "Run apt-get check.", cause },
  );
}
