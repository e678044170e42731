// storectl install, update and remove of ids that are APT packages of a curated store, alone and beside extensions.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { packageState, type SmallPackage, withMachine } from "./apt_machine.ts";
import { STORES } from "./make_root.ts";
import { isLeftOut } from "./needs.ts";
import {
  errorOf,
  type Json,
  jsonOf,
  linesOf,
  runLine,
} from "./run_storectl.ts";

const ignore = isLeftOut("apt-get", "dpkg-deb", "dpkg-query", "ldd");
const FOR_REAL = "(for real inside a throw-away root)";
const EXTENSION = "org.example.tide-table";

const PACKAGES: readonly SmallPackage[] = [
  { name: "anchor", version: "1.0" },
  { name: "anchor", version: "2.0" },
  { name: "chain", version: "1.0", fields: { Depends: "anchor" } },
  { name: "libc++", version: "1.0" },
  { name: "secret", version: "1.0" },
  { name: EXTENSION, version: "1.0" },
];

const FILES = {
  [`${STORES}/boat.yaml`]: [
    "id: boat",
    "name: Boat",
    "description: d",
    `filters: {include_packages: [anchor, chain, libc++, ${EXTENSION}]}`,
    "",
  ].join("\n"),
};

/** A machine with a curated store, and with a store of extensions. */
async function withBoat(body: (root: string) => Promise<void>): Promise<void> {
  await withMachine(PACKAGES, async (root) => {
    const store = `${root}/srv/extensions`;
    await Deno.mkdir(`${root}/srv`);
    await jsonOf(
      `publish tests/fixtures/sample-extension --to ${store} --init`,
      { root: null },
    );
    await jsonOf(`stores add local team ${store}`, { root });
    await body(root);
  }, FILES);
}

/** What happened, as short lines. */
function short({ changes, packages = [] }: Json): readonly string[] {
  return [
    ...changes.map(({ action, id }: Json) => `${action} ${id}`),
    ...packages.map(({ action, name, from, to }: Json) =>
      `apt ${action} ${name} ${from ?? "-"} ${to ?? "-"}`
    ),
  ];
}

Deno.test({
  name:
    `install, update and remove hand packages of curated stores to apt-get ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withBoat(async (root) => {
      const plan = await jsonOf("install chain --dry-run", { root });
      deepStrictEqual([plan.applied, ...short(plan)], [
        false,
        "apt install anchor - 2.0",
        "apt install chain - 1.0",
      ]);
      strictEqual(await packageState(root, "chain"), "");

      const installed = await jsonOf("install chain anchor=1.0 libc++", {
        root,
      });
      deepStrictEqual([installed.applied, ...short(installed).toSorted()], [
        true,
        "apt install anchor - 1.0",
        "apt install chain - 1.0",
        "apt install libc++ - 1.0",
      ]);
      strictEqual(await packageState(root, "chain"), "ii 1.0");

      const updated = await jsonOf("update anchor", { root });
      deepStrictEqual(short(updated), ["apt upgrade anchor 1.0 2.0"]);
      const again = await jsonOf("update anchor", { root });
      deepStrictEqual([again.applied, ...short(again)], [false]);

      const removed = await jsonOf("remove chain --autoremove", { root });
      strictEqual(short(removed)[0], "apt remove chain 1.0 -");
      strictEqual(await packageState(root, "chain"), "");
    });
  },
});

Deno.test({
  name:
    `install changes extensions and packages in one go, and an extension goes before a package of its name ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withBoat(async (root) => {
      const reply = await jsonOf(`install chain ${EXTENSION}`, { root });
      deepStrictEqual([reply.applied, ...short(reply)], [
        true,
        `install ${EXTENSION}`,
        "apt install anchor - 2.0",
        "apt install chain - 1.0",
      ]);
      strictEqual(await packageState(root, EXTENSION), "");
      // unless the store is named
      const named = await jsonOf(`install ${EXTENSION} --store boat`, { root });
      deepStrictEqual(short(named), [`apt install ${EXTENSION} - 1.0`]);

      const removed = await jsonOf(`remove ${EXTENSION} chain`, { root });
      deepStrictEqual(short(removed), [
        `remove ${EXTENSION}`,
        "apt remove chain 1.0 -",
      ]);
    });
  },
});

Deno.test({
  name:
    `install of packages tells of its progress as ndjson, and is a sentence for people ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withBoat(async (root) => {
      const { status, stdout } = await runLine(
        "install chain --format ndjson",
        {
          root,
        },
      );
      strictEqual(status, 0);
      const rows = linesOf(stdout);
      strictEqual(rows[0].event, "plan");
      ok(rows.filter(({ event }) => event === "progress").length > 5);
      deepStrictEqual(
        rows.filter(({ event }) => event === undefined).map(({ name }) => name),
        ["anchor", "chain"],
      );
      const table = await runLine("remove anchor --format table", { root });
      match(
        table.stdout,
        /^remove chain 1\.0 by apt-get\nremove anchor 2\.0 by apt-get$/m,
      );
    });
  },
});

Deno.test({
  name:
    `what no store selects is not handed to apt-get, and nothing is done where a part is refused ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withBoat(async (root) => {
      for (
        const [line, pattern] of [
          ["install secret", /"secret".*no store offers it/],
          ["install chain secret", /"secret"/],
          ["install chain anchor=9", /version 9 of anchor/],
          [`install chain- ${EXTENSION}`, /"chain-"/],
          ["remove secret", /"secret".*not installed/],
          ["update secret", /"secret".*not installed/],
        ] as const
      ) {
        const answer = await runLine(line, { root });
        strictEqual(answer.status, 1, line);
        strictEqual(errorOf(answer).code, "NOT_FOUND");
        match(errorOf(answer).message, pattern);
        strictEqual(answer.stdout, "");
      }
      strictEqual(await packageState(root, "chain"), "");
      deepStrictEqual((await jsonOf("list", { root })).extensions, []);
    });
  },
});
