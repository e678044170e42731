/**
 * `stores.json`: the stores that a user, or the administrator, has added. Pure: text in, text out.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import { JsonDocument } from "../extensions/json_document.ts";
import type { JsonStep } from "../extensions/json_document.ts";
import { publicKeyBytes } from "../extensions/public_key.ts";
import type { Scope, StoreEntry } from "./store_entry.ts";

/** A list of stores as its file has it. */
export interface StoreConfig {
  /** The file. */
  readonly path: string;
  /** Whose it is. */
  readonly scope: Scope;
  /** All of it; fields that are not known here stay as they are. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The stores that make sense, in the order of the file. */
  readonly entries: readonly StoreEntry[];
  /** What is wrong with the others: `CONFIG_INVALID`. */
  readonly problems: readonly StoreError[];
}

/** A store by its fields in the file. */
export type EntryFields = Readonly<Record<string, unknown>>;

/** Priorities go from minus this to this. */
export const MOST_PRIORITY = 1000;
const NAME_REGEXP = /^[a-z0-9][a-z0-9_-]{0,63}$/;
/** Arrays and objects inside one another. */
const MOST_NESTING = 32;
const FILE_FIELDS: readonly string[] = ["stores"];

/** What the value of a field has to be, in words, and whether it is. */
const FIELDS: Readonly<
  Record<string, readonly [string, (value: unknown) => boolean]>
> = {
  name: [
    "a name such as team-tools: up to 64 of a-z, 0-9, - and _",
    (value) => typeof value === "string" && NAME_REGEXP.test(value),
  ],
  kind: ["the name of a kind of store", isText],
  location: ["a path or a URL", isText],
  branch: ["a branch, tag or commit", isText],
  priority: [
    `a whole number from -${MOST_PRIORITY} to ${MOST_PRIORITY}`,
    isPriority,
  ],
  trusted: ["true or false", isBoolean],
  enabled: ["true or false", isBoolean],
  keys: [
    "a list of public keys, as storectl key show prints them",
    (value) => Array.isArray(value) && value.every(isPublicKey),
  ],
  require_signature: ["true or false", isBoolean],
};

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "" &&
    // deno-lint-ignore no-control-regex -- what has no place in a path or a URL
    !/[\u0000-\u001f\u007f]/.test(value);
}

function isPublicKey(value: unknown): boolean {
  return typeof value === "string" && publicKeyBytes(value) !== undefined;
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

/** Whether a value can be the priority of a store. */
export function isPriority(value: unknown): boolean {
  return Number.isInteger(value) &&
    Math.abs(value as number) <= MOST_PRIORITY;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a message shows it. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A list of stores and where its values stand. */
class Source {
  readonly #document: JsonDocument;

  constructor(bytes: Uint8Array, readonly path: string) {
    this.#document = new JsonDocument(bytes, MOST_NESTING);
  }

  /** `CONFIG_INVALID` about the value at the end of some steps. */
  invalid(
    steps: readonly JsonStep[],
    state: string,
    hint = "Correct the file.",
  ): StoreError {
    const record = this.#document.find(steps);
    return this.#invalidAt(
      record < 0 ? 0 : this.#document.start(record),
      state,
      hint,
    );
  }

  #invalidAt(offset: number, state: string, hint: string): StoreError {
    const { line, column } = this.#document.place(offset);
    return new StoreError(
      "CONFIG_INVALID",
      `Cannot use list of stores "${this.path}": ${state}`,
      { hint, at: `${this.path}:${line}:${column}` },
    );
  }

  /**
   * The value of all of it.
   *
   * @throws {StoreError} `CONFIG_INVALID`: it is no JSON, or a key is there twice.
   */
  value(): unknown {
    const fault = this.#document.faults.find(({ kind }) => kind !== "bom");
    if (fault === undefined) return this.#document.value();
    throw this.#invalidAt(
      fault.offset,
      fault.state,
      "Correct the file, or move it away and add the stores again.",
    );
  }
}

/**
 * Refuses a name that cannot be one of a store.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`
 */
