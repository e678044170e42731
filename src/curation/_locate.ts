/**
 * Where in a YAML tree a value stands.
 *
 * @module
 */

import type { Place, YamlNode } from "./_yaml_tree.ts";

/** A key of a map, or an index of a list. */
export type Key = string | number;

/** A value found by its path. */
export interface Located {
  /** The value. */
  readonly node: YamlNode;
  /** The key for a collection or an empty value, else the value itself. */
  readonly place: Place;
}

/** Follows a path as far as it leads. */
export function locate(root: YamlNode, path: readonly Key[]): Located {
  let found: Located = { node: root, place: root.place };
  for (const key of path) {
    const { node } = found;
    if (node.kind === "list") {
      const item = node.items[Number(key)];
      if (item === undefined) break;
      found = { node: item, place: item.place };
    } else if (node.kind === "map") {
      const entry = node.entries.get(String(key));
      if (entry === undefined) break;
      const { kind } = entry.node;
      const atKey = kind !== "scalar" || entry.node.value === null;
      found = {
        node: entry.node,
        place: atKey ? entry.place : entry.node.place,
      };
    }
  }
  return found;
}
