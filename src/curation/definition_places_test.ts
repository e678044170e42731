import { deepStrictEqual } from "node:assert/strict";
import { DefinitionPlaces } from "./definition_places.ts";

const PLACES = new DefinitionPlaces(`id: a
filters:
  include_tags: [x::y, "z::*"]
section_metadata:
  net:
    icon: network
custom_sections:
  - section: mail
    icon: letter
category_metadata:
  - label: Charts
    id: " charts "
`);

Deno.test.each([
  { name: "a value", path: ["id"], want: [1, 5] },
  { name: "a collection, by its key", path: ["filters"], want: [2, 1] },
  { name: "an item", path: ["filters", "include_tags", 1], want: [3, 24] },
  { name: "what is not there", path: ["filters", "x", "y"], want: [2, 1] },
])(
  "DefinitionPlaces.of() finds $name",
  ({ path, want: [line, column] }) =>
    deepStrictEqual(PLACES.of(...path), { line, column }),
);

Deno.test("DefinitionPlaces.ofPresentation() finds sections and categories", () => {
  const places = [
    PLACES.ofPresentation("section", "net"),
    PLACES.ofPresentation("section", "net", "icon"),
    PLACES.ofPresentation("section", "mail", "icon"),
    PLACES.ofPresentation("category", "charts"),
    PLACES.ofPresentation("category", "charts", "icon"),
    PLACES.ofPresentation("category", "none"),
  ].map(({ line, column }) => `${line}:${column}`);
  deepStrictEqual(places, ["5:3", "6:11", "9:11", "12:9", "11:5", "10:1"]);
});

Deno.test("DefinitionPlaces has a place in a text that is no YAML", () =>
  deepStrictEqual(new DefinitionPlaces("\t:").of("id"), {
    line: 1,
    column: 1,
  }));
