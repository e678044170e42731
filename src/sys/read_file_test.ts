import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { isLeftOut, pipe, withFolder } from "./_testing.ts";
import { readBytes, readText } from "./read_file.ts";

Deno.test("readBytes() reads all of a file, also one that says it has no size", async () => {
  await withFolder((folder) => {
    for (const size of [0, 1, 4095, 4096, 4097, 300_000]) {
      const bytes = new Uint8Array(size).fill(7);
      Deno.writeFileSync(`${folder}/file`, bytes);
      deepStrictEqual(readBytes(`${folder}/file`), bytes);
    }
  });
  if (Deno.build.os === "linux") {
    ok(readBytes("/proc/self/status")!.length > 500);
  }
});

Deno.test("readBytes() follows links, and finds nothing where there is nothing", async () => {
  await withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "x");
    Deno.symlinkSync("file", `${folder}/link`);
    Deno.symlinkSync("nowhere", `${folder}/dangling`);
    strictEqual(readText(`${folder}/link`), "x");
    strictEqual(readBytes(`${folder}/dangling`), null);
    strictEqual(readBytes(`${folder}/missing`), null);
    strictEqual(readBytes(`${folder}/missing/file`), null);
    strictEqual(readBytes(`${folder}/file/below`), null);
    strictEqual(readBytes(""), null);
  });
});

Deno.test({
  name: "readBytes() refuses what is not a regular file, without waiting",
  ignore: await isLeftOut("mkfifo"),
  fn: async () => {
    await withFolder(async (folder) => {
      await pipe("mkfifo", [`${folder}/pipe`], new Uint8Array());
      Deno.symlinkSync("loop", `${folder}/loop`);
      Deno.symlinkSync("pipe", `${folder}/link`);
      const cases = [
        [folder, "it is a directory"],
        [`${folder}/pipe`, "it is not a regular file"],
        [`${folder}/link`, "it is not a regular file"],
        ["/dev/zero", "it is not a regular file"],
        [`${folder}/loop`, "it is a loop of symbolic links"],
        [`${folder}/${"x".repeat(300)}`, "the name is too long"],
        ["a\0b", "the system reports EINVAL"],
      ] as const;
      for (const [path, state] of cases) {
        const message = `Cannot read "${path}": ${state}`;
        throws(() => readBytes(path), { code: "IO", message });
      }
    });
  },
});

Deno.test("readBytes() names the limit that a file is over", async () => {
  await withFolder((folder) => {
    const path = `${folder}/file`;
    Deno.writeFileSync(path, new Uint8Array(100));
    strictEqual(readBytes(path, { maxBytes: 100 })?.length, 100);
    throws(() => readBytes(path, { maxBytes: 99 }), {
      code: "LIMIT_EXCEEDED",
      message: `Cannot read "${path}": it is larger than the limit of 99 bytes`,
    });
    // Sparse: reading it would take 8 GiB of memory.
    Deno.truncateSync(path, 8 * 1024 ** 3);
    throws(() => readBytes(path, { maxBytes: 99 }), { code: "LIMIT_EXCEEDED" });
    if (Deno.build.os !== "linux") return;
    throws(() => readBytes("/proc/self/status", { maxBytes: 99 }), {
      code: "LIMIT_EXCEEDED",
    });
  });
});

Deno.test("readText() keeps a byte order mark and replaces what is not UTF-8", async () => {
  await withFolder((folder) => {
    const path = `${folder}/file`;
    Deno.writeFileSync(path, Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62));
    strictEqual(readText(path), "\ufeffa\ufffdb");
    throws(() => readText(path, { maxBytes: 5 }), { code: "LIMIT_EXCEEDED" });
    strictEqual(readText(`${folder}/missing`), null);
  });
});

Deno.test({
  name: "readBytes() says when Deno refuses access",
  permissions: { read: false },
  fn: () => {
    throws(() => readBytes("/etc/passwd"), {
      code: "PERMISSION",
      message: 'Cannot read "/etc/passwd": access is refused',
    });
  },
});

Deno.test({
  name: "readBytes() says when the system refuses access",
  ignore: Deno.uid() === 0,
  fn: async () => {
    await withFolder((folder) => {
      Deno.writeTextFileSync(`${folder}/file`, "x", { mode: 0o000 });
      throws(() => readBytes(`${folder}/file`), { code: "PERMISSION" });
    });
  },
});

Deno.test("readBytes() reads into memory that is given, also a file that says it has no size", () => {
  const memory = new Uint8Array(100_000);
  const asked: number[] = [];
  const bytes = readBytes("/proc/self/maps", {
    allocate: (length) => {
      asked.push(length);
      return memory.subarray(0, length);
    },
  });
  strictEqual(bytes?.buffer, memory.buffer);
  strictEqual(asked[0], 1);
  ok(asked.length > 1);
  ok(/^[0-9a-f]+-[0-9a-f]+ /.test(new TextDecoder().decode(bytes!)));
});
