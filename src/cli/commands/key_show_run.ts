/**
 * `storectl key show`: the work.
 *
 * @module
 */

import { parsePrivateKey } from "../../extensions/signing_key.ts";
import { readKeyFile } from "../../sys/signing_key_file.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { KeyReply } from "../contract.ts";
import { defaultKeyPath } from "../key_path.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { KEY_VIEW } from "./_key_view.ts";

async function work(
  _context: CommandContext,
  _flags: GlobalFlags,
  ...[file]: readonly string[]
): Promise<Outcome<KeyReply>> {
  const path = file ?? defaultKeyPath();
  const { publicKey } = await parsePrivateKey(readKeyFile(path), path);
  return { reply: { key: { path, publicKey }, warnings: [] } };
}

/** Runs the command. */
export const run = printing(work, KEY_VIEW);
