/**
 * `storectl stores show`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { Presentation, StoreReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { filtersText, storeOf } from "../store_view.ts";
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

const VIEW: View<StoreReply> = {
  document: (reply) => reply,
  rows: ({ store }) => [store],
  table: ({ store }) => [
    `${store.name} (${store.id})`,
    store.description,
    "",
    ...filtersText(store),
    `defined in: ${store.source}`,
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
  const { selected = [], warnings } = await context.openStores(flags, [id]);
  const [store] = selected;
  if (store !== undefined) {
    return { reply: { store: storeOf(store), warnings } };
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
