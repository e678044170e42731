/**
 * `storectl repos list`: the work.
 *
 * @module
 */

import { countRepositories } from "../../curation/count_groups.ts";
import type { CommandContext } from "../context.ts";
import type { Repository, RepositoryList } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { replyToSelection } from "./_selection.ts";
import type { SelectionFlags } from "./_selection.ts";

const VIEW: View<RepositoryList> = {
  document: (reply) => reply,
  rows: ({ repositories }) => repositories,
  table: ({ repositories }) => [{
    columns: [{ title: "ID" }, { title: "PACKAGES", isNumber: true }, {
      title: "CODENAME",
    }, { title: "COMPONENTS" }],
    rows: repositories.map((repository: Repository) => [
      repository.id,
      String(repository.packageCount),
      repository.codename,
      repository.components.join(" "),
    ]),
  }],
  warnings: ({ warnings }) => warnings,
};

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function work(
  context: CommandContext,
  flags: SelectionFlags,
): Promise<Outcome<RepositoryList>> {
  return replyToSelection(context, flags, ({ catalog, sets, warnings }) => {
    const counts = countRepositories(sets);
    const repositories = catalog.repositories
      .map((repository, number) => ({
        ...repository,
        packageCount: counts[number]!,
      }))
      .filter(({ packageCount }) =>
        packageCount > 0 || flags.store === undefined
      )
      .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
    return { repositories, warnings };
  });
}

/** Runs the command. */
export const run = printing(work, VIEW);
