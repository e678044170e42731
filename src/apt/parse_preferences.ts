/**
 * `preferences` and `preferences.d`.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import type { Refuse } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import { parseStanzas } from "./deb822.ts";
import type { Stanza } from "./deb822.ts";
import { makePin, NEVER, pinPackages } from "./pin.ts";
import type { Pin, PinRule } from "./pin.ts";

const LEAST = -32768;
const MOST = 32767;

/** The number at the start of a text, as `strtol` finds it; undefined where there is none. */
function leadingInteger(text: string): number | undefined {
  const [digits] = /^\s*[+-]?\d+/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The `Pin-Priority` of a stanza. */
function parsePriority(
  stanza: Stanza,
  isGeneric: boolean,
  path: string,
): number {
  const field = stanza.field("Pin-Priority");
  const at = `${path}:${field?.line ?? stanza.line}`;
  const text = field?.value ?? "";
  if (text === "never") {
    if (isGeneric) return NEVER;
    throw new StoreError(
      "APT_SYNTAX",
      'Cannot use priority "never": it needs "Package: *"',
      { at },
    );
  }
  const priority = leadingInteger(text) ?? 0;
  if (priority < LEAST || priority > MOST) {
    throw new StoreError(
      "APT_SYNTAX",
      `Cannot use priority "${text}": it is outside ${LEAST} to ${MOST}`,
      { at },
    );
  }
  if (priority === 0) {
    throw new StoreError(
      "APT_SYNTAX",
      `Cannot use priority "${text}": it is zero or no number`,
      { at },
    );
  }
  return priority === NEVER ? NEVER + 1 : priority;
}

/** The `Pin` field of a stanza; undefined where APT ignores it. */
function parseRule(stanza: Stanza, isGeneric: boolean): PinRule | undefined {
  const [, word = "", data = ""] = /^(\S*)\s*(.*)$/s.exec(stanza.get("Pin")) ??
    [];
  const type = word.toLowerCase();
  if (
    type === "release" || type === "origin" ||
    (type === "version" && !isGeneric)
  ) return { type, data };
  return undefined;
}

/**
 * Reads one preferences file.
 *
 * Source: apt_preferences(5), and `ReadPinFile`. APT refuses the whole machine for one bad stanza;
 * here the others still count.
 *
 * @param path Its name, for errors.
 * @param nativeArchitecture The architecture of names without one.
 * @param refuse Takes the error of a stanza that cannot be used.
 */
export function parsePreferences(
  text: string,
  path: string,
  nativeArchitecture: string,
  refuse: Refuse,
): readonly Pin[] {
  const pins: Pin[] = [];
  attempt(refuse, () => {
    for (const stanza of parseStanzas(text, { path, comments: true })) {
      attempt(
        refuse,
        () => pins.push(...stanzaPins(stanza, path, nativeArchitecture)),
      );
    }
  });
  return pins;
}

function stanzaPins(
  stanza: Stanza,
  path: string,
  nativeArchitecture: string,
): readonly Pin[] {
  const names = stanza.get("Package");
  if (names === "") {
    throw new StoreError(
      "APT_SYNTAX",
      "Cannot use the stanza: it has no field Package",
      {
        at: `${path}:${stanza.line}`,
      },
    );
  }
  const isGeneric = names === "*";
  const rule = parseRule(stanza, isGeneric);
  if (!rule) return [];
  const priority = parsePriority(stanza, isGeneric, path);
  if (isGeneric) return [makePin(rule, undefined, priority)];
  return names.split(/\s+/).filter((word) => word !== "").map((word) =>
    makePin(rule, pinPackages(word, nativeArchitecture), priority)
  );
}
