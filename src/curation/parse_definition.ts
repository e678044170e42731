/**
 * A store definition from its text. Pure: text in, definition and warnings out.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import type { Warning } from "../core/warning.ts";
import {
  checkShape,
  type DefinitionShape,
  KNOWN_KEYS,
  RULES,
  type ShapeIssue,
} from "./_definition_schema.ts";
import { type Key, locate } from "./_locate.ts";
import { quote } from "./_quote.ts";
import {
  plainValue,
  readYamlTree,
  type YamlNode,
  type YamlProblem,
} from "./_yaml_tree.ts";
import type {
  PresentationDefinition,
  StoreDefinition,
} from "./store_definition.ts";

/** What came of a text. */
export interface ParsedDefinition {
  /** Null when one of the warnings is `DEFINITION_INVALID`. */
  readonly definition: StoreDefinition | null;
  /** Everything that is wrong, by place. */
  readonly warnings: Warning[];
}

/** `["custom_sections", 0, "id"]` as `custom_sections[0].id`. */
function formatPath(path: readonly Key[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number"
        ? `${text}[${key}]`
        : text === ""
        ? key
        : `${text}.${key}`,
    "",
  );
}

function kindName(node: YamlNode): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  if (node.value === null) return "nothing";
  switch (typeof node.value) {
    case "string":
      return "text";
    case "number":
      return "a number";
    default:
      return "true or false";
  }
}

/** What to do about a value of another type, where that is not plain to see. */
function typeHint(expected: string, node: YamlNode): string | undefined {
  if (node.kind !== "scalar" || node.value === null) return undefined;
  if (expected === "text") return `Put it in quotes: "${node.value}"`;
  if (expected === "a list") return `Write it as a list: [${node.value}]`;
  return undefined;
}

function issueProblem(root: YamlNode, issue: ShapeIssue): YamlProblem {
  const { path, kind, message } = issue;
  const { node, place } = locate(root, path);
  if (kind === "missing") {
    const owner = path.length > 1
      ? `key ${quote(formatPath(path.slice(0, -1)))}`
      : "definition";
    const state = `key ${quote(String(path.at(-1)))} is missing`;
    return { message: `Cannot use ${owner}: ${state}`, place };
  }
  const subject = path.length > 0
    ? `key ${quote(formatPath(path))}`
    : "definition";
  if (kind === "type") {
    const hint = typeHint(message, node);
    return {
      message: `Cannot use ${subject}: expected ${message}, found ${
        kindName(node)
      }`,
      ...(hint === undefined ? {} : { hint }),
      place,
    };
  }
  const { state, hint } = RULES[message]!;
  const value = node.kind === "scalar" && node.value !== ""
    ? `value ${quote(String(node.value))} of `
    : "";
  return { message: `Cannot use ${value}${subject}: ${state}`, hint, place };
}

/** Finds keys that no one reads; `pattern` is the path with `*` for any key. */
function unknownKeys(node: YamlNode, pattern: string): YamlProblem[] {
  const inner = (key: string) => pattern === "" ? key : `${pattern}.${key}`;
  const isRead = (next: string) =>
    Object.keys(KNOWN_KEYS).some((known) =>
      known === next || known.startsWith(`${next}.`)
    );
  const known = KNOWN_KEYS[pattern];
  if (node.kind === "scalar" || (known === undefined && !isRead(pattern))) {
    return [];
  }
  if (node.kind === "list") {
    return node.items.flatMap((item) => unknownKeys(item, inner("*")));
  }
  return [...node.entries].flatMap(([key, { place, node: value }]) => {
    if (known === undefined) return unknownKeys(value, inner("*"));
    if (known.includes(key)) return unknownKeys(value, inner(key));
    const nearest = nearestName(key, known);
    const hint = nearest === undefined
      ? `Use one of ${known.join(", ")}`
      : `Use "${nearest}"`;
    return [{
      message: `Cannot use key ${quote(key)}: it is unknown`,
      hint,
      place,
    }];
  });
}

