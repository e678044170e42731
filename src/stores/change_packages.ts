/**
 * Hands changes of APT packages to `apt-get`.
 *
 * @module
 */

import { aptGetArguments, aptGetConfig } from "../apt/apt_get_arguments.ts";
import type { PackageRequest } from "../apt/apt_get_arguments.ts";
import {
  aptGetError,
  parseChange,
  parseStatusLine,
} from "../apt/apt_get_output.ts";
import type { AptStatus, PackageChange } from "../apt/apt_get_output.ts";
import { StoreError } from "../core/store_error.ts";
import { runAptGet, STATUS_FD, withAptConfig } from "../sys/apt_get.ts";
import type { AptGetLines, AptGetRun } from "../sys/apt_get.ts";
import { realPath } from "../sys/stat_file.ts";

export type { PackageChange, PackageRequest };
export type { PackageAction } from "../apt/apt_get_arguments.ts";

/** Something that happens on the way. */
export interface PackageEvent {
  /** `progress`, a wait for a lock, or any other line of `apt-get`. */
  readonly event: "progress" | "waiting" | "output";
  /** Of the whole change, 0 to 100, never less than before; only with `progress`. */
  readonly percent?: number;
  /** For people. */
  readonly message: string;
}

/** Lines of stdout that are kept for the words of an error. */
const KEPT_LINES = 200;

/** Percent of the whole from those of the phases: fetching is one half, where anything is fetched. */
class Progress {
  #start = 0;
  #most = 0;

  percent({ phase, percent }: AptStatus): number {
    if (phase === "download") this.#start = 50;
    const whole = phase === "download"
      ? percent / 2
      : this.#start + percent * (100 - this.#start) / 100;
    this.#most = Math.max(this.#most, Math.round(whole * 10) / 10);
    return this.#most;
  }
}

async function run(
  request: PackageRequest,
  simulate: boolean,
  lines: AptGetLines,
): Promise<AptGetRun> {
  const root = request.root === "/" ? "/" : realPath(request.root);
  const options = { simulate, statusFd: STATUS_FD };
  const args = aptGetArguments({ ...request, root }, options);
  const start = (config: string | undefined) => runAptGet(args, config, lines);
  return root === "/"
    ? await start(undefined)
    : await withAptConfig(aptGetConfig(root), start);
}

function check(
  { action }: PackageRequest,
  { success, complaints, interrupted }: AptGetRun,
  output: readonly string[],
): void {
  if (success) return;
  if (interrupted !== undefined) {
    throw new StoreError(
      "INTERRUPTED",
      `Cannot ${action} packages: ${interrupted} ended it`,
      { hint: "Run the same command again." },
    );
  }
  throw aptGetError(action, complaints, output);
}

/**
 * Asks `apt-get` what a change would do; nothing is changed, and no privileges are needed.
 *
 * @throws {StoreError} `APT_REFUSED`, `NOT_FOUND`, `APT_FAILED`, …: `apt-get` would not do it.
 */
export async function planPackages(
  request: PackageRequest,
): Promise<readonly PackageChange[]> {
  const changes: PackageChange[] = [];
  const output: string[] = [];
  const result = await run(request, true, {
    status: () => false,
    output(line) {
      const change = parseChange(line);
      if (change !== undefined) changes.push(change);
      else output.push(line);
    },
  });
  check(request, result, output);
  return changes;
}

/**
 * Changes packages by `apt-get`.
 *
 * @param onEvent Is told what happens, while it happens; must not throw.
 * @throws {StoreError} `APT_LOCKED`, `PERMISSION`, `APT_REFUSED`, `NOT_FOUND`, `NETWORK`: nothing was changed;
 * `APT_FAILED`: `dpkg` failed on the way; `INTERRUPTED`: a signal ended it.
 */
export async function changePackages(
  request: PackageRequest,
  onEvent: (event: PackageEvent) => void,
): Promise<void> {
  const progress = new Progress();
  let kept: string[] = [];
  let last = "";
  const keep = (line: string) => {
    kept.push(line);
    if (kept.length > 2 * KEPT_LINES) kept = kept.slice(-KEPT_LINES);
  };
  const result = await run(request, false, {
    status(line) {
      const status = parseStatusLine(line);
      if (status === undefined) return false;
      if (status.kind === "error") keep(line);
      const percent = progress.percent(status);
      // apt-get repeats itself
      if (last !== (last = `${percent} ${status.message}`)) {
        onEvent({ event: "progress", percent, message: status.message });
      }
      return status.phase === "install";
    },
    output(line) {
      keep(line);
      const isWaiting = line.startsWith("Waiting for cache lock:");
      const event = isWaiting ? "waiting" : "output";
      if (line.trim() !== "") onEvent({ event, message: line.trim() });
    },
  });
  check(request, result, kept);
  if (last !== "") {
    onEvent({ event: "progress", percent: 100, message: "Done" });
  }
}
