/**
 * Reads one APT root: everything that a catalog is built from.
 *
 * @module
 */

import { indexTargets } from "../apt/index_targets.ts";
import type { IndexFile } from "../apt/index_file.ts";
import { Mentions } from "../apt/mentions.ts";
import { parseExtendedStates } from "../apt/parse_extended_states.ts";
import { phasingOf } from "../apt/phasing.ts";
import type { Phasing } from "../apt/phasing.ts";
import { defaultReleaseProblem } from "../apt/pin.ts";
import type { Pin } from "../apt/pin.ts";
import { Policy } from "../apt/policy.ts";
import { UNKNOWN_RELEASE } from "../apt/release.ts";
import { StanzaScanner } from "../apt/scan_stanzas.ts";
import { StanzaTable } from "../apt/stanza_table.ts";
import type { CatalogInput } from "../catalog/catalog_facts.ts";
import type { AptData } from "../catalog/apt_data.ts";
import type {
  KeptList,
  KeptMentions,
  Watched,
} from "../catalog/kept_stanzas.ts";
import { namesThatMatter } from "../catalog/kept_folder.ts";
import type { ListFolder } from "../catalog/kept_folder.ts";
import { attempt } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { listDirectory } from "../sys/list_directory.ts";
import { readBytes } from "../sys/read_file.ts";
import { aptPaths } from "./_apt_paths.ts";
import type { AptPaths } from "./_apt_paths.ts";
import { keptMentions, mentionsOf, readLists } from "./_list_reader.ts";
import type { ReadLists, ReadRootOptions } from "./_list_reader.ts";
import { ListFinder } from "./_read_lists.ts";
import type { FoundIndex } from "./_read_lists.ts";
import {
  readArchitectures,
  readConfig,
  readOptional,
  readPins,
  readSources,
} from "./_read_settings.ts";
import { ReadLog } from "./_read_log.ts";

/** A root that has been read. */
export interface AptRoot {
  /** What it holds. */
  readonly data: AptData;
  /** Paths of the index files, by number. */
  readonly indexPaths: readonly string[];
  /** Where its files lie. */
  readonly paths: AptPaths;
  /** Languages of `Acquire::Languages`, as configured; undefined where it is not. */
  readonly languages: readonly string[] | undefined;
  /** The existing copies of the translations in `lists/`, for one language. */
  translations(language: string): readonly string[];
  /** Set when there is no package list at all. */
  readonly missing: StoreError | undefined;
  /** What is wrong with its files. */
  readonly warnings: readonly Warning[];
  /** The files and directories that were looked at, as they were before they were read. */
  readonly inputs: readonly CatalogInput[];
  /** The package lists, by the number of the index file. */
  readonly lists: readonly KeptList[];
  /** The unpacked lists in pieces; undefined where one is too long to be kept. */
  readonly texts: ReadLists["texts"];
  /** Where they lie. */
  readonly folder: ListFolder;
  /** What stanzas mention, where it counts. */
  readonly mentions: KeptMentions | undefined;
  /** The files that change often, as they were read. */
  readonly watched: Readonly<Record<Watched, WatchedFile>>;
  /** What decides about phased versions. */
  readonly phasing: Phasing;
}

/** A file that changes often. */
export interface WatchedFile {
  /** Its path. */
  readonly path: string;
  /** All of it; empty where there is none. */
  readonly bytes: Uint8Array;
}

/** dpkg's status file, as the policy sees it. */
function statusIndex(path: string): IndexFile {
  return {
    name: "status",
    isStatus: true,
    site: "",
    component: "now",
    architecture: "",
    release: { ...UNKNOWN_RELEASE, suite: "now" },
    trusted: false,
    description: path,
  };
}

function readStatus(path: string, log: ReadLog): Uint8Array {
  let bytes: Uint8Array | null = null;
  log.note(path);
  attempt(log.refuse("APT_STATUS_INVALID"), () => {
    bytes = readBytes(path);
    if (bytes === null) {
      throw new StoreError("IO", `Cannot read "${path}": it does not exist`, {
        at: path,
        hint: "Check that the root holds a Debian system.",
      });
    }
  });
  return bytes ?? new Uint8Array();
}

function listNames(folder: string, log: ReadLog): ReadonlySet<string> {
  let names: readonly string[] = [];
  log.note(folder);
  attempt(log.refuse("APT_FILE_UNREADABLE"), () => {
    names = listDirectory(folder) ?? [];
  });
  return new Set(names);
}

