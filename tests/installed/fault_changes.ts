/**
 * A door to the disk that stops, dies or fails at one of its calls.
 *
 * @module
 */

import type { StoreError } from "../../src/core/store_error.ts";
import { realChanges } from "../../src/sys/file_changes.ts";
import type { FileChanges } from "../../src/sys/file_changes.ts";

/** Thrown where the process stops; nothing in storectl catches it. */
export class Stop extends Error {}

/** A place to interfere: a call, and where in it. */
export interface CutPlace {
  /** Number of the call, from 0. */
  readonly call: number;
  /** Before it, or in the middle: half of the bytes or files are done then. */
  readonly where: "before" | "middle";
}

/** Calls that are more than one call of the system. */
const LONG_CALLS = ["writeFile", "remove"];

/** Every file and directory below a directory, the deepest first. */
function treeOf(path: string): string[] {
  const info = Deno.lstatSync(path);
  if (!info.isDirectory) return [path];
  return [
    ...[...Deno.readDirSync(path)].flatMap(({ name }) =>
      treeOf(`${path}/${name}`)
    ),
    path,
  ];
}

/** Removes half of a tree, as a process does that dies while it removes all of it. */
function removeHalf(path: string): void {
  const paths = treeOf(path);
  for (const one of paths.slice(0, paths.length >> 1)) Deno.removeSync(one);
}

/** Counts the calls, and interferes with one of them. */
export class FaultChanges implements FileChanges {
  /** Names of the calls so far. */
  readonly calls: string[] = [];
  #isGone = false;

  /**
   * @param place Where to interfere.
   * @param happen What happens there; what it throws comes out of the call.
   * @param isEnd Whether the process is gone afterwards, so that no further call does anything.
   */
  constructor(
    readonly place?: CutPlace,
    readonly happen?: () => never,
    readonly isEnd = true,
  ) {}

  #step(name: string, middle?: () => void): void {
    if (this.#isGone) throw new Stop();
    const call = this.calls.push(name) - 1;
    if (call !== this.place?.call) return;
    if (this.place.where === "middle") middle?.();
    this.#isGone = this.isEnd;
    this.happen!();
  }

  makeDirectory(path: string): void {
    this.#step("makeDirectory");
    realChanges.makeDirectory(path);
  }

  writeFile(path: string, bytes: Uint8Array): void {
    this.#step(
      "writeFile",
      () => realChanges.writeFile(path, bytes.subarray(0, bytes.length >> 1)),
    );
    realChanges.writeFile(path, bytes);
  }

  link(target: string, path: string): void {
    this.#step("link");
    realChanges.link(target, path);
  }

  rename(from: string, to: string): void {
    this.#step("rename");
    realChanges.rename(from, to);
  }

  remove(path: string): void {
    this.#step("remove", () => removeHalf(path));
    realChanges.remove(path);
  }

  async sync(paths: readonly string[]): Promise<void> {
    this.#step("sync");
    await realChanges.sync(paths);
  }
}

/** Every place where a run can be cut. */
export function cutPlaces(calls: readonly string[]): readonly CutPlace[] {
  return calls.flatMap((name, call): readonly CutPlace[] => [
    { call, where: "before" },
    ...(LONG_CALLS.includes(name) ? [{ call, where: "middle" } as const] : []),
  ]);
}

/** A door that stops as if the process had died. */
export function stopping(place: CutPlace): FaultChanges {
  return new FaultChanges(place, () => {
    throw new Stop();
  });
}

/** A door of which one call fails. */
export function failing(place: CutPlace, error: StoreError): FaultChanges {
  return new FaultChanges(place, () => {
    throw error;
  }, false);
}

/** A door that kills this very process. */
export function killing(place: CutPlace): FaultChanges {
  return new FaultChanges(place, () => {
    Deno.kill(Deno.pid, "SIGKILL");
    // the signal is on its way; nothing more is done meanwhile
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}
