/**
 * A linked file of a web server, hashed while it comes, and gone on with where it broke off.
 *
 * @module
 */

import type { DigestAlgorithm } from "../core/checksum.ts";
import { StoreError } from "../core/store_error.ts";
import { ioError } from "./_io_error.ts";
import { openHasher } from "./digest.ts";
import type { Hasher } from "./digest.ts";
import { codingOf, lengthOf, plainPieces } from "./http_body.ts";
import type { HttpSettings } from "./http_clock.ts";
import { badStatus, isGone, validatorOf } from "./http_document.ts";
import { shownUrl } from "./http_redirect.ts";
import { ask } from "./http_request.ts";
import { TryAgain } from "./http_try_again.ts";
import type { HttpWatch } from "./http_watch.ts";

/** A file, and what its link says of it. */
export interface LinkedFile {
  /** Where it is; may hold a user's name and password. */
  readonly url: string;
  /** What makes its checksum. */
  readonly algorithm: DigestAlgorithm;
  /** Its checksum in lower-case hex. */
  readonly hex: string;
  /** Bytes. */
  readonly size: number;
}

/** What a strong validator lets a server go on with; a weak one says nothing about bytes. */
function strongValidator(response: Response): string | undefined {
  const { etag, lastModified } = validatorOf(response);
  return etag === undefined
    ? lastModified
    : etag.startsWith("W/")
    ? undefined
    : etag;
}

/** The first byte that a partial answer holds, where it is a part of a file of the right size. */
function startOfPart(response: Response, size: number): number | undefined {
  const range = response.headers.get("content-range") ?? "";
  const [, first, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/i.exec(
    range,
  ) ?? [];
  if (first === undefined) return undefined;
  return total === "*" || Number(total) === size ? Number(first) : undefined;
}

/** One file on its way. */
class Download {
  /** Bytes that are written and hashed. */
  length = 0;
  /** Whether some of them came in an earlier answer. */
  isContinued = false;
  /** The state of the file that the written bytes are of. */
  validator: string | undefined;
  /** Whether it was begun anew once after the parts did not fit together. */
  isSecond = false;

  constructor(
    readonly link: LinkedFile,
    readonly file: Deno.FsFile,
    readonly hasher: Hasher,
  ) {}

  get place(): string {
    return shownUrl(this.link.url);
  }

  /** Hashes what an earlier run left in the file. */
  takeOver(): void {
    const { file, hasher, link } = this;
    for (;;) {
      const { buffer } = hasher;
      const count = file.readSync(buffer) ?? 0;
      if (count === 0) break;
      hasher.update(buffer.subarray(0, count));
      this.length += count;
    }
    this.isContinued = this.length > 0;
    if (this.length > link.size) this.beginAnew();
  }

  /** Forgets all bytes. */
  beginAnew(): void {
    this.hasher.hex();
    this.file.truncateSync(0);
    this.file.seekSync(0, Deno.SeekMode.Start);
    this.length = 0;
    this.isContinued = false;
    this.validator = undefined;
  }

  write(piece: Uint8Array): void {
    if (this.length + piece.length > this.link.size) {
      throw this.mismatch(`it has more than ${this.link.size} bytes`);
    }
    this.hasher.update(piece);
    try {
      for (let done = 0; done < piece.length;) {
        done += this.file.writeSync(piece.subarray(done));
      }
    } catch (error) {
      throw ioError(error, "keep", this.place);
    }
    this.length += piece.length;
  }

  mismatch(state: string): StoreError {
    return new StoreError(
      "CHECKSUM_MISMATCH",
      `Cannot use "${this.place}": ${state}, which is not what its manifest says`,
      { hint: "Tell who runs the store; nothing of it was installed." },
    );
  }

  /** Whether all is there and right; begins anew, once, where parts of different states were put together. */
  finish(): void {
    const hex = this.hasher.hex();
    if (hex === this.link.hex) return;
    const failure = this.mismatch(`its checksum is ${hex}`);
    if (!this.isContinued || this.isSecond) throw failure;
    this.isSecond = true;
    this.beginAnew();
    throw new TryAgain(failure);
  }

  headers(): Record<string, string> {
    return {
      // sizes, offsets and hashes are those of the file, not of a packed form of it
      "accept-encoding": "identity",
      ...(this.length === 0 ? {} : { range: `bytes=${this.length}-` }),
      ...(this.length === 0 || this.validator === undefined
        ? {}
        : { "if-range": this.validator }),
    };
  }

  /** Takes one answer. */
  async take(response: Response, watch: HttpWatch): Promise<boolean> {
    const { link, place } = this;
    const { status } = response;
    if (isGone(status)) return false;
    const isPart = status === 206 && codingOf(response) === "" &&
      startOfPart(response, link.size) === this.length && this.length > 0;
    if (!isPart) {
      if (status === 416 || status === 206) {
        const failure = badStatus(status, place);
        if (this.length === 0) throw failure;
        this.beginAnew();
        throw new TryAgain(failure);
      }
      if (status !== 200) throw badStatus(status, place);
      if (this.length > 0) this.beginAnew();
      const said = codingOf(response) === "" ? lengthOf(response) : undefined;
      if (said !== undefined && said !== link.size) {
        throw this.mismatch(`it has ${said} bytes instead of ${link.size}`);
      }
      this.validator = strongValidator(response);
    }
    this.isContinued = isPart;
    for await (
      const piece of plainPieces(response, watch, place, link.size)
    ) this.write(piece);
    if (this.length < link.size) {
      throw new TryAgain(
        new StoreError(
          "NETWORK",
          `Cannot fetch "${place}": it ended after ${this.length} of ${link.size} bytes`,
        ),
      );
    }
    this.finish();
    return true;
  }
}

/**
 * Downloads a file into an open one, and goes on after what that holds already.
 *
 * @param file Open for reading and writing, at its beginning.
 * @param signal Ends it; what came so far stays in the file.
 * @returns False where the server has no such file.
 * @throws {StoreError} `NETWORK`; `CHECKSUM_MISMATCH`: its size or its bytes are not what the link says.
 */
export async function download(
  link: LinkedFile,
  file: Deno.FsFile,
  settings: HttpSettings,
  signal?: AbortSignal,
): Promise<boolean> {
  using hasher = await openHasher(link.algorithm);
  const work = new Download(link, file, hasher);
  work.takeOver();
  if (work.length === link.size) {
    if (work.hasher.hex() === link.hex) return true;
    work.beginAnew();
  }
  const request = () => ({
    url: link.url,
    headers: work.headers(),
    ...(signal === undefined ? {} : { signal }),
  });
  return await ask(
    request,
    settings,
    (response, watch) => work.take(response, watch),
  );
}
