import { ok, rejects, strictEqual } from "node:assert/strict";
import {
  collect,
  concat,
  isLeftOut,
  pipe,
  sameBytes,
  sampleList,
  withFolder,
} from "./_testing.ts";
import { APT_HELPER } from "./_read_helper.ts";
import { readList } from "./read_list.ts";

const SAMPLE = sampleList(1_500_000);
const FORMATS = [
  { extension: "gz", program: "gzip" },
  { extension: "xz", program: "xz" },
  { extension: "bz2", program: "bzip2" },
  { extension: "lzma", program: "lzma" },
  { extension: "lz4", program: "lz4" },
  { extension: "zst", program: "zstd" },
] as const;
const noHelper = await isLeftOut(APT_HELPER);
const WAYS = [
  { way: "through apt-helper", helper: APT_HELPER, ignore: noHelper },
  { way: "without a helper", helper: null, ignore: false },
  { way: "with a missing helper", helper: "/nonexistent", ignore: false },
] as const;

/** A program of the test's own in place of the helper. */
function fakeHelper(folder: string, script: string): string {
  const path = `${folder}/helper`;
  Deno.writeTextFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

for (const { extension, program } of FORMATS) {
  const noProgram = await isLeftOut(program);
  for (const { way, helper, ignore } of WAYS) {
    Deno.test({
      name: `readList() reads .${extension} ${way}`,
      ignore: ignore || noProgram,
      fn: () =>
        withFolder(async (folder) => {
          const path = `${folder}/a_b.c_Packages.${extension}`;
          for (const input of [SAMPLE, SAMPLE.slice(0, 9), new Uint8Array()]) {
            Deno.writeFileSync(path, await pipe(program, ["-c"], input));
            const sizes: number[] = [];
            const parts: Uint8Array[] = [];
            for await (const chunk of readList(path, { helper })) {
              sizes.push(chunk.length);
              parts.push(chunk);
            }
            sameBytes(concat(...parts), input);
            ok(!sizes.includes(0));
            ok(sizes.length <= 30, `${sizes.length} chunks`);
          }
        }),
    });

    Deno.test({
      name: `readList() rejects a cut .${extension} ${way}`,
      ignore: ignore || noProgram,
      fn: () =>
        withFolder(async (folder) => {
          const path = `${folder}/Packages.${extension}`;
          const packed = await pipe(program, ["-c"], SAMPLE);
          const half = packed.length >> 1;
          for (
            const length of [1, 5, half, packed.length - 5, packed.length - 1]
          ) {
            Deno.writeFileSync(path, packed.slice(0, length));
            await rejects(
              collect(readList(path, { helper })),
              (error: { code?: string; details?: { at?: string } }) =>
                error.code === "DATA_CORRUPT" && error.details?.at === path,
              `cut at ${length} of ${packed.length}`,
            );
          }
          const noise = packed.map((byte, i) => (byte * 31 + i * 7) & 255);
          Deno.writeFileSync(path, noise);
          if (extension === "gz") return;
          await rejects(
            collect(readList(path, { helper })),
            { code: "DATA_CORRUPT" },
          );
        }),
    });

    Deno.test({
      name: `readList() can be left early in .${extension} ${way}`,
      ignore: ignore || noProgram,
      fn: () =>
        withFolder(async (folder) => {
          const path = `${folder}/Packages.${extension}`;
          Deno.writeFileSync(path, await pipe(program, ["-c"], SAMPLE));
          for (let i = 0; i < 2; i++) {
            for await (const chunk of readList(path, { helper })) {
              strictEqual(chunk[0], SAMPLE[0]);
              break;
            }
          }
        }),
    });
  }
}

Deno.test({
  name: "readList() reads .gz of several members, and plain text named .gz",
  ignore: await isLeftOut("gzip"),
  fn: () =>
    withFolder(async (folder) => {
      const path = `${folder}/Packages.gz`;
      const packed = await pipe("gzip", ["-c"], SAMPLE);
      const small = await pipe("gzip", ["-c"], SAMPLE.slice(0, 100));
      const cases = [
        [SAMPLE, SAMPLE],
        [new Uint8Array(), new Uint8Array()],
        [concat(packed, new Uint8Array(512)), SAMPLE],
        [concat(small, packed), concat(SAMPLE.slice(0, 100), SAMPLE)],
        [
          concat(packed, packed, small),
          concat(SAMPLE, SAMPLE, SAMPLE.slice(0, 100)),
        ],
      ] as const;
      for (const [file, want] of cases) {
        Deno.writeFileSync(path, file);
        sameBytes(await collect(readList(path)), want);
      }
      // Larger than one read, so that a part is given before the second member is met.
      const noise = new Uint8Array(600_000);
      for (let i = 0; i < noise.length; i += 60_000) {
        crypto.getRandomValues(noise.subarray(i, i + 60_000));
      }
      Deno.writeFileSync(
        path,
        concat(await pipe("gzip", ["-c"], noise), packed),
      );
      let given = 0;
      for await (const chunk of readList(path)) {
        ok(chunk.length > 0);
        const want = concat(noise, SAMPLE).subarray(
          given,
          given + chunk.length,
        );
        sameBytes(chunk, want);
        given += chunk.length;
      }
      strictEqual(given, noise.length + SAMPLE.length);
      Deno.writeFileSync(path, concat(packed, packed.slice(0, -1)));
      await rejects(collect(readList(path)), { code: "DATA_CORRUPT" });
    }),
});

Deno.test("readList() reads any other file as it is", () =>
  withFolder(async (folder) => {
    for (const name of ["Packages", "a.list", "x.gz_Packages", ".xyz"]) {
      const path = `${folder}/${name}`;
      for (const input of [SAMPLE, new Uint8Array()]) {
        Deno.writeFileSync(path, input);
        sameBytes(await collect(readList(path)), input);
      }
    }
  }));

Deno.test("readList() says what is not there or not a file", () =>
  withFolder(async (folder) => {
    for (const extension of ["", ".gz", ".xz", ".lz4"]) {
      const path = `${folder}/Packages${extension}`;
      await rejects(collect(readList(path)), {
        code: "IO",
        message: `Cannot read "${path}": it does not exist`,
      });
      Deno.mkdirSync(path);
      await rejects(collect(readList(path)), {
        code: "IO",
        message: `Cannot read "${path}": it is a directory`,
      });
    }
  }));

Deno.test({
  name: "readList() ends the helper when it is left, and reads its complaint",
  ignore: await isLeftOut("sh"),
  fn: () =>
    withFolder(async (folder) => {
      const path = `${folder}/Packages.xz`;
      Deno.writeFileSync(path, SAMPLE);
      const endless = fakeHelper(
        folder,
        `echo $$ >"$2.pid"; exec yes`,
      );
      for await (const chunk of readList(path, { helper: endless })) {
        strictEqual(chunk.length, 256 * 1024);
        break;
      }
      const pid = Deno.readTextFileSync(`${path}.pid`).trim();
      const { success } = await new Deno.Command("kill", {
        args: ["-0", pid],
        stderr: "null",
      }).output();
      strictEqual(success, false);

      const failing = fakeHelper(
        folder,
        `echo some; echo "W: x" >&2; echo "E: $2 Read error (7)" >&2; exit 100`,
      );
      const parts: Uint8Array[] = [];
      await rejects(
        async () => {
          const chunks = readList(path, { helper: failing });
          for await (const chunk of chunks) parts.push(chunk);
        },
        {
          code: "DATA_CORRUPT",
          message:
            `Cannot unpack "${path}": the data are damaged (Read error (7))`,
        },
      );
      strictEqual(new TextDecoder().decode(concat(...parts)), "some\n");
    }),
});

Deno.test({
  name: "readList() unpacks the file itself where the helper gives nothing",
  ignore: await isLeftOut("xz"),
  fn: () =>
    withFolder(async (folder) => {
      const path = `${folder}/Packages.xz`;
      Deno.writeFileSync(path, await pipe("xz", ["-c"], SAMPLE));
      const helper = fakeHelper(
        folder,
        `echo "E: broken apt.conf" >&2; exit 100`,
      );
      sameBytes(await collect(readList(path, { helper })), SAMPLE);
    }),
});
