/**
 * Rule `pure-folder`: no I/O, clock, chance, environment or locale in a pure folder.
 *
 * @module
 */

import { isPure } from "./import_table.ts";
import { projectPath } from "./place.ts";

/** Names that a pure file may not use at all, not even for something of its own. */
const GLOBALS = new Set(
  [
    "Deno",
    "process",
    "performance",
    "fetch",
    "navigator",
    "Intl",
    "globalThis",
    "self",
    "window",
  ],
);

/** Members that a pure file may not use, by the global that has them. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
  crypto: ["getRandomValues", "randomUUID"],
};

/** Methods whose answer depends on the locale of the machine. */
const LOCALE_METHOD = /^(?:toLocale[A-Z]\w*|localeCompare)$/;

/** Parents of which an identifier named `key` is a name of its own, not a reference. */
const KEYED = new Set([
  "Property",
  "MethodDefinition",
  "PropertyDefinition",
  "TSPropertySignature",
  "TSMethodSignature",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
]);

// deno-lint-ignore no-explicit-any
type AnyNode = any;

/** Whether an identifier is the name of a member, as in `x.fetch` or `{ fetch: 1 }`. */
function isMemberName(node: AnyNode): boolean {
  const parent = node.parent;
  if (parent.type === "MemberExpression") {
    return !parent.computed && parent.property === node;
  }
  if (parent.type === "TSQualifiedName") return parent.right === node;
  return KEYED.has(parent.type) && !parent.computed && !parent.shorthand &&
    parent.key === node;
}

/** Name of the member that a member expression takes, where it can be read off the source. */
export function memberName(
  node: Deno.lint.MemberExpression,
): string | undefined {
  const property: AnyNode = node.property;
  if (!node.computed) return property.name;
  return property.type === "Literal" && typeof property.value === "string"
    ? property.value
    : undefined;
}

/** Pure code takes text or bytes and returns values or plans. */
export const pureFolder: Deno.lint.Rule = {
  create(context) {
    if (!isPure(projectPath(context.filename))) return {};

    /** Starts of what is reported: a shorthand property is visited as key and as value. */
    const starts = new Set<number>();

    function report(node: Deno.lint.Node, what: string): void {
      if (starts.has(node.range[0])) return;
      starts.add(node.range[0]);
      context.report({
        node,
        message: `Cannot use "${what}" in a pure folder`,
        hint: 'Take the value as a parameter, or move the code to "src/sys/".',
      });
    }

    return {
      Identifier(node) {
        if (GLOBALS.has(node.name) && !isMemberName(node)) {
          report(node, node.name);
        }
      },
      MemberExpression(node) {
        const name = memberName(node);
        if (name === undefined) return;
        const owner = node.object.type === "Identifier" ? node.object.name : "";
        if (Object.hasOwn(MEMBERS, owner) && MEMBERS[owner]!.includes(name)) {
          report(node, `${owner}.${name}`);
        }
        if (LOCALE_METHOD.test(name)) report(node, name);
      },
      NewExpression(node) {
        if (
          node.callee.type === "Identifier" && node.callee.name === "Date" &&
          node.arguments.length === 0
        ) {
          report(node, "new Date()");
        }
      },
      CallExpression(node) {
        if (node.callee.type === "Identifier" && node.callee.name === "Date") {
          report(node, "Date()");
        }
      },
    };
  },
};
