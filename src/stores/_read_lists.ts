/**
 * Reads the package lists and dpkg's status into one table.
 *
 * @module
 */

import type { AptConfig } from "../apt/apt_config.ts";
import type { IndexFile } from "../apt/index_file.ts";
import type { IndexTarget, ReleaseSource } from "../apt/index_targets.ts";
import { parseRelease, UNKNOWN_RELEASE } from "../apt/release.ts";
import type { Release } from "../apt/release.ts";
import { StanzaScanner } from "../apt/scan_stanzas.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import { LONGEST_TEXT } from "../catalog/kept_folder.ts";
import type { KeptRelease, KeptTarget } from "../catalog/kept_folder.ts";
import { attempt } from "../core/attempt.ts";
import type { Refuse } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import { readList } from "../sys/read_list.ts";
import type { ReadListOptions } from "../sys/read_list.ts";
import { readOptional } from "./_read_settings.ts";
import type { ReadLog } from "./_read_log.ts";

/** Extensions of compressed lists in the order in which APT prefers them, unless configured otherwise. */
const EXTENSIONS = ["xz", "bz2", "lzma", "gz", "lz4", "zst"];

/** An index file that exists, and where. */
export interface FoundIndex {
  /** As the policy sees it. */
  readonly file: IndexFile;
  /** Its path. */
  readonly path: string;
  /** Bytes of the unpacked file, where its `Release` file says so. */
  readonly size: number | undefined;
}

/** Extensions in the order of `Acquire::CompressionTypes::Order`. */
function extensionOrder(config: AptConfig): readonly string[] {
  const first = config.list("Acquire::CompressionTypes::Order").filter((name) =>
    EXTENSIONS.includes(name)
  );
  return ["", ...new Set([...first, ...EXTENSIONS])].map((extension) =>
    extension && `.${extension}`
  );
}

/** What stands in `lists/` of the releases of the sources. */
export class ListFinder {
  readonly #extensions: readonly string[];
  readonly #releases: KeptRelease[] = [];
  #found = 0;

  /**
   * @param folder Path of `lists/`.
   * @param names Names of the files in it.
   */
  constructor(
    readonly folder: string,
    readonly names: ReadonlySet<string>,
    config: AptConfig,
    readonly log: ReadLog,
  ) {
    this.#extensions = extensionOrder(config);
  }

  /** The existing copy that APT reads of an index, or undefined. */
  copyOf(fileName: string): string | undefined {
    const extension = this.#extensions.find((extension) =>
      this.names.has(fileName + extension)
    );
    return extension === undefined ? undefined : fileName + extension;
  }

  /** The releases that index files were looked for of. */
  get releases(): readonly KeptRelease[] {
    return this.#releases;
  }

  /** The index files of a release that exist, in APT's order; one that should exist and does not is a warning. */
  find(source: ReleaseSource): readonly FoundIndex[] {
    if (source.targets.length === 0) return [];
    const { path, release, isSigned } = this.#readRelease(source);
    const found: FoundIndex[] = [];
    const targets: KeptTarget[] = [];
    for (const target of source.targets) {
      const size = release.sizes.get(target.path);
      const name = this.copyOf(target.fileName);
      // indexes of `all` are optional: most archives repeat their packages in the others
      const isOptional = target.architecture === "all";
      targets.push({
        path: target.path,
        isOptional,
        list: name === undefined ? null : this.#found++,
        size,
      });
      if (name === undefined) {
        if (!isOptional && size !== undefined && size > 0) {
          this.#warnMissing(target);
        }
        continue;
      }
      const { component, architecture, description } = target;
      found.push({
        path: `${this.folder}/${name}`,
        size,
        file: {
          name,
          isStatus: false,
          site: source.site,
          component,
          architecture,
          release,
          trusted: source.trusted ?? isSigned,
          description,
        },
      });
    }
    const { sizes: _, ...facts } = release;
    const isRead = release !== UNKNOWN_RELEASE;
    this.#releases.push({ path, facts: isRead ? facts : null, targets });
    return found;
  }

  #warnMissing({ fileName, description }: IndexTarget): void {
    this.log.add({
      code: "APT_LIST_MISSING",
      message:
        `Cannot read "${description}": its Release file vouches for it, and it is not there`,
      hint: "Run apt update.",
      path: `${this.folder}/${fileName}`,
    });
  }

  #readRelease(
    source: ReleaseSource,
  ): { path: string; release: Release; isSigned: boolean } {
    const inRelease = source.fileName("InRelease");
    const isInline = this.names.has(inRelease);
    const isSigned = isInline || this.names.has(source.fileName("Release.gpg"));
    const path = `${this.folder}/${
      isInline ? inRelease : source.fileName("Release")
    }`;
    const text = readOptional(path, "APT_RELEASE_INVALID", this.log);
    let release = UNKNOWN_RELEASE;
    if (text !== undefined) {
      attempt(this.log.refuse("APT_RELEASE_INVALID"), () => {
        release = parseRelease(text, path);
      });
    }
    return { path, release, isSigned };
  }
}

/** What came of reading a list. */
export interface ReadIndex {
  /** Bytes of the unpacked file. */
  readonly bytes: number;
  /** Whether nothing was wrong with it. */
  readonly isSound: boolean;
  /** The unpacked file in pieces, where it is short enough to be kept. */
  readonly text: readonly Uint8Array[] | undefined;
}

/** Reads one list into the table; what stands before a damage counts, and the damage is a warning. */
export async function readIndex(
  table: StanzaTable,
  number: number,
  { path, size }: FoundIndex,
  log: ReadLog,
  options: ReadListOptions,
): Promise<ReadIndex> {
  let isSound = true;
  const refuse: Refuse = (error) => {
    isSound = false;
    log.refuse("APT_LIST_DAMAGED")(error);
  };
  using scanner = new StanzaScanner(table, number, path, refuse);
  let bytes = 0;
  const isLent = (size ?? 0) > LONGEST_TEXT;
  let text: Uint8Array[] | undefined = isLent ? undefined : [];
  try {
    for await (const chunk of readList(path, { ...options, isLent })) {
      bytes += chunk.length;
      scanner.push(chunk);
      if (bytes > LONGEST_TEXT) text = undefined;
      text?.push(chunk);
    }
    scanner.end();
  } catch (error) {
    // half a stanza at the end of a damaged list is not shown: its last value may be cut
    if (!(error instanceof StoreError)) throw error;
    refuse(error);
    return { bytes, isSound, text };
  }
  if (size !== undefined && size !== bytes) {
    refuse(
      new StoreError(
        "DATA_CORRUPT",
        `Cannot trust all of the list: it has ${bytes} bytes, its Release file says ${size}`,
        { at: path, hint: "Run apt update." },
      ),
    );
  }
  return { bytes, isSound, text };
}