/** Keeps the first of several presentations of one id, and reports the others. */
function firstOfEach(
  root: YamlNode,
  presentations: readonly { path: Key[]; item: PresentationDefinition }[],
): { items: PresentationDefinition[]; repeated: YamlProblem[] } {
  const lines = new Map<string, number>();
  const items: PresentationDefinition[] = [];
  const repeated: YamlProblem[] = [];
  for (const { path, item } of presentations) {
    const { place } = locate(root, path);
    const line = lines.get(item.id);
    if (line === undefined) {
      lines.set(item.id, place.line);
      items.push(item);
    } else {
      const state = `line ${line} already describes ${quote(item.id)}`;
      const message = `Cannot use key ${quote(formatPath(path))}: ${state}`;
      repeated.push({ message, hint: "Remove one of the two", place });
    }
  }
  return { items, repeated };
}

function sectionsOf(
  shape: DefinitionShape,
): { path: Key[]; item: PresentationDefinition }[] {
  const described = Object.entries(shape.section_metadata).map((
    [id, { label, description, icon }],
  ) => ({
    path: ["section_metadata", id],
    item: { id, label, description, icon },
  }));
  const custom = shape.custom_sections.map((
    { section, id, label, description, icon },
    index,
  ) => ({
    path: ["custom_sections", index],
    item: { id: section ?? id ?? "", label, description, icon },
  }));
  return [...described, ...custom];
}

/** Warnings by place, each once: an aliased value is checked wherever it is used. */
function inOrder(warnings: readonly Warning[]): Warning[] {
  const unique = new Map(warnings.map((warning) => [
    `${warning.line}:${warning.column}:${warning.message}`,
    warning,
  ]));
  return [...unique.values()].sort((a, b) =>
    (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
  );
}

/**
 * Parses a store definition and names everything that is wrong with it.
 *
 * @param text The decoded file, see `decodeDefinition()`.
 * @param path Where it was read from: the `source` of the definition and the path of each warning.
 */
export function parseDefinition(text: string, path: string): ParsedDefinition {
  const found: Warning[] = [];
  const report = (code: Warning["code"], problems: readonly YamlProblem[]) => {
    for (const { message, hint, place } of problems) {
      found.push({
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        path,
        ...place,
      });
    }
  };
  const { root, problems } = readYamlTree(text);
  report("DEFINITION_INVALID", problems);
  if (root === null) return { definition: null, warnings: inOrder(found) };

  const empty = root.kind === "scalar" && root.value === null;
  const { shape, issues } = checkShape(plainValue(root));
  if (empty) {
    report("DEFINITION_INVALID", [{
      message: "Cannot use definition: it is empty",
      place: root.place,
    }]);
  } else {
    report(
      "DEFINITION_INVALID",
      issues.map((issue) => issueProblem(root, issue)),
    );
    if (root.kind === "map") {
      report("DEFINITION_UNKNOWN_KEY", unknownKeys(root, ""));
    }
  }
  if (shape === null) return { definition: null, warnings: inOrder(found) };

  const sections = firstOfEach(root, sectionsOf(shape));
  const categories = firstOfEach(
    root,
    shape.category_metadata.map((item, index) => ({
      path: ["category_metadata", index],
      item,
    })),
  );
  report("DEFINITION_DUPLICATE", [
    ...sections.repeated,
    ...categories.repeated,
  ]);
  const { id, name, description, icon, banner, filters } = shape;
  const definition: StoreDefinition = {
    id,
    name,
    description,
    icon,
    banner,
    filters: {
      includeOrigins: filters.include_origins,
      includeSections: filters.include_sections,
      includeTags: filters.include_tags,
      includePackages: filters.include_packages,
    },
    sections: sections.items,
    categories: categories.items,
    source: path,
  };
  return {
    definition: problems.length > 0 ? null : definition,
    warnings: inOrder(found),
  };
}
