/**
 * What the tests of this folder share: folders that go away, and the real compression programs.
 *
 * @module
 */

import { readEnvironment } from "./environment.ts";
import { writeOutput } from "./write_output.ts";

/** Runs `body` with a new folder, which is removed afterwards. */
export async function withFolder(
  body: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_sys_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Pipes bytes through a program and returns what it prints. */
export async function pipe(
  program: string,
  args: readonly string[],
  input: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const [{ stdout }] = await Promise.all([
    child.output(),
    new Blob([input]).stream().pipeTo(child.stdin),
  ]);
  return stdout;
}

/** Waits for the next whole second: the step of the times of change that Deno gives, other than those of content. */
export async function nextSecond(): Promise<void> {
  const wait = 1000 - Date.now() % 1000 + 10;
  await new Promise((done) => setTimeout(done, wait));
}

/** Whether a program can be run. */
async function canRun(program: string): Promise<boolean> {
  const path = program.includes("/")
    ? [program]
    : (readEnvironment("PATH") ?? "").split(":").map((folder) =>
      `${folder}/${program}`
    );
  for (const file of path) {
    try {
      if ((await Deno.stat(file)).isFile) return true;
    } catch {
      // Not in this folder.
    }
  }
  return false;
}

/**
 * Whether tests of a program have to be left out: it is missing. In CI nothing is left out, so they fail there.
 */
export async function isLeftOut(program: string): Promise<boolean> {
  if (await canRun(program)) return false;
  if (readEnvironment("CI") === "true") return false;
  writeOutput("stderr", `Left out: tests that need ${program}\n`);
  return true;
}

/** Puts bytes one after the other. */
export function concat(
  ...parts: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Everything that comes, in one piece. */
export async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return concat(...parts);
}

/** Text that looks like an index and packs like one, the same at each run. */
export function sampleList(bytes: number): Uint8Array<ArrayBuffer> {
  const lines: string[] = [];
  let length = 0, random = 1;
  for (let i = 0; length < bytes; i++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const line = `Package: lib${random.toString(36)}\nVersion: ${
      i % 977
    }\nSHA256: ${random.toString(16).repeat(4)}\nSection: libs\n\n`;
    lines.push(line);
    length += line.length;
  }
  return new TextEncoder().encode(lines.join("")).slice(0, bytes);
}

/** Fails at the first byte that differs; `deepStrictEqual` takes minutes to draw two large arrays. */
export function sameBytes(
  actual: Uint8Array,
  want: Uint8Array,
  what = "bytes",
): void {
  const at = actual.findIndex((byte, index) => byte !== want[index]);
  if (at < 0 && actual.length === want.length) return;
  throw new Error(
    `Expected ${what} to be the same: ${actual.length} of ${want.length}, first difference at ${at}`,
  );
}
