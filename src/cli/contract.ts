/**
 * The JSON that storectl prints: the contract with the Cockpit page, shell scripts and CI.
 *
 * Types only, so that a page may import this module for nothing. Additions are free; a rename or
 * a removal raises {@link Version.protocol}.
 *
 * @module
 */

import type { ErrorReply } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";

export type { ErrorReply, Warning };

/** The one line on stderr when a command with a JSON format fails. */
export interface ErrorDocument {
  /** What failed, where, and what to do next. */
  readonly error: ErrorReply;
}

/** `storectl --version --format json`. */
export interface Version {
  /** Always `storectl`. */
  readonly name: string;
  /** Version of the program, semver. */
  readonly version: string;
  /** Version of this contract. */
  readonly protocol: number;
}

/** What a curated store selects; lists are OR inside and AND between. Absent lists are empty. */
export interface StoreFilters {
  /** Origin (or Label where Origin is empty) of a repository. */
  readonly includeOrigins: readonly string[];
  /** Sections: the whole field, or the part behind the area. */
  readonly includeSections: readonly string[];
  /** Debtags: `facet::value`, or `facet::*`. */
  readonly includeTags: readonly string[];
  /** Package names, or globs with `*`. */
  readonly includePackages: readonly string[];
}

/** How a store presents a section or a category. */
export interface Presentation {
  /** Name of the section, or value of the `category::` tag. */
  readonly id: string;
  /** Name for people; null where nobody gave one. */
  readonly label: string | null;
  /** One or two sentences, or null. */
  readonly description: string | null;
  /** Path or name of an icon, or null. */
  readonly icon: string | null;
}

/** One store. */
export interface Store {
  /** `[a-z0-9][a-z0-9_-]{0,63}`. */
  readonly id: string;
  /** Which kind of store it is. */
  readonly kind: "apt";
  /** Name for people. */
  readonly name: string;
  /** What the store is for. */
  readonly description: string;
  /** Path of the icon, or null. */
  readonly icon: string | null;
  /** Path of the banner, or null. */
  readonly banner: string | null;
  /** What it selects. */
  readonly filters: StoreFilters;
  /** Sections it names, in the order of the definition. */
  readonly sections: readonly Presentation[];
  /** Categories it names, in the order of the definition. */
  readonly categories: readonly Presentation[];
  /** Path of the definition. */
  readonly source: string;
  /** Whether it takes part in answers. */
  readonly enabled: boolean;
}

