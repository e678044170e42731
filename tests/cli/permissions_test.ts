// People run the task or the bundle: both have the same rights, and they are enough.
import { deepStrictEqual, ok } from "node:assert/strict";
import { permissionFlags } from "../../scripts/permission_flags.ts";
import { taskFlags } from "./run_storectl.ts";

const ROOT = new URL("../../", import.meta.url);
const { permissions } = JSON.parse(
  Deno.readTextFileSync(new URL("deno.json", ROOT)),
);

Deno.test("the task storectl has the rights of permissions.default", () => {
  const flags = taskFlags();
  ok(flags.includes("--no-prompt"));
  deepStrictEqual(
    flags.filter((flag) => flag.startsWith("--allow-")),
    permissionFlags(permissions.default),
  );
});

Deno.test("storectl may run nothing but APT's programs and git", () => {
  deepStrictEqual(Object.keys(permissions.default), [
    "read",
    "write",
    "net",
    "sys",
    "env",
    "run",
  ]);
  deepStrictEqual(permissions.default.sys, ["uid"]);
  deepStrictEqual(permissions.default.run, [
    "/usr/lib/apt/apt-helper",
    "/usr/bin/apt-get",
    "/usr/bin/git",
  ]);
});

Deno.test("every variable that the sources read is allowed", async () => {
  const names = new Set<string>();
  for (const folder of ["src/cli", "src/stores", "src/sys"]) {
    for await (const { name } of Deno.readDir(new URL(folder, ROOT))) {
      if (
        !name.endsWith(".ts") || name.endsWith("_test.ts") ||
        name.startsWith("_testing")
      ) continue;
      const text = await Deno.readTextFile(new URL(`${folder}/${name}`, ROOT));
      for (
        const [, variable] of text.matchAll(/readEnvironment\(\s*"(\w+)"/g)
      ) names.add(variable!);
    }
  }
  ok(names.size >= 9);
  deepStrictEqual(
    [...names].filter((name) => !permissions.default.env.includes(name)),
    [],
  );
});
