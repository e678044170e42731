/**
 * Says why what was asked for by name cannot be had, before any search begins.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import { compareVersions } from "../extensions/version.ts";
import type { Choice } from "./choice.ts";
import type { Offers } from "./offers.ts";
import type {
  AskedExtension,
  ChangeRequest,
  PlanInput,
} from "./change_request.ts";
import { currentVersion } from "./registry.ts";

/** What there is to judge by. */
export interface MissingInput extends PlanInput {
  /** All that is asked for. */
  readonly request: ChangeRequest;
  /** What can be chosen for the id. */
  readonly candidates: readonly Choice[];
  /** Whether prereleases will do. */
  readonly prereleases: boolean;
}

/** Ids that sound like one that nobody offers. */
async function nearestOffered(
  id: string,
  offers: Offers,
): Promise<string | undefined> {
  const lists = await Promise.all(
    (await offers.answering()).map((store) => store.list()),
  );
  const ids = lists.flatMap(({ items }) => items.map(({ id }) => id));
  return nearestName(id, new Set(ids));
}

/** Whether a store gives no answer that may offer it. */
async function isSilent(offers: Offers): Promise<boolean> {
  return (await offers.answering()).length < offers.stores.length;
}

async function hintFor(id: string, offers: Offers): Promise<string> {
  if (await isSilent(offers)) {
    return "Run storectl stores health, which says why a store gives no answer.";
  }
  const nearest = await nearestOffered(id, offers);
  return nearest === undefined ? "Run storectl search." : `Use "${nearest}".`;
}

/** Versions as words, highest first. */
function someVersions(versions: readonly string[]): string {
  const sorted = [...new Set(versions)].sort((a, b) => compareVersions(b, a));
  return sorted.length > 5
    ? `${sorted.slice(0, 4).join(", ")} and ${sorted.length - 4} more`
    : sorted.join(", ");
}

/**
 * Refuses what cannot be there whatever else is.
 *
 * @throws {StoreError} `NOT_FOUND`, `DOWNGRADE_REFUSED`, or the failure of the stores where none of them answers.
 */
export async function refuseMissing(
  { id, range = "*" }: AskedExtension,
  input: MissingInput,
): Promise<void> {
  const { registry, offers, satisfies, candidates, prereleases } = input;
  const { store } = input.request;
  const offered = (await offers.of(id)).filter(({ store: { name } }) =>
    store === undefined || name === store
  );
  const where = store === undefined
    ? `no store ${await isSilent(offers) ? "that answers " : ""}offers it`
    : `store "${store}" does not offer it`;
  const extension = registry.get(id);
  if (
    offered.length === 0 && (extension === undefined || store !== undefined)
  ) {
    const silence = await offers.silence(store);
    if (silence !== undefined) throw silence;
    throw new StoreError("NOT_FOUND", `Cannot install "${id}": ${where}`, {
      hint: await hintFor(id, offers),
    });
  }
  const fits = ({ version }: { version: string }, prereleases: boolean) =>
    satisfies(version, range, { prereleases });
  const usable = candidates.filter((choice) =>
    store === undefined || choice.store === store
  );
  if (usable.some((choice) => fits(choice, prereleases))) return;
  const asked = range === "*" ? `"${id}"` : `"${id}" ${range}`;
  const current = extension && currentVersion(extension);
  const own = offered.filter(({ store: { name } }) =>
    current === undefined || store !== undefined || name === current.store
  );
  const fitting = own.filter((offer) => fits(offer, prereleases));
  if (current !== undefined && fitting.length > 0) {
    throw new StoreError(
      "DOWNGRADE_REFUSED",
      `Cannot install ${asked}: ${current.version} is installed, and ${
        someVersions(fitting.map(({ version }) => version))
      } is lower`,
      { hint: "Give --allow-downgrade, or run storectl rollback." },
    );
  }
  if (own.some((offer) => fits(offer, true))) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot install ${asked}: there are only prereleases, ${
        someVersions(own.map(({ version }) => version))
      }`,
      { hint: "Give --prerelease." },
    );
  }
  const elsewhere = offered.find((offer) => fits(offer, prereleases));
  if (current !== undefined && elsewhere !== undefined) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot install ${asked}: it is installed from store "${current.store}", which does not offer that`,
      { hint: `Give --store ${elsewhere.store.name} to take it from there.` },
    );
  }
  throw new StoreError(
    "NOT_FOUND",
    `Cannot install ${asked}: ${
      own.length === 0
        ? where
        : `there is ${someVersions(own.map(({ version }) => version))}`
    }`,
    { hint: "Ask for one of these versions, or run storectl search." },
  );
}
