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
import type { Problem, ProblemCode } from "../extensions/problem.ts";
import type { Checked, VerifyReport } from "../extensions/verify_report.ts";

export type {
  Checked,
  ErrorReply,
  Problem,
  ProblemCode,
  VerifyReport,
  Warning,
};

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
  /** `apt`, `local`, `git`, `http`, or what a later version adds. */
  readonly kind: string;
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
  /** Path of the definition; of a store that was added, its path or URL. */
  readonly source: string;
  /** Whether it takes part in answers. */
  readonly enabled: boolean;
  /** Higher goes first; like all below, only for a store that a list of stores names. */
  readonly priority?: number;
  /** Whether it goes before all that are not trusted. */
  readonly trusted?: boolean;
  /** Whose list names it. */
  readonly scope?: "user" | "system";
  /** Branch, tag or commit, where one was given. */
  readonly branch?: string;
  /** Public keys, of which one has to have signed it, where some were given. */
  readonly keys?: readonly string[];
  /** Whether it is refused unsigned, where that was asked for. */
  readonly requireSignature?: boolean;
}

/** `stores list`. */
export interface StoreList {
  /** Curated stores in path order, then those that were added, in the order of the lists. */
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

/** `stores add | remove | enable | disable | keys`. */
export interface StoreChanges {
  /** The stores in question, as they are now; those removed, as they were. */
  readonly stores: readonly Store[];
  /** Whether anything is otherwise than before. */
  readonly changed: boolean;
  /** What is wrong with some input; of a store that was added, why it does not answer yet. */
  readonly warnings: readonly Warning[];
}

/** How one store does. */
export interface StoreHealth {
  /** Its name. */
  readonly name: string;
  /** `apt`, `local`, `git`, `http`, or what a later version adds. */
  readonly kind: string;
  /** Whether it takes part in answers. */
  readonly enabled: boolean;
  /** Whether it can be used now. */
  readonly usable: boolean;
  /** Whether it answered just now; false where only what is cached answers. */
  readonly reachable: boolean;
  /** Time to the answer, in milliseconds. */
  readonly latency: number;
  /** How many ids it offers. */
  readonly extensions: number;
  /** Last change of the store, as ISO 8601 in UTC; null where nobody says so. */
  readonly changed: string | null;
  /** Age of what is cached, in milliseconds; null where nothing is. */
  readonly age: number | null;
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];
}

/** `stores health`. */
export interface HealthReply {
  /** In the order in which stores are asked. */
  readonly stores: readonly StoreHealth[];
  /** What is wrong with lists and definitions. */
  readonly warnings: readonly Warning[];
}

/** One thing that `search` found, whatever number of versions and stores it has. */
export interface SearchHit {
  /** Id of an extension, or name of a package. */
  readonly id: string;
  /** What it is: an extension comes from its store, a package is APT's to install. */
  readonly type: "extension" | "package";
  /** Name for people. */
  readonly name: string;
  /** The version that the store would give. */
  readonly version: string;
  /** One paragraph for people, or "". */
  readonly description: string;
  /** Who made it, or "". */
  readonly author: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** Bytes to fetch; null where nobody says so. */
  readonly size: number | null;
  /** When it was published, as ISO 8601 in UTC; null where nobody says so. */
  readonly updated: string | null;
  /** The store that goes first of those that have it, by trust and priority. */
  readonly store: string;
  /** Kind of that store. */
  readonly kind: string;
  /** Names of the other stores that have it, in their order. */
  readonly otherStores: readonly string[];
  /** How well it answers; 0 is best. */
  readonly rank: number;
}

