/**
 * What a store definition may hold, and how each violation is said.
 *
 * A message of a schema is the type that it expects («a list»); a message of a check is the name
 * of one of the `RULES`.
 *
 * @module
 */

import * as v from "valibot";

/** What is wrong with a value of the right type, and what to do. */
interface Rule {
  /** Completes «Cannot use …: ». */
  readonly state: string;
  /** One imperative sentence. */
  readonly hint: string;
}

/** Every check by the name that the schema gives it. */
export const RULES: Readonly<Record<string, Rule>> = {
  id: {
    state: "it does not match [a-z0-9][a-z0-9_-]{0,63}",
    hint: 'Use at most 64 lower-case letters, digits, "-" and "_"',
  },
  empty: { state: "it is empty", hint: "Write a text" },
  control: {
    state: "it holds a control character",
    hint: "Remove the control character",
  },
  tag: {
    state: "it is not a debtag",
    hint: 'Write it as "facet::value" or "facet::*"',
  },
  filters: {
    state: "all its lists are empty",
    hint:
      "Fill include_origins, include_sections, include_tags or include_packages",
  },
  oneName: {
    state: 'it needs either "section" or "id"',
    hint: 'Name the section with "section"',
  },
};

const ID_REGEXP = /^[a-z0-9][a-z0-9_-]{0,63}$/;
// Values may hold colons: `devel::lang:c++`, `special::not-yet-tagged::a`.
const TAG_REGEXP = /^[^\s:*,]+::(?:\*|[^\s*,]+)$/;
const CONTROL_REGEXP = /[\p{Cc}\p{Cs}]/u;
const CONTROL_BUT_BREAKS_REGEXP = /[^\P{Cc}\t\n]|\p{Cs}/u;

/** The library takes a list for an object; a definition does not. */
const map = v.custom<Record<string, unknown>>(
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
  "a map",
);

const anyText = v.pipe(v.string("text"), v.trim());
const line = v.pipe(
  anyText,
  v.check((text) => !CONTROL_REGEXP.test(text), "control"),
);
const lines = v.pipe(
  anyText,
  v.check((text) => !CONTROL_BUT_BREAKS_REGEXP.test(text), "control"),
);
const requiredLine = v.pipe(line, v.nonEmpty("empty"));
const requiredLines = v.pipe(lines, v.nonEmpty("empty"));
const optionalLine = v.nullish(
  v.pipe(line, v.transform((text) => text || null)),
  null,
);
const optionalLines = v.nullish(
  v.pipe(lines, v.transform((text) => text || null)),
  null,
);

const texts = v.nullish(v.array(requiredLine, "a list"), []);
const tags = v.nullish(
  v.array(v.pipe(requiredLine, v.regex(TAG_REGEXP, "tag")), "a list"),
  [],
);

const presentation = {
  label: optionalLine,
  description: optionalLines,
  icon: optionalLine,
};
const sectionPresentation = v.nullish(
  v.pipe(map, v.object(presentation)),
  {},
);
const customSection = v.pipe(
  map,
  v.object({
    section: v.nullish(requiredLine),
    id: v.nullish(requiredLine),
    ...presentation,
  }),
  v.check(
    ({ section, id }) => (section ?? null) === null !== ((id ?? null) === null),
    "oneName",
  ),
);
const category = v.pipe(
  map,
  v.object({ id: requiredLine, ...presentation }),
);

const filters = v.object({
  include_origins: texts,
  include_sections: texts,
  include_tags: tags,
  include_packages: texts,
});

const definition = v.object({
  id: v.pipe(v.string("text"), v.regex(ID_REGEXP, "id")),
  name: requiredLine,
  description: requiredLines,
  icon: optionalLine,
  banner: optionalLine,
  filters: v.pipe(
    map,
    filters,
    v.check(
      (lists) => Object.values(lists).some((list) => list.length > 0),
      "filters",
    ),
  ),
  section_metadata: v.nullish(
    v.pipe(map, v.record(v.string(), sectionPresentation)),
    {},
  ),
  custom_sections: v.nullish(v.array(customSection, "a list"), []),
  category_metadata: v.nullish(v.array(category, "a list"), []),
});

/** A whole definition as plain values. */
export const DEFINITION_SCHEMA = v.pipe(map, definition);

/** A definition that fits the schema. */
export type DefinitionShape = v.InferOutput<typeof DEFINITION_SCHEMA>;

/** One violation: where, and which type or rule. */
export interface ShapeIssue {
  /** Keys and list indexes from the root to the value. */
  readonly path: readonly (string | number)[];
  /** A key is missing, has a value of another type, or breaks a rule. */
  readonly kind: "missing" | "type" | "rule";
  /** The expected type, or the name of the rule. */
  readonly message: string;
}

/** Checks a value against the schema and names every violation. */
export function checkShape(
  value: unknown,
): { shape: DefinitionShape | null; issues: ShapeIssue[] } {
  const result = v.safeParse(DEFINITION_SCHEMA, value);
  const issues = (result.issues ?? []).map((issue): ShapeIssue => ({
    path: (issue.path ?? []).map(({ key }) => key as string | number),
    kind: issue.kind !== "schema"
      ? "rule"
      : issue.received === "undefined"
      ? "missing"
      : "type",
    message: issue.message,
  }));
  return { shape: result.success ? result.output : null, issues };
}

/** The keys of a map of the schema. */
const keysOf = (object: { readonly entries: object }) =>
  Object.keys(object.entries);
const PRESENTATION_KEYS = Object.keys(presentation);

/** Keys that each map may hold; `*` stands for any key or index. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  "": keysOf(definition),
  "filters": keysOf(filters),
  "section_metadata.*": PRESENTATION_KEYS,
  "custom_sections.*": ["section", "id", ...PRESENTATION_KEYS],
  "category_metadata.*": ["id", ...PRESENTATION_KEYS],
};
