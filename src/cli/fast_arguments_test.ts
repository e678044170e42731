import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { FILTER_FLAGS, SELECTION_FLAGS } from "./command_flags.ts";
import { parseFlags } from "./fast_arguments.ts";
import type { FlagSpecifications } from "./fast_arguments.ts";
import { GLOBAL_FLAGS, STORE_FLAGS } from "./flags.ts";
import { buildApplication, buildCommand, run } from "./stricli.ts";

type Flags = Record<string, unknown>;

/** Flags of a command, and what the library makes of a command line with them; undefined where it refuses it. */
interface Subject {
  readonly flags: FlagSpecifications;
  readonly ask: (args: readonly string[]) => Promise<Flags | undefined>;
}

function subject(flags: FlagSpecifications): Subject {
  let found: Flags | undefined;
  const command = buildCommand({
    func: (given: Flags) => {
      found = given;
    },
    // deno-lint-ignore no-explicit-any -- flags of several commands
    parameters: { flags: flags as any },
    docs: { brief: "test" },
  });
  const app = buildApplication(command, {
    name: "storectl",
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      allowArgumentEscapeSequence: true,
    },
  });
  const nowhere = { write: () => {} };
  return {
    flags,
    async ask(args) {
      found = undefined;
      await run(app, args, {
        process: { stdout: nowhere, stderr: nowhere },
      });
      return found;
    },
  };
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  filter: subject(FILTER_FLAGS),
  selection: subject(SELECTION_FLAGS),
  stores: subject({ ...STORE_FLAGS, ...GLOBAL_FLAGS }),
};

/** Flags without those that are not given. */
function given(flags: Flags): Flags {
  return Object.fromEntries(
    Object.entries(flags).filter(([, value]) => value !== undefined),
  );
}

/** Parses a command line both ways; what the short way answers has to be the library's answer. */
async function parse(
  { flags, ask }: Subject,
  args: readonly string[],
): Promise<Flags | undefined> {
  const fast = parseFlags(args, flags);
  if (fast === undefined) return undefined;
  const slow = await ask(args);
  ok(slow, `the library refuses ${JSON.stringify(args)}`);
  deepStrictEqual(given(fast), given(slow), JSON.stringify(args));
  return fast;
}

const DEFAULTS = { root: "/", quiet: false, verbose: false, color: true };
const FILTER_DEFAULTS = {
  ...DEFAULTS,
  all: false,
  strict: false,
  allArchitectures: false,
};

Deno.test.each<{ line: string; want: Flags }>([
  { line: "", want: {} },
  { line: "--all", want: { all: true } },
  { line: "--no-color", want: { color: false } },
  { line: "--color", want: { color: true } },
  { line: "--format json", want: { format: "json" } },
  { line: "--tab installed", want: { tab: "installed" } },
  { line: "--limit 5 --offset 1e3", want: { limit: 5, offset: 1000 } },
  { line: "--store a", want: { store: ["a"] } },
  {
    line: "--store a --tag x --store b",
    want: { store: ["a", "b"], tag: ["x"] },
  },
  { line: "--store a --store a", want: { store: ["a", "a"] } },
  { line: "--stores-dir d", want: { storesDir: ["d"] } },
  { line: "--all-architectures", want: { allArchitectures: true } },
  { line: "--root /tmp/x", want: { root: "/tmp/x" } },
  { line: "--search true", want: { search: "true" } },
  { line: "--section a,b", want: { section: ["a,b"] } },
  {
    line: "--quiet --verbose --strict",
    want: { quiet: true, verbose: true, strict: true },
  },
])("parseFlags() reads «$line» as Stricli does", async ({ line, want }) => {
  const args = line === "" ? [] : line.split(" ");
  deepStrictEqual(await parse(SUBJECTS.filter!, args), {
    ...FILTER_DEFAULTS,
    ...want,
  });
});

Deno.test("parseFlags() reads texts as Stricli does", async () => {
  for (const text of ["", " ", "a b", "ä", "=", "a=b", "no", "*", "0"]) {
    for (const flag of ["--search", "--store", "--root"]) {
      await parse(SUBJECTS.filter!, [flag, text]);
    }
  }
});

Deno.test.each([
  "x",
  "--all x",
  "--nothing",
  "--help",
  "-h",
  "--",
  "--search",
  "--search --all",
  "--search -",
  "--search -x",
  "--search=x",
  "--format xml",
  "--limit -1",
  "--limit five",
  "--all --all",
  "--color --no-color",
  "--root a --root b",
  "--no-all",
  "--no-quiet",
  "--no-search",
  "--no-format json",
  "--storesDir d",
  "--stores-dirs d",
  "--version",
  "--to-string",
  "--constructor x",
].map((line) => ({ line })))(
  "parseFlags() leaves «$line» to the library",
  ({ line }) =>
    strictEqual(parseFlags(line.split(" "), FILTER_FLAGS), undefined),
);

/** Words of command lines, most of which make sense. */
function commandLine(
  flags: FlagSpecifications,
): fc.Arbitrary<readonly string[]> {
  const kebab = (name: string) =>
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const value = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        "json",
        "table",
        "installed",
        "5",
        "0",
        "a",
        "a b",
      ),
    },
    fc.constantFrom(
      "",
      "-",
      "-1",
      "--",
      "--all",
      "x=y",
      "true",
      "no",
      "05",
      "1e2",
      "0x10",
      " 7 ",
    ),
    fc.string(),
  );
  const option = fc.constantFrom(...Object.entries(flags)).chain((
    [name, { kind, values }],
  ) => {
    const flag = `--${kebab(name)}`;
    if (kind === "boolean") {
      return fc.oneof(
        { weight: 4, arbitrary: fc.constant([flag]) },
        fc.constant([`--no-${kebab(name)}`]),
        fc.constantFrom("true", "false", "yes", "no").map((text) => [
          flag,
          text,
        ]),
        fc.constant([`${flag}=false`]),
        fc.constant([`--${name}`]),
      );
    }
    const known = values ? fc.constantFrom(...values) : value;
    return fc.oneof(
      { weight: 6, arbitrary: known.map((text) => [flag, text]) },
      value.map((text) => [flag, text]),
      value.map((text) => [`${flag}=${text}`]),
      fc.constant([flag]),
      value.map((text) => [`--${name}`, text]),
    );
  });
  return fc.array(
    fc.oneof(
      { weight: 20, arbitrary: option },
      fc.constantFrom(["--help"], ["-h"], ["--"], ["x"], [""]),
    ),
    { maxLength: 6 },
  ).map((parts) => parts.flat());
}

Deno.test.each(Object.keys(SUBJECTS).map((name) => ({ name })))(
  "parseFlags() agrees with Stricli on any flags of $name",
  async ({ name }) => {
    const subject = SUBJECTS[name]!;
    let agreed = 0;
    await fc.assert(
      fc.asyncProperty(commandLine(subject.flags), async (args) => {
        if (await parse(subject, args) !== undefined) agreed++;
      }),
      { numRuns: 1000 },
    );
    ok(agreed > 100, `only ${agreed} command lines were read`);
  },
);
