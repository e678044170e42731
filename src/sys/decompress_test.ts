import { rejects, strictEqual } from "node:assert/strict";
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
import { decompressBzip2 } from "./decompress_bzip2.ts";
import { decompressGzip } from "./decompress_gzip.ts";
import { decompressLz4 as unpackLz4 } from "./decompress_lz4.ts";
import { decompressLzma } from "./decompress_lzma.ts";
import { decompressXz } from "./decompress_xz.ts";
import { decompressZstd } from "./decompress_zstd.ts";

const DAMAGED = {
  code: "DATA_CORRUPT",
  message: /^Cannot unpack "list": /,
};
const SAMPLE = sampleList(900_000);
const TEXT = new TextEncoder().encode("Package: a\n");

/** The file in pieces, each of which is gone when the next one is asked for. */
function* lentPieces(data: Uint8Array): Generator<Uint8Array> {
  const piece = new Uint8Array(1009);
  for (let at = 0; at < data.length; at += piece.length) {
    const part = data.subarray(at, at + piece.length);
    piece.fill(0);
    piece.set(part);
    yield piece.subarray(0, part.length);
  }
}

function decompressLz4(
  data: Uint8Array,
  path: string,
): Generator<Uint8Array, void> {
  return unpackLz4(lentPieces(data), path);
}

/** The tool, its ways to write, and what is special about the format. */
const FORMATS = [
  {
    format: "gzip",
    decompress: decompressGzip,
    isJoinable: true,
    hasSum: true,
    ways: [["-c"], ["-9c"], ["-1c"]],
  },
  {
    format: "xz",
    decompress: decompressXz,
    isJoinable: true,
    hasSum: true,
    ways: [
      ["-c"],
      ["-9ec"],
      ["-0c"],
      ["--check=crc32", "-c"],
      ["-T2", "--block-size=100000", "-c"],
    ],
  },
  {
    format: "bzip2",
    decompress: decompressBzip2,
    isJoinable: true,
    hasSum: true,
    ways: [["-c"], ["-1c"]],
  },
  {
    format: "lz4",
    decompress: decompressLz4,
    isJoinable: "first",
    hasSum: true,
    ways: [
      ["-c"],
      ["-9", "-c"],
      ["-B4", "-BD", "-c"],
      ["-B5", "-BX", "-c"],
      ["-B4", "-BD", "-12", "--no-frame-crc", "-c"],
    ],
  },
  {
    format: "zstd",
    decompress: decompressZstd,
    isJoinable: true,
    hasSum: true,
    ways: [
      ["-c"],
      ["-19", "-c"],
      ["--fast=5", "-c"],
      ["--no-check", "-c"],
      ["-T2", "-B100000", "-c"],
      ["--ultra", "-22", "--long=27", "-c"],
    ],
  },
  {
    format: "lzma",
    decompress: decompressLzma,
    isJoinable: false,
    hasSum: false,
    ways: [
      ["-c"],
      ["-9ec"],
      ["-0c"],
      ["--lzma1=lc=0,lp=2,pb=0,dict=64KiB", "-c"],
      ["--lzma1=lc=1,lp=3,pb=4,dict=4KiB,mf=hc4,mode=fast", "-c"],
    ],
  },
] as const;

