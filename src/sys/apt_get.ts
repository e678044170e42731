/**
 * Runs `apt-get`, which changes packages.
 *
 * Its status comes on a file descriptor of its own, which only `node:child_process` can give a child. On stdout it would
 * do harm: APT closes the descriptor of its status for `dpkg` and for hooks, and what these open first would then be
 * their stdout. The module asks for `NODE_V8_COVERAGE` of the environment, which therefore may be read.
 *
 * @module
 */

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { Readable } from "node:stream";
import { StoreError } from "../core/store_error.ts";
import { ioError } from "./_io_error.ts";
import { readEnvironment } from "./environment.ts";

/** Where Debian and Ubuntu install it. */
export const APT_GET = "/usr/bin/apt-get";
/** The descriptor that `APT::Status-Fd` has to name. */
export const STATUS_FD = 3;

/** Signals that end a program; `apt-get` gets those of a terminal itself. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** One of them. */
export type EndingSignal = (typeof SIGNALS)[number];

/** Takes what `apt-get` writes, line by line. */
export interface AptGetLines {
  /** A line of its status; says whether `dpkg` is at work now. */
  status(line: string): boolean;
  /** A line of stdout. */
  output(line: string): void;
}

/** How a run ended. */
export interface AptGetRun {
  /** Whether all went well. */
  readonly success: boolean;
  /** All of stderr. */
  readonly complaints: string;
  /** The signal that asked this program to end meanwhile. */
  readonly interrupted: EndingSignal | undefined;
}

/** Calls `take` with each line of a stream. */
async function readLines(
  stream: unknown,
  take: (line: string) => void,
): Promise<void> {
  // there is none where the program could not be started
  if (!(stream instanceof Readable)) return;
  let rest = "";
  for await (const text of stream.setEncoding("utf8")) {
    const lines = `${rest}${text}`.split(/\r\n|\n|\r/);
    rest = lines.pop()!;
    for (const line of lines) take(line);
  }
  if (rest !== "") take(rest);
}

/** All that `apt-get` gets of the environment: nothing of a user decides what an administrator runs. */
function environment(config: string | undefined): Record<string, string> {
  const env: Record<string, string> = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    LC_ALL: "C.UTF-8",
    DEBIAN_FRONTEND: "noninteractive",
    APT_LISTCHANGES_FRONTEND: "none",
  };
  const proxies = {
    http_proxy: readEnvironment("http_proxy"),
    https_proxy: readEnvironment("https_proxy"),
    no_proxy: readEnvironment("no_proxy"),
  };
  for (const [name, value] of Object.entries(proxies)) {
    if (value) env[name] = value;
  }
  if (config !== undefined) env["APT_CONFIG"] = config;
  return env;
}

/** Settles when the child has ended and its streams are closed. */
function endOf(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(cannotRun(error)));
    child.once("close", (code) => resolve(code === 0));
  });
}

/** Why it cannot be run. */
function cannotRun(error: unknown): StoreError {
  const isMissing = error instanceof Error && "code" in error &&
    error.code === "ENOENT";
  if (!isMissing) return ioError(error, "run", APT_GET);
  return new StoreError(
    "NOT_FOUND",
    `Cannot change packages: there is no "${APT_GET}"`,
    { hint: "Run storectl on Debian or Ubuntu.", cause: error },
  );
}

function start(
  program: string,
  args: readonly string[],
  config: string | undefined,
): ChildProcess {
  try {
    return spawn(program, args, {
      env: environment(config),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
  } catch (error) {
    throw cannotRun(error);
  }
}

/**
 * Runs `apt-get` to its end. No shell is involved, and it cannot ask anything.
 *
 * A signal does not end this program before `apt-get` ended: whoever reads its output must not go away while `dpkg`
 * writes it, or a package is left half installed. While packages are only fetched, `apt-get` is told to end too.
 *
 * @param config A file for `APT_CONFIG`.
 * @param program The program, as {@linkcode APT_GET}.
 * @param lines What they throw is thrown when `apt-get` has ended; they are not called again.
 * @throws {StoreError} `NOT_FOUND`: there is no `apt-get`; `PERMISSION`, `IO`: it cannot be run.
 */
export async function runAptGet(
  args: readonly string[],
  config: string | undefined,
  { status, output }: AptGetLines,
  program = APT_GET,
): Promise<AptGetRun> {
  let interrupted: EndingSignal | undefined;
  let isWriting = false;
  let child: ChildProcess | undefined;
  const listeners = SIGNALS.map((signal) => ({
    signal,
    listener() {
      interrupted ??= signal;
      if (!isWriting) child?.kill(signal);
    },
  }));
  for (const { signal, listener } of listeners) {
    Deno.addSignalListener(signal, listener);
  }
  try {
    child = start(program, args, config);
    const end = endOf(child);
    let failure: { readonly error: unknown } | undefined;
    // whatever goes wrong here, all has to be read: apt-get would wait, or be ended in the middle
    const guarded = (take: (line: string) => void) => (line: string) => {
      if (failure !== undefined) return;
      try {
        take(line);
      } catch (error) {
        failure = { error };
      }
    };
    const [, stdout, stderr, statusStream] = child.stdio;
    let complaints = "";
    await Promise.all([
      end,
      readLines(stdout, guarded(output)),
      readLines(stderr, (line) => complaints += `${line}\n`),
      readLines(
        statusStream,
        guarded((line) => {
          if (status(line)) isWriting = true;
        }),
      ),
    ]);
    if (failure !== undefined) throw failure.error;
    return { success: await end, complaints, interrupted };
  } finally {
    for (const { signal, listener } of listeners) {
      Deno.removeSignalListener(signal, listener);
    }
  }
}

/**
 * Gives `body` a file with a configuration that is gone afterwards.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: there is no place for it.
 */
export async function withAptConfig<Result>(
  text: string,
  body: (path: string) => Promise<Result>,
): Promise<Result> {
  let path: string;
  try {
    path = Deno.makeTempFileSync({ prefix: "storectl-apt-", suffix: ".conf" });
    Deno.writeTextFileSync(path, text);
  } catch (error) {
    throw ioError(error, "write", "a file for APT's configuration");
  }
  try {
    return await body(path);
  } finally {
    try {
      Deno.removeSync(path);
    } catch {
      // somebody cleaned up already
    }
  }
}
