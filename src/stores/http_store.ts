/**
 * The kind `http`: a store on a web server.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { shownUrl } from "../sys/http_redirect.ts";
import { httpTree } from "./http_tree.ts";
import { linkedStore } from "./linked_store.ts";
import type { StoreKindModule } from "./store_kind_module.ts";

/**
 * The URL of a store in the form that is kept: it ends in `/`, and `store.json` is below it.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`: it is not an `http` or `https` URL, or has a query.
 */
export function readHttpLocation(location: string): string {
  const refuse = (shown: string, state: string) =>
    new StoreError(
      "INVALID_ARGUMENT",
      `Cannot use "${shown}" as the address of a store: ${state}`,
      { hint: "Give the URL of the directory that holds store.json." },
    );
  const url = URL.parse(location);
  if (url === null) throw refuse(location, "it is not a URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(location, "it does not begin with https:// or http://");
  }
  if (url.search !== "") throw refuse(shownUrl(url), "it has a query");
  url.hash = "";
  url.pathname = url.pathname.replace(/(^|\/)store\.json$/, "$1");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url.href;
}

/** Stores on web servers. */
export const httpKind: StoreKindModule = {
  readLocation: readHttpLocation,
  open: async (entry, place) =>
    linkedStore(
      entry,
      await httpTree({
        name: entry.name,
        // the list of stores may be written by hand
        location: readHttpLocation(entry.location),
        cache: place.cache,
      }),
      place,
    ),
};
