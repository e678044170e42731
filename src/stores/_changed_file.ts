/**
 * A file whose text was kept, as it is now, beside what was kept of it.
 *
 * @module
 */

import type {
  PlacedStanza,
  StanzaChanges,
} from "../catalog/changed_stanzas.ts";
import type {
  KeptStanzas,
  KeptText,
  Watched,
} from "../catalog/kept_stanzas.ts";
import { readBytes } from "../sys/read_file.ts";

const NAME_REGEXP = /^Package:[ \t]*(\S+)[ \t]*$/im;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A file beside what was kept of it. */
export class ChangedFile {
  readonly #changes: StanzaChanges | undefined;

  /** @param changes Undefined where nothing has changed. */
  constructor(
    readonly kept: KeptStanzas,
    readonly file: KeptText,
    changes: StanzaChanges | undefined,
  ) {
    this.#changes = changes;
  }

  /** Adds the names of stanzas that are gone or new; false where one has none. */
  addNames(into: Set<string>): boolean {
    const { removed = [], added = [] } = this.#changes ?? {};
    if (removed.length > 0) {
      const names = this.kept.textNames(this.file);
      for (const stanza of removed) into.add(this.kept.name(names[stanza]!));
    }
    for (const { bytes } of added) {
      const [, name] = NAME_REGEXP.exec(decoder.decode(bytes)) ?? [];
      if (name === undefined) return false;
      into.add(name.toLowerCase());
    }
    return true;
  }

  /** The stanzas that are gone, as they were. */
  get removed(): readonly Uint8Array[] {
    return (this.#changes?.removed ?? []).map((stanza) =>
      this.kept.textStanza(this.file, stanza).bytes
    );
  }

  /**
   * The stanzas of some names as they are, in the order of the file.
   *
   * @param wanted Numbers of names; those of all new stanzas are among them.
   */
  stanzasOf(wanted: Iterable<number>): readonly PlacedStanza[] {
    const found: PlacedStanza[] = [...this.#changes?.added ?? []];
    const removed = new Set(this.#changes?.removed);
    const names = this.kept.textNames(this.file);
    for (const name of wanted) {
      for (
        let stanza = names.indexOf(name);
        stanza >= 0;
        stanza = names.indexOf(name, stanza + 1)
      ) {
        if (removed.has(stanza)) continue;
        const { at, bytes } = this.kept.textStanza(this.file, stanza);
        found.push({ at: this.#changes?.placeOf(stanza) ?? at, bytes });
      }
    }
    return found.sort((a, b) => a.at - b.at);
  }
}

/** Finds what has changed in a file; undefined where it is not in the form that was kept. */
export function changeOf(
  kept: KeptStanzas,
  file: Watched,
  path: string,
): ChangedFile | undefined {
  let isMissing = false;
  const changes = kept.changes(file, (allocate) => {
    const bytes = readBytes(path, { allocate });
    isMissing = bytes === null;
    return bytes;
  });
  // a machine without marks is common, one without a status is broken
  if (isMissing && file === "status") return undefined;
  return changes && new ChangedFile(kept, file, changes);
}

/** Finds what has changed in a list that was unpacked; undefined where it is not in the form that was kept. */
export function changeOfList(
  kept: KeptStanzas,
  list: number,
  text: Uint8Array,
): ChangedFile | undefined {
  const changes = kept.changes(list, (allocate) => {
    const bytes = allocate(text.length);
    bytes.set(text);
    return bytes;
  });
  return changes && new ChangedFile(kept, list, changes);
}
