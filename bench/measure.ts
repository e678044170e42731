/**
 * What a run of a program costs: processor time and memory of it and of everything it starts.
 *
 * Deno cannot ask for that, so Python does (`measure.py`), else `/usr/bin/time`; with neither,
 * only the time on the clock is known.
 *
 * @module
 */

/** A program to run. */
export interface Command {
  /** Program and arguments. */
  readonly argv: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether somebody reads what it prints; else it goes nowhere. */
  readonly pipe?: boolean;
  /** Seconds after which it is ended; 10 unless given. */
  readonly limit?: number;
}

/** What one run cost; NaN where it is not known. */
export interface Cost {
  /** Exit status. */
  readonly status: number;
  /** User and system seconds. */
  readonly cpu: number;
  /** Seconds on the clock. */
  readonly wall: number;
  /** Bytes of the largest process. */
  readonly peak: number;
  /** Bytes that were read, from files and pipes. */
  readonly read: number;
  /** Seconds until the first bytes were printed, into a pipe. */
  readonly first: number;
  /** Bytes that were printed, into a pipe. */
  readonly written: number;
}

/** Runs programs and measures them. */
export interface Measurer extends AsyncDisposable {
  /** How it measures, for people. */
  readonly method: string;
  /** Runs one program to its end. */
  run(command: Command): Promise<Cost>;
}

/** Seconds after which a run is ended unless it says otherwise. */
const TIME_LIMIT = 10;

/** Whether a program can be started. */
export async function hasProgram(...argv: readonly string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(argv[0]!, {
      args: argv.slice(1),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

/** The best measurer that this machine has. */
export async function openMeasurer(cwd: string): Promise<Measurer> {
  if (await hasProgram("/usr/bin/python3", "-c", "import os; os.posix_spawn")) {
    return pythonMeasurer(cwd);
  }
  if (await hasProgram("/usr/bin/time", "-f", "%U", "true")) {
    return timeMeasurer(cwd);
  }
  return clockMeasurer(cwd);
}

/** Asks `measure.py`. */
function pythonMeasurer(cwd: string): Measurer {
  const script = new URL("measure.py", import.meta.url).pathname;
  const child = new Deno.Command("/usr/bin/python3", {
    args: [script],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    method: "getrusage of the process tree",
    async run({ argv, env = {}, pipe = false, limit = TIME_LIMIT }) {
      const request = JSON.stringify({ argv, env, cwd, pipe, limit });
      await writer.write(new TextEncoder().encode(request + "\n"));
      let reply = "";
      while (!reply.endsWith("\n")) {
        const { value, done } = await reader.read();
        if (done) throw new Error("Cannot measure: measure.py ended");
        reply += value;
      }
      // null is not known
      return JSON.parse(reply, (_, value) => value ?? NaN) as Cost;
    },
    async [Symbol.asyncDispose]() {
      await writer.close();
      await reader.cancel();
      await child.status;
    },
  };
}

/** What only `measure.py` sees. */
const UNKNOWN = { read: NaN, first: NaN, written: NaN };

/** Asks GNU time, whose clock ticks every 10 ms. */
function timeMeasurer(cwd: string): Measurer {
  return {
    method: "/usr/bin/time, in steps of 10 ms",
    async run({ argv, env = {} }) {
      const file = await Deno.makeTempFile({ prefix: "storectl-bench-" });
      try {
        const args = ["-o", file, "-f", "%U %S %e %M", ...argv];
        const status = await runQuietly("/usr/bin/time", args, cwd, env);
        const text = (await Deno.readTextFile(file)).trim();
        const [user, system, wall, peak] = text.split("\n").at(-1)!.split(" ")
          .map(Number);
        return {
          status,
          cpu: user! + system!,
          wall: wall!,
          peak: peak! * 1024,
          ...UNKNOWN,
        };
      } finally {
        await Deno.remove(file);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Knows only the time on the clock. */
function clockMeasurer(cwd: string): Measurer {
  return {
    method: "the clock alone: no Python 3 and no GNU time here",
    async run({ argv, env = {} }) {
      const start = performance.now();
      const status = await runQuietly(argv[0]!, argv.slice(1), cwd, env);
      const wall = (performance.now() - start) / 1000;
      return { status, cpu: NaN, wall, peak: NaN, ...UNKNOWN };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Runs a program with nothing attached; gives its exit status. */
async function runQuietly(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const { code } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return code;
}
