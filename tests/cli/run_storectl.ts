/**
 * Runs the real program in a process of its own, with the rights that it has in use.
 *
 * The environment variable `STORECTL` names another program to test, such as the launcher of the bundle.
 *
 * @module
 */

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** The sample machine, as a path from the folder in which the program runs. */
export const SAMPLE = "tests/fixtures/sample-root";

/** What a run left behind. */
export interface Answer {
  /** Exit status, as a shell would say it: 128 and the number of the signal that ended it. */
  readonly status: number;
  /** All of stdout. */
  readonly stdout: string;
  /** All of stderr. */
  readonly stderr: string;
}

/** How to run. */
export interface RunOptions {
  /** Root to answer for; it is written as `ROOT` in the answer. The sample machine unless given, null for none. */
  readonly root?: string | null;
  /** More variables; an empty environment but for what Deno needs otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments that run storectl, such as `setpriv`. */
  readonly through?: readonly string[];
}

/** The rights of the task `storectl`: what people run. */
export function taskFlags(): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  const words = (tasks.storectl as string).split(" ");
  return words.slice(words.indexOf("run") + 1, words.indexOf("main.ts"));
}

/** Deno's cache: the program runs without the caller's home. */
function cacheFolder(): string {
  const { success, stdout } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
    stdin: "null",
    stderr: "null",
  }).outputSync();
  if (!success) throw new Error("Cannot ask Deno for its cache");
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** The program and the arguments that come first. */
export const PROGRAM: readonly string[] = (() => {
  const other = Deno.env.get("STORECTL");
  return other
    ? [other]
    : [Deno.execPath(), "run", "--quiet", ...taskFlags(), `${ROOT}main.ts`];
})();

/** storectl's cache, for this test process alone. */
const OWN_CACHE = Deno.makeTempDirSync({ prefix: "storectl-cache-" });
globalThis.addEventListener(
  "unload",
  () => Deno.removeSync(OWN_CACHE, { recursive: true }),
);

/** What Deno and the launcher need; nothing of the caller's own. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
  DENO: Deno.execPath(),
  DENO_DIR: cacheFolder(),
  DENO_NO_UPDATE_CHECK: "1",
  // where many start at once, one that finds Deno's own cache locked says so on stderr, and goes on without it
  DENO_LOG: "deno::cache::cache_db=off,error",
  HOME: "/nonexistent",
  CACHE_DIRECTORY: OWN_CACHE,
};

/** Starts a program where storectl runs. */
export function startProgram(
  [program = "", ...args]: readonly string[],
  options: Deno.CommandOptions = {},
): Deno.Command {
  return new Deno.Command(program, {
    stdin: "null",
    cwd: ROOT,
    clearEnv: true,
    ...options,
    args,
    env: { ...ENVIRONMENT, ...options.env },
  });
}

/** The arguments that choose the root. */
function rootArguments(root: string | null | undefined): readonly string[] {
  return root === null ? [] : ["--root", root ?? SAMPLE];
}

/** The whole command line of storectl, with `--root` where the command takes it. */
export function commandLine(
  args: readonly string[],
  { root }: RunOptions = {},
): readonly string[] {
  const end = args.indexOf("--");
  const options = rootArguments(root);
  return end < 0
    ? [...PROGRAM, ...args, ...options]
    : [...PROGRAM, ...args.slice(0, end), ...options, ...args.slice(end)];
}

/** Turns what a process left behind into text; the path of the root is not part of it. */
export function answerOf(
  { code, stdout, stderr }: Deno.CommandOutput,
  { root }: RunOptions = {},
): Answer {
  const text = (bytes: Uint8Array) => {
    const whole = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return root ? whole.replaceAll(root, "ROOT") : whole;
  };
  return { status: code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs storectl to its end. */
export async function runStorectl(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Answer> {
  const line = [...options.through ?? [], ...commandLine(args, options)];
  const { env = {} } = options;
  return answerOf(await startProgram(line, { env }).output(), options);
}

/** Runs a bash script in which `"$@"` is the command line of storectl. */
export async function runShell(
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Answer> {
  const line = ["bash", "-c", script, "bash", ...commandLine(args, options)];
  const { env = {} } = options;
  return answerOf(await startProgram(line, { env }).output(), options);
}

/** Words of a command line; none of them holds a space. */
export function words(line: string): readonly string[] {
  return line.split(" ").filter((word) => word !== "");
}

/** Runs storectl with the words of a line. */
export function runLine(
  line: string,
  options: RunOptions = {},
): Promise<Answer> {
  return runStorectl(words(line), options);
}

/** A JSON reply, where there is nothing else to say. */
// deno-lint-ignore no-explicit-any -- the contract test checks the shape of every reply
export type Json = any;

/** The reply of a run that has to go well. */
export async function jsonOf(
  line: string,
  options: RunOptions = {},
): Promise<Json> {
  const { status, stdout, stderr } = await runLine(line, options);
  if (status !== 0 || stderr !== "") {
    throw new Error(`storectl ${line} ended with ${status}: ${stderr}`);
  }
  return JSON.parse(stdout);
}

/** The rows of `--format ndjson`. */
export function linesOf(text: string): Json[] {
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new Error("Expected a line feed at the end");
  return text.slice(0, -1).split("\n").map((line) => JSON.parse(line));
}

/** The error of a run: the last line of its stderr, which holds nothing else but warnings. */
export function errorOf({ stderr }: Answer): Json {
  const last = linesOf(stderr).at(-1);
  if (last?.error === undefined) {
    throw new Error(`Expected an error: ${stderr}`);
  }
  return last.error;
}
