/**
 * `storectl sign`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { LIMITS } from "../../core/limits.ts";
import { readStoreManifest } from "../../extensions/read_store_manifest.ts";
import type { StoreManifest } from "../../extensions/store_manifest.ts";
import {
  findSignature,
  readSigning,
  signState,
  writeSignature,
} from "../../stores/sign_change.ts";
import { lockFolder } from "../../sys/folder_lock.ts";
import { readBytes } from "../../sys/read_file.ts";
import { statFile } from "../../sys/stat_file.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { SignReply } from "../contract.ts";
import { defaultKeyPath } from "../key_path.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { DEFAULT_EXPIRES_DAYS } from "../sign_flags.ts";

interface Flags extends GlobalFlags {
  readonly sign?: readonly string[];
  readonly expires?: number;
}

const VIEW: View<SignReply> = {
  document: (reply) => reply,
  rows: (reply) => [reply],
  table: ({ name, extensions, serial, expires, keys, before }) => [
    `Signed "${name}" with ${extensions} ${
      extensions === 1 ? "version" : "versions"
    }: serial ${serial}, expires ${expires}.`,
    ...keys.map((key) =>
      before.length > 0 && !before.includes(key)
        ? `  ${key} (new: users have to know it)`
        : `  ${key}`
    ),
  ],
  warnings: ({ warnings }) => warnings,
};

/** Milliseconds to wait for a publisher. */
const LOCK_TIMEOUT = 60_000;

/** Refuses what is no directory, before a lock makes one of it. */
function checkFolder(folder: string): void {
  if (statFile(folder)?.isDirectory) return;
  throw new StoreError(
    "NOT_FOUND",
    `Cannot sign "${folder}": it is not a directory`,
    { hint: "Name the directory of a store." },
  );
}

/** Reads what is to be signed; what cannot be used is not signed. */
function readStore(
  folder: string,
): { bytes: Uint8Array<ArrayBuffer>; manifest: StoreManifest } {
  const at = `${folder}/store.json`;
  const bytes = readBytes(at, { maxBytes: LIMITS.storeBytes });
  if (bytes === null) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot sign "${folder}": it has no store.json`,
      { hint: "Name the directory of a store.", at },
    );
  }
  const { manifest, problems } = readStoreManifest(bytes);
  const problem = problems.find(({ severity }) => severity === "error");
  if (manifest === undefined || problem !== undefined) {
    throw new StoreError(
      "STORE_INVALID",
      `Cannot sign "${folder}": ${problem?.message ?? "it is no store"}`,
      { hint: "Run storectl verify, and repair what it finds.", at },
    );
  }
  return { bytes, manifest };
}

async function work(
  _context: CommandContext,
  { sign, expires }: Flags,
  folder: string,
): Promise<Outcome<SignReply>> {
  const signing = await readSigning(
    sign ?? [defaultKeyPath()],
    expires ?? DEFAULT_EXPIRES_DAYS,
  );
  checkFolder(folder);
  using _lock = await lockFolder(folder, { timeout: LOCK_TIMEOUT });
  const { bytes, manifest } = readStore(folder);
  const last = await findSignature(folder, bytes);
  const signed = await signState(bytes, manifest.name, last, signing);
  writeSignature(folder, signed);
  const { statement } = signed;
  return {
    reply: {
      store: folder,
      name: manifest.name,
      extensions: manifest.extensions.length,
      signaturePath: signed.path,
      serial: statement.serial,
      signed: statement.signed,
      expires: statement.expires,
      keys: signing.keys.map(({ publicKey }) => publicKey),
      before: last?.good ?? [],
      warnings: [],
    },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
