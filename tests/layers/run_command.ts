/**
 * Commands that answer from a catalog in memory.
 *
 * @module
 */

import type { CommandContext, Run } from "../../src/cli/context.ts";
import type { StoreDefinition } from "../../src/curation/store_definition.ts";
import type { CatalogRecords } from "../../src/stores/open_records.ts";

/** What a command wrote, and its exit status. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: unknown;
}

/** The machine of a command. */
function contextOf(
  opened: CatalogRecords,
  stores: readonly StoreDefinition[],
): CommandContext {
  const context: Pick<
    CommandContext,
    "askCatalog" | "askRecords" | "openStores"
  > = {
    askCatalog: (_, ask) => Promise.resolve(ask(opened.catalog)),
    askRecords: (_, ask) => Promise.resolve(ask(opened)),
    openStores: () =>
      Promise.resolve({ all: stores, selected: stores, warnings: [] }),
  };
  return context as CommandContext;
}

/** Collects what goes to an output until it is disposed of. */
class Capture implements Disposable {
  readonly #parts: Uint8Array[] = [];

  constructor(readonly name: "stdout" | "stderr") {
    Object.defineProperty(Deno[name], "writeSync", {
      configurable: true,
      value: (bytes: Uint8Array) => {
        // the bytes may only be lent
        this.#parts.push(bytes.slice());
        return bytes.length;
      },
    });
  }

  get text(): string {
    const decoder = new TextDecoder();
    return this.#parts.map((part) => decoder.decode(part, { stream: true }))
      .join("");
  }

  [Symbol.dispose](): void {
    Reflect.deleteProperty(Deno[this.name], "writeSync");
  }
}

/**
 * Runs a command.
 *
 * @param stores Those that `--store` means, where the flags have it.
 */
export async function runCommand(
  run: Run,
  opened: CatalogRecords,
  flags: Readonly<Record<string, unknown>>,
  names: readonly string[] = [],
  stores: readonly StoreDefinition[] = [],
): Promise<Answer> {
  const process = {
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    exitCode: null,
  };
  const all = {
    root: "/",
    quiet: false,
    verbose: false,
    color: false,
    allArchitectures: false,
    all: false,
    strict: false,
    ...flags,
  };
  using stdout = new Capture("stdout");
  using stderr = new Capture("stderr");
  await run.call(
    { process, command: contextOf(opened, stores) },
    all,
    ...names,
  );
  if (stderr.text.includes('"BUG"')) throw new Error(stderr.text);
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    status: process.exitCode,
  };
}
