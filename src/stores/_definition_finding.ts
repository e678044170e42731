/**
 * What a check of a definition finds, before it is known which file it is about.
 *
 * @module
 */

import type { Place } from "../curation/definition_places.ts";
import type { Problem } from "../extensions/problem.ts";

/** A problem with its place instead of a path. */
export interface DefinitionFinding
  extends Pick<Problem, "severity" | "code" | "message" | "hint"> {
  /** Where it stands in the definition. */
  readonly place: Place;
}

/** The problem of a file. */
export function problemOf(
  { severity, code, message, hint, place }: DefinitionFinding,
  path: string,
): Problem {
  return {
    severity,
    code,
    path,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...place,
  };
}
