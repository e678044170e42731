// Store definitions that cannot be used, one next to a good one: a warning says what and where, and the others count.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { definition, type Files, STORES, withRoot } from "./make_root.ts";
import { hasNoPowerless, POWERLESS } from "./needs.ts";
import { errorOf, type Json, jsonOf, runLine } from "./run_storectl.ts";

const GOOD = definition("good");
const bytes = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) =>
  Uint8Array.from([
    0xff,
    0xfe,
    ...[...bytes(text)].flatMap((byte) => [byte, 0]),
  ]);
const billion = Array.from(
  { length: 12 },
  (_, level) =>
    `a${level}: &a${level} [${
      level === 0 ? "x" : Array(9).fill(`*a${level - 1}`).join(", ")
    }]`,
).join("\n");

Deno.test.each<{ name: string; files: Files }>([
  {
    name: "a bomb of aliases",
    files: { "b.yaml": `${billion}\n${definition("b")}` },
  },
  {
    name: "more aliases than allowed",
    files: {
      "b.yaml": `${definition("b")}x: &x [1]\ny: [${
        Array(65).fill("*x").join(", ")
      }]\n`,
    },
  },
  {
    name: "deep nesting",
    files: {
      "b.yaml": `${definition("b")}x: ${"[".repeat(5000)}${"]".repeat(5000)}\n`,
    },
  },
  { name: "an alias to itself", files: { "b.yaml": "id: &b [*b]\n" } },
  {
    name: "a tag of another language",
    files: {
      "b.yaml": `${definition("b")}x: !!python/object/apply:os.system [id]\n`,
    },
  },
  {
    name: "__proto__",
    files: {
      "b.yaml": `${
        definition("b")
      }__proto__: { polluted: yes }\nconstructor: 1\n`,
    },
  },
  { name: "NUL bytes", files: { "b.yaml": `${definition("b")}\0` } },
  {
    name: "escape sequences",
    files: { "b.yaml": `${definition("b")}banner: "\\e[2J"\n"\\e[31m": 1\n` },
  },
  { name: "UTF-16", files: { "b.yaml": utf16(definition("b")) } },
  {
    name: "Latin-1",
    files: {
      "b.yaml": Uint8Array.from([
        ...bytes(definition("b")),
        ...bytes("icon: caf"),
        0xe9,
        10,
      ]),
    },
  },
  { name: "an empty file", files: { "b.yaml": "" } },
  { name: "a list", files: { "b.yaml": "- a\n- b\n" } },
  {
    name: "two documents",
    files: { "b.yaml": `${definition("b")}---\n${definition("c")}` },
  },
  { name: "no YAML", files: { "b.yaml": "\tid: b\n  : : [\n" } },
  { name: "a bad id", files: { "b.yaml": definition("../B") } },
  {
    name: "an id of 65 letters",
    files: { "b.yaml": definition("b".repeat(65)) },
  },
  { name: "a duplicate id", files: { "z.yaml": definition("good") } },
  {
    name: "a duplicate key",
    files: { "b.yaml": `${definition("b")}id: b2\n` },
  },
  {
    name: "no filters",
    files: { "b.yaml": "id: b\nname: b\ndescription: d\n" },
  },
  {
    name: "empty filters",
    files: {
      "b.yaml":
        "id: b\nname: b\ndescription: d\nfilters:\n  include_tags: []\n",
    },
  },
  {
    name: "values of other types",
    files: {
      "b.yaml":
        "id: 7\nname: [b]\ndescription: true\nfilters:\n  include_sections: misc\n  include_tags: [nofacet]\n",
    },
  },
  {
    name: "unknown keys",
    files: { "b.yml": `${definition("b")}  include_section: [x]\nicons: y\n` },
  },
  {
    name: "a file over the limit",
    files: { "b.yaml": `${definition("b")}# ${"x".repeat(256 * 1024)}\n` },
  },
  {
    name: "files of other names",
    files: {
      "b.yaml~": "x",
      ".b.yaml": "x",
      "b.json": "{}",
      "README": "x",
      "b.YAML": "x",
    },
  },
])("stores list warns of $name, and lists the others", async ({ files }, t) => {
  const placed = Object.entries(files).map((
    [path, content],
  ) => [`${STORES}/${path}`, content]);
  await withRoot({
    ...Object.fromEntries(placed),
    [`${STORES}/good.yaml`]: GOOD,
  }, async (root) => {
    const { stores, warnings } = await jsonOf("stores list", { root });
    ok(
      stores.some(({ id, source }: Json) =>
        id === "good" && source.endsWith("/good.yaml")
      ),
    );
    for (const { message, hint } of warnings) {
      ok(message.length < 400, message);
      ok(!/\p{Cc}/u.test(`${message}${hint}`), message);
    }
    await t.assertSnapshot(
      [
        stores.map(({ id }: Json) => id).join(" "),
        ...warnings.map((warning: Json) => JSON.stringify(warning)),
      ].join("\n"),
    );
  });
});

