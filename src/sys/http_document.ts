/**
 * A small file of a web server, read whole, and only if it changed.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { allBytes } from "./http_body.ts";
import type { HttpSettings } from "./http_clock.ts";
import { shownUrl } from "./http_redirect.ts";
import { ask } from "./http_request.ts";

/** What tells one state of a file from another. */
export interface Validator {
  /** The `ETag` field, with its quotes. */
  readonly etag?: string;
  /** The `Last-Modified` field. */
  readonly lastModified?: string;
}

/** What is asked for. */
export interface DocumentRequest {
  /** The most bytes to accept, unpacked. */
  readonly maxBytes: number;
  /** The state that is known already. */
  readonly known?: Validator;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/** A file that was read. */
export interface HttpDocument {
  /** Its bytes, unpacked. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its state. */
  readonly validator: Validator;
  /** The `Content-Type` field, without its parameters and in lower case; empty where there is none. */
  readonly type: string;
}

/** The fields of an answer that tell its state. */
export function validatorOf({ headers }: Response): Validator {
  const etag = headers.get("etag");
  const lastModified = headers.get("last-modified");
  return {
    ...(etag === null ? {} : { etag }),
    ...(lastModified === null ? {} : { lastModified }),
  };
}

/** Whether an answer says that there is no such file. */
export function isGone(status: number): boolean {
  return status === 404 || status === 410;
}

/** An answer that nothing can be done with. */
export function badStatus(status: number, place: string): StoreError {
  const isKeptOut = status === 401 || status === 403 || status === 407;
  return new StoreError(
    "NETWORK",
    `Cannot fetch "${place}": the server answers with status ${status}`,
    isKeptOut
      ? { hint: "Check the address, and the name and password in it." }
      : {},
  );
}

/**
 * Reads a file of a web server.
 *
 * @param url May hold a user's name and password.
 * @returns The file; `unchanged` where it is as it was known, `missing` where there is none.
 * @throws {StoreError} `NETWORK`, or `LIMIT_EXCEEDED`: it is larger.
 */
export function readDocument(
  url: string,
  { maxBytes, known, signal }: DocumentRequest,
  settings: HttpSettings,
): Promise<HttpDocument | "unchanged" | "missing"> {
  const place = shownUrl(url);
  const request = {
    url,
    headers: {
      // as soon as this field is set, the runtime unpacks what it names and nothing else
      "accept-encoding": "gzip",
      ...(known?.etag === undefined ? {} : { "if-none-match": known.etag }),
      ...(known?.lastModified === undefined
        ? {}
        : { "if-modified-since": known.lastModified }),
    },
    longest: settings.limits.document,
    ...(signal === undefined ? {} : { signal }),
  };
  const isConditional = known?.etag !== undefined ||
    known?.lastModified !== undefined;
  return ask(() => request, settings, async (response, watch) => {
    const { status } = response;
    if (status === 304 && isConditional) return "unchanged";
    if (isGone(status)) return "missing";
    if (status !== 200) throw badStatus(status, place);
    const bytes = await allBytes(response, watch, place, maxBytes);
    const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
    return {
      bytes,
      validator: validatorOf(response),
      type: type.trim().toLowerCase(),
    };
  });
}
