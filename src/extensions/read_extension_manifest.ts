/**
 * Reads a `manifest.json`, as far as it can be read.
 *
 * @module
 */

import { Fields } from "./_fields.ts";
import type { JsonRecord } from "./_fields.ts";
import { readChecksum, readId, readPath, readVersion } from "./_links.ts";
import type {
  AssetReference,
  ExtensionManifest,
  FileReference,
} from "./extension_manifest.ts";
import type { JsonDocument, JsonStep } from "./json_document.ts";
import type { Problem } from "./problem.ts";
import { PathSet } from "./safe_path.ts";

/** What a manifest has to say, because it is linked so. */
export interface ExpectedManifest {
  /** Id by the summary. */
  readonly id?: string;
  /** Version by the summary. */
  readonly version?: string;
}

/** What was read of a manifest. */
export interface ManifestReading {
  /** The manifest; undefined where any problem is an error, so that whoever holds one can rely on it. */
  readonly manifest?: ExtensionManifest;
  /** In the order they were found. */
  readonly problems: readonly Problem[];
  /** What can be used of every link, also where the manifest cannot: the component first. */
  readonly links: readonly Partial<FileReference>[];
  /** The text and its places. */
  readonly document: JsonDocument;
}

/** What publishers are told about a manifest without links. */
const LEGACY_HINT = "Publish this version again.";

/** Where storectl puts manifests; the part behind `_r` counts overwrites. */
const HOME_REGEXP = /^extensions\/([^/]+)\/([^/]+?)(?:_r\d+)?\/manifest\.json$/;

/** One link, as far as it can be used. */
function readLink(
  fields: Fields,
  record: JsonRecord,
  steps: readonly JsonStep[],
): Partial<FileReference> {
  const path = readPath(fields, record["path"], [...steps, "path"]);
  const checksum = readChecksum(fields, record["checksum"], [
    ...steps,
    "checksum",
  ]);
  const size = fields.count(record["size"], [...steps, "size"], "bytes");
  return {
    ...(path === undefined ? {} : { path }),
    ...(checksum === undefined ? {} : { checksum }),
    ...(size === undefined ? {} : { size }),
  };
}

/** Adds a path to those that are linked, unless it clashes. */
function addPath(
  fields: Fields,
  paths: PathSet,
  link: Partial<FileReference>,
  steps: readonly JsonStep[],
): void {
  if (link.path === undefined) return;
  const clash = paths.add(link.path);
  if (clash === undefined) return;
  fields.report(
    clash.code,
    [...steps, "path"],
    clash.code === "DUPLICATE"
      ? "the same path is linked before"
      : `on some systems it is the same as "${clash.other}"`,
    { actual: link.path },
  );
}

/** The component's link. */
function readWasmFile(
  fields: Fields,
  value: unknown,
  links: Partial<FileReference>[],
  paths: PathSet,
): FileReference | undefined {
  const record = fields.record(value, ["wasm_file"]);
  if (record === undefined) return undefined;
  const link = readLink(fields, record, ["wasm_file"]);
  links.push(link);
  addPath(fields, paths, link, ["wasm_file"]);
  return isWhole(link) ? link : undefined;
}

function isWhole(link: Partial<FileReference>): link is FileReference {
  return link.path !== undefined && link.checksum !== undefined &&
    link.size !== undefined;
}

/** The links of all assets. */
function readAssets(
  fields: Fields,
  value: unknown,
  links: Partial<FileReference>[],
  paths: PathSet,
): readonly AssetReference[] {
  if (!Array.isArray(value)) {
    fields.report(
      fields.code,
      ["assets"],
      value === undefined ? "it is missing" : "expected a list",
    );
    return [];
  }
  const assets: AssetReference[] = [];
  for (const [index, item] of value.entries()) {
    const steps = ["assets", index];
    const record = fields.record(item, steps);
    if (record === undefined) continue;
    const link = readLink(fields, record, steps);
    links.push(link);
    addPath(fields, paths, link, steps);
    const name = fields.text(record["name"], [...steps, "name"]);
    // some programs write the field by its name in their own source
    const key = record["type"] === undefined && "asset_type" in record
      ? "asset_type"
      : "type";
    const type = fields.text(record[key], [...steps, key]);
    if (isWhole(link) && name !== undefined && type !== undefined) {
      assets.push({ name, ...link, type });
    }
  }
  return assets;
}