/** `stores list`. */
export interface StoreList {
  /** In path order. */
  readonly stores: readonly Store[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** `stores show ID`. */
export interface StoreReply {
  /** The store. */
  readonly store: Store;
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** An APT repository: an origin and a suite. */
export interface Repository {
  /** `ORIGIN:SUITE`: Origin, else Label, else the URI's host, else `local`; then Suite, else Codename, else nothing. */
  readonly id: string;
  /** The part before the colon, for people. */
  readonly name: string;
  /** Origin field, or "". */
  readonly origin: string;
  /** Label field, or "". */
  readonly label: string;
  /** Suite field, or "". */
  readonly suite: string;
  /** Codename field, or "". */
  readonly codename: string;
  /** Components with an index, in APT's order. */
  readonly components: readonly string[];
  /** Architectures with an index, in APT's order. */
  readonly architectures: readonly string[];
  /** Packages whose candidate it carries, as `filter --repo` would show them. */
  readonly packageCount: number;
}

/** `repos list`. */
export interface RepositoryList {
  /** By name, then suite, in byte order. */
  readonly repositories: readonly Repository[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** One package of one architecture. `filter` prints the fields asked for, in this order. */
export interface Package {
  /** Package name. */
  readonly name: string;
  /** Its architecture; `Architecture: all` counts as the native one. */
  readonly architecture: string;
  /** The candidate: what APT would install, or null. */
  readonly version: string | null;
  /** What is installed, or null. */
  readonly installedVersion: string | null;
  /** Whether any version is installed. */
  readonly installed: boolean;
  /** Whether APT would upgrade it. */
  readonly upgradable: boolean;
  /** Whether dpkg's selection is `hold`. */
  readonly held: boolean;
  /** Section with its area, or "". */
  readonly section: string;
  /** First line of the description, or "". */
  readonly summary: string;
  /** Ids of the repositories that carry the candidate, in APT's order. */
  readonly repositories: readonly string[];
  /** Origin of the first of them, or "". */
  readonly origin: string;
  /** Label of the first of them, or "". */
  readonly label: string;
  /** Suite of the first of them, or "". */
  readonly suite: string;
  /** Debtags, in the order of the field. */
  readonly tags: readonly string[];
  /** Values of the `category::` tags. */
  readonly categories: readonly string[];
  /** Bytes to download, 0 where unknown. */
  readonly size: number;
  /** Bytes on disk, 0 where unknown. */
  readonly installedSize: number;
  /** Name and address, or "". */
  readonly maintainer: string;
  /** URL, or "". */
  readonly homepage: string;
  /** Whether it was installed only as a dependency. */
  readonly auto: boolean;
  /** dpkg's words: `selection flag status`. */
  readonly state: string;
  /** `no`, `same`, `foreign` or `allowed`. */
  readonly multiArch: string;
  /** Name of the source package. */
  readonly source: string;
  /** Version of the source package. */
  readonly sourceVersion: string;
  /** Whether dpkg refuses to remove it. */
  readonly essential: boolean;
  /** Pin priority of the candidate, or null. */
  readonly priority: number | null;
  /** Every index file that carries the candidate, in APT's order; dpkg's status last. */
  readonly origins: readonly PackageOrigin[];
}

/** One index file that carries a version. */
export interface PackageOrigin {
  /** Suite, or "". */
  readonly suite: string;
  /** Codename, or "". */
  readonly codename: string;
  /** Component, or "". */
  readonly component: string;
  /** Origin, or "". */
  readonly origin: string;
  /** Label, or "". */
  readonly label: string;
  /** Version of the release, or "". */
  readonly version: string;
  /** Host of the URI, or "". */
  readonly site: string;
  /** `NotAutomatic` of the Release file. */
  readonly notAutomatic: boolean;
  /** `ButAutomaticUpgrades` of the Release file. */
  readonly butAutomaticUpgrades: boolean;
  /** Name of the index file under `lists/`, as it is stored; `status` for dpkg's. */
  readonly filename: string;
  /** Whether APT trusts the release. */
  readonly trusted: boolean;
  /** Pin priority of the file. */
  readonly priority: number;
}

/** Name of a field that `--fields` picks. */
export type PackageField = keyof Package;

/** `filter`. */
export interface FilterReply {
  /** The page. */
  readonly packages: readonly Partial<Package>[];
  /** Packages in all, before paging. */
  readonly totalCount: number;
  /** First package of the page, 0-based. */
  readonly offset: number;
  /** Packages asked for. */
  readonly limit: number;
  /** Whether more packages follow this page. */
  readonly limited: boolean;
  /** What took part, as `option=value`, in the order of the cascade. */
  readonly appliedFilters: readonly string[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** A version in the table that `apt-cache policy` prints. */
export interface VersionEntry {
  /** The version. */
  readonly version: string;
  /** Pin priority of the version. */
  readonly priority: number;
  /** Whether this entry is installed. */
  readonly installed: boolean;
  /** Whether this entry is the candidate. */
  readonly candidate: boolean;
  /** Share of machines that get it, in percent, or null. */
  readonly phased: number | null;
  /** Where it comes from, in APT's order. */
  readonly repositories: readonly VersionSource[];
}

/** One line below a version in the table that `apt-cache policy` prints. */
export interface VersionSource {
  /** Repository id, or null for dpkg's status file. */
  readonly id: string | null;
  /** Pin priority of the file. */
  readonly priority: number;
  /** The words that `apt-cache policy` uses, e.g. `http://mirror.example.org/debian stable/main amd64 Packages`. */
  readonly description: string;
}

/** One package with everything that is known about it. */
export interface PackageDetails extends Package {
  /** The description below its first line, as plain text with line feeds, or "". */
  readonly description: string;
  /** Language of the description, as in `Translation-LANG`; null where it comes from the index. */
  readonly descriptionLanguage: string | null;
  /** Relations to other packages by field name (`depends`, `preDepends`, `recommends`, …), as written. */
  readonly relations: Readonly<Record<string, readonly string[]>>;
  /** Highest first. */
  readonly versions: readonly VersionEntry[];
  /** Files it put on this machine; null where it is not installed. */
  readonly files: readonly string[] | null;
}

/** `details NAME…`. */
export interface DetailsReply {
  /** In the order of the arguments, native architecture first. */
  readonly packages: readonly PackageDetails[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** A section or category with the packages it holds. */
export interface Group extends Presentation {
  /** Packages in it, as `filter` would show them. */
  readonly packageCount: number;
}

/** `sections`. */
export interface SectionList {
  /** In byte order. */
  readonly sections: readonly Group[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** `categories`. */
export interface CategoryList {
  /** In the order of the definitions, then in byte order. */
  readonly categories: readonly Group[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** One of storectl's files in the cache directory. */
export interface CachedFile {
  /** Its path. */
  readonly path: string;
  /** Packages of a root, store definitions, or what a writer that was killed left behind. */
  readonly kind: "catalog" | "definitions" | "leftover";
  /** Bytes of the file. */
  readonly size: number;
  /** The root that a catalog is for; null for other files, and where the file cannot be used. */
  readonly root: string | null;
  /** Whether it is whole, may be trusted, and nothing that it was made from has changed. */
  readonly fresh: boolean;
}

/** `cache status`. */
export interface CacheStatus {
  /** The cache directory, which may not exist yet; null where no home is known. */
  readonly directory: string | null;
  /** In byte order. */
  readonly files: readonly CachedFile[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** A file that is gone. */
export interface RemovedFile {
  /** Its path. */
  readonly path: string;
  /** Bytes that it had. */
  readonly size: number;
}

/** `cache clear`. */
export interface CacheCleared {
  /** The cache directory, which may not exist; null where no home is known. */
  readonly directory: string | null;
  /** In byte order. */
  readonly removed: readonly RemovedFile[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** One of the JSON Schemas that come with storectl. */
export interface SchemaSummary {
  /** Name to ask for it by. */
  readonly name: string;
  /** What it describes: a file, or what a command prints. */
  readonly kind: "format" | "output";
  /** What that is. */
  readonly description: string;
}

/** `schema`. */
export interface SchemaList {
  /** File formats, then outputs, each in byte order. */
  readonly schemas: readonly SchemaSummary[];
}

/** A key that signs stores, as far as it may be shown. */
export interface KeyFile {
  /** File of the private key. */
  readonly path: string;
  /** What users name when they add a store: `ed25519:` and 43 characters. */
  readonly publicKey: string;
}

/** `key new`, and `key show [FILE]`. */
export interface KeyReply {
  /** The key. */
  readonly key: KeyFile;
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** `sign STORE`. */
export interface SignReply {
  /** Directory of the store, as it was named. */
  readonly store: string;
  /** Name of the store. */
  readonly name: string;
  /** Versions that the store holds. */
  readonly extensions: number;
  /** The signature, from the store's root. */
  readonly signaturePath: string;
  /** Grows with each signature. */
  readonly serial: number;
  /** When it was signed, as ISO 8601 in UTC. */
  readonly signed: string;
  /** When it stops to count, as ISO 8601 in UTC. */
  readonly expires: string;
  /** Public keys that signed. */
  readonly keys: readonly string[];
  /** Public keys that had signed the same state before. */
  readonly before: readonly string[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}
