/**
 * Says in words why no versions fit together.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { factsOf } from "./_incompatibility.ts";
import type { Fact, Incompatibility } from "./_incompatibility.ts";

/** Statements that a message holds at most. */
const MOST = 12;
/** Ids of which a message says what there is. */
const MOST_OFFERS = 2;

/** `a`, `a and b`, `a, b and c`. */
function listOf(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Who asks for one range of one id: several versions of one extension are said in one breath. */
function askersOf(facts: readonly Fact[]): string {
  const versions = new Map<string, string[]>();
  for (const { by, byId } of facts) {
    const own = versions.get(byId ?? by) ?? [];
    versions.set(byId ?? by, own);
    if (byId !== null) own.push(by.slice(byId.length + 1));
  }
  return listOf(
    [...versions].map(([name, own]) =>
      own.length === 0 ? name : `${name} ${listOf(own)}`
    ),
  );
}

/** What there is of something that is asked for. */
function offerOf(id: string, versions: readonly string[]): string {
  if (versions.length === 0) return `no store offers ${id}`;
  const some = [...new Set(versions)];
  return some.length > 5
    ? `${id} can be ${listOf([...some.slice(0, 4), `${some.length - 4} more`])}`
    : `${id} can be ${some.slice(0, -1).join(", ")}${
      some.length > 1 ? " or " : "only "
    }${some.at(-1)}`;
}

/** What was asked for first, then who that leads to, and so on; the best version of each first. */
function inOrder(facts: readonly Fact[]): readonly Fact[] {
  const left = new Set(facts.toSorted((a, b) => a.rank - b.rank));
  const ordered: Fact[] = [];
  const asks = new Set<string | null>([null]);
  for (const asker of asks) {
    for (const fact of left) {
      if (fact.byId !== asker) continue;
      left.delete(fact);
      ordered.push(fact);
      asks.add(fact.id);
    }
  }
  return [...ordered, ...left];
}

/** One statement for each range that is asked for. */
function statements(facts: readonly Fact[]): readonly string[] {
  const groups = Map.groupBy(facts, ({ id, range }) => `${id} ${range}`);
  return [...groups.values()].map((group) => {
    const plural = group.length > 1 || group[0]!.by === "you";
    return `${askersOf(group)} ${plural ? "ask" : "asks"} for ${group[0]!.id} ${
      group[0]!.range
    }`;
  });
}

/** The error for something that cannot be, made of the facts that it follows from. */
export function explainConflict(
  impossible: Incompatibility,
  versionsOf: (id: string) => readonly string[],
): StoreError {
  const facts = inOrder(factsOf(impossible));
  const said = statements(facts);
  const shown = said.length > MOST
    ? [...said.slice(0, MOST), `and ${said.length - MOST} more`]
    : said;
  const wanted = [...new Set(facts.map(({ id }) => id))];
  const ids = [
    ...new Set(
      facts.filter(({ byId }) => byId === null).map(({ id }) => id),
    ),
  ];
  const missing = wanted.filter((id) => versionsOf(id).length === 0);
  const asking = new Set(facts.map(({ byId }) => byId));
  // chains end where the ranges meet; in a circle they do not end
  const ends = wanted.filter((id) => !asking.has(id));
  const met = [missing, ends, wanted].find((ids) => ids.length > 0)!;
  const offers = met.slice(0, MOST_OFFERS).map((id) =>
    offerOf(id, versionsOf(id))
  );
  return new StoreError(
    "CONFLICT",
    `Cannot find versions that fit together for ${
      listOf(ids.map((id) => `"${id}"`))
    }: ${[...shown, ...offers].join("; ")}`,
    { hint: "Ask for other versions, or remove what asks for them." },
  );
}
