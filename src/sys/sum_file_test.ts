import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { digestBytes } from "./digest.ts";
import { systemDisk } from "./disk.ts";
import { copySummed, sumFile } from "./sum_file.ts";

async function withFile(
  bytes: Uint8Array,
  action: (path: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "storectl-sum-" });
  try {
    Deno.writeFileSync(`${folder}/file`, bytes);
    await action(`${folder}/file`, folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test.each([0, 1, 7, 8, 9, 128 * 1024, 128 * 1024 + 1, 700_000].map((
  size,
) => ({ size })))(
  "sumFile() and copySummed() agree on $size bytes",
  async ({ size }) => {
    const bytes = Uint8Array.from({ length: size }, (_, at) => at * at % 251);
    await withFile(bytes, async (path, folder) => {
      const sums = await sumFile(path, 8);
      deepStrictEqual(sums, {
        size,
        blake3: await digestBytes("blake3", bytes),
        sha256: createHash("sha256").update(bytes).digest("hex"),
        start: bytes.slice(0, 8),
      });
      await copySummed(systemDisk, path, `${folder}/copy`, {
        size,
        checksum: `blake3:${sums.blake3}`,
      });
      deepStrictEqual(
        new Uint8Array(Deno.readFileSync(`${folder}/copy`)),
        bytes,
      );
    });
  },
);

Deno.test("copySummed() refuses a file that has changed, grown or gone since", async () => {
  await withFile(new TextEncoder().encode("one"), async (path, folder) => {
    const { blake3, size } = await sumFile(path, 0);
    const copy = (name: string) =>
      copySummed(systemDisk, path, `${folder}/${name}`, {
        size,
        checksum: `blake3:${blake3}`,
      });
    await copy("a");
    for (const [name, text] of [["b", "two"], ["c", "one more"], ["d", ""]]) {
      Deno.writeTextFileSync(path, text!);
      await rejects(copy(name!), { code: "EXTENSION_INVALID" });
    }
    Deno.removeSync(path);
    await rejects(copy("e"), { code: "NOT_FOUND" });
    await rejects(sumFile(path, 8), { code: "NOT_FOUND" });
    strictEqual(Deno.readTextFileSync(`${folder}/a`), "one");
  });
});