export function checkName(name: string): void {
  if (NAME_REGEXP.test(name)) return;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use name "${name}": expected ${FIELDS.name![0]}`,
    { hint: "Choose another name." },
  );
}

/** What is wrong with a value, and at the end of which steps from it. */
type Problem = readonly [steps: readonly JsonStep[], state: string];

/** What is wrong with the fields of one store; undefined where nothing is. */
function fieldProblem(fields: unknown): Problem | undefined {
  if (!isRecord(fields)) {
    return [[], `the store is ${shown(fields)}, expected an object`];
  }
  for (const [field, [expected, isRight]] of Object.entries(FIELDS)) {
    const value = fields[field];
    const isNeeded = field === "name" || field === "kind";
    if (value === undefined && isNeeded) {
      return [[], `the store has no ${field}, expected ${expected}`];
    }
    if (value !== undefined && !isRight(value)) {
      return [[field], `${field} is ${shown(value)}, expected ${expected}`];
    }
  }
  return undefined;
}

/** A field that looks like a known one, mistyped: it would be silently without effect. */
function strangerProblem(
  fields: Record<string, unknown>,
  known: readonly string[],
): Problem | undefined {
  for (const field of Object.keys(fields)) {
    if (known.includes(field)) continue;
    const nearest = nearestName(field, known);
    if (nearest !== undefined) {
      return [[field], `"${field}" means nothing, "${nearest}" does`];
    }
  }
  return undefined;
}

function entryOf(fields: Record<string, unknown>, scope: Scope): StoreEntry {
  return {
    name: fields.name as string,
    kind: fields.kind as string,
    location: fields.location as string | undefined ?? "",
    ...(fields.branch === undefined ? {} : { branch: fields.branch as string }),
    priority: fields.priority as number | undefined ?? 0,
    // a store without a location is a curated one, which only the administrator can have put there
    trusted: fields.trusted as boolean | undefined ??
      fields.location === undefined,
    enabled: fields.enabled as boolean | undefined ?? true,
    keys: fields.keys as readonly string[] | undefined ?? [],
    requireSignature: fields.require_signature as boolean | undefined ?? false,
    scope,
  };
}

/** A list without stores, for a file that is not there yet. */
export function emptyConfig(path: string, scope: Scope): StoreConfig {
  return { path, scope, document: {}, entries: [], problems: [] };
}

/**
 * Parses a list of stores. A store that does not make sense is a problem, and the others count.
 *
 * @throws {StoreError} `CONFIG_INVALID`: it is no JSON, or not a list of stores at all.
 */
export function parseStoreConfig(
  bytes: Uint8Array,
  path: string,
  scope: Scope,
): StoreConfig {
  const source = new Source(bytes, path);
  const document = source.value();
  const hint = 'Write {"stores": []}.';
  if (!isRecord(document)) {
    throw source.invalid(
      [],
      `it is ${shown(document)}, expected an object`,
      hint,
    );
  }
  const { stores = [] } = document;
  if (!Array.isArray(stores)) {
    const state = `stores is ${shown(stores)}, expected a list`;
    throw source.invalid(["stores"], state, hint);
  }
  const problems: StoreError[] = [];
  const entries: StoreEntry[] = [];
  const check = (
    problem: Problem | undefined,
    at: readonly JsonStep[],
  ): boolean => {
    if (problem === undefined) return true;
    const [steps, state] = problem;
    problems.push(source.invalid([...at, ...steps], state));
    return false;
  };
  check(strangerProblem(document, FILE_FIELDS), []);
  for (const [index, fields] of stores.entries()) {
    const at = ["stores", index];
    if (!check(fieldProblem(fields), at)) continue;
    const entry = entryOf(fields, scope);
    if (entries.some(({ name }) => name === entry.name)) {
      check([["name"], `an earlier store is called "${entry.name}" too`], at);
      continue;
    }
    check(strangerProblem(fields, Object.keys(FIELDS)), at);
    entries.push(entry);
  }
  return { path, scope, document, entries, problems };
}

/** The stores of a file by their fields, also those that do not make sense. */
function rawStores({ document }: StoreConfig): readonly unknown[] {
  return (document.stores ?? []) as readonly unknown[];
}

function format(config: StoreConfig, stores: readonly unknown[]): string {
  return `${JSON.stringify({ ...config.document, stores }, null, 2)}\n`;
}

/** Whether something in a file is called that. */
function isCalled(fields: unknown, name: string): boolean {
  return isRecord(fields) && fields.name === name;
}

/** Whether a file has a store of that name, be it one that makes sense or not. */
export function hasStore(config: StoreConfig, name: string): boolean {
  return rawStores(config).some((fields) => isCalled(fields, name));
}

/** The text of a file with one more store, which comes last. */
export function withStore(config: StoreConfig, fields: EntryFields): string {
  return format(config, [...rawStores(config), fields]);
}

/** The text of a file without a store. */
export function withoutStore(config: StoreConfig, name: string): string {
  return format(
    config,
    rawStores(config).filter((fields) => !isCalled(fields, name)),
  );
}

/** The text of a file with some fields of a store changed, and all others kept. */
export function withFields(
  config: StoreConfig,
  name: string,
  changed: EntryFields,
): string {
  return format(
    config,
    rawStores(config).map((fields) =>
      isRecord(fields) && isCalled(fields, name)
        ? { ...fields, ...changed }
        : fields
    ),
  );
}
