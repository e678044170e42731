/**
 * The output of `git cat-file --batch`: blobs, one after the other, in pieces.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import {
  complaintOf,
  feed,
  GitGuard,
  readStream,
  spawnGit,
} from "./git_run.ts";
import type { GitCall } from "./git_run.ts";

/** Bytes of a line that names a blob, at most. */
const LINE_BYTES = 200;

/** A stream that is read by lines and by counts. */
class PieceReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #piece: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader();
  }

  /** The next bytes, at most so many; undefined at the end. */
  async next(most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (this.#piece.length === 0) {
      const { value, done } = await this.#reader.read();
      if (done) return undefined;
      this.#piece = value;
    }
    const part = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(part.length);
    return part;
  }

  /** The next line, without its line feed; undefined at the end, and where it has none. */
  async line(): Promise<string | undefined> {
    const bytes: number[] = [];
    while (bytes.length < LINE_BYTES) {
      const part = await this.next(1);
      if (part === undefined) return undefined;
      if (part[0] === 10) return String.fromCharCode(...bytes);
      bytes.push(part[0]!);
    }
    return undefined;
  }

  /** Reads no more. */
  async end(): Promise<void> {
    await this.#reader.cancel();
  }
}

/** The bytes of one blob; leaves `rest` at those that were not taken. */
async function* piecesOf(
  reader: PieceReader,
  rest: { bytes: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  while (rest.bytes > 0) {
    const part = await reader.next(rest.bytes);
    if (part === undefined) return;
    rest.bytes -= part.length;
    yield part;
  }
}

/**
 * Runs `git cat-file --batch` and hands out what it prints.
 *
 * @param call Its `stdin` names the blobs, one each line.
 * @param place The repository, in messages.
 * @param take Gets each blob; the next one comes when its promise is kept.
 * @throws {StoreError} `DATA_CORRUPT`: a blob is missing or damaged.
 */
export async function readPieces(
  call: GitCall,
  place: string,
  take: (
    oid: string,
    pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ) => Promise<void>,
): Promise<void> {
  const child = spawnGit(call);
  using guard = new GitGuard(child, call);
  const complaints = readStream(
    child.stderr,
    64 * 1024,
    () => {},
    guard.signal,
  );
  const fed = feed(child, call.stdin ?? "");
  const reader = new PieceReader(child.stdout);
  let isDamaged = false;
  try {
    for (;;) {
      const line = await reader.line();
      if (line === undefined) break;
      const [oid = "", type, size] = line.split(" ");
      if (type !== "blob") {
        isDamaged = true;
        break;
      }
      const rest = { bytes: Number(size) };
      await take(oid, piecesOf(reader, rest));
      for await (const _ of piecesOf(reader, rest));
      isDamaged = rest.bytes > 0 || await reader.line() !== "";
      if (isDamaged) break;
    }
  } finally {
    await reader.end();
    await Promise.all([fed, complaints, child.status]);
  }
  if (guard.failure !== undefined) throw guard.failure;
  const { code } = await child.status;
  if (!isDamaged && code === 0) return;
  const text = new TextDecoder().decode(await complaints);
  throw new StoreError(
    "DATA_CORRUPT",
    `Cannot read what is kept of "${place}": ${
      text === "" ? "something is missing" : complaintOf(text)
    }`,
    { hint: "Run storectl cache clear." },
  );
}
