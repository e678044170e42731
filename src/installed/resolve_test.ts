import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { resolve } from "./resolve.ts";
import type { Dependencies, Request, Universe } from "./resolve.ts";

/** Dependencies by id and version; a range is a list of versions. The first version of an id is the best. */
type Packages = Readonly<
  Record<string, Readonly<Record<string, Dependencies>>>
>;
type Choice = { readonly version: string };

const inRange = (version: string, range: string) =>
  range === "*" || range.split("|").includes(version);

function universeOf(packages: Packages): Universe<Choice> {
  return {
    candidates: (id) =>
      Promise.resolve(
        Object.keys(packages[id] ?? {}).map((version) => ({ version })),
      ),
    dependencies: (id, { version }) => Promise.resolve(packages[id]![version]!),
    fits: ({ version }, range) => inRange(version, range),
  };
}

function ask(id: string, range = "*", by = "you"): Request<Choice> {
  return { id, range, by, fits: ({ version }) => inRange(version, range) };
}

async function choose(
  packages: Packages,
  ...requests: readonly Request<Choice>[]
): Promise<Record<string, string>> {
  const chosen = await resolve(requests, universeOf(packages));
  return Object.fromEntries(
    [...chosen].map(([id, { version }]) => [id, version]).sort(),
  );
}

Deno.test.each<{
  name: string;
  packages: Packages;
  want: Record<string, string>;
}>([
  {
    name: "the best version",
    packages: { app: { v2: {}, v1: {} } },
    want: { app: "v2" },
  },
  {
    name: "dependencies of dependencies, and nothing else",
    packages: {
      app: { v1: { lib: "*" } },
      lib: { v1: { core: "v1" } },
      core: { v2: {}, v1: {} },
      other: { v1: {} },
    },
    want: { app: "v1", core: "v1", lib: "v1" },
  },
  {
    name: "a lower version where the best leads nowhere",
    packages: {
      app: { v3: { lib: "v9" }, v2: { lib: "v1", x: "*" }, v1: {} },
      lib: { v1: { x: "v1" } },
      x: { v2: {}, v1: {} },
    },
    want: { app: "v2", lib: "v1", x: "v1" },
  },
  {
    name: "extensions that need each other",
    packages: {
      app: { v2: { lib: "v2" }, v1: { lib: "v1" } },
      lib: { v1: { app: "v1" } },
    },
    want: { app: "v1", lib: "v1" },
  },
  {
    name: "an extension that needs itself",
    packages: { app: { v2: { app: "v1" }, v1: { app: "v1|v2" } } },
    want: { app: "v1" },
  },
])("resolve() finds $name", async ({ packages, want }) => {
  deepStrictEqual(await choose(packages, ask("app")), want);
});

Deno.test.each<{
  name: string;
  packages: Packages;
  requests: readonly Request<Choice>[];
  message: RegExp;
}>([
  {
    name: "two that ask for different versions",
    packages: {
      app: { v1: { lib: "v1" } },
      tool: { v2: { lib: "v2" } },
      lib: { v2: {}, v1: {} },
    },
    requests: [ask("app"), ask("tool")],
    message:
      /^Cannot find versions that fit together for "app" and "tool": .*app v1 asks for lib v1; .*tool v2 asks for lib v2; .*lib can be v2 or v1/,
  },
  {
    name: "something that nobody offers",
    packages: { app: { v2: { nothing: "*" }, v1: { nothing: "v1" } } },
    requests: [ask("app")],
    message:
      /app v2 asks for nothing \*; app v1 asks for nothing v1; no store offers nothing$/,
  },
  {
    name: "a version that does not exist",
    packages: { app: { v1: {} } },
    requests: [ask("app", "v7")],
    message: /for "app": you ask for app v7; app can be only v1$/,
  },
  {
    name: "a chain",
    packages: {
      app: { v1: { lib: "*" } },
      lib: { v2: { core: "v2" }, v1: { core: "v3" } },
      core: { v3: {}, v2: {}, v1: {} },
    },
    requests: [ask("app"), ask("core", "v1", "the hold")],
    message:
      /the hold asks for core v1; app v1 asks for lib \*; lib v2 asks for core v2; lib v1 asks for core v3/,
  },
  {
    name: "a cycle that cannot be closed",
    packages: {
      app: { v2: { lib: "*" } },
      lib: { v1: { app: "v1" } },
    },
    requests: [ask("app")],
    message:
      /app v2 asks for lib \*; lib v1 asks for app v1; app can be only v2/,
  },
])("resolve() says why $name cannot be", async ({
  packages,
  requests,
  message,
}) => {
  await rejects(choose(packages, ...requests), (error) => {
    ok(error instanceof StoreError);
    match(error.message, message);
    return error.code === "CONFLICT";
  });
});

