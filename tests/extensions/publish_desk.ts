/**
 * A directory to publish, a place for a store, and the way to the program.
 *
 * @module
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ContractShape } from "../cli/contract_shape.ts";
import { type Answer, type Json, runStorectl } from "../cli/run_storectl.ts";

/** The project's directory, in which the program runs. */
export const PROJECT = new URL("../../", import.meta.url).pathname;
/** The least that is a component. */
export const WASM = "\0asm\x01\0\0\0";
/** The id that most tests publish. */
export const ID = "org.example.notes";
/** The contract of replies. */
export const shape = await ContractShape.read();

/** Files of a directory, by path. */
export type Files = Readonly<Record<string, string | null>>;

/** What most tests publish. */
export const NOTES: Files = {
  "manifest.json": JSON.stringify({ id: ID, name: "Notes", version: "1.0.0" }),
  "extension.wasm": WASM,
};

/** Writes files; null makes the directory alone. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    if (text !== null) Deno.writeTextFileSync(file, text);
  }
}

/** A directory to publish, a place for a store, and the way to the program. */
export interface Desk {
  /** What is published. */
  readonly source: string;
  /** Where; it is not there yet. */
  readonly store: string;
  /** What holds both. */
  readonly folder: string;
  /** Publishes; more words for the command line. */
  publish(...more: readonly string[]): Promise<Answer>;
  /** Takes a version out. */
  unpublish(id: string, version: string, ...more: string[]): Promise<Answer>;
  /** The reply of a publish that has to go well. */
  published(...more: readonly string[]): Promise<Json>;
  /** `store.json`. */
  index(): Json;
}

/** Runs a test with a directory of its own. */
export async function atDesk(
  files: Files,
  action: (desk: Desk) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl-publish-" });
  try {
    const [source, store] = [`${folder}/source`, `${folder}/store`];
    Deno.mkdirSync(source);
    writeFiles(source, files);
    const options = { root: null };
    const publish = (...more: readonly string[]) =>
      runStorectl(["publish", source, "--to", store, ...more], options);
    await action({
      source,
      store,
      folder,
      publish,
      unpublish: (id, version, ...more) =>
        runStorectl(
          ["unpublish", id, version, "--from", store, ...more],
          options,
        ),
      async published(...more) {
        const { status, stdout, stderr } = await publish(...more);
        strictEqual(status, 0, stderr);
        const reply = JSON.parse(stdout);
        deepStrictEqual(shape.problems(reply, "PublishReply"), []);
        return reply;
      },
      index: () => JSON.parse(Deno.readTextFileSync(`${store}/store.json`)),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All files below a directory with what is in them, by path. */
export function readTree(folder: string, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
      isDirectory
        ? Object.entries(readTree(`${folder}/${name}`, `${prefix}${name}/`))
        : [[prefix + name, Deno.readTextFileSync(`${folder}/${name}`)]]
    ).sort(),
  );
}

/** Checks that `verify` finds nothing at all. */
export async function verify(store: string): Promise<void> {
  const { status, stdout } = await runStorectl(["verify", store], {
    root: null,
  });
  strictEqual(status, 0, stdout);
  deepStrictEqual(JSON.parse(stdout).problems, []);
}
