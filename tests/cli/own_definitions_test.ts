// Curated stores that users make: stores new, import and export.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ContractShape } from "./contract_shape.ts";
import { definition, STORES, withRoot } from "./make_root.ts";
import { hasNoPowerless, POWERLESS } from "./needs.ts";
import {
  type Answer,
  errorOf,
  jsonOf,
  linesOf,
  runLine,
  runShell,
  runStorectl,
} from "./run_storectl.ts";

const shape = await ContractShape.read();
const SAMPLE = "tests/fixtures/sample-root";

/** A root, and a user of it with a home of his own. */
async function withUser(
  body: (
    user: {
      root: string;
      folder: string;
      run: (line: string) => Promise<Answer>;
    },
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_user_" });
  try {
    const env = { XDG_CONFIG_HOME: folder };
    await body({
      root: SAMPLE,
      folder: `${folder}/storectl/stores`,
      // this machine: a user's own stores are about no other
      run: (line) => runLine(`${line} --scope user`, { root: null, env }),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The names in a directory. */
function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("stores new writes a definition that is valid and selects at once", async () => {
  await withRoot({}, async (root) => {
    const reply = await jsonOf("stores new tools --section misc --name Tools", {
      root,
    });
    deepStrictEqual(shape.problems(reply, "WrittenStore"), []);
    deepStrictEqual([reply.change, reply.path, reply.warnings], [
      "created",
      `ROOT/${STORES}/tools.yaml`,
      [],
    ]);
    const { packages } = await jsonOf("filter --store tools --fields name", {
      root,
    });
    strictEqual(packages.length, 4);
    const { stores } = await jsonOf("stores list", { root });
    deepStrictEqual(stores, [reply.store]);
    match(
      Deno.readTextFileSync(`${root}/${STORES}/tools.yaml`),
      /^ +# include_tags:/m,
    );
    deepStrictEqual(names(`${root}/${STORES}`), ["tools.yaml"]);
  });
});

Deno.test("stores new goes to the user's own directory, or to that of the system", async () => {
  await withUser(async ({ folder, run }) => {
    const { status, stdout } = await run("stores new mine");
    strictEqual(status, 0);
    strictEqual(JSON.parse(stdout).path, `${folder}/mine.yaml`);
    deepStrictEqual(names(folder), ["mine.yaml"]);
  });
});

Deno.test("nothing is overwritten unless that is meant", async () => {
  await withRoot(
    { [`${STORES}/other-name.yml`]: definition("mine") },
    async (root) => {
      const file = `${root}/${STORES}/other-name.yml`;
      const refused = await runLine("stores new mine", { root });
      strictEqual(refused.status, 2);
      const { code, message, hint } = errorOf(refused);
      strictEqual(code, "ALREADY_EXISTS");
      match(message, /"ROOT\/.*other-name\.yml" defines it already/);
      match(hint, /--overwrite/);
      strictEqual(Deno.readTextFileSync(file), definition("mine"));

      // in place of the file that defines it, whatever that is called
      const replaced = await jsonOf(
        "stores new mine --package anchor --overwrite",
        { root },
      );
      deepStrictEqual([replaced.change, replaced.path], [
        "replaced",
        `ROOT/${STORES}/other-name.yml`,
      ]);
      match(Deno.readTextFileSync(file), /- anchor$/m);
      const again = await jsonOf("stores new mine --package anchor", { root });
      strictEqual(again.change, "none");
      deepStrictEqual(names(`${root}/${STORES}`), ["other-name.yml"]);
    },
  );
});

Deno.test("a file of the same name with another store in it is replaced only when that is meant", async () => {
  const theirs = definition("theirs");
  await withRoot({ [`${STORES}/mine.yaml`]: theirs }, async (root) => {
    const file = `${root}/${STORES}/mine.yaml`;
    const refused = await runLine("stores new mine", { root });
    strictEqual(errorOf(refused).code, "ALREADY_EXISTS");
    strictEqual(Deno.readTextFileSync(file), theirs);
    const meant = await jsonOf("stores new mine --overwrite", { root });
    strictEqual(meant.change, "replaced");
    match(Deno.readTextFileSync(file), /^id: mine$/m);
  });
});

Deno.test("an id that another directory has is refused", async () => {
  await withRoot({ "more/a.yaml": definition("mine") }, async (root) => {
    const refused = await runLine(
      `stores new mine --overwrite --stores-dir ${root}/more`,
      { root },
    );
    strictEqual(errorOf(refused).code, "ALREADY_EXISTS");
    match(errorOf(refused).message, /"ROOT\/more\/a\.yaml"/);
    // but not where a directory is named, such as the source of a package
    const reply = await jsonOf(
      `stores new mine --stores-dir ${root}/more --dir ${root}/source/`,
      { root },
    );
    strictEqual(reply.path, "ROOT/source/mine.yaml");
  });
});

Deno.test.each([
  { line: "stores new ../evil", code: "DEFINITION_INVALID" },
  { line: "stores new UPPER", code: "DEFINITION_INVALID" },
  { line: "stores new a --tag nofacet", code: "DEFINITION_INVALID" },
  { line: "stores new a --name=", code: "DEFINITION_INVALID" },
  { line: "stores import /nonexistent.yaml", code: "NOT_FOUND" },
  { line: "stores export xyzzy", code: "NOT_FOUND" },
])("storectl $line writes nothing", async ({ line, code }) => {
  await withRoot({}, async (root) => {
    const answer = await runStorectl(line.split(" "), { root });
    strictEqual(errorOf(answer).code, code);
    strictEqual(answer.stdout, "");
    deepStrictEqual(names(root).includes("evil.yaml"), false);
    deepStrictEqual(names(`${root}/etc`), ["apt"]);
  });
});

Deno.test("a definition is moved by export and import as it is, comments and all", async () => {
  const text = `# mine\r\n${definition("mine")}# end: ü🐧`;
  await withRoot({ [`${STORES}/mine.yaml`]: text }, async (root) => {
    await withRoot({}, async (other) => {
      const script =
        `"$@" export mine --root ${root} | "$@" import - --root ${other}`;
      const { status, stderr } = await runShell(script, ["stores"], {
        root: null,
      });
      deepStrictEqual([status, stderr], [0, ""]);
      strictEqual(Deno.readTextFileSync(`${other}/${STORES}/mine.yaml`), text);
    });
    const reply = await jsonOf("stores export mine --format json", { root });
    deepStrictEqual(shape.problems(reply, "ExportedStore"), []);
    deepStrictEqual([reply.id, reply.path, reply.text], ["mine", null, text]);
    const rows = await runLine("stores export mine --format ndjson", { root });
    deepStrictEqual(linesOf(rows.stdout), [reply]);

    const file = `${root}/out.yaml`;
    await jsonOf(`stores export mine --output ${file}`, { root });
    strictEqual(Deno.readTextFileSync(file), text);
    const refused = await runLine(`stores export mine --output ${file}`, {
      root,
    });
    strictEqual(errorOf(refused).code, "ALREADY_EXISTS");
    Deno.writeTextFileSync(file, "old");
    await jsonOf(`stores export mine --output ${file} --overwrite`, { root });
    strictEqual(Deno.readTextFileSync(file), text);
  });
});

Deno.test("a definition that comes with storectl is exported, and imported it is the same", async () => {
  await withRoot({}, async (root) => {
    const before = (await jsonOf("stores show home-server", { root })).store;
    const { stdout } = await runLine("stores export home-server", { root });
    Deno.writeTextFileSync(`${root}/h.yaml`, stdout);
    const { store, change } = await jsonOf(`stores import ${root}/h.yaml`, {
      root,
    });
    strictEqual(change, "created");
    deepStrictEqual({ ...store, source: "" }, { ...before, source: "" });
  });
});

Deno.test("stores import names the place of what is wrong, and how much more there is", async () => {
  await withRoot(
    { "bad.yaml": "id: a\nname: 7\nfilters: []\n" },
    async (root) => {
      const answer = await runLine(`stores import ${root}/bad.yaml`, { root });
      strictEqual(answer.status, 5);
      const { code, message, details } = errorOf(answer);
      strictEqual(code, "DEFINITION_INVALID");
      match(message, /\(and 2 more\)$/);
      match(details.at, /^ROOT\/bad\.yaml:\d+:\d+$/);
    },
  );
});

Deno.test("stores import passes warnings on, and takes no more than the limit", async () => {
  await withRoot({
    "odd.yaml": `${definition("odd")}icons: x\n`,
    "large.yaml": `${definition("large")}# ${"x".repeat(256 * 1024)}`,
  }, async (root) => {
    const { warnings } = await jsonOf(`stores import ${root}/odd.yaml`, {
      root,
    });
    deepStrictEqual(
      warnings.map((
        { code, hint }: { code: string; hint: string },
      ) => [code, hint]),
      [["DEFINITION_UNKNOWN_KEY", 'Use "icon"']],
    );
    const large = await runLine(`stores import ${root}/large.yaml`, { root });
    strictEqual(errorOf(large).code, "LIMIT_EXCEEDED");
    const piped = await runShell(
      `"$@" <${root}/large.yaml`,
      ["stores", "import", "-"],
      { root },
    );
    strictEqual(errorOf(piped).code, "LIMIT_EXCEEDED");
    deepStrictEqual(names(`${root}/${STORES}`), ["odd.yaml"]);
  });
});

Deno.test({
  name:
    "stores new without the right to write is refused, and leaves nothing behind",
  ignore: hasNoPowerless(),
  fn: async () => {
    await withRoot({ [`${STORES}/a.yaml`]: definition("a") }, async (root) => {
      Deno.chmodSync(`${root}/${STORES}`, 0o555);
      const options = { root, through: POWERLESS };
      const answer = await runLine("stores new b", options);
      deepStrictEqual([answer.status, errorOf(answer).code], [4, "PERMISSION"]);
      deepStrictEqual(names(`${root}/${STORES}`), ["a.yaml"]);
    });
  },
});

Deno.test("32 processes that write one store at once leave one whole definition", async () => {
  await withRoot({}, async (root) => {
    const answers = await Promise.all(
      Array.from(
        { length: 32 },
        (_, number) =>
          runLine(`stores new mine --package p${number}`, { root }),
      ),
    );
    strictEqual(answers.filter(({ status }) => status === 0).length, 1);
    ok(answers.every(({ status }) => status === 0 || status === 2));
    deepStrictEqual(names(`${root}/${STORES}`), ["mine.yaml"]);
    const { stores, warnings } = await jsonOf("stores list", { root });
    deepStrictEqual([stores.length, warnings], [1, []]);
  });
});
