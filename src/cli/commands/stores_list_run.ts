/**
 * `storectl stores list`: the work.
 *
 * @module
 */

import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { Store, StoreList } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import type { CliContext } from "../printing.ts";
import { allStores, filtersText, storeOf } from "../store_view.ts";
import type { TextTable } from "../text_table.ts";

/** Flags of the command. */
interface ListFlags extends GlobalFlags, StoreFlags {
  /** `--kind`. */
  readonly kind?: string;
}

/** Tables of machines with nothing but definitions are as they always were. */
function tableOf(stores: readonly Store[]): TextTable {
  const isListed = stores.some(({ scope }) => scope !== undefined);
  if (!isListed) {
    return {
      columns: [{ title: "ID" }, { title: "NAME" }, { title: "SELECTS" }],
      rows: stores.map((
        store,
      ) => [store.id, store.name, filtersText(store).join("; ")]),
    };
  }
  return {
    columns: [
      { title: "ID" },
      { title: "KIND" },
      { title: "ENABLED" },
      { title: "TRUSTED" },
      { title: "PRIORITY", isNumber: true },
      { title: "SELECTS" },
    ],
    rows: stores.map((store) => [
      store.id,
      store.kind,
      store.enabled ? "yes" : "no",
      store.trusted ?? true ? "yes" : "no",
      String(store.priority ?? 0),
      filtersText(store).join("; "),
    ]),
  };
}

/** @param none What is said where there is no store. */
function viewOf(none: string): View<StoreList> {
  return {
    document: (reply) => reply,
    rows: ({ stores }) => stores,
    table: ({ stores }) => stores.length === 0 ? [none] : [tableOf(stores)],
    warnings: ({ warnings }) => warnings,
  };
}

async function work(
  context: CommandContext,
  flags: ListFlags,
): Promise<Outcome<StoreList>> {
  const { all, warnings } = await context.openStores(flags, []);
  const listed = await context.readEntries(flags);
  const stores = listed === undefined
    ? all.map((definition) => storeOf(definition))
    : allStores(all, listed.entries);
  const wanted = flags.kind === undefined
    ? stores
    : stores.filter(({ kind }) => kind === flags.kind);
  if (wanted.length === 0 && flags.kind !== undefined) {
    await context.checkKind(flags.kind);
  }
  return {
    reply: {
      stores: wanted,
      warnings: [...warnings, ...listed?.warnings ?? []],
    },
  };
}

const runAll = printing(
  work,
  viewOf(
    "No store is defined here; storectl stores show development shows one that comes with storectl.",
  ),
);
const runKind = printing(work, viewOf("No store is of that kind."));

/** Runs the command. */
export function run(this: CliContext, flags: ListFlags): Promise<void> {
  return (flags.kind === undefined ? runAll : runKind).call(this, flags);
}
