import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import {
  hasStore,
  parseStoreConfig,
  withFields,
  withoutStore,
  withStore,
} from "./store_config.ts";
import type { StoreConfig } from "./store_config.ts";

function parse(text: string): StoreConfig {
  return parseStoreConfig(new TextEncoder().encode(text), "F", "user");
}

/** What is wrong with the stores of a file, as `place state`. */
function problems(text: string): readonly string[] {
  return parse(text).problems.map(({ message, details: { at } }) =>
    `${at} ${message.slice(message.indexOf(": ") + 2)}`
  );
}

Deno.test("parseStoreConfig() reads every field, and has a default for most", () => {
  const { entries, problems } = parse(`{"stores": [
    {"name": "a", "kind": "local", "location": "/srv/a", "priority": -5, "trusted": true, "enabled": false,
     "branch": "main", "keys": ["ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"], "require_signature": true},
    {"name": "b", "kind": "of tomorrow"}]}`);
  deepStrictEqual(problems, []);
  deepStrictEqual(entries, [
    {
      name: "a",
      kind: "local",
      location: "/srv/a",
      branch: "main",
      priority: -5,
      trusted: true,
      enabled: false,
      keys: ["ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
      requireSignature: true,
      scope: "user",
    },
    {
      name: "b",
      kind: "of tomorrow",
      location: "",
      priority: 0,
      trusted: true,
      enabled: true,
      keys: [],
      requireSignature: false,
      scope: "user",
    },
  ]);
});

Deno.test.each([
  { text: "", at: "F:1:1", state: /expected a value, found the end/ },
  { text: '{\n  "stores": [},', at: "F:2:14", state: /found "}"/ },
  { text: "[]", at: "F:1:1", state: /it is \[\], expected an object/ },
  {
    text: '{"stores": {}}',
    at: "F:1:12",
    state: /stores is {}, expected a list/,
  },
  {
    text: '{"stores": [], "stores": []}',
    at: "F:1:16",
    state: /the key "stores" is there twice/,
  },
  { text: '"\xff', at: "F:1:", state: /./ },
])(
  "parseStoreConfig() refuses $text",
  ({ text, at, state }) =>
    throws(() => parse(text), (error: unknown) => {
      const { code, message, details } = error as {
        code: string;
        message: string;
        details: { at: string };
      };
      strictEqual(code, "CONFIG_INVALID");
      strictEqual(details.at.startsWith(at), true, details.at);
      return state.test(message);
    }),
);

Deno.test.each([
  {
    store: "7",
    says: [
      "F:2:1 the store is 7, expected an object",
    ],
  },
  {
    store: '{"kind": "local"}',
    says: [
      "F:2:1 the store has no name, expected a name such as team-tools: up to 64 of a-z, 0-9, - and _",
    ],
  },
  {
    store: '{"name": "A b", "kind": "local"}',
    says: [
      'F:2:10 name is "A b", expected a name such as team-tools: up to 64 of a-z, 0-9, - and _',
    ],
  },
  {
    store: '{"name": "a"}',
    says: ["F:2:1 the store has no kind, expected the name of a kind of store"],
  },
  {
    store: '{"name": "a", "kind": "local", "priority": "high"}',
    says: [
      'F:2:44 priority is "high", expected a whole number from -1000 to 1000',
    ],
  },
  {
    store: '{"name": "a", "kind": "local", "priority": 1001}',
    says: [
      "F:2:44 priority is 1001, expected a whole number from -1000 to 1000",
    ],
  },
  {
    store: '{"name": "a", "kind": "local", "trusted": 1}',
    says: ["F:2:43 trusted is 1, expected true or false"],
  },
  {
    store: '{"name": "a", "kind": "local", "location": "a\\nb"}',
    says: ['F:2:44 location is "a\\nb", expected a path or a URL'],
  },
  {
    store: '{"name": "a", "kind": "local", "truste": true}',
    says: ['F:2:42 "truste" means nothing, "trusted" does'],
  },
  {
    store: '{"name": "good", "kind": "git"}',
    says: ['F:2:10 an earlier store is called "good" too'],
  },
])(
  "parseStoreConfig() leaves out $store, and the others count",
  ({ store, says }) => {
    const text = `{"stores": [{"name": "good", "kind": "local"},\n${store}]}`;
    deepStrictEqual(problems(text), says);
    strictEqual(parse(text).entries[0]!.name, "good");
  },
);

Deno.test("parseStoreConfig() throws nothing but CONFIG_INVALID, and gives nothing but sound stores", () => {
  const store = fc.record({
    name: fc.oneof(fc.constantFrom("a", "b", "A"), fc.jsonValue()),
    kind: fc.oneof(fc.constant("local"), fc.jsonValue()),
    location: fc.oneof(fc.constant("/a"), fc.jsonValue()),
    priority: fc.oneof(fc.integer(), fc.jsonValue()),
    trusted: fc.oneof(fc.boolean(), fc.jsonValue()),
    keys: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.oneof(
          fc.jsonValue(),
          fc.record({ stores: fc.array(fc.oneof(store, fc.jsonValue())) }),
        ).map((value) => new TextEncoder().encode(JSON.stringify(value))),
      ),
      (bytes) => {
        try {
          const { entries } = parseStoreConfig(bytes, "F", "user");
          for (const { name, kind, priority } of entries) {
            strictEqual(/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name), true);
            strictEqual(typeof kind === "string" && kind !== "", true);
            strictEqual(Math.abs(priority) <= 1000, true);
          }
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
          strictEqual(error.code, "CONFIG_INVALID");
        }
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("a change keeps all that it is not about, in its order", () => {
  const before = {
    note: "of the team",
    stores: [
      { name: "a", kind: "local", location: "/a", owner: "Ada" },
      { name: "Not Valid", why: 1 },
      { name: "b", kind: "local", location: "/b" },
    ],
  };
  const config = parse(JSON.stringify(before));
  strictEqual(hasStore(config, "Not Valid"), true);
  strictEqual(hasStore(config, "c"), false);
  const [a, bad, b] = before.stores;
  const c = { name: "c", kind: "git" };
  deepStrictEqual(JSON.parse(withStore(config, c)), {
    note: "of the team",
    stores: [a, bad, b, c],
  });
  deepStrictEqual(JSON.parse(withoutStore(config, "Not Valid")), {
    note: "of the team",
    stores: [a, b],
  });
  strictEqual(
    withFields(config, "a", { enabled: false }),
    `${
      JSON.stringify(
        { note: "of the team", stores: [{ ...a, enabled: false }, bad, b] },
        null,
        2,
      )
    }\n`,
  );
});
