/**
 * Which of two states of a store is the newer one. Pure.
 *
 * A store that `storectl publish` writes counts its changes in `serial`. For other stores the time of the last change
 * decides: `updated` of the store, else the newest `updated` of what it offers. A store that says neither cannot be
 * watched; only a signature helps there.
 *
 * @module
 */

/** How far a store has counted. */
export interface StoreCounter {
  /** Changes so far; null where the store does not count. */
  readonly serial: number | null;
  /** Time of the last change, in milliseconds since 1970; null where the store does not say. */
  readonly updated: number | null;
}

/** What a field may hold, read without believing anything. */
function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null &&
      Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function timeOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/** Everything below `extensions` that could say when it was published: of the list form and of the map form. */
function* summariesOf(extensions: unknown): Generator<unknown> {
  if (typeof extensions !== "object" || extensions === null) return;
  for (const entry of Object.values(extensions)) {
    yield entry;
    const versions = field(entry, "all_versions");
    if (typeof versions === "object" && versions !== null) {
      yield* Object.values(versions);
    }
  }
}

/**
 * Reads how far a store has counted.
 *
 * @param store `store.json`, parsed; anything at all.
 */
export function readStoreCounter(store: unknown): StoreCounter {
  const serial = field(store, "serial");
  let updated = timeOf(field(store, "updated"));
  if (updated === null) {
    for (const summary of summariesOf(field(store, "extensions"))) {
      const time = timeOf(field(summary, "updated"));
      if (time !== null && (updated === null || time > updated)) updated = time;
    }
  }
  return {
    serial: Number.isSafeInteger(serial) ? serial as number : null,
    updated,
  };
}

/**
 * Says how a state of a store is older than another one.
 *
 * @param seen The state that was accepted last.
 * @param now The state that the store has now.
 * @returns Words for a message; undefined where it is not older, or nothing tells.
 */
export function rollbackOf(
  seen: StoreCounter,
  now: StoreCounter,
): string | undefined {
  if (seen.serial !== null) {
    if (now.serial === null) {
      return `it no longer counts its changes, of which ${seen.serial} were seen`;
    }
    // a count decides alone: removing the newest version makes a store newer and its last date older
    return now.serial < seen.serial
      ? `it has ${now.serial} changes, and ${seen.serial} were seen`
      : undefined;
  }
  if (now.serial !== null || seen.updated === null) return undefined;
  const date = (time: number) => new Date(time).toISOString();
  if (now.updated === null) {
    return `it no longer says when it changed; ${date(seen.updated)} was seen`;
  }
  return now.updated < seen.updated
    ? `it is of ${date(now.updated)}, and ${date(seen.updated)} was seen`
    : undefined;
}
