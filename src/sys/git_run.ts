/**
 * Runs git, within limits of time, of what it may print, and of what it may keep.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { readEnvironment } from "./environment.ts";
import {
  GIT,
  GIT_PASSED_VARIABLES,
  GIT_USER_ENVIRONMENT,
  gitEnvironment,
  gitOptions,
} from "./git_command.ts";
import type { GitProtocol } from "./git_command.ts";
import { listDirectory } from "./list_directory.ts";

/** A call of git. */
export interface GitCall {
  /** The command and its arguments. */
  readonly args: readonly string[];
  /** Settings besides those that always hold, by name. They may hold secrets: other users do not see them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The one way that it may use to other repositories. */
  readonly protocol?: GitProtocol;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it works for the user in a checkout of the user's own, with all settings that hold there. */
  readonly isForUser?: boolean;
  /** Where it runs. */
  readonly cwd?: string;
  /** What it reads. */
  readonly stdin?: string;
  /** Bytes that it may print; 1 MiB unless given. */
  readonly maxBytes?: number;
  /** Milliseconds that it may take. */
  readonly timeLimit: number;
  /** A directory whose files may together grow by so many bytes. */
  readonly growth?: { readonly folder: string; readonly maxBytes: number };
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** What it left behind. */
export interface GitAnswer {
  /** Exit status. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: Uint8Array<ArrayBuffer>;
  /** What it complained about. */
  readonly stderr: string;
}

/** How often limits are looked at, in milliseconds. */
const LOOK_EVERY = 100;
/** Bytes of complaints that are kept. */
const COMPLAINT_BYTES = 64 * 1024;

/** The bytes of all files in a directory, which may change meanwhile. */
function bytesIn(folder: string): number {
  let sum = 0;
  for (const name of listDirectory(folder) ?? []) {
    try {
      sum += Deno.lstatSync(`${folder}/${name}`).size;
    } catch {
      // it is gone
    }
  }
  return sum;
}

function passedVariables(): Record<string, string> {
  return Object.fromEntries(
    GIT_PASSED_VARIABLES.flatMap((name) => {
      const value = readEnvironment(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Starts git; its output is not read yet. */
export function spawnGit(
  { args, settings = {}, protocol, env = {}, cwd, isForUser = false }: GitCall,
): Deno.ChildProcess {
  try {
    return new Deno.Command(GIT, {
      args: isForUser ? [...args] : [...gitOptions(), ...args],
      clearEnv: !isForUser,
      env: {
        ...(isForUser
          ? GIT_USER_ENVIRONMENT
          : gitEnvironment(passedVariables(), protocol, settings)),
        ...env,
      },
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    throw new StoreError(
      "IO",
      `Cannot run "${GIT}": ${
        error instanceof Deno.errors.NotFound
          ? "it does not exist"
          : "it cannot be started"
      }`,
      { hint: "Install the package git.", cause: error },
    );
  }
}

/** Ends git when a limit is reached. */
export class GitGuard implements Disposable {
  /** Why it was ended. */
  failure: unknown;
  readonly #ended = new AbortController();
  readonly #child: Deno.ChildProcess;
  readonly #call: GitCall;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #start = performance.now();
  readonly #before: number;

  /** Starts to look. */
  constructor(child: Deno.ChildProcess, call: GitCall) {
    this.#child = child;
    this.#call = call;
    this.#before = call.growth === undefined ? 0 : bytesIn(call.growth.folder);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
    call.signal?.addEventListener("abort", this.#stop, { once: true });
    if (call.signal?.aborted) this.#stop();
  }

  readonly #stop = () => this.end(this.#call.signal!.reason);

  /**
   * Aborted when git was ended. Programs that git started hold its pipes a little longer, until they notice: nobody
   * waits for what they say.
   */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Ends git, for a reason. */
  end(failure: unknown): void {
    this.failure ??= failure;
    this.#ended.abort();
    try {
      this.#child.kill("SIGTERM");
    } catch {
      // it ended already
    }
  }

  #look(): void {
    const { timeLimit, growth } = this.#call;
    if (this.failure !== undefined) {
      // it was asked before, and does not listen
      try {
        this.#child.kill("SIGKILL");
      } catch {
        // it ended meanwhile
      }
      return;
    }
    if (performance.now() - this.#start > timeLimit) {
      this.end(
        new StoreError(
          "NETWORK",
          `git took longer than ${timeLimit / 1000} s`,
        ),
      );
    } else if (growth !== undefined) {
      this.checkGrowth();
    }
  }

  /** Ends git, or says so after its end, where it kept more than it may. */
  checkGrowth(): void {
    const { growth } = this.#call;
    if (growth === undefined) return;
    if (bytesIn(growth.folder) - this.#before <= growth.maxBytes) return;
    this.end(
      new StoreError(
        "LIMIT_EXCEEDED",
        `git was sent more than the limit of ${growth.maxBytes} bytes`,
      ),
    );
  }

  /** Looks no longer. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#call.signal?.removeEventListener("abort", this.#stop);
  }
}

/** Writes all that git is to read; it may end before it has read all. */
export async function feed(
  child: Deno.ChildProcess,
  text: string,
): Promise<void> {
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // its exit status says what happened
  }
}

/**
 * Reads a stream to its end, or until `signal` is aborted.
 *
 * @param over Called once where there is more than the limit, of which the rest is dropped.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
  over: () => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", stop);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    if (length > maxBytes) continue;
    length += value.length;
    if (length > maxBytes) over();
    else pieces.push(value);
  }
  signal.removeEventListener("abort", stop);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** What git complains about, in one line and without its markers. */
export function complaintOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim()).filter((line) =>
    line !== "" && !line.startsWith("hint:")
  );
  const line = lines.find((line) => /^(fatal|error|remote):/.test(line)) ??
    lines.at(-1) ?? "it says nothing";
  return line.replace(/^(fatal|error|remote): /, "").replace(/[.:]$/, "");
}

/**
 * Runs git to its end.
 *
 * @throws {StoreError} `NETWORK`: it took too long. `LIMIT_EXCEEDED`: it printed or kept too much. `IO`: there is no git.
 */
export async function runGit(call: GitCall): Promise<GitAnswer> {
  call.signal?.throwIfAborted();
  const child = spawnGit(call);
  using guard = new GitGuard(child, call);
  const { maxBytes = 1024 * 1024 } = call;
  const over = () =>
    guard.end(
      new StoreError(
        "LIMIT_EXCEEDED",
        `git printed more than the limit of ${maxBytes} bytes`,
      ),
    );
  const [stdout, stderr, { code }] = await Promise.all([
    readStream(child.stdout, maxBytes, over, guard.signal),
    readStream(child.stderr, COMPLAINT_BYTES, () => {}, guard.signal),
    child.status,
    feed(child, call.stdin ?? ""),
  ]);
  guard.checkGrowth();
  if (guard.failure !== undefined) throw guard.failure;
  return { code, stdout, stderr: new TextDecoder().decode(stderr) };
}
