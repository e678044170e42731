import { rejects, strictEqual } from "node:assert/strict";
import {
  collect,
  concat,
  isLeftOut,
  pipe,
  sameBytes,
  sampleList,
} from "./_testing.ts";
import { decompressBzip2 } from "./decompress_bzip2.ts";
import { decompressGzip } from "./decompress_gzip.ts";
import { decompressLz4 } from "./decompress_lz4.ts";
import { decompressLzma } from "./decompress_lzma.ts";
import { decompressXz } from "./decompress_xz.ts";
import { decompressZstd } from "./decompress_zstd.ts";

const DAMAGED = {
  code: "DATA_CORRUPT",
  message: /^Cannot unpack "list": /,
};
const SAMPLE = sampleList(900_000);
const TEXT = new TextEncoder().encode("Package: a\n");

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
    isJoinable: true,
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
      isJoinable ? "unpacks" : "rejects"
    } files one after the other`,
    ignore,
    fn: async () => {
      const first = await pipe(format, ["-c"], SAMPLE);
      const second = await pipe(format, ["-c"], TEXT);
      const joined = concat(first, second, second);
      if (!isJoinable) return await rejects(unpack(joined), DAMAGED);
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

Deno.test({
  name: "decompressZstd() and decompressLz4() pass over skippable frames",
  ignore: await isLeftOut("zstd") || await isLeftOut("lz4"),
  fn: async () => {
    const skip = Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
    const tools = [["zstd", decompressZstd], ["lz4", decompressLz4]] as const;
    for (const [tool, decompress] of tools) {
      const packed = await pipe(tool, ["-c"], TEXT);
      const data = concat(skip, packed, skip);
      sameBytes(await collect(decompress(data, "list")), TEXT);
      await rejects(
        collect(decompress(data.slice(0, -1), "list")),
        DAMAGED,
      );
    }
  },
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
