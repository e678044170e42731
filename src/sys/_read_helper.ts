/**
 * APT's own `apt-helper cat-file`, which unpacks every format that APT writes.
 *
 * It unpacks an xz, lzma or bzip2 file up to the end of its first stream, as APT itself does, and takes a cut
 * gzip file for a whole one, so gzip is not given to it; nor is lz4, which is unpacked here in less time.
 *
 * @module
 */

import { damaged } from "./_damaged.ts";
import { CHUNK_BYTES } from "./_open_regular.ts";

/** Where Debian and Ubuntu install it. */
export const APT_HELPER = "/usr/lib/apt/apt-helper";

/** Thrown when the helper gave nothing: another way may still read the file. */
export class HelperUnusable extends Error {
  /** Always the same. */
  override readonly name = "HelperUnusable";
}

/** Starts the helper; throws {@linkcode HelperUnusable} where it is missing or may not be run. */
function spawnHelper(helper: string, path: string): Deno.ChildProcess {
  try {
    return new Deno.Command(helper, {
      // A leading hyphen would be taken for an option.
      args: ["cat-file", path.startsWith("-") ? `./${path}` : path],
      env: { LC_ALL: "C" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    throw new HelperUnusable(`Cannot run "${helper}"`, { cause: error });
  }
}

/** The first complaint of the helper, without its `E: ` and the name of the file. */
function complaintOf(text: string, path: string): string {
  const line = text.split("\n").find((line) => line.startsWith("E: ")) ?? text;
  return line.replace(/^E: /, "").replace(`${path} `, "").trim();
}

/** Ends the helper, whether or not it ended by itself, and waits until it is gone. */
async function reap(
  child: Deno.ChildProcess,
  complaints: Promise<string>,
): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch {
    // It ended already.
  }
  await Promise.all([child.status, complaints.catch(() => "")]);
}

/**
 * The unpacked bytes of a file, in chunks of 256 KiB; the helper ends when the reader stops.
 *
 * @param options The program, as {@linkcode APT_HELPER}, and whether each chunk may be written over by the next one.
 * @throws {HelperUnusable} It is missing, may not be run, or failed before its first byte.
 * @throws {StoreError} `DATA_CORRUPT`: it failed after it gave bytes.
 */
export async function* readThroughHelper(
  path: string,
  { helper, isLent }: { readonly helper: string; readonly isLent: boolean },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const child = spawnHelper(helper, path);
  const complaints = new Response(child.stderr).text();
  const reader = child.stdout.getReader({ mode: "byob" });
  let given = false;
  let space = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      // A pipe holds 64 KiB; `min` fills the chunk over several reads without a copy.
      const { value, done } = await reader.read(space, { min: CHUNK_BYTES });
      if (value && value.length > 0) {
        given = true;
        yield value;
      }
      if (done) break;
      // memory that is touched first costs more than what is read into it
      space = isLent
        ? new Uint8Array(value.buffer)
        : new Uint8Array(CHUNK_BYTES);
    }
    const { success, code, signal } = await child.status;
    if (success) return;
    const complaint = complaintOf(await complaints, path) ||
      `apt-helper ended with ${signal ?? `status ${code}`}`;
    if (given) throw damaged(path, `the data are damaged (${complaint})`);
    throw new HelperUnusable(complaint);
  } finally {
    await reader.cancel();
    await reap(child, complaints);
  }
}
