/**
 * Where the values of a store definition stand in its text.
 *
 * @module
 */

import { type Key, locate } from "./_locate.ts";
import { type Place, readYamlTree, type YamlNode } from "./_yaml_tree.ts";

export type { Place };

const START: Place = { line: 1, column: 1 };

/** The text of a value without the white space around it, as a definition reads it; undefined for a collection. */
function textOf(node: YamlNode): string | undefined {
  return node.kind === "scalar" ? String(node.value ?? "").trim() : undefined;
}

/** The places of one definition. */
export class DefinitionPlaces {
  readonly #root: YamlNode | null;

  /**
   * Reads a definition once more, for its places.
   *
   * @param text The decoded file.
   */
  constructor(text: string) {
    this.#root = readYamlTree(text).root;
  }

  /**
   * Where a value stands: at its key for a collection or an empty value. Follows `path` as far as it leads.
   *
   * @param path Keys and list indexes, as `["filters", "include_tags", 0]`.
   */
  of(...path: readonly Key[]): Place {
    return this.#root === null ? START : locate(this.#root, path).place;
  }

  /** Where a key of a section or category stands, or the section or category itself where it has no such key. */
  ofPresentation(
    kind: "section" | "category",
    id: string,
    key?: "icon",
  ): Place {
    const end = key === undefined ? [] : [key];
    if (kind === "section" && this.#isIn(["section_metadata"], id)) {
      return this.of("section_metadata", id, ...end);
    }
    const list = kind === "section" ? "custom_sections" : "category_metadata";
    for (const [index, names] of this.#namesIn(list).entries()) {
      if (!names.includes(id)) continue;
      return this.of(list, index, ...key === undefined ? ["id"] : [key]);
    }
    return this.of(list);
  }

  /** Whether the map at `path` has a key. */
  #isIn(path: readonly Key[], key: string): boolean {
    if (this.#root === null) return false;
    const { node } = locate(this.#root, path);
    return node.kind === "map" && node.entries.has(key);
  }

  /** What each item of a list calls itself. */
  #namesIn(list: string): readonly (readonly string[])[] {
    if (this.#root === null) return [];
    const { node } = locate(this.#root, [list]);
    if (node.kind !== "list") return [];
    return node.items.map((item) =>
      item.kind !== "map" ? [] : ["section", "id"].flatMap((name) => {
        const entry = item.entries.get(name);
        return entry === undefined ? [] : textOf(entry.node) ?? [];
      })
    );
  }
}
