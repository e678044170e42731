/**
 * A machine on which the commands of stores are tried.
 *
 * @module
 */

import { definition, STORES, withRoot } from "../cli/make_root.ts";
import { jsonOf, runLine } from "../cli/run_storectl.ts";
import type { Answer, Json } from "../cli/run_storectl.ts";
import { handMadeStore } from "../extensions/hand_made_store.ts";

/** The system's list of stores, from the root. */
export const LIST = "etc/storectl/stores.json";

/** A machine with a curated store, and a store of extensions in `ROOT/srv/team`. */
export function withMachine(
  body: (
    root: string,
    run: (line: string) => Promise<Answer>,
    json: (line: string) => Promise<Json>,
  ) => Promise<void>,
): Promise<void> {
  return withRoot({ [`${STORES}/tools.yaml`]: definition("tools") }, (root) => {
    Deno.mkdirSync(`${root}/srv`);
    handMadeStore().write(`${root}/srv/team`);
    const line = (text: string) => text.replaceAll("ROOT", root);
    return body(
      root,
      (text) => runLine(line(text), { root }),
      (text) => jsonOf(line(text), { root }),
    );
  });
}
