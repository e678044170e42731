/**
 * A `store.json` made from what lies on disk, for a store that has lost its own.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";
import type { Problem } from "../extensions/problem.ts";
import { sortProblems } from "../extensions/problem_order.ts";
import { readExtensionManifest } from "../extensions/read_extension_manifest.ts";
import { readStoreManifest } from "../extensions/read_store_manifest.ts";
import { compareVersions } from "../extensions/version.ts";
import { digestBytes } from "../sys/digest.ts";
import { realPath } from "../sys/stat_file.ts";
import { checkContents } from "./_verify_contents.ts";
import type { ContentOptions } from "./_verify_contents.ts";
import { LinkCheck } from "./_verify_links.ts";
import { checkSums, SUMS_NAME } from "./_verify_sums.ts";
import { DiskTree } from "./disk_tree.ts";

/** An index that was made. */
export interface RebuiltIndex {
  /** The text of `store.json`. */
  readonly text: string;
  /** One for each version that was left out, since it is not whole. */
  readonly warnings: readonly Warning[];
}

/** An object of JSON. */
type JsonObject = Readonly<Record<string, unknown>>;

/** A version that lies there. */
interface Candidate {
  /** Its directory, from the root. */
  readonly folder: string;
  readonly manifest: ExtensionManifest;
  readonly checksum: string;
  /** How often it was overwritten. */
  readonly revision: number;
}

