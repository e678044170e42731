/**
 * Reads a `store.json`, in both forms of its `extensions`, as far as it can be read.
 *
 * @module
 */

import { Fields, isRecord } from "./_fields.ts";
import type { JsonRecord } from "./_fields.ts";
import { readChecksum, readId, readPath, readVersion } from "./_links.ts";
import type { JsonDocument, JsonStep } from "./json_document.ts";
import type { Problem } from "./problem.ts";
import { PathSet } from "./safe_path.ts";
import type { ExtensionSummary, StoreManifest } from "./store_manifest.ts";

/** What was read of a store. */
export interface StoreReading {
  /** The store with all summaries that can be used; undefined where it is no store at all. */
  readonly manifest?: StoreManifest;
  /** In the order they were found. */
  readonly problems: readonly Problem[];
  /** What can be used of the other summaries, in the order of the file. */
  readonly rejected: readonly Partial<ExtensionSummary>[];
  /** The text and its places. */
  readonly document: JsonDocument;
}

const LEGACY_HINT = "Publish this version again.";

/** Gathers summaries. */
class Summaries {
  readonly whole: ExtensionSummary[] = [];
  readonly rejected: Partial<ExtensionSummary>[] = [];
  readonly #versions = new Set<string>();
  readonly #paths = new PathSet();

  constructor(readonly fields: Fields) {}

  /**
   * Reads one summary.
   *
   * @param known Id and version where they are the keys that lead to it.
   */
  add(
    value: unknown,
    steps: readonly JsonStep[],
    known: { readonly id?: string; readonly version?: string } = {},
  ): void {
    const { fields } = this;
    const record = fields.record(value, steps);
    if (record === undefined) return;
    const before = fields.problems.length;
    const summary = this.#read(record, steps, known);
    this.#findClash(summary, steps);
    if (fields.problems.length === before) {
      this.whole.push(summary as ExtensionSummary);
    } else this.rejected.push(summary);
  }

