import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { GIT_PASSED_VARIABLES, gitEnvironment } from "./git_command.ts";
import { readGitLocation, readGitRevision } from "./git_location.ts";

Deno.test.each([
  { url: "https://example.org/store.git", protocol: "https" },
  { url: "http://example.org:8080/a/b", protocol: "http" },
  { url: "ssh://example.org:22/store.git", protocol: "ssh" },
  { url: "git://example.org/store.git", protocol: "git" },
  { url: "file:///srv/store.git", protocol: "file" },
  { url: "git@example.org:group/store.git", protocol: "ssh" },
  { url: "example.org:store", protocol: "ssh" },
])("readGitLocation() reads $url", ({ url, protocol }) => {
  deepStrictEqual(readGitLocation(url), { url, protocol, place: url });
});

Deno.test("readGitLocation() keeps a password out of messages", () => {
  const { url, place } = readGitLocation("https://me:secret@example.org/s.git");
  strictEqual(url, "https://me:secret@example.org/s.git");
  strictEqual(place, "https://example.org/s.git");
});

Deno.test.each([
  "ext::sh -c 'touch /tmp/x'",
  "ext::sh",
  "fd::17",
  "--upload-pack=touch",
  "-oProxyCommand=touch",
  "ssh://-oProxyCommand=touch/x",
  "ssh://-oProxyCommand=touch@example.org/x",
  "ssh://%2doProxyCommand=touch/x",
  "-host:path",
  "host:-path",
  "-user@host:path",
  "ftp://example.org/x",
  "javascript://x",
  "file://other.host/x",
  "https:///x",
  "https://\\example.org/x",
  "store",
  "",
  "https://example.org/\nx",
])("readGitLocation() refuses %s", (location) => {
  throws(() => readGitLocation(location as unknown as string), {
    code: "INVALID_ARGUMENT",
  });
});

Deno.test.each(["main", "v1.0.0", "next/two", "a-b_c+d", "0".repeat(40)])(
  "readGitRevision() reads %s",
  (name) => {
    strictEqual(readGitRevision(name as unknown as string), name);
  },
);

Deno.test.each([
  "",
  "-x",
  "--upload-pack=x",
  "a b",
  "a..b",
  "a:b",
  "+a:b",
  "^a",
  "a~1",
  "a@{1}",
  "@",
  "a*",
  ".a",
  "a/.b",
  "a/",
  "a.lock",
  "a//b",
  "a\nb",
])("readGitRevision() refuses %j", (name) => {
  throws(() => readGitRevision(name as unknown as string), {
    code: "INVALID_ARGUMENT",
  });
});

Deno.test("gitEnvironment() passes what gets through, and one protocol", () => {
  const env = gitEnvironment({ HOME: "/home/me" }, "https", { "a.b": "c" });
  strictEqual(env.HOME, "/home/me");
  strictEqual(env.GIT_ALLOW_PROTOCOL, "https");
  strictEqual(env.GIT_CONFIG_GLOBAL, "/dev/null");
  deepStrictEqual(
    [env.GIT_CONFIG_COUNT, env.GIT_CONFIG_KEY_0, env.GIT_CONFIG_VALUE_0],
    ["1", "a.b", "c"],
  );
  strictEqual(gitEnvironment({}, undefined).GIT_ALLOW_PROTOCOL, "");
});

Deno.test("storectl may read every variable that git gets", () => {
  const allowed: readonly string[] = config.permissions.default.env;
  ok(GIT_PASSED_VARIABLES.every((name) => allowed.includes(name)));
});
