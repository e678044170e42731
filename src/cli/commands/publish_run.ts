/**
 * `storectl publish`: the work.
 *
 * @module
 */

import {
  publishedId,
  publishExtension,
} from "../../stores/publish_extension.ts";
import type { CommandContext } from "../context.ts";
import type { PublishReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { changeNamedStore, gitWords, writeOptions } from "../write_options.ts";
import type { WriteFlags } from "../write_options.ts";

interface Flags extends WriteFlags {
  readonly to: string;
  readonly init: boolean;
  readonly overwrite: boolean;
  readonly id?: string;
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly tag?: readonly string[];
  readonly wasm?: string;
  readonly assetType?: readonly (readonly [string, string])[];
}

/** What happened, in one line. */
function summary(reply: PublishReply): string {
  const { extension: { id, version }, store, files, bytes } = reply;
  const what = `${id} ${version}`;
  if (!reply.changed) return `${what} is in ${store} already, byte for byte.`;
  const size = `${files.length} ${
    files.length === 1 ? "file" : "files"
  }, ${bytes} bytes`;
  const verb = reply.dryRun ? "Would publish" : "Published";
  const instead = reply.replaces === null ? "" : `, in place of the old files`;
  return `${verb} ${what} to ${store}: ${size}${instead}${gitWords(reply)}.`;
}

const VIEW: View<PublishReply> = {
  document: (reply) => reply,
  rows: (reply) => [reply],
  table: (reply) => [
    {
      columns: [
        { title: "TYPE" },
        { title: "BYTES", isNumber: true },
        { title: "PATH" },
      ],
      rows: reply.files.map((
        { type, size, path },
      ) => [type, String(size), path]),
    },
    "",
    `Manifest: ${reply.manifestPath}`,
    summary(reply),
  ],
  warnings: ({ warnings }) => warnings,
};

async function work(
  context: CommandContext,
  flags: Flags,
  folder: string,
): Promise<Outcome<PublishReply>> {
  const { to, tag } = flags;
  const store = to.replace(/(?<=.)\/+$/, "");
  const source = {
    folder: folder.replace(/(?<=.)\/+$/, ""),
    fields: {
      id: flags.id,
      name: flags.name,
      version: flags.version,
      description: flags.description,
      author: flags.author,
      license: flags.license,
      tags: tag,
    },
    wasm: flags.wasm,
    types: new Map(flags.assetType),
  };
  const { result, commit, pushed } = await changeNamedStore(
    context,
    store,
    flags,
    {
      ids: async () => [await publishedId(source)],
      apply: async (folder) => {
        const result = await publishExtension(source, folder, {
          ...await writeOptions(to, flags),
          init: flags.init,
          overwrite: flags.overwrite,
        });
        return { result, message: `Publish ${result.id} ${result.version}` };
      },
    },
  );
  const { files, id, version, replaces, warnings, ...published } = result;
  return {
    reply: {
      extension: { id, version },
      store: to,
      dryRun: flags.dryRun,
      changed: published.changed,
      manifestPath: published.manifestPath,
      manifestChecksum: published.manifestChecksum,
      replaces: replaces ?? null,
      files: files.map(({ path, checksum, size, type }) => ({
        path,
        checksum,
        size,
        type,
      })),
      bytes: published.bytes,
      commit,
      pushed,
      warnings,
    },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
