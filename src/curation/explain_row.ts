/**
 * Why the cascade keeps or drops one row: step by step, and by which values.
 *
 * Every value is put to the same functions that select rows, so that the two cannot disagree.
 *
 * @module
 */

import { addRow, hasRow, noRows } from "../catalog/bits.ts";
import type { Bits } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { selectableOrigin } from "../catalog/repositories.ts";
import { rankedRows } from "../catalog/search_names.ts";
import {
  categoriesOf,
  CATEGORY_FACET,
  splitTags,
} from "../catalog/tag_list.ts";
import type { Query } from "./cascade.ts";
import {
  matchNames,
  matchOrigins,
  matchRepositories,
  matchSections,
  matchTags,
} from "./match_filters.ts";
import type { StoreDefinition } from "./store_definition.ts";

/** One thing that was asked for, and what the row has of it. */
export interface ExplainedChoice {
  /** Whether the row passes: any value that was asked for is enough. */
  readonly kept: boolean;
  /** What was asked for. */
  readonly asked: readonly string[];
  /** What the row has. */
  readonly has: readonly string[];
  /** The values among those asked for by which it passes. */
  readonly matched: readonly string[];
}

/** One list of a store. */
export interface ExplainedList extends ExplainedChoice {
  /** Its key in the definition. */
  readonly list: string;
}

/** One of the stores that were asked for. */
export interface ExplainedStore {
  /** Its id. */
  readonly id: string;
  /** Whether it selects the row: every list does. */
  readonly kept: boolean;
  /** Its lists that are not empty. */
  readonly lists: readonly ExplainedList[];
}

/** The steps, in the order of the cascade. */
export type StepName =
  | "store"
  | "architecture"
  | "repository"
  | "tab"
  | "section"
  | "category"
  | "tag"
  | "search";

/** One step of the cascade. */
export interface ExplainedStep extends ExplainedChoice {
  /** Which one. */
  readonly step: StepName;
  /** The stores, for the step of that name. */
  readonly stores?: readonly ExplainedStore[];
}

/** Puts each value to a function that selects rows. */
function choice(
  asked: readonly string[],
  has: readonly string[],
  isMatch: (value: string) => boolean,
): ExplainedChoice {
  const matched = asked.filter(isMatch);
  return { kept: matched.length > 0, asked, has, matched };
}

/** What a row has of everything that can be asked for. */
class RowFacts {
  constructor(readonly catalog: Catalog, readonly row: number) {}

  /** Whether a function that selects rows selects this one by one value. */
  isIn(
    select: (catalog: Catalog, wanted: readonly string[]) => Bits,
  ): (value: string) => boolean {
    return (value) => hasRow(select(this.catalog, [value]), this.row);
  }

  get section(): readonly string[] {
    const { facts, section } = this.catalog;
    return [facts.sections[section.at(this.row)]!].filter((name) =>
      name !== ""
    );
  }

  get tags(): readonly string[] {
    const { catalog, row } = this;
    return splitTags(catalog.tagListText(catalog.tagList.at(row)));
  }

  /** The origins that matching goes by. */
  get origins(): readonly string[] {
    const { repositories, count, originRows } = this.catalog;
    const origins: string[] = [];
    for (const set of repositories.sets.keys()) {
      const rows = noRows(count);
      originRows.addTo(rows, set);
      if (!hasRow(rows, this.row)) continue;
      for (const file of repositories.filesOf(set)) {
        if (!file.isStatus) origins.push(selectableOrigin(file));
      }
    }
    return [...new Set(origins)].filter((origin) => origin !== "");
  }

  /** The repositories that carry the candidate. */
  get repositories(): readonly string[] {
    const { repositories, files } = this.catalog;
    return repositories.repositoriesOf(files.at(this.row)).map((number) =>
      repositories.repositories[number]!.id
    );
  }
}

