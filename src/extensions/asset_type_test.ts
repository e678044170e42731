import { strictEqual } from "node:assert/strict";
import { assetName, guessAssetType } from "./asset_type.ts";

Deno.test.each([
  { path: "LICENSE", type: "license" },
  { path: "assets/licence.txt", type: "license" },
  { path: "LICENSES/MIT.txt", type: "asset" },
  { path: "COPYING.LESSER", type: "license" },
  { path: "licensed.png", type: "asset" },
  { path: "icon.png", type: "icon" },
  { path: "assets/icon-64.svg", type: "icon" },
  { path: "assets/icons/dark.webp", type: "icon" },
  { path: "Logo.SVG", type: "icon" },
  { path: "iconography.png", type: "asset" },
  { path: "icon.txt", type: "asset" },
  { path: "README.md", type: "documentation" },
  { path: "readme", type: "documentation" },
  { path: "CHANGELOG.txt", type: "documentation" },
  { path: "docs/guide.html", type: "documentation" },
  { path: "assets/doc/a.pdf", type: "documentation" },
  { path: "data/docs.bin", type: "asset" },
  { path: "assets/table.json", type: "asset" },
  { path: "constructor", type: "asset" },
])(
  "guessAssetType() takes $path for $type",
  ({ path, type }) => strictEqual(guessAssetType(path), type),
);

Deno.test("assetName() is the path inside assets/", () => {
  strictEqual(assetName("assets/a/b.png"), "a/b.png");
  strictEqual(assetName("docs/assets/b.png"), "docs/assets/b.png");
});
