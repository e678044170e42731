/**
 * `storectl install`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import type { AskedExtension } from "../../installed/change_request.ts";
import { planChange } from "../../installed/plan_change.ts";
import { CHANGE_VIEW } from "../change_view.ts";
import type { CommandContext } from "../context.ts";
import type { ChangeReply } from "../contract.ts";
import { parseId } from "../life_cycle_flags.ts";
import type { AskFlags, WriteFlags } from "../life_cycle_flags.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { changeWithPackages, packagesAmong } from "../package_change.ts";
import { askOptions, change, openOffers, planInput } from "./_life_cycle.ts";
import type { OpenedOffers } from "./_life_cycle.ts";

/** The flags of `install`. */
interface InstallFlags extends AskFlags, WriteFlags {
  readonly store?: string;
  readonly explain: boolean;
  readonly prerelease: boolean;
  readonly allowDowngrade: boolean;
  readonly reinstall: boolean;
  readonly autoremove: boolean;
}

/** Reads `id` or `id@range`. */
async function readAsked(text: string): Promise<AskedExtension> {
  const at = text.indexOf("@");
  if (at < 0) return { id: parseId(text) };
  const id = parseId(text.slice(0, at));
  const range = text.slice(at + 1).trim();
  const { isRange } = await import("../../extensions/semver.ts");
  if (range !== "" && isRange(range)) return { id, range };
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot install "${text}": "${range}" is no range of versions`,
    { hint: `Give a range such as "${id}@^1.2" or "${id}@1.2.3".` },
  );
}

/** The texts that name packages of a curated store, `NAME` or `NAME=VERSION`, and nothing that a store of extensions offers. */
async function packagesOf(
  { manager, offers }: OpenedOffers,
  { store }: InstallFlags,
  texts: readonly string[],
): Promise<ReadonlySet<string>> {
  const stores = store === undefined ? manager.stores : [manager.find(store)];
  const nameOf = (text: string) => text.split("=", 1)[0]!;
  const names: string[] = [];
  for (const text of texts) {
    const name = nameOf(text);
    const isOffered = store === undefined && (await offers.of(name)).length > 0;
    if (!isOffered) names.push(name);
  }
  const packages = await packagesAmong(stores, names);
  return new Set(texts.filter((text) => packages.has(nameOf(text))));
}

/** Installs extensions. */
async function installExtensions(
  opened: OpenedOffers,
  flags: InstallFlags,
  texts: readonly string[],
): Promise<Outcome<ChangeReply>> {
  const asked = await Promise.all(texts.map(readAsked));
  const { store } = flags;
  return await change(flags, {
    locationOf: opened.locationOf,
    ask: askOptions(flags),
    explain: flags.explain,
    plan: async (installation) => {
      const plan = await planChange(await planInput(installation, opened), {
        install: asked,
        ...(store === undefined ? {} : { store }),
        prereleases: flags.prerelease,
        allowDowngrade: flags.allowDowngrade,
        reinstall: flags.reinstall,
        autoremove: flags.autoremove,
      });
      return {
        ...plan,
        warnings: [...opened.manager.warnings, ...plan.warnings],
      };
    },
  });
}

async function work(
  context: CommandContext,
  flags: InstallFlags,
  ...texts: readonly string[]
): Promise<Outcome<ChangeReply>> {
  const opened = await openOffers(context, flags);
  const packages = await packagesOf(opened, flags, texts);
  const names = texts.filter((text) => packages.has(text));
  const others = texts.filter((text) => !packages.has(text));
  return await changeWithPackages(
    context,
    flags,
    { action: "install", names },
    others.length === 0
      ? undefined
      : () => installExtensions(opened, flags, others),
  );
}

/** Runs the command. */
export const run = printing(work, CHANGE_VIEW);
