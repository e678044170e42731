/**
 * The kind `local`: a directory with a `store.json`.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { changeCheckout } from "./change_checkout.ts";
import { directoryTree } from "./directory_tree.ts";
import { linkedStore } from "./linked_store.ts";
import { isAddress } from "./store_change.ts";
import type { StoreKindModule } from "./store_kind_module.ts";

/** An absolute path in its shortest form. */
function absolutePath(path: string, folder: string): string {
  const names: string[] = [];
  const whole = path.startsWith("/") ? path : `${folder}/${path}`;
  for (const name of whole.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}

/** Directories. */
export const localKind: StoreKindModule = {
  readLocation(location, folder) {
    const path = location.replace(/^file:\/\/(?:localhost)?(?=\/)/, "");
    if (path !== "" && !/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
      return absolutePath(path, folder);
    }
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot use location "${location}": expected the path of a directory`,
      { hint: "For a URL, add a store of the kind git or http." },
    );
  },
  change: {
    // whatever is no address of another machine is a path
    claims: (text) => !isAddress(text),
    run: ({ location }, change, options) =>
      changeCheckout(location, change, options),
  },
  // deno-lint-ignore require-await -- other kinds have to wait
  open: async (entry, place) =>
    linkedStore(entry, directoryTree(entry.location), place),
};
