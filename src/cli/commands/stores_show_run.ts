/**
 * `storectl stores show`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { Presentation, Store, StoreReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { allStores, filtersText, isCurated } from "../store_view.ts";
import type { TextTable } from "../text_table.ts";

function presentations(
  title: string,
  list: readonly Presentation[],
): readonly (TextTable | string)[] {
  if (list.length === 0) return [];
  return ["", {
    columns: [{ title }, { title: "LABEL" }, { title: "DESCRIPTION" }],
    rows: list.map((
      { id, label, description },
    ) => [id, label ?? "", description ?? ""]),
  }];
}

/** What a list of stores says of a store, in words. */
function standingText(store: Store): readonly string[] {
  const { scope, branch, keys = [], requireSignature } = store;
  if (scope === undefined) return [];
  const signature = keys.length > 0
    ? `signed by ${keys.join(" or ")}`
    : requireSignature
    ? "signed"
    : "not asked for";
  return [
    ...branch === undefined ? [] : [`branch: ${branch}`],
    `enabled: ${store.enabled ? "yes" : "no"}`,
    `trusted: ${store.trusted ? "yes" : "no"}`,
    `priority: ${store.priority}`,
    `signature: ${signature}`,
    `in the list of the ${scope}`,
  ];
}

const VIEW: View<StoreReply> = {
  document: (reply) => reply,
  rows: ({ store }) => [store],
  table: ({ store }) => [
    `${store.name} (${store.id})`,
    ...store.description === "" ? [] : [store.description],
    "",
    ...filtersText(store),
    ...isCurated(store) ? [`defined in: ${store.source}`] : [],
    ...standingText(store),
    ...isCurated(store)
      ? []
      : ["", `storectl search --store ${store.id} lists what it offers.`],
    ...presentations("SECTION", store.sections),
    ...presentations("CATEGORY", store.categories),
  ],
  warnings: ({ warnings }) => warnings,
};

async function work(
  context: CommandContext,
  flags: GlobalFlags & StoreFlags,
  id: string,
): Promise<Outcome<StoreReply>> {
  const { entries = [], warnings: listWarnings = [] } =
    await context.readEntries(flags) ?? {};
  const { selected = [], warnings } = await context.openStores(flags, [id]);
  const own = entries.filter(({ name }) => name === id);
  const [store] = allStores(selected, own);
  if (store !== undefined) {
    return {
      reply: {
        store,
        warnings: [
          // a store that was added needs no definition
          ...selected.length > 0
            ? warnings
            : warnings.filter(({ code }) => code !== "ARGUMENT_UNKNOWN_VALUE"),
          ...listWarnings,
        ],
      },
    };
  }
  const hint = warnings.findLast(({ code }) =>
    code === "ARGUMENT_UNKNOWN_VALUE"
  )?.hint;
  const broken = warnings.filter(({ code }) =>
    code === "DEFINITION_INVALID" || code === "DEFINITION_UNREADABLE"
  );
  throw new StoreError(
    "NOT_FOUND",
    `Cannot show store "${id}": there is no store with that id${
      broken.length === 0 ? "" : ", and some definitions cannot be used"
    }`,
    {
      hint: hint ??
        (broken.length === 0
          ? "Run storectl stores list."
          : "Run storectl stores list, which says what is wrong with them."),
    },
  );
}

/** Runs the command. */
export const run = printing(work, VIEW);
