/**
 * The bytes of an answer, piece by piece, under watch.
 *
 * @module
 */

import { joinBytes } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import type { HttpWatch } from "./http_watch.ts";

/** Bytes asked for at once. */
const PIECE_BYTES = 128 * 1024;

async function* piecesOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  watch: HttpWatch,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const reader = body.getReader({ mode: "byob" });
  let memory = new Uint8Array(PIECE_BYTES);
  try {
    for (;;) {
      const { value, done } = await reader.read(memory);
      if (done) return;
      watch.received(value.length);
      yield value;
      // the same memory comes back: whoever takes a piece is done with it when asking for the next
      memory = new Uint8Array(value.buffer);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** How an answer is packed for its way; empty for not at all. */
export function codingOf(response: Response): string {
  const coding = response.headers.get("content-encoding")?.toLowerCase() ?? "";
  return coding === "identity" ? "" : coding;
}

/** `Content-Length`; undefined where there is none. */
export function lengthOf(response: Response): number | undefined {
  const text = response.headers.get("content-length");
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * The bytes of an answer to a request that did not let the server pack it.
 *
 * Some servers pack files all the same, or keep them packed. A packed answer that is exactly as long as the file is
 * the file: servers say `gzip` of a `.tar.gz` too.
 *
 * @param place The URL, as messages show it.
 * @param size Bytes of the file.
 * @returns Pieces, each of which is good until the next one is asked for.
 * @throws {StoreError} `NETWORK`: it is packed in a way that nobody asked for.
 */
export function plainPieces(
  response: Response,
  watch: HttpWatch,
  place: string,
  size: number,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const { body } = response;
  if (body === null) return (async function* () {})();
  const coding = codingOf(response);
  const pieces = piecesOf(body, watch);
  if (coding === "" || lengthOf(response) === size) return pieces;
  if (coding !== "gzip" && coding !== "x-gzip") {
    throw new StoreError(
      "NETWORK",
      `Cannot fetch "${place}": the server packs it as "${coding}", which was not asked for`,
    );
  }
  return ReadableStream.from(copiesOf(pieces)).pipeThrough(
    new DecompressionStream("gzip"),
  );
}

/** Pieces that stay good: what unpacks them reads ahead. */
async function* copiesOf(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for await (const piece of pieces) yield piece.slice();
}

/**
 * All bytes of an answer, up to a limit; packed ones were unpacked by the runtime.
 *
 * @param place The URL, as messages show it.
 * @throws {StoreError} `LIMIT_EXCEEDED`: there are more.
 */
export async function allBytes(
  response: Response,
  watch: HttpWatch,
  place: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const over = () =>
    new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot fetch "${place}": it is larger than the limit of ${maxBytes} bytes`,
    );
  const { body } = response;
  if (body === null) return new Uint8Array();
  const said = codingOf(response) === "" ? lengthOf(response) : undefined;
  if (said !== undefined && said > maxBytes) throw over();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of piecesOf(body, watch)) {
    length += piece.length;
    if (length > maxBytes) throw over();
    pieces.push(piece.slice());
  }
  return joinBytes(pieces);
}