/** `search QUERY`. */
export interface SearchReply {
  /** In the order that was asked for. */
  readonly hits: readonly SearchHit[];
  /** Hits in all, before the limit. */
  readonly totalCount: number;
  /** Hits asked for. */
  readonly limit: number;
  /** Whether there are more than these. */
  readonly limited: boolean;
  /** What is wrong with some input, and which stores did not answer. */
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
  /**
   * Packages of a root; what dpkg and `apt update` changed since they were decided; what only details show; package
   * lists as they were read; store definitions; of stores on other machines what is known of one, a git repository,
   * and all files that were fetched (a directory each); or what a writer that was killed left behind.
   */
  readonly kind:
    | "catalog"
    | "patch"
    | "records"
    | "stanzas"
    | "definitions"
    | "store"
    | "repository"
    | "content"
    | "leftover";
  /** Bytes of the file, or of all files in the directory. */
  readonly size: number;
  /** The root that packages are of; null for other files, and where the file cannot be used. */
  readonly root: string | null;
  /** Whether it is whole, may be trusted, and nothing that it was made from has changed. */
  readonly fresh: boolean;
  /** Where the store is, without secrets; only for stores on other machines. */
  readonly location?: string;
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

/** `verify PATH…`. */
export interface VerifyReply {
  /** The path as it was given; null for several, see {@link VerifyReply.reports}. */
  readonly target: string | null;
  /** What it turned out to be; null for several. */
  readonly kind: VerifyReport["kind"] | null;
  /** Whether there is no error. */
  readonly ok: boolean;
  /** How much was looked at. */
  readonly checked: Checked;
  /** Of definitions: whether they were held against package lists. */
  readonly catalog?: boolean;
  /** By path, line and column; of several targets, with paths from where the program was started. */
  readonly problems: readonly Problem[];
  /** Where several paths were given, what was found in each. */
  readonly reports?: readonly VerifyReport[];
}

/** One APT package that changes. */
export interface PackageChange {
  /** What happens to it. */
  readonly action:
    | "install"
    | "upgrade"
    | "downgrade"
    | "reinstall"
    | "remove";
  /** Its name. */
  readonly name: string;
  /** Its architecture; null where APT does not say: the machine's own. */
  readonly architecture: string | null;
  /** The version before; null for none. */
  readonly from: string | null;
  /** The version after; null for none. */
  readonly to: string | null;
}

/** `packages`. */
export interface PackagesReply {
  /** What was asked for. */
  readonly action: "install" | "remove" | "update";
  /** Whether nothing was changed, only looked at. */
  readonly simulated: boolean;
  /** What changes, in APT's order; with dependencies. */
  readonly changes: readonly PackageChange[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** One line of `packages install|remove|update --format ndjson`; `done` is the last where all went well. */
export type PackagesEvent =
  | {
    /** What is going to be done, before it is done. */
    readonly event: "plan";
    readonly changes: readonly PackageChange[];
  }
  | {
    /** How far it is. */
    readonly event: "progress";
    /** Of the whole, 0 to 100; never less than before. */
    readonly percent: number;
    /** For people. */
    readonly message: string;
  }
  | {
    /** A wait for somebody else, or, with `--verbose`, another line of `apt-get`. */
    readonly event: "waiting" | "output";
    /** For people. */
    readonly message: string;
  }
  | ({ readonly event: "done" } & PackagesReply);

/** What happens to one extension. */
export interface ExtensionChange {
  /** `switch`: the same version from another store. */
  readonly action:
    | "install"
    | "update"
    | "downgrade"
    | "switch"
    | "reinstall"
    | "remove";
  /** Its id. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** The version in use before, or null. */
  readonly from: string | null;
  /** The version in use after, or null. */
  readonly to: string | null;
  /** The store that the version after comes from, or null. */
  readonly store: string | null;
  /** The store that the version before came from, or null. */
  readonly fromStore: string | null;
  /** Bytes to fetch. */
  readonly size: number;
  /** Whether the user asked for it, now or before; false for a dependency. */
  readonly asked: boolean;
  /** Ids of the extensions that need it. */
  readonly neededBy: readonly string[];
  /** Why that store and that version: sentences without a final period. */
  readonly explanation: readonly string[];
}

/** `install ID…`, `update`, `remove` and `rollback`. */
export interface ChangeReply {
  /** Whether it was done; false for a plan, and where there is nothing to do. */
  readonly applied: boolean;
  /** In byte order of the ids. */
  readonly changes: readonly ExtensionChange[];
  /** Ids that count as asked for from now on, and were dependencies before. */
  readonly marked: readonly string[];
  /** Extensions that need each other, as `[a, b, a]`. */
  readonly cycles: readonly (readonly string[])[];
  /** APT packages that change with it, where any was named: `apt-get` changes them. */
  readonly packages?: readonly PackageChange[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** An installed extension. */
export interface InstalledExtension {
  /** Its id. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** The version in use. */
  readonly version: string;
  /** The store that it came from. */
  readonly store: string;
  /** Whether the user asked for it; false for a dependency. */
  readonly asked: boolean;
  /** Whether updates leave it alone. */
  readonly held: boolean;
  /** Bytes of its files. */
  readonly size: number;
  /** When that version was installed, as ISO 8601 in UTC. */
  readonly installed: string;
  /** Directory of its files; it leads to the version in use, whichever that is. */
  readonly path: string;
  /** Ranges of semantic versions that it needs, by id. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Ids of the installed extensions that need it. */
  readonly neededBy: readonly string[];
  /** Versions that `rollback` can go back to, the last one last. */
  readonly earlier: readonly string[];
}

/** `list`, `hold ID…` and `unhold ID…`. */
export interface InstalledList {
  /** In byte order of the ids. */
  readonly extensions: readonly InstalledExtension[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** An installed extension of which its store has a higher version. */
export interface OutdatedExtension {
  /** Its id. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** The version in use. */
  readonly version: string;
  /** The highest version of its store. */
  readonly latest: string;
  /** The store. */
  readonly store: string;
  /** Whether updates leave it alone. */
  readonly held: boolean;
}

/** `outdated`. */
export interface OutdatedList {
  /** In byte order of the ids. */
  readonly extensions: readonly OutdatedExtension[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** What one store offers of an extension. */
export interface ExtensionOffer {
  /** Name of the store. */
  readonly store: string;
  /** Whether it goes before stores that are not trusted. */
  readonly trusted: boolean;
  /** Higher goes first. */
  readonly priority: number;
  /** Highest first. */
  readonly versions: readonly string[];
}

/** `info ID`. */
export interface ExtensionInfo {
  /** Its id. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** One paragraph for people, or "". */
  readonly description: string;
  /** Who made it, or "". */
  readonly author: string;
  /** SPDX expression or free text, or "". */
  readonly license: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** What is installed, or null. */
  readonly installed: InstalledExtension | null;
  /** What the stores offer, in the order in which they are asked. */
  readonly offers: readonly ExtensionOffer[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** A file of a version that was published. */
export interface PublishedFile {
  /** From the manifest's directory. */
  readonly path: string;
  /** `blake3:` and 64 hex digits. */
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
  /** `component`, `icon`, `documentation`, `license`, `asset`, or what the publisher said. */
  readonly type: string;
}

/** An extension and a version of it. */
export interface ExtensionVersion {
  /** Id of the extension. */
  readonly id: string;
  /** A semantic version. */
  readonly version: string;
}

/** `publish DIR --to STORE`. */
export interface PublishReply {
  /** What was published. */
  readonly extension: ExtensionVersion;
  /** The store, as it was named. */
  readonly store: string;
  /** Whether nothing was written, with `--dry-run`. */
  readonly dryRun: boolean;
  /** Whether the store is another one than before, or with `--dry-run` would be. */
  readonly changed: boolean;
  /** Its manifest, from the store's root. */
  readonly manifestPath: string;
  /** `blake3:` and 64 hex digits. */
  readonly manifestChecksum: string;
  /** Manifest of the version whose place it takes, from the store's root, or null. */
  readonly replaces: string | null;
  /** The component, then the assets in path order. */
  readonly files: readonly PublishedFile[];
  /** Bytes of these files. */
  readonly bytes: number;
  /** The commit that holds it, where the store is a git repository and something changed; else null. */
  readonly commit: string | null;
  /** Whether that commit was pushed. */
  readonly pushed: boolean;
  /** What was left out, and what could not be cleared away. */
  readonly warnings: readonly Warning[];
}

/** `unpublish ID VERSION --from STORE`. */
export interface UnpublishReply {
  /** What was taken out. */
  readonly extension: ExtensionVersion;
  /** The store, as it was named. */
  readonly store: string;
  /** Whether nothing was written, with `--dry-run`. */
  readonly dryRun: boolean;
  /** Its manifest, from the store's root, or null where the store did not say. */
  readonly manifestPath: string | null;
  /** The directory that went, from the store's root; null where others lie there too. */
  readonly removed: string | null;
  /** The commit that holds it, where the store is a git repository and something changed; else null. */
  readonly commit: string | null;
  /** Whether that commit was pushed. */
  readonly pushed: boolean;
  /** What could not be cleared away. */
  readonly warnings: readonly Warning[];
}

/** A step of the cascade. */
export type CascadeStep =
  | "store"
  | "architecture"
  | "repository"
  | "tab"
  | "section"
  | "category"
  | "tag"
  | "search";

/** One list of a store, which passes by any of its entries. */
export interface ExplainList {
  /** Its key in the definition: `include_tags`, … */
  readonly list: string;
  /** Whether the package passes. */
  readonly kept: boolean;
  /** What was asked for. */
  readonly asked: readonly string[];
  /** What the package has. */
  readonly has: readonly string[];
  /** The values among those asked for by which it passes. */
  readonly matched: readonly string[];
}

/** A store that was asked for. */
export interface ExplainStore {
  /** Its id. */
  readonly id: string;
  /** Whether all of its lists pass. */
  readonly kept: boolean;
  /** Those that are not empty. */
  readonly lists: readonly ExplainList[];
}

/** What one step of the cascade does with a package. */
export interface ExplainStep {
  /** Which one. */
  readonly step: CascadeStep;
  /** Whether the package passes. */
  readonly kept: boolean;
  /** What was asked for. */
  readonly asked: readonly string[];
  /** What the package has. */
  readonly has: readonly string[];
  /** The values among those asked for by which it passes. */
  readonly matched: readonly string[];
  /** The stores, in the step of that name. */
  readonly stores?: readonly ExplainStore[];
}

/** Why a package is in an answer, or is not. */
export interface Explanation {
  /** Package name. */
  readonly name: string;
  /** Its architecture. */
  readonly architecture: string;
  /** Whether it is in the answer. */
  readonly kept: boolean;
  /** The first step that drops it, or null. */
  readonly droppedBy: CascadeStep | null;
  /** Where it stands in the answer, 0-based; null where it does not. */
  readonly position: number | null;
  /** The steps that were asked for, in the order of the cascade; also those behind the one that drops it. */
  readonly steps: readonly ExplainStep[];
}

/** `filter --explain NAME`. */
export interface ExplainReply {
  /** One for each architecture of the package. */
  readonly packages: readonly Explanation[];
  /** Packages in the whole answer. */
  readonly totalCount: number;
  /** What took part, as `option=value`, in the order of the cascade. */
  readonly appliedFilters: readonly string[];
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** What became of the definition of a curated store. */
export interface WrittenStore {
  /** The store. */
  readonly store: Store;
  /** Its file. */
  readonly path: string;
  /** What was done to that file. */
  readonly change: "created" | "replaced" | "none";
  /** What is odd about the definition. */
  readonly warnings: readonly Warning[];
}

/** `stores new ID`. */
export type NewStore = WrittenStore;

/** `stores import FILE`. */
export type ImportedStore = WrittenStore;

/** `stores export ID`. */
export interface ExportedStore {
  /** Id of the store. */
  readonly id: string;
  /** The file that it was written to, or null. */
  readonly path: string | null;
  /** The definition, as YAML. */
  readonly text: string;
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}
