/**
 * The fields that make links: ids, versions, paths, checksums.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import type { Fields } from "./_fields.ts";
import type { JsonStep } from "./json_document.ts";
import { pathProblem, shortPath } from "./safe_path.ts";
import { parseVersion } from "./version.ts";

/** `[a-z0-9]` and then up to 127 of `[a-z0-9._-]`. */
const ID_REGEXP = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** Whether a text is the id of an extension: a name for a directory on any system, too. */
export function isExtensionId(text: string): boolean {
  return ID_REGEXP.test(text) && !text.endsWith(".");
}

/** The id of an extension. */
export function readId(
  fields: Fields,
  value: unknown,
  steps: readonly JsonStep[],
): string | undefined {
  const text = fields.text(value, steps);
  if (text === undefined || isExtensionId(text)) return text;
  fields.report(
    fields.code,
    steps,
    `expected a to z, 0 to 9 and ".", "_", "-" between them, found ${
      JSON.stringify(text)
    }`,
  );
  return undefined;
}

/** A semantic version. */
export function readVersion(
  fields: Fields,
  value: unknown,
  steps: readonly JsonStep[],
): string | undefined {
  const text = fields.text(value, steps);
  if (text === undefined || parseVersion(text)) return text;
  fields.report(
    "VERSION_INVALID",
    steps,
    `expected a semantic version, found ${JSON.stringify(text)}`,
    { hint: "Write it as 1.2.3, see https://semver.org." },
  );
  return undefined;
}

/** A path that is safe, in its shortest form. */
export function readPath(
  fields: Fields,
  value: unknown,
  steps: readonly JsonStep[],
): string | undefined {
  const text = fields.text(value, steps);
  if (text === undefined) return undefined;
  const problem = pathProblem(text);
  if (problem === undefined) return shortPath(text);
  fields.report("PATH_UNSAFE", steps, problem, { actual: text });
  return undefined;
}

/** A checksum that can be checked. */
export function readChecksum(
  fields: Fields,
  value: unknown,
  steps: readonly JsonStep[],
): string | undefined {
  const text = fields.text(value, steps);
  if (text === undefined || parseChecksum(text)) return text;
  fields.report(
    "CHECKSUM_UNSUPPORTED",
    steps,
    "expected blake3, sha256, sha384 or sha512, a colon, and all its digits in lower case",
    { actual: text },
  );
  return undefined;
}
