/**
 * `storectl stores import`: the work.
 *
 * @module
 */

import { LIMITS } from "../../core/limits.ts";
import { StoreError } from "../../core/store_error.ts";
import { readBytes } from "../../sys/read_file.ts";
import { readInput } from "../../sys/read_input.ts";
import type { CommandContext } from "../context.ts";
import type { WrittenStore } from "../contract.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import {
  type TargetFlags,
  writeTo,
  WRITTEN_VIEW,
} from "./_definition_target.ts";

async function work(
  context: CommandContext,
  flags: TargetFlags,
  file: string,
): Promise<Outcome<WrittenStore>> {
  const maxBytes = LIMITS.definitionBytes;
  const bytes = file === "-"
    ? readInput(maxBytes)
    : readBytes(file, { maxBytes });
  if (bytes === null) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot import "${file}": it does not exist`,
      { hint: "Name the file that stores export wrote." },
    );
  }
  const origin = file === "-" ? "standard input" : file;
  return await writeTo(context, flags, { bytes, origin });
}

/** Runs the command. */
export const run = printing(work, WRITTEN_VIEW);
