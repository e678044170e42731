import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { digestBytes } from "./digest.ts";
import { digestFiles } from "./digest_files.ts";
import type { DigestJob } from "./digest_files.ts";

/** Runs a test in a directory of its own. */
async function withDir(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = Deno.makeTempDirSync();
  try {
    await body(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function jobOf(
  path: string,
  algorithms: DigestJob["algorithms"] = ["blake3"],
): DigestJob {
  const { size, dev, ino } = Deno.lstatSync(path);
  return { path, algorithms, size, device: dev, inode: ino ?? 0 };
}

/** Files with contents that differ, of the sizes given. */
function writeFiles(dir: string, sizes: readonly number[]): DigestJob[] {
  return sizes.map((size, index) => {
    const path = `${dir}/${index}`;
    Deno.writeFileSync(
      path,
      new Uint8Array(size).fill(index + 1),
    );
    return jobOf(path, index % 3 === 0 ? ["blake3", "sha256"] : ["blake3"]);
  });
}

Deno.test.each([
  { name: "one thread", threads: 1, big: 1000 },
  { name: "threads that are not worth it", threads: 3, big: 1000 },
  { name: "three threads", threads: 3, big: 55_000_000 },
])(
  "digestFiles() hashes each file once with $name",
  ({ threads, big }) =>
    withDir(async (dir) => {
      const sizes = [5, 0, 300_000, big, 131_072, 1, 131_073];
      const jobs = writeFiles(dir, sizes);
      const seen: number[] = [];
      const results = await digestFiles(jobs, {
        threads,
        onProgress: (bytes) => void seen.push(bytes),
      });
      const total = sizes.reduce((sum, size) => sum + size, 0);
      ok(seen.every((bytes, index) => bytes >= (seen[index - 1] ?? 0)));
      ok(seen.every((bytes) => bytes <= total));
      for (const [index, job] of jobs.entries()) {
        const bytes = Deno.readFileSync(job.path);
        deepStrictEqual(results[index], {
          index,
          size: sizes[index],
          digests: await Promise.all(
            job.algorithms.map((algorithm) => digestBytes(algorithm, bytes)),
          ),
        });
      }
    }),
);

Deno.test("digestFiles() says which files are gone, or are others now, and goes on", () =>
  withDir(async (dir) => {
    const jobs = writeFiles(dir, [10, 20, 30, 40]);
    Deno.removeSync(`${dir}/0`);
    Deno.renameSync(`${dir}/2`, `${dir}/1`);
    Deno.symlinkSync("/etc/passwd", `${dir}/2`);
    const results = await digestFiles(jobs);
    deepStrictEqual(
      results.map(({ failure }) => failure),
      ["missing", "replaced", "replaced", undefined],
    );
    strictEqual(
      results[3]!.digests[0],
      await digestBytes("blake3", new Uint8Array(40).fill(4)),
    );
  }));

Deno.test("digestFiles() does not follow a file that grows, and hashes the next one rightly", () =>
  withDir(async (dir) => {
    const [grown, other] = writeFiles(dir, [300_000, 200_000]);
    const results = await digestFiles([{ ...grown!, size: 299_999 }, other!]);
    strictEqual(results[0]!.failure, "replaced");
    strictEqual(
      results[1]!.digests[0],
      await digestBytes("blake3", new Uint8Array(200_000).fill(2)),
    );
  }));

Deno.test("digestFiles() of no file is no work", async () => {
  deepStrictEqual(await digestFiles([]), []);
});