for (const { format, decompress, isJoinable, hasSum, ways } of FORMATS) {
  const ignore = await isLeftOut(format);
  const unpack = (data: Uint8Array<ArrayBuffer>) =>
    collect(decompress(data, "list"));

  Deno.test({
    name: `${decompress.name}() unpacks what ${format} writes`,
    ignore,
    fn: async () => {
      for (const way of ways) {
        for (const input of [SAMPLE, TEXT, new Uint8Array()]) {
          const packed = await pipe(format, way, input);
          const unpacked = await unpack(packed);
          strictEqual(unpacked.length, input.length, way.join(" "));
          sameBytes(unpacked, input, way.join(" "));
        }
      }
    },
  });

  Deno.test({
    name: `${decompress.name}() unpacks bytes that do not pack, and long runs`,
    ignore,
    fn: async () => {
      const noise = new Uint8Array(70_000);
      crypto.getRandomValues(noise.subarray(0, 60_000));
      const input = concat(noise, new Uint8Array(700_000).fill(97), noise);
      sameBytes(await unpack(await pipe(format, ["-c"], input)), input);
    },
  });

  Deno.test({
    name: `${decompress.name}() ${
      isJoinable === false
        ? "rejects"
        : isJoinable === true
        ? "unpacks"
        : "unpacks the first of"
    } files one after the other`,
    ignore,
    fn: async () => {
      const first = await pipe(format, ["-c"], SAMPLE);
      const second = await pipe(format, ["-c"], TEXT);
      const joined = concat(first, second, second);
      if (!isJoinable) return await rejects(unpack(joined), DAMAGED);
      if (isJoinable === "first") {
        return sameBytes(await unpack(joined), SAMPLE);
      }
      sameBytes(await unpack(joined), concat(SAMPLE, TEXT, TEXT));
      await rejects(unpack(joined.slice(0, -1)), DAMAGED);
    },
  });

  Deno.test({
    name: `${decompress.name}() rejects a file that is cut anywhere`,
    ignore,
    fn: async () => {
      const small = await pipe(format, ["-c"], TEXT);
      const large = await pipe(format, ["-c"], SAMPLE);
      for (let length = 0; length < small.length; length++) {
        await rejects(
          unpack(small.slice(0, length)),
          { ...DAMAGED, message: /: it ends early$/ },
          `cut at ${length} of ${small.length}`,
        );
      }
      for (const missing of [1, 2, 3, 4, 5, 8, 12, 1000, large.length >> 1]) {
        await rejects(unpack(large.slice(0, -missing)), DAMAGED);
      }
    },
  });

  Deno.test({
    name: `${decompress.name}() gives what it unpacked or rejects, never hangs`,
    ignore,
    fn: async () => {
      const packed = await pipe(format, ["-c"], SAMPLE.subarray(0, 20_000));
      const want = SAMPLE.slice(0, 20_000);
      for (let i = 0; i < 150; i++) {
        const flipped = packed.slice();
        const at = Math.floor(i * packed.length / 150);
        flipped[at] = flipped[at]! ^ (1 << (i % 8));
        let unpacked: Uint8Array;
        try {
          unpacked = await unpack(flipped);
        } catch (error) {
          strictEqual((error as { code?: string }).code, "DATA_CORRUPT");
          continue;
        }
        if (hasSum) sameBytes(unpacked, want, `bit ${i % 8} of ${at}`);
      }
    },
  });

  Deno.test(`${decompress.name}() rejects other data`, async () => {
    const noise = sampleList(5000).map((byte, i) => (byte * 31 + i * 7) & 255);
    for (const data of [SAMPLE, noise, noise.fill(0), noise.fill(255)]) {
      await rejects(unpack(data.slice()), DAMAGED);
    }
  });

  Deno.test({
    name: `${decompress.name}() can be left before its end`,
    ignore,
    fn: async () => {
      const packed = await pipe(format, ["-c"], SAMPLE);
      for (let i = 0; i < 3; i++) {
        for await (const chunk of decompress(packed, "list")) {
          strictEqual(chunk.length > 0, true);
          break;
        }
      }
      strictEqual((await unpack(packed)).length, SAMPLE.length);
    },
  });
}

const SKIPPED = Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);

Deno.test({
  name: "decompressZstd() passes over skippable frames",
  ignore: await isLeftOut("zstd"),
  fn: async () => {
    const packed = await pipe("zstd", ["-c"], TEXT);
    const data = concat(SKIPPED, packed, SKIPPED);
    sameBytes(await collect(decompressZstd(data, "list")), TEXT);
    await rejects(
      collect(decompressZstd(data.slice(0, -1), "list")),
      DAMAGED,
    );
  },
});

Deno.test({
  name: "decompressLz4() reads as far as APT, and finds damage where APT does",
  ignore: await isLeftOut("lz4") || await isLeftOut(APT_HELPER),
  fn: () =>
    withFolder(async (folder) => {
      const path = `${folder}/list.lz4`;
      const pack = (input: Uint8Array<ArrayBuffer>, ...way: string[]) =>
        pipe("lz4", [...way, "-c"], input);
      const packed = await pack(SAMPLE);
      const small = await pack(TEXT, "-B4", "-BX", "--content-size");
      const flipped = (data: Uint8Array, at: number) =>
        data.with(at < 0 ? data.length + at : at, data.at(at)! ^ 1);
      const files = [
        concat(packed, small),
        concat(small, SKIPPED, packed),
        concat(SKIPPED, small),
        concat(small, TEXT),
        SKIPPED.slice(0, -1),
        await pack(SAMPLE, "-l"),
        await pack(SAMPLE, "-B7", "-BD"),
        await pack(new Uint8Array(), "--content-size"),
        ...[4, 5, 6, 10, 20, -1, -5, -9].flatMap((at) => [
          flipped(small, at),
          small.slice(0, at),
        ]),
      ];
      for (const [number, file] of files.entries()) {
        Deno.writeFileSync(path, file);
        const { success, stdout } = await new Deno.Command(APT_HELPER, {
          args: ["cat-file", path],
        }).output();
        const unpacked = collect(decompressLz4(file, "list"));
        if (!success) await rejects(unpacked, DAMAGED, `file ${number}`);
        else sameBytes(await unpacked, stdout, `file ${number}`);
      }
    }),
});

Deno.test({
  name: "decompressLzma() reads a known size, with and without an end marker",
  ignore: await isLeftOut("lzma"),
  fn: async () => {
    const packed = await pipe("lzma", ["-c"], SAMPLE);
    const size = new DataView(packed.buffer, packed.byteOffset);
    size.setBigUint64(5, BigInt(SAMPLE.length), true);
    sameBytes(await collect(decompressLzma(packed, "list")), SAMPLE);
    for (const wrong of [SAMPLE.length - 1, SAMPLE.length + 1]) {
      size.setBigUint64(5, BigInt(wrong), true);
      await rejects(collect(decompressLzma(packed, "list")), DAMAGED);
    }
  },
});

Deno.test({
  name: "decompressLzma() rejects a stream whose last byte is wrong",
  ignore: await isLeftOut("lzma"),
  fn: async () => {
    const packed = await pipe("lzma", ["-c"], TEXT);
    packed[packed.length - 1]! ^= 1;
    await rejects(collect(decompressLzma(packed, "list")), DAMAGED);
  },
});