function explainStore(
  facts: RowFacts,
  { id, filters }: StoreDefinition,
): ExplainedStore {
  const list = (
    key: string,
    asked: readonly string[],
    has: () => readonly string[],
    select: (catalog: Catalog, wanted: readonly string[]) => Bits,
  ): readonly ExplainedList[] =>
    asked.length === 0
      ? []
      : [{ list: key, ...choice(asked, has(), facts.isIn(select)) }];
  const lists = [
    ...list(
      "include_origins",
      filters.includeOrigins,
      () => facts.origins,
      matchOrigins,
    ),
    ...list(
      "include_sections",
      filters.includeSections,
      () => facts.section,
      matchSections,
    ),
    ...list("include_tags", filters.includeTags, () => facts.tags, matchTags),
    ...list(
      "include_packages",
      filters.includePackages,
      () => [facts.catalog.name(facts.row)],
      matchNames,
    ),
  ];
  return { id, kept: lists.every(({ kept }) => kept), lists };
}

function storeStep(
  facts: RowFacts,
  definitions: readonly StoreDefinition[],
): ExplainedStep {
  const stores = definitions.map((store) => explainStore(facts, store));
  const matched = stores.filter(({ kept }) => kept).map(({ id }) => id);
  return {
    step: "store",
    kept: matched.length > 0,
    asked: stores.map(({ id }) => id),
    has: [],
    matched,
    stores,
  };
}

/** Foreign rows that the native one has too are hidden unless they are asked for. */
function architectureStep({ catalog, row }: RowFacts): ExplainedStep {
  return {
    step: "architecture",
    kept: !hasRow(catalog.flagged("hidden"), row),
    asked: [],
    has: [catalog.facts.architectures[catalog.architecture.at(row)]!],
    matched: [],
  };
}

function tabStep(
  { catalog, row }: RowFacts,
  tab: NonNullable<Query["tab"]>,
): ExplainedStep {
  const has = (["installed", "upgradable"] as const).filter((flag) =>
    hasRow(catalog.flagged(flag), row)
  );
  const needed = { installed: "installed", updates: "upgradable" } as const;
  const kept = tab !== "installed" && tab !== "updates" ||
    has.includes(needed[tab]);
  return { step: "tab", kept, asked: [tab], has, matched: kept ? [tab] : [] };
}

/** All words have to be found. */
function searchStep(
  { catalog, row }: RowFacts,
  query: string,
): ExplainedStep {
  const only = noRows(catalog.count);
  addRow(only, row);
  const asked = query.split(/\s+/).filter((word) => word !== "");
  const matched = asked.filter((word) =>
    rankedRows(catalog, only, word).some((rows) => hasRow(rows, row))
  );
  return {
    step: "search",
    kept: matched.length === asked.length,
    asked,
    has: [catalog.name(row), catalog.texts(row).summary],
    matched,
  };
}

/**
 * The steps of the cascade that a query asks for, in their order, each by itself: a step says what it would do with the
 * row even where an earlier one drops it.
 */
export function explainRow(
  catalog: Catalog,
  query: Query,
  row: number,
): readonly ExplainedStep[] {
  const facts = new RowFacts(catalog, row);
  const { repositories = [], sections = [], categories = [], tags = [] } =
    query;
  const steps: ExplainedStep[] = [];
  const add = (
    step: StepName,
    asked: readonly string[],
    has: () => readonly string[],
    isMatch: (value: string) => boolean,
  ) => {
    if (asked.length > 0) {
      steps.push({ step, ...choice(asked, has(), isMatch) });
    }
  };
  if (query.stores !== undefined) steps.push(storeStep(facts, query.stores));
  if (query.allArchitectures !== true) steps.push(architectureStep(facts));
  add(
    "repository",
    repositories,
    () => facts.repositories,
    facts.isIn(matchRepositories),
  );
  if (query.tab !== undefined) steps.push(tabStep(facts, query.tab));
  add("section", sections, () => facts.section, facts.isIn(matchSections));
  const hasTag = facts.isIn(matchTags);
  add(
    "category",
    categories,
    () => categoriesOf(facts.tags),
    (category) => hasTag(CATEGORY_FACET + category),
  );
  add("tag", tags, () => facts.tags, hasTag);
  if (query.search !== undefined) steps.push(searchStep(facts, query.search));
  return steps;
}
