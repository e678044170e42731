/**
 * `storectl info`: the work.
 *
 * @module
 */

import { nearestName } from "../../core/nearest_name.ts";
import { StoreError } from "../../core/store_error.ts";
import type { Warning } from "../../core/warning.ts";
import type { ExtensionManifest } from "../../extensions/extension_manifest.ts";
import { readInstalledManifest } from "../../installed/read_installed_manifest.ts";
import type { Offers } from "../../installed/offers.ts";
import type { Installation } from "../../installed/read_installation.ts";
import type { Offer } from "../../stores/resolve_offers.ts";
import type { Store } from "../../stores/store.ts";
import type { CommandContext } from "../context.ts";
import type { ExtensionInfo, ExtensionOffer } from "../contract.ts";
import { installedOf } from "../installed_view.ts";
import { parseId } from "../life_cycle_flags.ts";
import type { AskFlags } from "../life_cycle_flags.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { byteText } from "../progress_bar.ts";
import { askOptions, openInstallation, openOffers } from "./_life_cycle.ts";

/** `title: text`, where there is a text. */
function line(title: string, text: string): readonly string[] {
  return text === "" ? [] : [`${title}: ${text}`];
}

function installedLines(
  { installed }: ExtensionInfo,
): readonly string[] {
  if (installed === null) return ["installed: no"];
  const { version, store, asked, held, size, path, earlier, neededBy } =
    installed;
  return [
    `installed: ${version} from ${store}, ${byteText(size)}${
      asked ? "" : ", as a dependency"
    }${held ? ", held" : ""}`,
    ...line("needed by", neededBy.join(", ")),
    ...line(
      "needs",
      Object.entries(installed.dependencies).map((words) => words.join(" "))
        .join(", "),
    ),
    ...line("earlier versions", earlier.join(", ")),
    `files: ${path}`,
  ];
}

const VIEW: View<ExtensionInfo> = {
  document: (reply) => reply,
  rows: (reply) => [reply],
  table: (info) => [
    `${info.name} (${info.id})`,
    ...(info.description === "" ? [] : [info.description]),
    "",
    ...line("author", info.author),
    ...line("license", info.license),
    ...line("tags", info.tags.join(", ")),
    ...installedLines(info),
    ...(info.offers.length === 0 ? [] : ["", {
      columns: [
        { title: "STORE" },
        { title: "TRUSTED" },
        { title: "PRIORITY", isNumber: true },
        { title: "VERSIONS" },
      ],
      rows: info.offers.map(({ store, trusted, priority, versions }) => [
        store,
        trusted ? "yes" : "no",
        String(priority),
        versions.join(", "),
      ]),
    }]),
  ],
  warnings: ({ warnings }) => warnings,
};

/** One row for each store. */
function byStore(offers: readonly Offer<Store>[]): readonly ExtensionOffer[] {
  const groups = Map.groupBy(offers, ({ store }) => store);
  return [...groups].map(([{ name, trusted, priority }, own]) => ({
    store: name,
    trusted,
    priority,
    versions: own.map(({ version }) => version),
  }));
}

/** What an extension says of itself: what is installed, else the best that is offered. */
async function manifestOf(
  id: string,
  installation: Installation,
  offered: readonly Offer<Store>[],
  flags: AskFlags,
): Promise<Partial<ExtensionManifest>> {
  if (installation.registry.has(id)) {
    return readInstalledManifest(installation, id) ?? {};
  }
  const [best] = offered;
  return await best!.store.describe(id, best!.version, askOptions(flags));
}

/** The error for an id that nothing knows, or that nobody could be asked about. */
async function unknown(
  id: string,
  { registry }: Installation,
  offers: Offers,
): Promise<StoreError> {
  const silence = await offers.silence();
  if (silence !== undefined) return silence;
  const lists = await Promise.all(
    (await offers.answering()).map((store) => store.list()),
  );
  const nearest = nearestName(
    id,
    new Set([
      ...registry.keys(),
      ...lists.flatMap(({ items }) => items.map(({ id }) => id)),
    ]),
  );
  return new StoreError(
    "NOT_FOUND",
    `Cannot show "${id}": it is not installed, and no store offers it`,
    {
      hint: nearest === undefined
        ? "Run storectl search."
        : `Use "${nearest}".`,
    },
  );
}

async function work(
  context: CommandContext,
  flags: AskFlags,
  text: string,
): Promise<Outcome<ExtensionInfo>> {
  const id = parseId(text);
  const installation = openInstallation(flags);
  const { offers, manager } = await openOffers(context, flags);
  const offered = await offers.of(id);
  const isInstalled = installation.registry.has(id);
  if (!isInstalled && offered.length === 0) {
    throw await unknown(id, installation, offers);
  }
  const installed = isInstalled ? installedOf(installation, id) : null;
  const manifest = await manifestOf(id, installation, offered, flags);
  const warnings: readonly Warning[] = [
    ...manager.warnings,
    ...offers.warnings,
  ];
  return {
    reply: {
      id,
      name: manifest.name ?? installed?.name ?? id,
      description: manifest.description ?? "",
      author: manifest.author ?? "",
      license: manifest.license ?? "",
      tags: manifest.tags ?? [],
      installed,
      offers: byStore(offered),
      warnings,
    },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
