/**
 * What an asset is for, guessed from its name.
 *
 * @module
 */

/** Guesses, first one first; each looks at the path in lower case. */
const GUESSES: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(licen[cs]es?|copying|notice|unlicense)([._-][^/]*)?$/, "license"],
  [/(^|\/)(icons?|logos?)\/[^/]+\.(png|svg|jpe?g|webp|gif|ico)$/, "icon"],
  [/(^|\/)(icon|logo)([._@-][^/]*)?\.(png|svg|jpe?g|webp|gif|ico)$/, "icon"],
  [/\.(md|markdown|rst|adoc)$/, "documentation"],
  [/(^|\/)(readme|changelog|changes|authors|news)(\.txt)?$/, "documentation"],
  [/^(assets\/)?docs?\//, "documentation"],
];

/** The type of an asset: `license`, `icon`, `documentation`, or `asset` for any other. */
export function guessAssetType(path: string): string {
  const name = path.toLowerCase();
  return GUESSES.find(([pattern]) => pattern.test(name))?.[1] ?? "asset";
}

/** The name of an asset for people: the path inside `assets/`, or of the file itself. */
export function assetName(path: string): string {
  return path.startsWith("assets/") ? path.slice("assets/".length) : path;
}
