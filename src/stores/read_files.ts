/**
 * The files that dpkg put on the machine.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import type { Refuse } from "../core/attempt.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import { readText } from "../sys/read_file.ts";

/**
 * The files of an installed package; null where dpkg keeps no list.
 *
 * @param folder dpkg's `info`.
 * @param warnings Takes what went wrong.
 */
export function readFiles(
  folder: string,
  { name, architecture }: {
    readonly name: string;
    readonly architecture: string;
  },
  warnings: Warning[],
): readonly string[] | null {
  let text: string | null = null;
  const refuse: Refuse = (error) =>
    warnings.push(warningOf(error, "APT_FILE_UNREADABLE"));
  attempt(refuse, () => {
    text = readText(`${folder}/${name}.list`) ??
      readText(`${folder}/${name}:${architecture}.list`);
  });
  return (text as string | null)?.split("\n").filter((line) =>
    line !== "" && line !== "/."
  ) ?? null;
}
