/**
 * `storectl search`: the work.
 *
 * @module
 */

import { DEFAULT_PAGE_PACKAGES, LIMITS } from "../../core/limits.ts";
import { StoreError } from "../../core/store_error.ts";
import type { Warning } from "../../core/warning.ts";
import { askStores } from "../../stores/ask_stores.ts";
import type { StoreManager } from "../../stores/manager.ts";
import { mergeMatches } from "../../stores/merge_matches.ts";
import type { Hit, SearchSort } from "../../stores/merge_matches.ts";
import type { CommandContext } from "../context.ts";
import type { SearchHit, SearchReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { askOptions } from "../life_cycle_flags.ts";
import type { AskFlags } from "../life_cycle_flags.ts";
import { printing } from "../printing.ts";

/** Flags of the command. */
interface SearchFlags extends AskFlags {
  readonly kind?: readonly string[];
  readonly store?: readonly string[];
  readonly tag?: readonly string[];
  readonly author?: string;
  readonly sort: SearchSort;
  readonly limit?: number;
  /** Milliseconds. */
  readonly timeout: number;
}

const VIEW: View<SearchReply> = {
  document: (reply) => reply,
  rows: ({ hits }) => hits,
  table: ({ hits, totalCount, limited }) =>
    hits.length === 0 ? ["Nothing found."] : [
      {
        columns: [
          { title: "ID" },
          { title: "VERSION" },
          { title: "STORE" },
          { title: "DESCRIPTION" },
        ],
        rows: hits.map(({ id, version, store, otherStores, description }) => [
          id,
          version,
          otherStores.length === 0 ? store : `${store} +${otherStores.length}`,
          description,
        ]),
      },
      ...limited
        ? ["", `${hits.length} of ${totalCount}; --limit shows more.`]
        : [],
    ],
  warnings: ({ warnings }) => warnings,
};

function hitOf({ item, store, others }: Hit): SearchHit {
  return {
    id: item.id,
    type: store.offers,
    name: item.name,
    version: item.version,
    description: item.description,
    author: item.author,
    tags: item.tags,
    size: item.size,
    updated: item.updated,
    store: store.name,
    kind: store.kind,
    otherStores: others,
    rank: item.rank,
  };
}

/** Refuses what is over a limit. */
function checkLimits(query: string, limit: number): void {
  const { queryCharacters, pagePackages } = LIMITS;
  const characters = [...query].length;
  if (characters > queryCharacters) {
    throw new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot search for ${characters} characters: a query has at most ${queryCharacters}`,
      { hint: "Shorten the query." },
    );
  }
  if (limit >= 1 && limit <= pagePackages) return;
  throw new StoreError(
    limit < 1 ? "INVALID_ARGUMENT" : "LIMIT_EXCEEDED",
    `Cannot print ${limit} hits: expected 1 to ${pagePackages}`,
    { hint: "Search for more words." },
  );
}

/** Opens the stores that are asked. */
async function openStores(
  context: CommandContext,
  flags: SearchFlags,
): Promise<StoreManager> {
  const { kind: kinds, store: names } = flags;
  for (const kind of kinds ?? []) await context.checkKind(kind);
  const manager = await context.openManager(flags, {
    ...(kinds === undefined ? {} : { kinds }),
    ...(names === undefined ? {} : { names }),
  });
  // a name that no store has is a mistake; one of another kind is not asked
  for (const name of kinds === undefined ? names ?? [] : []) {
    manager.find(name);
  }
  return manager;
}

/** Warnings, each once: stores over one catalog all say the same of it. */
function once(warnings: readonly Warning[]): readonly Warning[] {
  const known = new Map(
    warnings.map((warning) => [JSON.stringify(warning), warning]),
  );
  return [...known.values()];
}

function unanswered(count: number): StoreError {
  return new StoreError(
    "STORE_UNUSABLE",
    count === 1
      ? "Cannot search: the one store that was asked gives no answer"
      : `Cannot search: none of the ${count} stores that were asked gives an answer`,
    { hint: "Run storectl stores health." },
  );
}

async function work(
  context: CommandContext,
  flags: SearchFlags,
  ...words: readonly string[]
): Promise<Outcome<SearchReply>> {
  const { tag, author, sort, timeout } = flags;
  const query = words.join(" ");
  const limit = flags.limit ?? DEFAULT_PAGE_PACKAGES;
  checkLimits(query, limit);
  const manager = await openStores(context, flags);
  const { answers, warnings } = await askStores(
    manager.stores,
    (store, signal) => store.search(query, { ...askOptions(flags), signal }),
    timeout,
  );
  const hits = mergeMatches(
    answers.map(({ store, answer }) => ({ store, items: answer.items })),
    sort,
    {
      ...(tag === undefined ? {} : { tags: tag }),
      ...(author === undefined ? {} : { author }),
    },
  );
  // nothing found and nobody asked are two things
  const isUnanswered = answers.length === 0 && manager.stores.length > 0;
  return {
    ...isUnanswered ? { failure: unanswered(manager.stores.length) } : {},
    reply: {
      hits: hits.slice(0, limit).map(hitOf),
      totalCount: hits.length,
      limit,
      limited: hits.length > limit,
      warnings: once([
        ...manager.warnings,
        ...warnings,
        ...answers.flatMap(({ answer }) => answer.warnings),
      ]),
    },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
