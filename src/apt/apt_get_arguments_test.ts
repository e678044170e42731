import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { aptGetArguments, aptGetConfig } from "./apt_get_arguments.ts";
import type { PackageRequest } from "./apt_get_arguments.ts";

const REQUEST: PackageRequest = {
  action: "install",
  names: ["gpsd:amd64", "g++:amd64=4:12.2.0-3~a"],
  root: "/",
};

function argumentsOf(
  request: PackageRequest,
  simulate = false,
): readonly string[] {
  return aptGetArguments(request, { simulate, statusFd: 7 });
}

/** The words that are no settings. */
function words(request: PackageRequest, simulate = false): readonly string[] {
  const all = argumentsOf(request, simulate);
  return all.filter((word, index) => word !== "-o" && all[index - 1] !== "-o");
}

Deno.test("aptGetArguments() asks nothing, keeps changed settings, and puts names behind --", () => {
  const all = argumentsOf(REQUEST);
  for (
    const setting of [
      "APT::Status-Fd=7",
      "APT::Cmd::Pattern-Only=true",
      "Dpkg::Options::=--force-confdef",
      "Dpkg::Options::=--force-confold",
      "DPkg::Lock::Timeout=0",
    ]
  ) {
    strictEqual(all[all.indexOf(setting) - 1], "-o", setting);
  }
  deepStrictEqual(words(REQUEST), [
    "--quiet",
    "--assume-yes",
    "--no-remove",
    "--allow-downgrades",
    "install",
    "--",
    ...REQUEST.names,
  ]);
});

Deno.test.each<
  { name: string; request: Partial<PackageRequest>; want: string }
>([
  { name: "a removal", request: { action: "remove" }, want: "remove --" },
  {
    name: "an update",
    request: { action: "update" },
    want: "--no-remove install --only-upgrade --",
  },
  {
    name: "allowed removals",
    request: { allowRemove: true },
    want: "install --",
  },
  {
    name: "what nothing needs any more",
    request: { action: "remove", autoremove: true },
    want: "--auto-remove remove --",
  },
])("aptGetArguments() says $name", ({ request, want }) =>
  strictEqual(
    words({ ...REQUEST, names: ["a:all"], ...request }).join(" "),
    `--quiet --assume-yes ${want} a:all`,
  ));

Deno.test("aptGetArguments() simulates, waits, and takes another root", () => {
  ok(words(REQUEST, true).includes("--simulate"));
  const all = argumentsOf({ ...REQUEST, root: "/r", lockTimeout: 9 });
  ok(all.includes("DPkg::Lock::Timeout=9"));
  ok(all.includes("Dpkg::Options::=--root=/r"));
});

Deno.test.each([
  "gpsd",
  "gpsd-",
  "gpsd+",
  "g++",
  "--help:amd64",
  "-o:amd64",
  "./a.deb",
  "/a.deb:amd64",
  "a*:amd64",
  "a/stable",
  "a:amd64/stable",
  "a:amd64=",
  "a:amd64=$(id)",
  "a:amd64 b:amd64",
  "a:amd64\nb",
  "?name(a)",
  "A:amd64",
  "",
].map((name) => ({ name })))(
  "aptGetArguments() refuses $name, which is no qualified name",
  ({ name }) =>
    throws(() => argumentsOf({ ...REQUEST, names: [name] }), {
      code: "INVALID_ARGUMENT",
    }),
);

Deno.test("aptGetArguments() refuses no name at all", () =>
  throws(() => argumentsOf({ ...REQUEST, names: [] }), {
    code: "INVALID_ARGUMENT",
  }));

Deno.test("aptGetConfig() names a root, and refuses one that would end the quotes", () => {
  strictEqual(
    aptGetConfig("/a b"),
    'Dir "/a b/";\nDir::State::status "/a b/var/lib/dpkg/status";\n',
  );
  for (const root of ['/a"; x "', "/a\nb", "/a\\"]) {
    throws(() => aptGetConfig(root), { code: "INVALID_ARGUMENT" });
  }
});
