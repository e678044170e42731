/**
 * The register of what is installed: `registry.json`.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** A version whose files are on disk. */
export interface KeptVersion {
  /** Name of its directory below that of its extension: the version, or `VERSION_rN` where that is taken. */
  readonly directory: string;
  /** A semantic version. */
  readonly version: string;
  /** Name for people. */
  readonly name: string;
  /** Name of the store that it came from. */
  readonly store: string;
  /** Where that store was then. */
  readonly location: string;
  /** Checksum of the manifest's bytes, as `blake3:…`. */
  readonly manifestChecksum: string;
  /** Bytes of all files that the manifest links. */
  readonly size: number;
  /** Ranges of semantic versions, by extension id. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** When it was installed, as ISO 8601 in UTC. */
  readonly installed: string;
}

/** An installed extension. */
export interface InstalledExtension {
  /** Its id. */
  readonly id: string;
  /** Directory of the version in use. */
  readonly current: string;
  /** Whether the user asked for it; false for one that others needed. */
  readonly asked: boolean;
  /** Whether updates leave it alone. */
  readonly held: boolean;
  /** Whether updates may be to prereleases. */
  readonly prereleases: boolean;
  /** Directories of the versions that were in use before, the last one last. */
  readonly history: readonly string[];
  /** Every version that is on disk. */
  readonly versions: readonly KeptVersion[];
}

/** What is installed, in byte order of the ids. */
export type Registry = ReadonlyMap<string, InstalledExtension>;

/** Number of the format. */
const FORMAT = 1;
const ID_REGEXP = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const DIRECTORY_REGEXP = /^[0-9][0-9A-Za-z.+_-]{0,220}$/;

/** The version of an extension that is in use. */
export function currentVersion(extension: InstalledExtension): KeptVersion {
  return versionIn(extension, extension.current)!;
}

/** The version in a directory of an extension. */
export function versionIn(
  { versions }: InstalledExtension,
  directory: string,
): KeptVersion | undefined {
  return versions.find((version) => version.directory === directory);
}

/** The text of a register. */
export function formatRegistry(registry: Registry): string {
  const extensions = [...registry.values()].map((
    { id, current, asked, held, prereleases, history, versions },
  ) => ({
    id,
    current,
    asked,
    held,
    prereleases,
    history,
    versions: versions.map(({ manifestChecksum, ...version }) => ({
      ...version,
      manifest_checksum: manifestChecksum,
    })),
  }));
  return `${JSON.stringify({ format: FORMAT, extensions }, null, 1)}\n`;
}

/** A JSON object whose values are taken by name and by type. */
class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(value: unknown, readonly what: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new TypeError(`${what} is no object`);
    }
    this.#fields = value as Readonly<Record<string, unknown>>;
  }

  text(name: string, rule = /(?:)/): string {
    const value = this.#fields[name];
    if (typeof value === "string" && rule.test(value)) return value;
    throw this.#wrong(name);
  }

  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value === "number") return value;
    throw this.#wrong(name);
  }

  flag(name: string): boolean {
    const value = this.#fields[name];
    if (typeof value === "boolean") return value;
    throw this.#wrong(name);
  }

  #wrong(name: string): TypeError {
    return new TypeError(`"${name}" of ${this.what} is not as it should be`);
  }

  list<Item>(name: string, read: (value: unknown) => Item): Item[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) {
      throw new TypeError(`"${name}" of ${this.what} is no list`);
    }
    return value.map(read);
  }

  texts(name: string): Record<string, string> {
    const own = new Fields(this.#fields[name], `"${name}" of ${this.what}`);
    return Object.fromEntries(
      Object.keys(own.#fields).map((key) => [key, own.text(key)]),
    );
  }
}

function readVersion(value: unknown, id: string): KeptVersion {
  const fields = new Fields(value, `a version of "${id}"`);
  return {
    directory: fields.text("directory", DIRECTORY_REGEXP),
    version: fields.text("version"),
    name: fields.text("name"),
    store: fields.text("store"),
    location: fields.text("location"),
    manifestChecksum: fields.text("manifest_checksum"),
    size: fields.number("size"),
    dependencies: fields.texts("dependencies"),
    installed: fields.text("installed"),
  };
}

function readExtension(value: unknown): InstalledExtension {
  const fields = new Fields(value, "an extension");
  const id = fields.text("id", ID_REGEXP);
  const own = new Fields(value, `"${id}"`);
  const extension: InstalledExtension = {
    id,
    current: own.text("current"),
    asked: own.flag("asked"),
    held: own.flag("held"),
    prereleases: own.flag("prereleases"),
    history: own.list("history", String),
    versions: own.list("versions", (version) => readVersion(version, id)),
  };
  for (const directory of [extension.current, ...extension.history]) {
    if (versionIn(extension, directory) === undefined) {
      throw new TypeError(`"${id}" has no version in "${directory}"`);
    }
  }
  return extension;
}

/**
 * Reads a register.
 *
 * @param at Path of the file, for the message.
 * @throws {StoreError} `REGISTRY_INVALID`: it is not as storectl writes it.
 */
export function parseRegistry(text: string, at: string): Registry {
  try {
    const fields = new Fields(JSON.parse(text), "the file");
    const format = fields.number("format");
    if (format !== FORMAT) throw new TypeError(`its format is ${format}`);
    const extensions = fields.list("extensions", readExtension);
    return new Map(extensions.map((extension) => [extension.id, extension]));
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) {
      throw error;
    }
    throw new StoreError(
      "REGISTRY_INVALID",
      `Cannot read what is installed: ${error.message}`,
      {
        hint:
          "Install with the version of storectl that wrote it, or remove the directory and install again.",
        at,
        cause: error,
      },
    );
  }
}
