/**
 * How changes of installed extensions are shown.
 *
 * @module
 */

import type { Plan, PlanStep } from "../installed/plan.ts";
import type {
  ChangeReply,
  ExtensionChange,
  PackageChange,
} from "./contract.ts";
import type { View } from "./outcome.ts";
import { byteText } from "./progress_bar.ts";

/** A step as the contract has it. */
function changeOf(step: PlanStep): ExtensionChange {
  const { action, id, name, from, to, size, asked, neededBy, explanation } =
    step;
  return {
    action,
    id,
    name,
    from: from?.version ?? null,
    to: to?.version ?? null,
    store: to?.store ?? null,
    fromStore: from?.store ?? null,
    size,
    asked,
    neededBy,
    explanation,
  };
}

/** A plan as the contract has it. */
export function changeReply(plan: Plan, applied: boolean): ChangeReply {
  return {
    applied,
    changes: plan.steps.map(changeOf),
    marked: [...plan.marks],
    cycles: plan.cycles,
    warnings: plan.warnings,
  };
}

/** `app 1.0.0 -> 2.0.0 from main`. */
function changeText({ id, from, to, store, fromStore }: ExtensionChange) {
  const versions = to === null
    ? from
    : from === null || from === to
    ? to
    : `${from} -> ${to}`;
  const origin = store === null
    ? ""
    : fromStore === null || fromStore === store
    ? ` from ${store}`
    : ` from ${store}, before from ${fromStore}`;
  return `${id} ${versions}${origin}`;
}

/** Why an extension is in a plan that the user did not name. */
function becauseOf({ asked, neededBy, action }: ExtensionChange): string {
  if (asked || action === "remove" || neededBy.length === 0) return "";
  return `, needed by ${neededBy.join(" and ")}`;
}

/** One line for each change, and what it takes. */
export function planLines(
  { changes, marked }: ChangeReply,
  explain: boolean,
): readonly string[] {
  const size = changes.reduce((sum, change) => sum + change.size, 0);
  return [
    ...changes.flatMap((change) => [
      `${change.action} ${changeText(change)}${becauseOf(change)}`,
      ...(explain ? change.explanation.map((reason) => `  ${reason}.`) : []),
    ]),
    ...marked.map((id) => `${id} counts as asked for`),
    ...(size === 0 ? [] : [`${byteText(size)} to fetch`]),
  ];
}

const DONE: Readonly<Record<ExtensionChange["action"], string>> = {
  install: "Installed",
  update: "Updated",
  downgrade: "Went back to",
  switch: "Switched",
  reinstall: "Installed again",
  remove: "Removed",
};

/** What was done, in a sentence for each kind of change. */
function doneLines({ changes, marked }: ChangeReply): readonly string[] {
  const groups = Map.groupBy(changes, ({ action }) => action);
  return [
    ...[...groups].map(([action, group]) =>
      `${DONE[action]} ${
        group.map(({ id, from, to }) => `${id} ${to ?? from}`).join(", ")
      }.`
    ),
    ...marked.map((id) => `${id} counts as asked for.`),
  ];
}

/** `upgrade anchor 1.0 -> 2.0 by apt-get`. */
function packageLine({ action, name, from, to }: PackageChange): string {
  const versions = from === null || to === null
    ? to ?? from
    : `${from} -> ${to}`;
  return `${action} ${name} ${versions} by apt-get`;
}

/** How `install`, `update`, `remove` and `rollback` are shown. */
export const CHANGE_VIEW: View<ChangeReply> = {
  document: (reply) => reply,
  rows: ({ changes, packages = [] }) => [...changes, ...packages],
  table: (reply) => {
    const { changes, marked, packages = [], applied } = reply;
    if (changes.length + marked.length + packages.length === 0) {
      return ["Nothing to do."];
    }
    return [
      ...applied ? doneLines(reply) : planLines(reply, true),
      ...packages.map(packageLine),
    ];
  },
  warnings: ({ warnings }) => warnings,
};