  #read(
    record: JsonRecord,
    steps: readonly JsonStep[],
    known: { readonly id?: string; readonly version?: string },
  ): Partial<ExtensionSummary> {
    const { fields } = this;
    const at = (name: string) => [...steps, name];
    const id = readId(fields, record["id"] ?? known.id, at("id"));
    const version = readVersion(
      fields,
      record["version"] ?? known.version,
      at("version"),
    );
    for (const [name, own] of [["id", id], ["version", version]] as const) {
      if (
        own === undefined || known[name] === undefined || own === known[name]
      ) continue;
      fields.report(fields.code, at(name), "it is not what its key says", {
        expected: known[name],
        actual: own,
      });
    }
    const summary = {
      id,
      name: fields.text(record["name"], at("name")),
      version,
      description: fields.optionalText(
        record["description"],
        at("description"),
      ),
      author: fields.optionalText(record["author"], at("author")),
      tags: fields.optionalTexts(record["tags"], at("tags")),
      size: record["size"] === undefined || record["size"] === null
        ? undefined
        : fields.count(record["size"], at("size"), "bytes"),
      updated: fields.optionalText(record["updated"], at("updated")),
      ...this.#readLinks(record, steps),
    };
    return Object.fromEntries(
      Object.entries(summary).filter(([, value]) => value !== undefined),
    );
  }

  #readLinks(
    record: JsonRecord,
    steps: readonly JsonStep[],
  ): {
    readonly [
      Key in "manifestPath" | "manifestChecksum" | "sumsChecksum"
    ]?: string | undefined;
  } {
    const { fields } = this;
    const path = record["manifest_path"] ?? undefined;
    const checksum = record["manifest_checksum"] ?? undefined;
    if (path === undefined && checksum === undefined) {
      fields.report("MANIFEST_LEGACY", steps, "it has no link to a manifest", {
        hint: LEGACY_HINT,
      });
      return {};
    }
    const sums = record["sums_checksum"] ?? undefined;
    return {
      manifestPath: readPath(fields, path, [...steps, "manifest_path"]),
      manifestChecksum: readChecksum(fields, checksum, [
        ...steps,
        "manifest_checksum",
      ]),
      sumsChecksum: sums === undefined
        ? undefined
        : readChecksum(fields, sums, [...steps, "sums_checksum"]),
    };
  }

  /** Finds a version, or a path, that is there before. */
  #findClash(
    { id, version, manifestPath }: Partial<ExtensionSummary>,
    steps: readonly JsonStep[],
  ): void {
    const { fields } = this;
    if (id !== undefined && version !== undefined) {
      const key = `${id} ${version}`;
      if (this.#versions.has(key)) {
        fields.report("DUPLICATE", steps, `"${key}" is there before`);
        return;
      }
      this.#versions.add(key);
    }
    const clash = manifestPath === undefined
      ? undefined
      : this.#paths.add(manifestPath);
    if (clash === undefined) return;
    fields.report(
      clash.code,
      [...steps, "manifest_path"],
      clash.code === "DUPLICATE"
        ? "another version has the same path"
        : `on some systems it is the same as "${clash.other}"`,
    );
  }

  /** Reads `{ID: {latest, all_versions: {VERSION: summary}}}`. */
  addMap(map: JsonRecord): void {
    const { fields } = this;
    for (const [id, entry] of Object.entries(map)) {
      const steps = ["extensions", id];
      const record = fields.record(entry, steps);
      if (record === undefined) continue;
      const versions = fields.record(record["all_versions"], [
        ...steps,
        "all_versions",
      ]);
      for (const [version, value] of Object.entries(versions ?? {})) {
        this.add(value, [...steps, "all_versions", version], { id, version });
      }
      const latest = fields.optionalText(record["latest"], [
        ...steps,
        "latest",
      ]);
      const isThere = latest === undefined || versions === undefined ||
        Object.hasOwn(versions, latest);
      if (isThere) continue;
      fields.report(fields.code, [...steps, "latest"], "no such version", {
        actual: latest,
      });
    }
  }
}

/**
 * Reads a store, and finds everything that is wrong with its `store.json`.
 *
 * @param bytes At most `LIMITS.storeBytes` of them; that is for the caller to see to.
 * @param path What the file is called in problems.
 */
export function readStoreManifest(
  bytes: Uint8Array,
  path = "store.json",
): StoreReading {
  const fields = new Fields(bytes, path, "STORE_INVALID");
  const { problems, document } = fields;
  if (!document.isJson) return { problems, rejected: [], document };
  const record = fields.record(document.value(), []);
  if (record === undefined) return { problems, rejected: [], document };
  const name = fields.text(record["name"], ["name"]);
  const version = fields.text(record["version"], ["version"]);
  const description = fields.optionalText(record["description"], [
    "description",
  ]);
  const updated = fields.optionalText(record["updated"], ["updated"]);
  const serial = record["serial"] === undefined || record["serial"] === null
    ? undefined
    : fields.count(record["serial"], ["serial"], "changes");
  const summaries = new Summaries(fields);
  const { extensions } = record;
  if (Array.isArray(extensions)) {
    for (const [index, value] of extensions.entries()) {
      summaries.add(value, ["extensions", index]);
    }
  } else if (isRecord(extensions)) summaries.addMap(extensions);
  else {
    fields.report(
      fields.code,
      ["extensions"],
      extensions === undefined
        ? "it is missing"
        : "expected a list, or an object by id",
    );
    return { problems, rejected: [], document };
  }
  return {
    manifest: {
      name: name ?? "",
      version: version ?? "",
      ...(description === undefined ? {} : { description }),
      form: Array.isArray(extensions) ? "list" : "map",
      ...(serial === undefined ? {} : { serial }),
      ...(updated === undefined ? {} : { updated }),
      extensions: summaries.whole,
    },
    problems,
    rejected: summaries.rejected,
    document,
  };
}