/** Reads `extended_states`; empty where it is missing. */
function readStates(path: string, log: ReadLog): Uint8Array {
  let bytes: Uint8Array | null = null;
  log.note(path);
  attempt(log.refuse("APT_STATUS_INVALID"), () => {
    bytes = readBytes(path);
  });
  return bytes ?? new Uint8Array();
}

/** What `extended_states` says. */
function parseStates(
  { path, bytes }: WatchedFile,
  log: ReadLog,
): AptData["autoInstalled"] {
  let found: AptData["autoInstalled"] = [];
  attempt(log.refuse("APT_STATUS_INVALID"), () => {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    found = parseExtendedStates(text, path);
  });
  return found;
}

/** Whether a pin has a pattern that `name:any` could match. */
function needsAnyNames({ packages }: Pin): boolean {
  return packages !== undefined && packages.exactName === undefined &&
    !packages.hasArchitecture;
}

/**
 * Reads an APT root. What cannot be read is a warning, and the rest counts.
 *
 * @param root The directory that plays `/`.
 * @throws {StoreError} `DATA_CORRUPT`: what was kept of the lists is damaged.
 */
export async function readAptRoot(
  root: string,
  options: ReadRootOptions = {},
): Promise<AptRoot> {
  const log = new ReadLog();
  const config = readConfig(root, log);
  const paths = aptPaths(root, config);
  const status = readStatus(paths.status, log);
  const context = readArchitectures(config, paths, status, log);
  const sources = indexTargets(
    readSources(paths, context, log),
    log.refuse("APT_SOURCES_INVALID"),
  );
  const finder = new ListFinder(
    paths.lists,
    listNames(paths.lists, log),
    config,
    log,
  );
  const found: readonly FoundIndex[] = sources.flatMap((source) =>
    finder.find(source)
  );
  const files = [...found.map(({ file }) => file), statusIndex(paths.status)];
  const problem = defaultReleaseProblem(
    config.find("APT::Default-Release") ?? "",
    files,
  );
  if (problem) log.refuse("APT_CONFIG_INVALID")(problem);
  const pins = readPins(config, paths, context.nativeArchitecture, log);
  const machineId =
    readOptional(paths.machineId, "APT_CONFIG_INVALID", log)?.trim() ?? "";

  const states = {
    path: paths.extendedStates,
    bytes: readStates(paths.extendedStates, log),
  };
  const autoInstalled = parseStates(states, log);
  const table = new StanzaTable(
    context.nativeArchitecture,
    new Mentions({
      architectures: new Set(context.architectures),
      anyNames: pins.some(needsAnyNames),
      firstOf: new Set(
        autoInstalled.filter(({ architecture }) => architecture === "").map((
          { name },
        ) => name),
      ),
    }),
  );
  const { lists, mentions, texts } = await readLists(
    table,
    found,
    log,
    options,
  );
  const scanner = new StanzaScanner(
    table,
    files.length - 1,
    paths.status,
    log.refuse("APT_STATUS_INVALID"),
  );
  // deno-lint-ignore require-await -- the lists are read in the same way
  const ofStatus = await mentionsOf(table, async () => {
    scanner.push(status);
    scanner.end();
  });

  const phasing = phasingOf(config, machineId);
  const missing = found.length > 0 ? undefined : new StoreError(
    "APT_LISTS_MISSING",
    `Cannot find a package list in "${paths.lists}": there is none for any source`,
    { at: paths.lists, hint: "Run apt update." },
  );
  return {
    data: {
      table,
      files,
      policy: new Policy(
        files,
        pins,
        phasing,
        table.mentions.anyNames,
      ),
      autoInstalled,
    },
    indexPaths: [...found.map(({ path }) => path), paths.status],
    paths,
    languages: config.find("Acquire::Languages") === undefined &&
        config.list("Acquire::Languages").length === 0
      ? undefined
      : config.list("Acquire::Languages"),
    translations: (language) =>
      sources.flatMap((source) => source.translations(language)).map((name) =>
        finder.copyOf(name)
      )
        .filter((name) => name !== undefined).map((name) =>
          `${paths.lists}/${name}`
        ),
    missing,
    warnings: log.all,
    inputs: log.inputs,
    lists,
    texts,
    folder: {
      path: paths.lists,
      names: namesThatMatter(finder.names),
      releases: finder.releases,
    },
    mentions: keptMentions(table.mentions, mentions, ofStatus),
    watched: { status: { path: paths.status, bytes: status }, states },
    phasing,
  };
}
