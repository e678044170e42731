/**
 * `storectl schema`: the work.
 *
 * @module
 */

import { nearestName } from "../../core/nearest_name.ts";
import { StoreError } from "../../core/store_error.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { SchemaList, SchemaSummary } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { FORMAT_SCHEMAS, OUTPUT_SCHEMAS } from "../schema_files.ts";
import type { SchemaModule } from "../schema_files.ts";

/** All schemas, or one of them. */
type Reply =
  | { readonly list: SchemaList }
  | { readonly document: SchemaModule["default"] };

const VIEW: View<Reply> = {
  document: (reply) => "list" in reply ? reply.list : reply.document,
  rows: (reply) => "list" in reply ? reply.list.schemas : [reply.document],
  table: (reply) =>
    "list" in reply
      ? [{
        columns: [{ title: "NAME" }, { title: "OF" }, { title: "ABOUT" }],
        rows: reply.list.schemas.map((
          { name, kind, description },
        ) => [name, kind, description]),
      }]
      : [JSON.stringify(reply.document, null, 2)],
  warnings: () => [],
};

async function summaries(
  kind: SchemaSummary["kind"],
  files: Readonly<Record<string, () => Promise<SchemaModule>>>,
): Promise<readonly SchemaSummary[]> {
  return await Promise.all(
    Object.entries(files).map(async ([name, load]) => {
      const { description } = (await load()).default;
      return { name, kind, description: String(description ?? "") };
    }),
  );
}

async function work(
  _context: CommandContext,
  _flags: GlobalFlags,
  ...names: readonly string[]
): Promise<Outcome<Reply>> {
  const [name] = names;
  if (name === undefined) {
    const schemas = [
      ...await summaries("format", FORMAT_SCHEMAS),
      ...await summaries("output", OUTPUT_SCHEMAS),
    ];
    return { reply: { list: { schemas } } };
  }
  const all = { ...OUTPUT_SCHEMAS, ...FORMAT_SCHEMAS };
  if (Object.hasOwn(all, name)) {
    return { reply: { document: (await all[name]!()).default } };
  }
  const nearest = nearestName(name, Object.keys(all));
  throw new StoreError(
    "NOT_FOUND",
    `Cannot print schema "${name}": there is none of that name`,
    {
      hint: nearest === undefined
        ? "Run storectl schema, which lists them."
        : `Use "${nearest}".`,
    },
  );
}

/** Runs the command. */
export const run = printing(work, VIEW);
