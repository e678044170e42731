/**
 * One change of an extension store in a directory: alone, all or nothing, also when it is killed.
 *
 * `store.json` is the switch. Before it is replaced, whatever is made is not listed; what is no longer listed goes
 * afterwards. See docs/extensions.md.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import { StoreText } from "../extensions/store_text.ts";
import { systemDisk } from "../sys/disk.ts";
import type { Disk } from "../sys/disk.ts";
import { readBytes } from "../sys/read_file.ts";
import { statFile } from "../sys/stat_file.ts";
import { lookAt } from "../sys/store_files.ts";
import {
  beginChange,
  endChange,
  STAGING_FOLDER,
  writeWhole,
} from "./_staging.ts";
import type { Journal, Present } from "./_staging.ts";
import type { Signing } from "./sign_change.ts";

/** Name of the file that is the store. */
const STORE_FILE = "store.json";

/** How a store is changed. */
export interface ChangeOptions {
  /** Milliseconds to wait for other writers. */
  readonly lockTimeout: number;
  /** Called once, when another process is writing. */
  readonly onWait?: () => void;
  /** Keys to sign with; a store that is signed is not changed without. */
  readonly signing?: Signing | undefined;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** The disk; tests have their own. */
  readonly disk?: Disk;
}

/** A store that nobody else writes to at present. */
export interface OpenStore {
  /** Its directory. */
  readonly folder: string;
  /** Bytes of `store.json`; null for one that is to be made. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** The same, to be changed. */
  readonly text: StoreText;
}

/** What a change does. */
export interface PlannedChange {
  /** Bytes of `store.json` as it will be. */
  readonly after: Uint8Array<ArrayBuffer>;
  /** Directories of versions that it makes, from the store's root. */
  readonly made: readonly string[];
  /** Directories of versions that nothing lists any more then. */
  readonly spent: readonly string[];
  /**
   * Makes what the new `store.json` lists.
   *
   * @param staging An empty directory to make it ready in, on the same file system.
   */
  readonly make?: (staging: string, disk: Disk) => Promise<void>;
}

/** Reads `store.json`. */
function readStore(folder: string): Uint8Array<ArrayBuffer> | null {
  const path = `${folder}/${STORE_FILE}`;
  if (lookAt(path)?.kind === "link") {
    throw new StoreError(
      "PATH_UNSAFE",
      `Cannot change "${path}": it is a symbolic link`,
      { hint: "Name the directory in which the file itself lies.", at: path },
    );
  }
  return readBytes(path, { maxBytes: LIMITS.storeBytes });
}

function missing(folder: string): StoreError {
  return new StoreError(
    "NOT_FOUND",
    `Cannot open store "${folder}": there is no ${STORE_FILE}`,
    { hint: "To make a new store, publish to it with --init.", at: folder },
  );
}

/**
 * Opens a store to look at it, without a lock.
 *
 * @param make Makes the text of a store that is not there; without it, that is an error.
 * @throws {StoreError} `NOT_FOUND`: there is no store. As {@linkcode StoreText}, `PERMISSION`, `IO`.
 */
export function openStore(folder: string, make?: () => string): OpenStore {
  const bytes = readStore(folder);
  const path = `${folder}/${STORE_FILE}`;
  if (bytes === null && make === undefined) throw missing(folder);
  const text = new StoreText(
    bytes ?? new TextEncoder().encode(make!()),
    path,
  );
  return { folder, bytes, text };
}

/** What a store lists as it lies on disk; it is read when somebody asks. */
function presentOf(folder: string): Present {
  let text: StoreText | undefined;
  return {
    read: () => readStore(folder),
    lists(path) {
      const bytes = readStore(folder);
      if (bytes === null) return false;
      text ??= new StoreText(bytes, `${folder}/${STORE_FILE}`);
      return text.lists(path);
    },
  };
}

/** Puts a new `store.json` in the place of the old one. */
function replaceStore(disk: Disk, folder: string, bytes: Uint8Array): void {
  const made = `${folder}/${STAGING_FOLDER}/${STORE_FILE}`;
  const path = `${folder}/${STORE_FILE}`;
  writeWhole(disk, made, bytes);
  const mode = statFile(path)?.mode;
  if (mode !== undefined && mode !== null) disk.setMode(made, mode);
  disk.rename(made, path);
}

/** Ends a change that failed; what cannot be removed now goes with the next one. */
async function undo(disk: Disk, folder: string): Promise<void> {
  try {
    await endChange(disk, folder, presentOf(folder));
  } catch (error) {
    // the error that is on its way says why
    if (!(error instanceof StoreError)) throw error;
  }
}

