/**
 * Files of `xz`, unpacked by the package `xz-decompress`: xz-embedded as WebAssembly.
 *
 * It knows no filter but LZMA2, no SHA-256 checks, and no dictionary over 64 MiB (`xz -9`). It unpacks one file after the other:
 * a second one waits until the first is at its end or left.
 *
 * @module
 */

import xz from "xz-decompress";
import { damaged, ENDS_EARLY } from "./_damaged.ts";

/** What its error codes mean. Source: `xz.h` of {@link https://tukaani.org/xz/embedded.html}. */
const STATES: Readonly<Record<string, string>> = {
  4: "it needs more memory than allowed",
  5: "it is not an xz file",
  6: "it uses a part of the format that is not known here",
  7: "the data are damaged",
  8: ENDS_EARLY,
};

/** The data in one piece, with an end. */
function streamOf(data: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(data);
      controller.close();
    },
  });
}

/**
 * Unpacks an xz file of any number of streams and blocks.
 *
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export async function* decompressXz(
  data: Uint8Array,
  path: string,
): AsyncGenerator<Uint8Array, void> {
  try {
    const stream: ReadableStream<Uint8Array> = new xz.XzReadableStream(
      streamOf(data),
    );
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    const code = /error code (\d+)$/.exec(String(error))?.[1] ?? "";
    throw damaged(path, STATES[code] ?? "the data are damaged", error);
  }
}
