/**
 * The Python side: makes roots and asks libapt about them, many in one process (`worker.py`).
 *
 * @module
 */

import type { OracleRow } from "./agreement.ts";

const PYTHON = "/usr/bin/python3";
const SCRIPT = new URL("worker.py", import.meta.url).pathname;

/** How to make a root again. */
export interface RootSeed {
  /** Seed of the generator. */
  readonly seed: number;
  /** 1 (plain) to 5 (everything at once). */
  readonly difficulty: number;
  /** Packages in its world. */
  readonly packages: number;
}

/** What libapt says of a root. */
export interface OracleReply {
  /** The rows; null where libapt refuses the whole root. */
  readonly rows: readonly OracleRow[] | null;
  /** What it says on stderr. */
  readonly text: string;
}

/** Names of what the oracle needs and this machine does not have; empty where it can run. */
export async function missingForOracle(): Promise<string[]> {
  try {
    const { success, stdout } = await new Deno.Command(PYTHON, {
      args: [SCRIPT, "--check"],
      stderr: "null",
    }).output();
    if (!success) return ["a Python 3 that works"];
    return new TextDecoder().decode(stdout).split("\n").filter((name) =>
      name !== ""
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [PYTHON];
    throw error;
  }
}

/** A running `worker.py`; one request at a time. */
export class OracleWorker implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #pending = "";

  /** Starts it. */
  constructor() {
    this.#process = new Deno.Command(PYTHON, {
      args: [SCRIPT],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#reader = this.#process.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /**
   * Asks about a root, and makes it before where a seed is given.
   *
   * @param root Directory of the root.
   * @param rowsFile Where the rows may be written to.
   */
  async ask(
    root: string,
    rowsFile: string,
    seed?: RootSeed,
  ): Promise<OracleReply> {
    const request = JSON.stringify({ root, rows: rowsFile, ...seed });
    await this.#writer.write(new TextEncoder().encode(request + "\n"));
    const { status, text } = JSON.parse(await this.#line()) as {
      status: number;
      text: string;
    };
    if (status === 0) {
      const lines = (await Deno.readTextFile(rowsFile)).split("\n");
      await Deno.remove(rowsFile);
      return {
        rows: lines.filter((line) => line !== "").map((line) =>
          JSON.parse(line) as OracleRow
        ),
        text,
      };
    }
    if (status === 2 || status > 128) {
      return {
        rows: null,
        text: text || `libapt died of signal ${status - 128}`,
      };
    }
    throw new Error(`Cannot ask the oracle about ${request}: ${text}`);
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close();
    await this.#reader.cancel();
    await this.#process.status;
  }

  /** Reads one line of its stdout. */
  async #line(): Promise<string> {
    while (!this.#pending.includes("\n")) {
      const { value, done } = await this.#reader.read();
      if (done) {
        throw new Error("Cannot read the reply of the oracle: it ended");
      }
      this.#pending += value;
    }
    const end = this.#pending.indexOf("\n");
    const line = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + 1);
    return line;
  }
}