/** Runs what comes after the switch; the change is done, so what fails is a warning. */
async function afterwards(
  warnings: Warning[],
  action: () => Promise<void> | void,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    warnings.push(warningOf(error, "STORE_LEFTOVER"));
  }
}

/** The signature that goes with a change, if any. */
async function signatureOf(
  { folder, bytes, text }: OpenStore,
  after: Uint8Array<ArrayBuffer>,
  signing: Signing | undefined,
) {
  const isSigned = signing !== undefined ||
    lookAt(`${folder}/signatures`) !== undefined;
  if (!isSigned) return undefined;
  const { signChange } = await import("./sign_change.ts");
  return await signChange(
    folder,
    { before: bytes, after, name: text.name },
    signing,
  );
}

/** Does a change; all before the switch is undone where it fails. */
async function carryOut(
  open: OpenStore,
  { after: bytes, made, spent, make }: PlannedChange,
  { disk = systemDisk, signing }: ChangeOptions,
): Promise<readonly Warning[]> {
  const { folder } = open;
  if (bytes.length > LIMITS.storeBytes) {
    throw new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot write "${folder}/${STORE_FILE}": it would be larger than the limit of ${LIMITS.storeBytes} bytes`,
    );
  }
  const signed = await signatureOf(open, bytes, signing);
  const journal: Journal = {
    folders: [...made, ...spent],
    signatures: signed === undefined ? [] : [signed.path],
  };
  try {
    beginChange(disk, folder, journal);
    await make?.(`${folder}/${STAGING_FOLDER}`, disk);
    if (signed !== undefined) {
      const signatures = `${folder}/signatures`;
      if (lookAt(signatures) === undefined) {
        disk.makeFolder(signatures);
        disk.syncFolder(folder);
      }
      const made = `${folder}/${STAGING_FOLDER}/signature.json`;
      writeWhole(disk, made, signed.bytes);
      disk.rename(made, `${folder}/${signed.path}`);
      disk.syncFolder(signatures);
    }
    replaceStore(disk, folder, bytes);
  } catch (error) {
    if (error instanceof StoreError) await undo(disk, folder);
    throw error;
  }
  const warnings: Warning[] = [];
  await afterwards(warnings, () => {
    disk.syncFolder(folder);
    if (open.bytes === null) disk.syncFolder(`${folder}/..`);
  });
  const present = {
    read: () => bytes,
    lists: (folder: string) => !spent.includes(folder),
  };
  await afterwards(warnings, () => endChange(disk, folder, present));
  if (signed !== undefined) {
    await afterwards(warnings, async () => {
      const { spentSignatures } = await import("./sign_change.ts");
      for (const path of spentSignatures(folder, signed.path)) {
        disk.removeFile(`${folder}/${path}`);
      }
    });
  }
  return warnings;
}

/** A store that was looked at, or changed. */
export interface Changed<Result> {
  /** What the plan says of itself. */
  readonly result: Result;
  /** Whether anything was changed. */
  readonly changed: boolean;
  /** What could not be cleared away. */
  readonly warnings: readonly Warning[];
}

/**
 * Changes a store: locks it, clears what a killed writer left, plans on what is there, and does what was planned.
 *
 * @param make Makes the text of a store that is not there; without it, that is an error.
 * @param plan Looks at the store; without a change there is nothing to do.
 * @throws {StoreError} `NOT_FOUND`, `LOCKED`, `STORE_INVALID`, `STORE_FORM`, `PERMISSION`, `IO`, those of signatures,
 *   and those of the plan. The store is then as it was before.
 */
export async function changeStore<Result>(
  folder: string,
  make: (() => string) | undefined,
  plan: (
    open: OpenStore,
  ) => {
    readonly result: Result;
    readonly change?: PlannedChange;
  },
  options: ChangeOptions,
): Promise<Changed<Result>> {
  const { disk = systemDisk, lockTimeout, onWait } = options;
  // the lock makes the directory where it is missing
  if (make === undefined && lookAt(`${folder}/${STORE_FILE}`) === undefined) {
    throw missing(folder);
  }
  using _lock = await disk.lock(folder, {
    timeout: lockTimeout,
    ...(onWait === undefined ? {} : { onWait }),
  });
  await endChange(disk, folder, presentOf(folder));
  const open = openStore(folder, make);
  const { result, change } = plan(open);
  if (change === undefined) return { result, changed: false, warnings: [] };
  const warnings = await carryOut(open, change, options);
  return { result, changed: true, warnings };
}