/** What an earlier index says, as far as it can be read. */
interface EarlierIndex {
  /** All of it but the versions. */
  readonly fields: JsonObject;
  /** Its summaries as they are written, by manifest path. */
  readonly summaries: ReadonlyMap<string, JsonObject>;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every object that has a manifest path, however deep the form of the index has put it. */
function* summariesIn(value: unknown, depth: number): Generator<JsonObject> {
  if (depth === 0 || typeof value !== "object" || value === null) return;
  if (isObject(value) && typeof value["manifest_path"] === "string") {
    yield value;
  } else {for (const inner of Object.values(value)) {
      yield* summariesIn(inner, depth - 1);
    }}
}

function readEarlier(tree: DiskTree): EarlierIndex {
  const entry = tree.lookUp("store.json");
  const content = entry?.kind === "file"
    ? tree.read("store.json", entry, LIMITS.storeBytes)
    : undefined;
  const value = content?.state === "read"
    ? readStoreManifest(content.bytes).document.value()
    : undefined;
  if (!isObject(value)) return { fields: {}, summaries: new Map() };
  const { extensions, ...fields } = value;
  const found = summariesIn(extensions, 4);
  return {
    fields,
    summaries: new Map(
      Array.from(found, (summary) => [
        String(summary["manifest_path"]).replace(/^\.\//, ""),
        summary,
      ]),
    ),
  };
}

/** Reads every manifest at its place, `extensions/ID/VERSION/manifest.json`. */
async function findCandidates(check: LinkCheck): Promise<Candidate[]> {
  const { tree } = check;
  const candidates: Candidate[] = [];
  const folders = (path: string): readonly string[] =>
    tree.lookUp(path)?.kind === "directory"
      ? tree.list(path).map((name) => `${path}/${name}`)
      : [];
  for (const home of folders("extensions")) {
    for (const folder of folders(home)) {
      const path = `${folder}/manifest.json`;
      if (tree.lookUp(folder)?.kind !== "directory") continue;
      if (tree.lookUp(path) === undefined) continue;
      const bytes = check.readSmall(path, {
        missing: "MANIFEST_MISSING",
        invalid: "MANIFEST_INVALID",
        maxBytes: LIMITS.manifestBytes,
      });
      if (bytes === undefined) continue;
      const { manifest, problems } = readExtensionManifest(bytes, path);
      check.problems.push(...problems);
      if (manifest === undefined) continue;
      candidates.push({
        folder,
        manifest,
        checksum: `blake3:${await digestBytes("blake3", bytes)}`,
        revision: Number(/_r(\d+)$/.exec(folder)?.[1] ?? 1),
      });
    }
  }
  return candidates;
}

/** Verifies the files of all candidates, and gives those that are whole. */
async function wholeOnes(
  check: LinkCheck,
  candidates: readonly Candidate[],
  options: ContentOptions,
): Promise<Candidate[]> {
  for (const { folder, checksum } of candidates) {
    const summary = {
      manifestPath: `${folder}/manifest.json`,
      manifestChecksum: checksum,
    };
    await check.checkVersion(summary);
    checkSums(check, summary, false);
  }
  await checkContents(check, options);
  return candidates.filter(({ folder }) =>
    !check.problems.some(({ path }) => path.startsWith(`${folder}/`))
  );
}

/** One for each version: the one that the earlier index names, else the last that was written. */
function chooseOnes(
  candidates: readonly Candidate[],
  { summaries }: EarlierIndex,
): Candidate[] {
  const chosen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = `${candidate.manifest.id} ${candidate.manifest.version}`;
    const other = chosen.get(key);
    const isNamed = ({ folder }: Candidate): boolean =>
      summaries.has(`${folder}/manifest.json`);
    const isBetter = other === undefined ||
      Number(isNamed(candidate)) - Number(isNamed(other)) > 0 ||
      (isNamed(candidate) === isNamed(other) &&
        candidate.revision > other.revision);
    if (isBetter) chosen.set(key, candidate);
  }
  return [...chosen.values()].sort((a, b) =>
    (a.manifest.id < b.manifest.id
      ? -1
      : a.manifest.id > b.manifest.id
      ? 1
      : 0) ||
    compareVersions(a.manifest.version, b.manifest.version)
  );
}

/** A summary as it is written: the earlier one where it links the same manifest. */
async function summaryOf(
  { folder, manifest, checksum }: Candidate,
  tree: DiskTree,
  { summaries }: EarlierIndex,
): Promise<JsonObject> {
  const path = `${folder}/manifest.json`;
  const earlier = summaries.get(path);
  const isSame = earlier?.["manifest_checksum"] === checksum &&
    earlier["id"] === manifest.id && earlier["version"] === manifest.version;
  const { id, name, version, description, author, license, tags } = manifest;
  const files = [manifest.wasmFile, ...manifest.assets];
  const list = `${folder}/${SUMS_NAME}`;
  const entry = tree.lookUp(list);
  const sums = entry?.kind === "file"
    ? tree.read(list, entry, LIMITS.manifestBytes)
    : undefined;
  return {
    id,
    name,
    version,
    description,
    author,
    license,
    tags,
    size: files.reduce((sum, { size }) => sum + size, 0),
    ...(isSame ? earlier : {}),
    manifest_path: path,
    manifest_checksum: checksum,
    sums_checksum: sums?.state === "read"
      ? `blake3:${await digestBytes("blake3", sums.bytes)}`
      : undefined,
  };
}

function warningsOf(problems: readonly Problem[]): readonly Warning[] {
  return sortProblems(problems).map((
    { path, message, line, column, hint },
  ) => ({
    code: "VERSION_LEFT_OUT",
    path,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }));
}

/** JSON without characters that a terminal, or an old reader of lines, takes for commands. */
function plainJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Makes an index of all versions that are whole: each manifest parses, and each file has the bytes that it links.
 *
 * What an earlier index says of a version that did not change, and of the store itself, is kept.
 *
 * @throws {StoreError} `STORE_INVALID`: there is no directory `extensions` there.
 */
export async function rebuildIndex(
  target: string,
  options: ContentOptions = {},
): Promise<RebuiltIndex> {
  const root = realPath(target);
  const check = new LinkCheck(new DiskTree(root));
  const { tree } = check;
  if (tree.lookUp("extensions")?.kind !== "directory") {
    throw new StoreError(
      "STORE_INVALID",
      `Cannot make an index of "${target}": there is no directory "extensions" in it`,
      { hint: "Give the directory of a store.", at: target },
    );
  }
  const earlier = readEarlier(tree);
  const candidates = await findCandidates(check);
  const whole = await wholeOnes(check, candidates, options);
  const chosen = chooseOnes(whole, earlier);
  const { fields } = earlier;
  const serial = fields["serial"];
  const index = {
    name: root.slice(root.lastIndexOf("/") + 1) || "store",
    version: "1.0.0",
    ...fields,
    ...(Number.isSafeInteger(serial) ? { serial: serial as number + 1 } : {}),
    extensions: await Promise.all(
      chosen.map((candidate) => summaryOf(candidate, tree, earlier)),
    ),
  };
  return { text: plainJson(index), warnings: warningsOf(check.problems) };
}