const IDS = ["a", "b", "c", "d", "e"];
const VERSIONS = ["v3", "v2", "v1"];
const ranges = fc.subarray(VERSIONS, { minLength: 1 }).map((some) =>
  some.join("|")
);
const universes: fc.Arbitrary<Packages> = fc.dictionary(
  fc.constantFrom(...IDS),
  fc.dictionary(
    fc.constantFrom(...VERSIONS),
    fc.dictionary(fc.constantFrom(...IDS), ranges, { maxKeys: 3 }),
    { maxKeys: 3 },
  ),
  { minKeys: 3, maxKeys: 5 },
);

/** Every way to have what is asked for, the best first: the first request decides, then the second, and so on. */
function* waysOf(
  packages: Packages,
  requests: readonly Request<Choice>[],
  chosen: Record<string, string> = {},
): Generator<Record<string, string>> {
  const needs = [
    ...requests.map(({ id, range }) => [id, range] as const),
    ...Object.entries(chosen).flatMap(([id, version]) =>
      Object.entries(packages[id]![version]!)
    ),
  ];
  const isBroken = needs.some(([id, range]) =>
    chosen[id] !== undefined && !inRange(chosen[id], range)
  );
  if (isBroken) return;
  const open = needs.find(([id]) => chosen[id] === undefined);
  if (open === undefined) return yield chosen;
  for (const version of Object.keys(packages[open[0]] ?? {})) {
    yield* waysOf(packages, requests, { ...chosen, [open[0]]: version });
  }
}

Deno.test("resolve() finds a way exactly where there is one, and the best for what is asked for first", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      universes,
      fc.array(fc.tuple(fc.constantFrom(...IDS), ranges), {
        minLength: 1,
        maxLength: 3,
      }),
      async (packages, asked) => {
        const requests = asked.map(([id, range]) => ask(id, range));
        const best = waysOf(packages, requests).next().value as
          | Record<string, string>
          | undefined;
        if (best === undefined) {
          await rejects(choose(packages, ...requests), { code: "CONFLICT" });
          return;
        }
        found++;
        const chosen = await choose(packages, ...requests);
        for (const { id } of requests) deepStrictEqual(chosen[id], best[id]);
        // a way: nothing is missing, and nothing is there for no reason
        const needed = new Set(requests.map(({ id }) => id));
        for (const id of needed) {
          for (
            const [on, range] of Object.entries(packages[id]![chosen[id]!]!)
          ) {
            ok(inRange(chosen[on]!, range));
            needed.add(on);
          }
        }
        deepStrictEqual(Object.keys(chosen), [...needed].sort());
        for (const { id, range } of requests) ok(inRange(chosen[id]!, range));
      },
    ),
    { numRuns: 3000 },
  );
  ok(found > 300, `only ${found} universes had a way`);
});

Deno.test("resolve() names only facts that together cannot be", async () => {
  await fc.assert(
    fc.asyncProperty(universes, async (packages) => {
      const requests = IDS.slice(0, 3).map((id) => ask(id, "v3|v2"));
      let message = "";
      try {
        await choose(packages, ...requests);
        return;
      } catch (error) {
        message = (error as Error).message;
      }
      if (message.includes(" more")) return;
      const asked = new Set(
        message.slice(message.indexOf(": ") + 2).split("; ").flatMap(
          (statement) => {
            const [, askers = "", on, range] =
              /^(.*) asks? for (\S+) (\S+)$/.exec(statement) ?? [];
            let id = "";
            return askers.split(/, | and /).map((words) => {
              const [version, name] = words.split(" ").reverse();
              id = name ?? id;
              return `${id} ${version} ${on} ${range}`;
            });
          },
        ),
      );
      // a universe in which nobody asks for what the message does not say is still without a way
      const said = Object.fromEntries(
        Object.entries(packages).map(([id, versions]) => [
          id,
          Object.fromEntries(
            Object.entries(versions).map(([version, needs]) => [
              version,
              Object.fromEntries(
                Object.entries(needs).filter(([on, range]) =>
                  asked.has(`${id} ${version} ${on} ${range}`)
                ),
              ),
            ]),
          ),
        ]),
      );
      await rejects(choose(said, ...requests), { code: "CONFLICT" });
    }),
    { numRuns: 500 },
  );
});

Deno.test("resolve() learns: a thousand dead ends of one kind are entered once", async () => {
  const many = Array.from({ length: 40 }, (_, index) => `v${40 - index}`);
  const each = (needs: Dependencies) =>
    Object.fromEntries(many.map((version) => [version, needs]));
  let asked = 0;
  const packages: Packages = {
    a: each({ b: "*" }),
    b: each({ c: "*" }),
    c: each({ d: "*", e: "v1" }),
    d: each({ e: "v2" }),
    e: { v2: {}, v1: {} },
  };
  const universe = universeOf(packages);
  await rejects(
    resolve([ask("a")], {
      ...universe,
      dependencies: (id, candidate) => {
        asked++;
        return universe.dependencies(id, candidate);
      },
    }),
    { code: "CONFLICT" },
  );
  ok(asked <= 4 * 40 + 2, `asked ${asked} times`);
});
