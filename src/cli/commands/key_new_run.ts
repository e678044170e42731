/**
 * `storectl key new`: the work.
 *
 * @module
 */

import {
  formatPrivateKey,
  parsePrivateKey,
} from "../../extensions/signing_key.ts";
import { makeKey, writeKeyFile } from "../../sys/signing_key_file.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { KeyReply } from "../contract.ts";
import { defaultKeyPath } from "../key_path.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { KEY_VIEW } from "./_key_view.ts";

interface Flags extends GlobalFlags {
  readonly out?: string;
}

async function work(
  _context: CommandContext,
  { out }: Flags,
): Promise<Outcome<KeyReply>> {
  const path = out ?? defaultKeyPath();
  const text = formatPrivateKey(await makeKey());
  const { publicKey } = await parsePrivateKey(text, path);
  writeKeyFile(path, text);
  return { reply: { key: { path, publicKey }, warnings: [] } };
}

/** Runs the command. */
export const run = printing(work, KEY_VIEW);