Deno.test("stores list warns of what is no file, of a huge one, and lists the others", async (t) => {
  await withRoot({ [`${STORES}/good.yaml`]: GOOD }, async (root) => {
    const at = (name: string) => `${root}/${STORES}/${name}`;
    await Deno.symlink(at("no-such-file"), at("dangling.yaml"));
    await Deno.symlink("loop.yaml", at("loop.yaml"));
    await Deno.symlink("/dev/zero", at("device.yaml"));
    await Deno.mkdir(at("folder.yaml"));
    await new Deno.Command("mkfifo", { args: [at("pipe.yaml")] }).output();
    await Deno.writeTextFile(at("sparse.yaml"), "id: sparse\n");
    await Deno.truncate(at("sparse.yaml"), 100 * 1024 * 1024);
    const start = performance.now();
    const { stores, warnings } = await jsonOf("stores list", { root });
    ok(performance.now() - start < 5000);
    deepStrictEqual(stores.map(({ id }: Json) => id), ["good"]);
    await t.assertSnapshot(
      warnings.map((warning: Json) => JSON.stringify(warning)).join("\n"),
    );
  });
});

Deno.test({
  name: "stores list warns of a definition that may not be read",
  ignore: hasNoPowerless(),
  fn: async (t) => {
    await withRoot({
      [`${STORES}/good.yaml`]: GOOD,
      [`${STORES}/shut.yaml`]: GOOD,
    }, async (root) => {
      await Deno.chmod(`${root}/${STORES}/shut.yaml`, 0);
      const reply = await jsonOf("stores list", { root, through: POWERLESS });
      strictEqual(reply.stores.length, 1);
      await t.assertSnapshot(reply.warnings);
    });
  },
});

Deno.test("stores show says that a broken definition may be the one that is missed", async (t) => {
  await withRoot(
    { [`${STORES}/harbour.yaml`]: "id: harbour\n" },
    async (root) => {
      const answer = await runLine("stores show harbour", { root });
      strictEqual(answer.status, 1);
      await t.assertSnapshot(errorOf(answer));
    },
  );
});

Deno.test("--stores-dir that is missing or a file is a warning", async (t) => {
  await withRoot({ [`${STORES}/good.yaml`]: GOOD, file: "x" }, async (root) => {
    const { stores, warnings } = await jsonOf(
      `stores list --stores-dir ${root}/nothing --stores-dir ${root}/file`,
      { root },
    );
    deepStrictEqual(stores.map(({ id }: Json) => id), ["good"]);
    await t.assertSnapshot(warnings);
  });
});

Deno.test("definitions come from the machine, --stores-dir, the environment and the user, in this order", async () => {
  await withRoot({
    [`${STORES}/z.yaml`]: definition("system"),
    "named/a.yaml": definition("named"),
    "named2/a.yml": definition("named2"),
    "env1/a.yaml": definition("env1"),
    "env2/a.yaml": definition("env2"),
    "xdg/storectl/stores/a.yaml": definition("user"),
    "home/.config/storectl/stores/a.yaml": definition("home"),
  }, async (root) => {
    const idsOf = async (line: string, env: Record<string, string>) => {
      const { stores, warnings } = await jsonOf(line, { root, env });
      deepStrictEqual(warnings, []);
      return stores.map(({ id }: Json) => id);
    };
    const [all, home, none] = await Promise.all([
      idsOf(
        `stores list --stores-dir ${root}/named/ --stores-dir ${root}/named2`,
        {
          STORECTL_STORES_DIR: `${root}/env1::${root}/env2`,
          XDG_CONFIG_HOME: `${root}/xdg`,
          HOME: `${root}/home`,
        },
      ),
      // a relative XDG_CONFIG_HOME does not count
      idsOf("stores list", { XDG_CONFIG_HOME: "xdg", HOME: `${root}/home` }),
      idsOf("stores list", { HOME: "" }),
    ]);
    deepStrictEqual(all, ["system", "named", "named2", "env1", "env2", "user"]);
    deepStrictEqual(home, ["system", "home"]);
    deepStrictEqual(none, ["system"]);
  });
});

Deno.test("a directory that is named twice is read once", async () => {
  await withRoot({ [`${STORES}/good.yaml`]: GOOD }, async (root) => {
    const folder = `${root}/${STORES}`;
    const { stores, warnings } = await jsonOf(
      `stores list --stores-dir ${folder} --stores-dir ${folder}/`,
      { root, env: { STORECTL_STORES_DIR: folder } },
    );
    deepStrictEqual([stores.length, warnings], [1, []]);
  });
});
