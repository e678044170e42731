/**
 * `storectl stores health`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import type { Warning } from "../../core/warning.ts";
import { askStores } from "../../stores/ask_stores.ts";
import type { StoreManager } from "../../stores/manager.ts";
import { isTerminal } from "../../sys/terminal.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { HealthReply, StoreHealth } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { outputFormat, printError, printFrame } from "../output.ts";
import { printing } from "../printing.ts";
import type { CliContext } from "../printing.ts";

/** Flags of the command. */
interface HealthFlags extends GlobalFlags, StoreFlags {
  readonly watch: boolean;
  /** Milliseconds. */
  readonly interval: number;
  readonly allowRollback: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/** A time span in the largest unit that fits. */
function spanText(milliseconds: number): string {
  const units = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000]] as const;
  const unit = units.find(([, length]) => milliseconds >= length);
  return unit === undefined
    ? `${Math.round(milliseconds / 1000)} s`
    : `${Math.floor(milliseconds / unit[1])} ${unit[0]}`;
}

function stateOf({ usable, reachable, enabled }: StoreHealth): string {
  const state = !usable ? "unusable" : reachable ? "ok" : "cached";
  return enabled ? state : `${state}, disabled`;
}

const VIEW: View<HealthReply> = {
  document: (reply) => reply,
  rows: ({ stores }) => stores,
  table: ({ stores }) =>
    stores.length === 0 ? ["No store is enabled."] : [{
      columns: [
        { title: "STORE" },
        { title: "KIND" },
        { title: "STATE" },
        { title: "MS", isNumber: true },
        { title: "OFFERS", isNumber: true },
        { title: "CHANGED" },
        { title: "CACHED" },
        { title: "PROBLEMS" },
      ],
      rows: stores.map((store) => [
        store.name,
        store.kind,
        stateOf(store),
        String(store.latency),
        String(store.extensions),
        store.changed?.slice(0, 16).replace("T", " ") ?? "-",
        store.age === null ? "-" : `${spanText(store.age)} ago`,
        store.problems.join("; "),
      ]),
    }],
  warnings: ({ warnings }) => warnings,
};

/** What is said of a store that cannot be opened, or does not answer in time. */
function unusable(
  { name, kind, enabled }: Pick<StoreHealth, "name" | "kind" | "enabled">,
  latency: number,
  problems: readonly string[],
): StoreHealth {
  return {
    name,
    kind,
    enabled,
    usable: false,
    reachable: false,
    latency,
    extensions: 0,
    changed: null,
    age: null,
    problems,
  };
}

/** The names that are asked, in the order in which stores are. */
function askedNames(
  { stores, entries }: StoreManager,
  names: readonly string[],
): readonly string[] {
  const wanted = entries.filter(({ name, enabled }) =>
    names.length === 0 ? enabled : names.includes(name)
  ).map(({ name }) => name);
  const opened = stores.map(({ name }) => name);
  return [...opened, ...wanted.filter((name) => !opened.includes(name))];
}

async function ask(
  context: CommandContext,
  flags: HealthFlags,
  names: readonly string[],
): Promise<Outcome<HealthReply>> {
  const { timeout, allowRollback } = flags;
  const manager = await context.openManager(
    flags,
    names.length === 0 ? {} : { names },
  );
  for (const name of names) manager.entry(name);
  const { answers, warnings } = await askStores(
    manager.stores,
    (store, signal) => store.health({ signal, allowRollback }),
    timeout,
  );
  const byName = new Map(
    answers.map(({ store, answer }) => [store.name, answer]),
  );
  const said = (all: readonly Warning[], name: string) =>
    all.filter(({ message }) => message.includes(`store "${name}"`));
  const stores = askedNames(manager, names).map((name): StoreHealth => {
    const { kind, enabled } = manager.entry(name);
    const answer = byName.get(name);
    if (answer !== undefined) return { name, kind, enabled, ...answer };
    const why = said([...manager.warnings, ...warnings], name);
    return unusable(
      { name, kind, enabled },
      why.some(({ code }) => code === "STORE_SLOW") ? timeout : 0,
      why.map(({ message }) => message),
    );
  });
  const bad = stores.filter(({ usable }) => !usable).map(({ name }) => name);
  return {
    reply: {
      stores,
      warnings: manager.warnings.filter(({ code }) =>
        code !== "STORE_UNUSABLE"
      ),
    },
    ...(bad.length === 0 ? {} : {
      failure: new StoreError(
        "STORE_UNUSABLE",
        `Cannot use ${bad.length} of ${stores.length} stores: ${
          bad.join(", ")
        }`,
        { hint: "See what is wrong with them, or disable them." },
      ),
    }),
  };
}

/** Shows one round after the other, until a signal ends it, or the terminal is gone. */
async function watch(
  context: CommandContext,
  flags: HealthFlags,
  names: readonly string[],
): Promise<void> {
  const isShown = isTerminal("stdout") &&
    outputFormat(flags.format) === "table";
  if (!isShown) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      "Cannot use --watch: stdout is not a terminal, or another format than table is asked for",
      { hint: "Run the command again and again instead." },
    );
  }
  for (;;) {
    const { reply } = await ask(context, flags, names);
    if (!printFrame(reply, VIEW, flags)) return;
    await new Promise((done) => setTimeout(done, flags.interval));
  }
}

const runOnce = printing(
  (context, flags: HealthFlags, ...names: readonly string[]) =>
    ask(context, flags, names),
  VIEW,
);

/** Runs the command. */
export async function run(
  this: CliContext,
  flags: HealthFlags,
  ...names: readonly string[]
): Promise<void> {
  if (!flags.watch) return await runOnce.call(this, flags, ...names);
  try {
    await watch(this.command, flags, names);
  } catch (error) {
    this.process.exitCode = printError(
      error,
      outputFormat(flags.format),
      flags,
    );
  }
}
