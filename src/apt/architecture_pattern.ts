/**
 * Architecture wildcards: `any`, `linux-any`, `any-amd64`.
 *
 * @module
 */

import { expressionMatcher } from "./pattern.ts";
import type { Matcher } from "./pattern.ts";

/** The full name of an architecture: ABI, libc, kernel and processor. */
function tuple(architecture: string): string {
  const parts = architecture.split("-");
  if (parts.length === 1) return `base-gnu-linux-${architecture}`;
  const defaults = ["base", "gnu"];
  return [...defaults.slice(0, Math.max(0, 4 - parts.length)), ...parts].join(
    "-",
  );
}

/**
 * A matcher for the architecture part of a pin.
 *
 * Source: `PackageArchitectureMatchesSpecification`; `native` and `all` name no package's architecture.
 */
export function architectureMatcher(specification: string): Matcher {
  if (specification === "any" || specification === "*") return () => true;
  const parts = specification.split("-").map((part) =>
    part === "any" ? "*" : part
  );
  const pattern = parts.length === 1
    ? `base-gnu-linux-${parts[0]}`
    : ["*", "*", ...parts].slice(-Math.max(4, parts.length)).join("-");
  const matches = expressionMatcher(pattern);
  return (architecture) =>
    architecture === specification || matches(tuple(architecture));
}