/** Ranges by id; whether they are ranges is for `semver.ts` to say. */
function readDependencies(
  fields: Fields,
  value: unknown,
): Readonly<Record<string, string>> {
  const isNone = value === undefined || value === null ||
    (Array.isArray(value) && value.length === 0);
  if (isNone) return {};
  const record = fields.record(value, ["dependencies"]) ?? {};
  return Object.fromEntries(
    Object.entries(record).flatMap(([id, range]) => {
      const steps = ["dependencies", id];
      const known = readId(fields, id, steps);
      const text = fields.text(range, steps);
      return known === undefined || text === undefined ? [] : [[id, text]];
    }),
  );
}

/** Holds id and version against those who link to them. */
function compare(
  fields: Fields,
  id: string | undefined,
  version: string | undefined,
  expected: ExpectedManifest,
): void {
  const [, homeId, homeVersion] = HOME_REGEXP.exec(fields.path) ?? [];
  for (
    const [field, actual, summary, home] of [
      ["id", id, expected.id, homeId],
      ["version", version, expected.version, homeVersion],
    ] as const
  ) {
    if (actual === undefined) continue;
    const differs = [["summary", summary], ["path", home]].filter((
      [, wanted],
    ) => wanted !== undefined && wanted !== actual);
    if (differs.length === 0) continue;
    fields.report(
      "MANIFEST_MISMATCH",
      [field],
      `it is not what its ${differs.map(([who]) => who).join(" and its ")} ${
        differs.length === 1 ? "says" : "say"
      }`,
      { expected: differs[0]![1]!, actual },
    );
  }
}

/**
 * Reads a manifest, and finds everything that is wrong with it.
 *
 * @param bytes At most `LIMITS.manifestBytes` of them; that is for the caller to see to.
 * @param path The file, from the store's root: it stands in every problem, and id and version are held against it
 *   where it has the form `extensions/ID/VERSION/manifest.json`.
 */
export function readExtensionManifest(
  bytes: Uint8Array,
  path: string,
  expected: ExpectedManifest = {},
): ManifestReading {
  const fields = new Fields(bytes, path, "MANIFEST_INVALID");
  const links: Partial<FileReference>[] = [];
  const done = (manifest?: ExtensionManifest): ManifestReading => ({
    ...(manifest !== undefined && fields.problems.length === 0
      ? { manifest }
      : {}),
    problems: fields.problems,
    links,
    document: fields.document,
  });
  if (!fields.document.isJson) return done();
  const record = fields.record(fields.document.value(), []);
  if (record === undefined) return done();
  const id = readId(fields, record["id"], ["id"]);
  const name = fields.text(record["name"], ["name"]);
  const version = readVersion(fields, record["version"], ["version"]);
  const texts = {
    description: fields.optionalText(record["description"], ["description"]),
    author: fields.optionalText(record["author"], ["author"]),
    license: fields.optionalText(record["license"], ["license"]),
    tags: fields.optionalTexts(record["tags"], ["tags"]),
  };
  const dependencies = readDependencies(fields, record["dependencies"]);
  // a wrong id is not the one that was expected, too
  const written = (value: unknown): string | undefined =>
    typeof value === "string" && value !== "" ? value : undefined;
  compare(fields, written(record["id"]), written(record["version"]), expected);
  const hasLinks = (record["wasm_file"] ?? record["assets"] ?? null) !== null;
  if (!hasLinks) {
    fields.report("MANIFEST_LEGACY", [], "it has no links to its files", {
      hint: LEGACY_HINT,
    });
    return done();
  }
  const paths = new PathSet();
  const wasmFile = readWasmFile(fields, record["wasm_file"], links, paths);
  const assets = readAssets(fields, record["assets"], links, paths);
  if (
    id === undefined || name === undefined || version === undefined ||
    wasmFile === undefined
  ) return done();
  return done({
    id,
    name,
    version,
    ...present(texts),
    wasmFile,
    assets,
    dependencies,
  });
}

/** The fields that are there. */
function present<Texts extends Readonly<Record<string, unknown>>>(
  texts: Texts,
): { readonly [Key in keyof Texts]?: Exclude<Texts[Key], undefined> } {
  return Object.fromEntries(
    Object.entries(texts).filter(([, value]) => value !== undefined),
  ) as { readonly [Key in keyof Texts]?: Exclude<Texts[Key], undefined> };
}
