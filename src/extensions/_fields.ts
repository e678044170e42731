/**
 * Reading the fields of a document from somebody else: what is wrong becomes a problem with its line, and reading goes on.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { JsonDocument } from "./json_document.ts";
import type { JsonStep } from "./json_document.ts";
import type { Problem, ProblemCode } from "./problem.ts";

/** An object of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a message: short, on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) return "an object";
  if (value === Infinity || value === -Infinity) return "a number too large";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** A path of keys and numbers, as people write it: `assets[2].size`. */
function stepsText(steps: readonly JsonStep[]): string {
  return steps.map((step, index) =>
    typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`
  ).join("");
}

/** More about a problem. */
type Extra = Pick<Problem, "expected" | "actual" | "hint">;

/** A document, and the problems found in it. */
export class Fields {
  /** In the order they were found. */
  readonly problems: Problem[] = [];
  /** The document. */
  readonly document: JsonDocument;

  /**
   * Scans a document; what is wrong with it as JSON becomes a problem.
   *
   * @param path The file, from the store's root.
   * @param code What a wrong field is called.
   */
  constructor(
    bytes: Uint8Array,
    readonly path: string,
    readonly code: ProblemCode,
  ) {
    this.document = new JsonDocument(bytes, LIMITS.jsonNesting);
    for (const { kind, state, offset } of this.document.faults) {
      this.problems.push({
        severity: "error",
        code: kind === "duplicate" ? "DUPLICATE" : code,
        path,
        message: `Cannot read "${path}": ${state}`,
        ...(kind === "bom" || kind === "encoding"
          ? { hint: "Save it as UTF-8 without a byte order mark." }
          : {}),
        ...this.document.place(offset),
      });
    }
  }

  /** Adds a problem with a value, or with what has it where the value is missing. */
  report(
    code: ProblemCode,
    steps: readonly JsonStep[],
    state: string,
    extra: Extra = {},
  ): void {
    const record = this.document.find(steps);
    this.problems.push({
      severity: "error",
      code,
      path: this.path,
      message: steps.length === 0
        ? `Cannot use "${this.path}": ${state}`
        : `Cannot use "${stepsText(steps)}": ${state}`,
      ...extra,
      ...(record < 0 ? {} : this.document.place(this.document.start(record))),
    });
  }

  /** A field that is missing, or of another kind than it has to be. */
  #wrong(
    value: unknown,
    steps: readonly JsonStep[],
    expected: string,
  ): undefined {
    this.report(
      this.code,
      steps,
      value === undefined
        ? "it is missing"
        : `expected ${expected}, found ${shown(value)}`,
    );
    return undefined;
  }

  /** A text that has to be there and hold something. */
  text(value: unknown, steps: readonly JsonStep[]): string | undefined {
    return typeof value === "string" && value.trim() !== ""
      ? value
      : this.#wrong(value, steps, "a text");
  }

  /** A text that may be missing, or null. */
  optionalText(value: unknown, steps: readonly JsonStep[]): string | undefined {
    if (value === undefined || value === null) return undefined;
    return typeof value === "string"
      ? value
      : this.#wrong(value, steps, "a text");
  }

  /** A list of texts that may be missing, or null. */
  optionalTexts(
    value: unknown,
    steps: readonly JsonStep[],
  ): readonly string[] | undefined {
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) return this.#wrong(value, steps, "a list");
    for (const [index, item] of value.entries()) {
      if (typeof item !== "string") {
        return this.#wrong(item, [...steps, index], "a text");
      }
    }
    return value;
  }

  /** A whole number that is not negative. */
  count(
    value: unknown,
    steps: readonly JsonStep[],
    unit: string,
  ): number | undefined {
    return Number.isSafeInteger(value) && (value as number) >= 0
      ? value as number
      : this.#wrong(value, steps, `a whole number of ${unit}`);
  }

  /** An object. */
  record(value: unknown, steps: readonly JsonStep[]): JsonRecord | undefined {
    return isRecord(value) ? value : this.#wrong(value, steps, "an object");
  }
}
