/**
 * Where an answer sends its reader. Pure.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** Whether an answer with this status sends its reader elsewhere. */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** A URL in a message: without the user's name and password, and without a query, which may hold a secret. */
export function shownUrl(url: URL | string): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  shown.search = "";
  shown.hash = "";
  return shown.href;
}

/**
 * The URL that a redirect leads to.
 *
 * @param from The URL that was asked.
 * @param location The answer's `Location` field.
 * @throws {StoreError} `NETWORK`: there is none, it is no `http` or `https` URL, or it leads from https to http.
 */
export function redirectTarget(from: URL, location: string | null): URL {
  const refuse = (state: string) =>
    new StoreError(
      "NETWORK",
      `Cannot follow the redirect of "${shownUrl(from)}": ${state}`,
      { hint: "Add the store with the URL that it has now." },
    );
  const target = location === null ? null : URL.parse(location, from.href);
  if (target === null) throw refuse("it names no URL");
  if (target.protocol !== "https:" && target.protocol !== "http:") {
    throw refuse(`"${target.protocol}" is neither http: nor https:`);
  }
  if (from.protocol === "https:" && target.protocol === "http:") {
    throw refuse("it leads from https to http");
  }
  return target;
}
