/**
 * Reads the command lines that are typed, or sent, all the time, without loading the library that reads all of them.
 *
 * It knows fewer forms, and gives the same flags for those; whatever it does not know, and every mistake, is left to
 * the library, which also has the words for it.
 *
 * @module
 */

/** A flag, as the specification of a command has it. */
export interface FlagSpecification {
  readonly kind: "boolean" | "enum" | "parsed";
  readonly values?: readonly string[];
  readonly parse?: (text: string) => unknown;
  readonly variadic?: true;
  readonly optional?: true;
  readonly default?: unknown;
  readonly withNegated?: boolean;
}

/** Flags by their camelCase names. */
export type FlagSpecifications = Readonly<Record<string, FlagSpecification>>;

/** `storesDir` for `--stores-dir`; undefined for what is no long option. */
function flagName(option: string): string | undefined {
  // no regular expression: to compile one costs more than all of this
  if (!option.startsWith("--") || option !== option.toLowerCase()) {
    return undefined;
  }
  const [first = "", ...others] = option.slice(2).split("-");
  if (others.includes("")) return undefined;
  return first +
    others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** The flag that an option means, and whether it says no to it. */
function findFlag(
  option: string,
  specifications: FlagSpecifications,
): { readonly name: string; readonly isNegated: boolean } | undefined {
  const name = flagName(option);
  if (name === undefined) return undefined;
  if (Object.hasOwn(specifications, name)) return { name, isNegated: false };
  if (!option.startsWith("--no-")) return undefined;
  const negated = flagName(`--${option.slice("--no-".length)}`);
  if (negated === undefined || !Object.hasOwn(specifications, negated)) {
    return undefined;
  }
  const { kind, withNegated } = specifications[negated]!;
  return kind === "boolean" && withNegated !== false
    ? { name: negated, isNegated: true }
    : undefined;
}

/** The value of a flag, or undefined where the library has to say what is wrong with it. */
function parseValue(
  { kind, values, parse }: FlagSpecification,
  text: string,
): unknown {
  if (kind === "enum") return values!.includes(text) ? text : undefined;
  try {
    return parse!(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads flags of the forms `--flag`, `--no-flag`, `--flag VALUE`.
 *
 * @param args The command line behind the words of the command.
 * @param names Takes what stands between the flags; undefined where nothing may.
 * @returns The flags by name; undefined where anything else stands in it.
 */
export function parseFlags(
  args: readonly string[],
  specifications: FlagSpecifications,
  names?: string[],
): Record<string, unknown> | undefined {
  const flags: Record<string, unknown> = {};
  for (const [name, { default: initial }] of Object.entries(specifications)) {
    if (initial !== undefined) flags[name] = initial;
  }
  const given = new Set<string>();
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (names !== undefined && word !== "" && !word.startsWith("-")) {
      names.push(word);
      continue;
    }
    const found = findFlag(word, specifications);
    if (!found) return undefined;
    const { name, isNegated } = found;
    const specification = specifications[name]!;
    if (given.has(name) && specification.variadic !== true) return undefined;
    given.add(name);
    if (specification.kind === "boolean") {
      flags[name] = !isNegated;
      continue;
    }
    const text = args[++index];
    if (text === undefined || text.startsWith("-")) return undefined;
    const value = parseValue(specification, text);
    if (value === undefined) return undefined;
    flags[name] = specification.variadic === true
      ? [...flags[name] as unknown[] ?? [], value]
      : value;
  }
  return flags;
}
