/**
 * One entry of `sources.list(.d)`, in either style.
 *
 * @module
 */

/** One `deb` or `deb-src` entry for one URI and one suite. */
export interface SourceEntry {
  /** `deb-src` entries name no packages, but they take part in the order and in conflicts. */
  readonly type: "deb" | "deb-src";
  /** With a slash at its end, `$(ARCH)` filled in. */
  readonly uri: string;
  /** Flat repositories have a suite that ends in a slash, and no components. */
  readonly suite: string;
  /** In order. */
  readonly components: readonly string[];
  /** What to read, in order. */
  readonly architectures: readonly string[];
  /** The `trusted` option; undefined where it is not set. */
  readonly trusted: boolean | undefined;
  /** The `signed-by` option; undefined where it is not set. */
  readonly signedBy: string | undefined;
  /** Where it stands, as `file:line`. */
  readonly at: string;
}

/** What the entries of one machine have in common. */
export interface SourceContext {
  /** The native architecture. */
  readonly nativeArchitecture: string;
  /** The native architecture and the foreign ones, in APT's order. */
  readonly architectures: readonly string[];
}

/** The options that change which architectures an entry reads. */
export interface ArchitectureOptions {
  /** Replaces the machine's own. */
  readonly only: readonly string[] | undefined;
  /** Is added. */
  readonly add: readonly string[];
  /** Is taken away. */
  readonly remove: readonly string[];
}

/** The architectures of an entry, in order. */
export function entryArchitectures(
  context: SourceContext,
  options: ArchitectureOptions,
): readonly string[] {
  const all = new Set([
    ...(options.only ?? context.architectures),
    ...options.add,
  ]);
  for (const architecture of options.remove) all.delete(architecture);
  return [...all];
}

/** Gives a URI its slash at the end and fills in `$(ARCH)`. */
export function normalUri(uri: string, context: SourceContext): string {
  const filled = fillArchitecture(uri, context);
  return filled.endsWith("/") ? filled : `${filled}/`;
}

/** Fills in `$(ARCH)`. */
export function fillArchitecture(text: string, context: SourceContext): string {
  return text.replaceAll("$(ARCH)", context.nativeArchitecture);
}
