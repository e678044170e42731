import { deepStrictEqual, throws } from "node:assert/strict";
import { permissionFlags } from "./permission_flags.ts";

Deno.test("permissionFlags() turns true, lists, and nothing into flags", () => {
  deepStrictEqual(
    permissionFlags({
      read: true,
      env: ["A", "B"],
      run: ["/usr/lib/x"],
      net: false,
      write: [],
    }),
    ["--allow-read", "--allow-env=A,B", "--allow-run=/usr/lib/x"],
  );
});

Deno.test.each([
  { name: "an unknown kind", set: { all: true } },
  { name: "a value that needs quotes", set: { read: ["/a b"] } },
  { name: "a comma", set: { read: ["/a,b"] } },
  {
    name: "a form with rules of its own",
    set: { read: { allow: true, deny: ["/etc"] } },
  },
])(
  "permissionFlags() refuses $name",
  ({ set }) => throws(() => permissionFlags(set), TypeError),
);
