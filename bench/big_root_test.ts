import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { makeBigRoot } from "./big_root.ts";

const PROGRAM = new URL("../main.ts", import.meta.url).pathname;

/** Every file below a folder, by its path. */
function readAll(folder: string, path = ""): Record<string, string> {
  return Object.assign(
    {},
    ...[...Deno.readDirSync(`${folder}${path}`)].map((entry) => {
      const own = `${path}/${entry.name}`;
      return entry.isDirectory
        ? readAll(folder, own)
        : { [own]: Deno.readTextFileSync(folder + own) };
    }),
  );
}

/** Gives `body` a folder that is gone afterwards. */
async function withFolder(
  body: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_big_root_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("makeBigRoot() makes a root that storectl reads without a warning", () =>
  withFolder(async (folder) => {
    makeBigRoot({ folder, packages: 3000, seed: 1 });
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", PROGRAM, "filter", "--limit", "1"]
        .concat("--root", folder, "--format", "json"),
      env: { CACHE_DIRECTORY: "/dev/null/none" },
      stdin: "null",
    }).output();
    ok(success);
    const reply = JSON.parse(new TextDecoder().decode(stdout));
    deepStrictEqual(reply.warnings, []);
    strictEqual(reply.totalCount, 3000);
  }));

Deno.test("makeBigRoot() makes the same bytes of the same seed, others of another", () =>
  withFolder((folder) => {
    const made = ["a", "b", "c"].map((name, index) => {
      const root = { folder: `${folder}/${name}`, packages: 500 };
      makeBigRoot({ ...root, seed: index === 2 ? 2 : 1 });
      return readAll(root.folder);
    });
    deepStrictEqual(made[0], made[1]);
    const name = Object.keys(made[0]!).find((path) =>
      path.endsWith("_dists_stable_main_binary-amd64_Packages")
    );
    ok(name);
    notStrictEqual(made[0]![name], made[2]![name]);
  }));
