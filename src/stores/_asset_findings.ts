/**
 * The icons and banners of a store definition.
 *
 * @module
 */

import type { DefinitionPlaces, Place } from "../curation/definition_places.ts";
import type { StoreDefinition } from "../curation/store_definition.ts";
import { realPath, statFile } from "../sys/stat_file.ts";
import { below } from "./_apt_paths.ts";
import type { DefinitionFinding } from "./_definition_finding.ts";

/** Directories that icons and banners may lie in: what a web server may show to everybody. */
export const ASSET_FOLDERS: readonly string[] = [
  "/usr/share/container-stores/",
  "/usr/share/icons/",
  "/usr/share/pixmaps/",
];

/** Where icons and banners are looked for. */
export interface AssetTree {
  /** The directory that plays `/`. */
  readonly root: string;
  /** Whether the definition belongs to it, so that what is missing is wrong, and not only not installed. */
  readonly isOwn: boolean;
}

/** An icon or banner, and where it is named. */
interface Asset {
  readonly noun: "icon" | "banner";
  readonly path: string;
  readonly place: Place;
}

/** Everything that a definition names by its path; an icon without a slash is the name of one of the page's own. */
function assetsOf(
  { icon, banner, sections, categories }: StoreDefinition,
  places: DefinitionPlaces,
): readonly Asset[] {
  const own: Asset[] = [];
  if (icon !== null) {
    own.push({ noun: "icon", path: icon, place: places.of("icon") });
  }
  if (banner !== null) {
    own.push({ noun: "banner", path: banner, place: places.of("banner") });
  }
  const shown = [
    ...sections.map((item) => ({ kind: "section", ...item }) as const),
    ...categories.map((item) => ({ kind: "category", ...item }) as const),
  ];
  for (const { kind, id, icon } of shown) {
    if (icon === null || /^[\w.-]+$/.test(icon)) continue;
    const place = places.ofPresentation(kind, id, "icon");
    own.push({ noun: "icon", path: icon, place });
  }
  return own;
}

/** Why a path may not be used whatever lies there, or undefined. */
function pathState(path: string): string | undefined {
  if (!path.startsWith("/")) return "it is no absolute path";
  if (/\/(?:\.{0,2})(?:\/|$)/.test(path) || path.includes("\\")) {
    return 'it is not in its shortest form, without ".", ".." and "\\"';
  }
  return ASSET_FOLDERS.some((folder) => path.startsWith(folder))
    ? undefined
    : "it is outside the directories for icons and banners";
}

/** Whether a file is in one of the directories after its links were followed. */
function staysInside(path: string, root: string): boolean {
  const real = realPath(below(root, path));
  return ASSET_FOLDERS.some((folder) =>
    real.startsWith(`${realPath(below(root, folder.slice(0, -1)))}/`)
  );
}

function assetFinding(
  { noun, path, place }: Asset,
  trees: readonly AssetTree[],
): DefinitionFinding | undefined {
  const what = `Cannot use ${noun} ${JSON.stringify(path)}`;
  const refused = (state: string): DefinitionFinding => ({
    severity: "error",
    code: "ASSET_NOT_ALLOWED",
    message: `${what}: ${state}`,
    hint: `Put it in ${ASSET_FOLDERS.join(", ")} and give its whole path`,
    place,
  });
  const state = pathState(path);
  if (state !== undefined) return refused(state);
  const tree = trees.find(({ root }) => statFile(below(root, path))?.isFile);
  if (tree !== undefined) {
    return staysInside(path, tree.root) ? undefined : refused(
      "it is a link that leaves the directories for icons and banners",
    );
  }
  const isOwn = trees.some(({ isOwn }) => isOwn);
  return {
    severity: isOwn ? "error" : "warning",
    code: "ASSET_MISSING",
    message: `${what}: there is no such file below ${
      trees.map(({ root }) => `"${root}"`).join(" and ")
    }`,
    hint: isOwn
      ? "Install it with the definition, or remove the key"
      : "Name the tree that holds it with --assets",
    place,
  };
}

/**
 * What is wrong with icons and banners: outside their directories, or missing.
 *
 * @param trees Where they are looked for, in order.
 * @throws {StoreError} `PERMISSION`, or `IO`: a directory cannot be looked into.
 */
export function assetFindings(
  definition: StoreDefinition,
  places: DefinitionPlaces,
  trees: readonly AssetTree[],
): readonly DefinitionFinding[] {
  return assetsOf(definition, places).flatMap((asset) =>
    assetFinding(asset, trees) ?? []
  );
}
