/**
 * The files that dpkg put on the machine.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import type { Warning } from "../core/warning.ts";
import { readText } from "../sys/read_file.ts";
import { ReadLog } from "./_read_log.ts";

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
  const log = new ReadLog();
  let text: string | null = null;
  attempt(log.refuse("APT_FILE_UNREADABLE"), () => {
    text = readText(`${folder}/${name}.list`) ??
      readText(`${folder}/${name}:${architecture}.list`);
  });
  warnings.push(...log.all);
  return (text as string | null)?.split("\n").filter((line) =>
    line !== "" && line !== "/."
  ) ?? null;
}
