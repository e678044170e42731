/**
 * A disk that stops, dies or fails at one of its calls.
 *
 * @module
 */

import type { StoreError } from "../../src/core/store_error.ts";
import { systemDisk } from "../../src/sys/disk.ts";
import type { Disk, DiskFile } from "../../src/sys/disk.ts";

/** Thrown where the process stops; nothing in storectl catches it. */
export class Stop extends Error {}

/** Where to interfere. */
export interface Cut {
  /** Number of the call, from 0, or the name of the first one that is meant. */
  readonly call: number | string;
  /** Before the call, or in the middle of it, which is for writes: half of the bytes are written then. */
  readonly where: "before" | "middle";
  /** What happens there; what it throws comes out of the call. */
  readonly happen: () => never;
  /** Whether the process is gone afterwards, so that no further call does anything. */
  readonly isEnd: boolean;
}

/** Counts the calls of a disk, and interferes with one of them. */
export class FaultDisk implements Disk {
  /** Names of the calls so far. */
  readonly calls: string[] = [];
  /** What they were about. */
  readonly paths: string[] = [];
  #isGone = false;

  constructor(readonly cut?: Cut) {}

  #step(name: string, path: string, middle?: () => void): void {
    if (this.#isGone) throw new Stop();
    this.paths.push(path);
    const call = this.calls.push(name) - 1;
    if (call !== this.cut?.call && name !== this.cut?.call) return;
    if (this.cut.where === "middle") middle?.();
    this.#isGone = this.cut.isEnd;
    this.cut.happen();
  }

  lock: Disk["lock"] = (folder, options) => {
    this.#step("lock", folder);
    return systemDisk.lock(folder, options);
  };

  create(path: string): DiskFile {
    this.#step("create", path);
    const file = systemDisk.create(path);
    return {
      write: (bytes) => {
        this.#step(
          "write",
          path,
          () => file.write(bytes.subarray(0, bytes.length >> 1)),
        );
        return file.write(bytes);
      },
      sync: () => {
        this.#step("sync", path);
        file.sync();
      },
      close: () => file.close(),
    };
  }

  makeFolder(path: string): void {
    this.#step("makeFolder", path);
    systemDisk.makeFolder(path);
  }

  setMode(path: string, mode: number): void {
    this.#step("setMode", path);
    systemDisk.setMode(path, mode);
  }

  rename(from: string, to: string): void {
    this.#step("rename", to);
    systemDisk.rename(from, to);
  }

  removeFile(path: string): void {
    this.#step("removeFile", path);
    systemDisk.removeFile(path);
  }

  removeFolder(path: string): void {
    this.#step("removeFolder", path);
    systemDisk.removeFolder(path);
  }

  syncFolder(path: string): void {
    this.#step("syncFolder", path);
    systemDisk.syncFolder(path);
  }
}

/** A place to cut: a call, and where in it. */
export interface CutPlace {
  /** Number of the call, from 0, or the name of the first one that is meant. */
  readonly call: number | string;
  /** Before it, or in the middle. */
  readonly where: "before" | "middle";
}

/**
 * Every place where a run can be cut. Behind a call is before the next one; behind the last one is the end.
 *
 * @param calls Names of the calls of a run that was not cut.
 */
export function cutPlaces(calls: readonly string[]): readonly CutPlace[] {
  return calls.flatMap((name, call): readonly CutPlace[] => [
    { call, where: "before" },
    ...(name === "write" ? [{ call, where: "middle" } as const] : []),
  ]);
}

/** A disk that stops as if the process had died. */
export function stoppingDisk(place: CutPlace): FaultDisk {
  const happen = () => {
    throw new Stop();
  };
  return new FaultDisk({ ...place, happen, isEnd: true });
}

/** A disk of which one call fails. */
export function failingDisk(place: CutPlace, error: StoreError): FaultDisk {
  const happen = () => {
    throw error;
  };
  return new FaultDisk({ ...place, happen, isEnd: false });
}

/** A disk that kills this very process. */
export function killingDisk(place: CutPlace): FaultDisk {
  const happen = (): never => {
    Deno.kill(Deno.pid, "SIGKILL");
    // the signal is on its way; nothing more is done meanwhile
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  return new FaultDisk({ ...place, happen, isEnd: true });
}
