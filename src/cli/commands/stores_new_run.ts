/**
 * `storectl stores new`: the work.
 *
 * @module
 */

import { newDefinition } from "../../curation/format_definition.ts";
import type { CommandContext } from "../context.ts";
import type { WrittenStore } from "../contract.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import {
  type TargetFlags,
  writeTo,
  WRITTEN_VIEW,
} from "./_definition_target.ts";

interface NewFlags extends TargetFlags {
  readonly name?: string;
  readonly description?: string;
  readonly origin?: readonly string[];
  readonly section?: readonly string[];
  readonly tag?: readonly string[];
  readonly package?: readonly string[];
}

async function work(
  context: CommandContext,
  flags: NewFlags,
  id: string,
): Promise<Outcome<WrittenStore>> {
  const { name = id, description = `Packages of ${name}` } = flags;
  const text = newDefinition({
    id,
    name,
    description,
    filters: {
      includeOrigins: flags.origin ?? [],
      includeSections: flags.section ?? [],
      includeTags: flags.tag ?? [],
      includePackages: flags.package ?? [],
    },
  });
  const bytes = new TextEncoder().encode(text);
  return await writeTo(context, flags, { bytes, origin: "new definition" });
}

/** Runs the command. */
export const run = printing(work, WRITTEN_VIEW);
