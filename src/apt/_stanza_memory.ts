/**
 * The memory that package indexes are read in, and the module that finds the fields in it: `kernel/stanzas.ts`.
 *
 * @module
 */

import { STANZAS_BYTES } from "./_stanza_kernel_bytes.ts";
import { FIELD, FIELD_COUNT } from "./_stanza_fields.ts";

/** What the module exports; pointers are bytes. */
interface Exports {
  scanStanza(at: number, limit: number, isLast: boolean): number;
}

const PAGE_BYTES = 64 * 1024;
// Where things stand, as in the module.
const NAMES_AT = 64;
const NAME_BYTES = 32;
const STARTS_AT = 1024;
const ENDS_AT = 1152;
const FOUND_AT = 1280;
const FOUND_WORDS = 7;
/** Where the buffer begins. */
export const BUFFER_AT = 1536;
/** Bytes behind the buffer that are read. */
const SPARE_BYTES = 32;

/** Where the words of {@link StanzaMemory.found} stand. */
export const FOUND = {
  /** Line feeds of the stanza. */
  lines: 0,
  /** APT's hash of what makes two builds of one version the same. */
  buildHash: 1,
  /** End of the first line of the description, where there is one. */
  summaryEnd: 2,
  /** Hash of the package's name in lower case, as `hashOf()` makes it; of no bytes where it is missing. */
  packageHash: 3,
  /** The same of the section. */
  sectionHash: 4,
  /** The same of the tags. */
  tagHash: 5,
  /** The same of the maintainer. */
  maintainerHash: 6,
} as const;

/** What a name is looked up by; no two of the fields have the same. */
function keyOf(name: Uint8Array): number {
  const [first, last] = [name[0]! & 31, name.at(-1)! & 31];
  return (name.length * 2 + first * 25 + last * 2) & 63;
}

let compiled: WebAssembly.Module | undefined;
/** Memories that nobody works in now: V8 sets gigabytes of addresses aside for each, so there are few. */
const spare: StanzaMemory[] = [];

/** A buffer, and what was found in it. */
export class StanzaMemory {
  /** All of the memory; the buffer is what stands behind {@link BUFFER_AT}. */
  bytes!: Uint8Array<ArrayBuffer>;
  /** First byte of each field's value, -1 where it is missing; see `_stanza_fields.ts`. */
  starts!: Int32Array;
  /** Byte behind each value. */
  ends!: Int32Array;
  /** What else is known of the last stanza, see {@linkcode FOUND}. */
  found!: Uint32Array;
  readonly #memory = new WebAssembly.Memory({ initial: 10 });
  readonly #exports: Exports;

  private constructor() {
    compiled ??= new WebAssembly.Module(Uint8Array.fromBase64(STANZAS_BYTES));
    this.#exports = new WebAssembly.Instance(compiled, {
      env: { memory: this.#memory },
    }).exports as unknown as Exports;
    this.#look();
    const encoder = new TextEncoder();
    for (const [name, field] of Object.entries(FIELD)) {
      const bytes = encoder.encode(name.toLowerCase());
      this.bytes[keyOf(bytes)] = field;
      const at = NAMES_AT + field * NAME_BYTES;
      this.bytes[at] = bytes.length;
      this.bytes.set(bytes, at + 1);
    }
  }

  /** A memory to work in until it is released. */
  static take(): StanzaMemory {
    return spare.pop() ?? new StanzaMemory();
  }

  /** Leaves the memory to others. */
  release(): void {
    spare.push(this);
  }

  /** Makes room for a buffer that ends before `end`; all views are new ones afterwards. */
  reserve(end: number): void {
    const missing = end + SPARE_BYTES - this.bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#look();
  }

  /**
   * Finds the fields of the stanza at `at`.
   *
   * The name of a package is changed to lower case.
   *
   * @param limit End of the buffer; a line feed stands there, which is none of it.
   * @param isLast Whether no more bytes come; then the stanza needs no blank line behind it.
   * @returns Where it ends: behind the line feed of its last line where a blank line follows; 0 where the bytes do
   * not reach that far.
   */
  scan(at: number, limit: number, isLast: boolean): number {
    return this.#exports.scanStanza(at, limit, isLast);
  }

  #look(): void {
    const buffer = this.#memory.buffer as ArrayBuffer;
    this.bytes = new Uint8Array(buffer);
    this.starts = new Int32Array(buffer, STARTS_AT, FIELD_COUNT);
    this.ends = new Int32Array(buffer, ENDS_AT, FIELD_COUNT);
    this.found = new Uint32Array(buffer, FOUND_AT, FOUND_WORDS);
  }
}
