// What docs/security.md says of tests and of the form of signatures is so.
import { deepStrictEqual, ok } from "node:assert/strict";
import { keyOf } from "../../src/extensions/_testing_keys.ts";
import { parseSignature } from "../../src/extensions/parse_signature.ts";
import {
  formatSignature,
  statementBytes,
} from "../../src/extensions/store_signature.ts";

const ROOT = new URL("../../", import.meta.url);
const PAGE = Deno.readTextFileSync(new URL("docs/security.md", ROOT));

/** The test files that a cell names by their paths, each with the names behind it. */
function namedTests(): { file: string; name: string }[] {
  const rows = PAGE.split("\n## Attacks\n")[1]!.split("\n## ")[0]!.split("\n")
    .filter((line) => line.startsWith("|"));
  return rows.slice(2).flatMap((row) => {
    let file = "tests/security/attacks_test.ts";
    const cell = row.split("|").at(-2)!;
    return [...cell.matchAll(/`([^`]+)`|«([^»]+)»/g)].flatMap(
      ([, path, name]) => {
        file = path ?? file;
        return name === undefined ? [] : [{ file, name }];
      },
    );
  });
}

Deno.test("docs/security.md names tests for each attack", () => {
  const tests = namedTests();
  ok(tests.length > 25);
  const missing = tests.filter(({ file, name }) =>
    !Deno.readTextFileSync(new URL(file, ROOT)).includes(name)
  );
  deepStrictEqual(missing, []);
});

Deno.test("docs/security.md shows a signature, and what it signs, as they are", async () => {
  const [, json] = /^```json\n(.*?)^```$/ms.exec(PAGE)!;
  const [, text] = /^```text\n(.*?)^```$/ms.exec(PAGE)!;
  const { publicKey } = await keyOf(1);
  const whole = json!.replace(/"ed25519:[^"]+"/, `"${publicKey}"`)
    .replace(/"signature": "[^"]+"/, `"signature": "${"A".repeat(86)}"`);
  const signature = parseSignature(new TextEncoder().encode(whole), "page");
  deepStrictEqual(JSON.parse(formatSignature(signature)), JSON.parse(whole));
  deepStrictEqual(new TextDecoder().decode(statementBytes(signature)), text);
});

Deno.test("docs/security.md names every right, and no other", () => {
  const { permissions } = JSON.parse(
    Deno.readTextFileSync(new URL("deno.json", ROOT)),
  );
  deepStrictEqual(Object.keys(permissions.default).toSorted(), [
    "env",
    "net",
    "read",
    "run",
    "sys",
    "write",
  ]);
  const part = PAGE.split("\n## Rights of the program\n")[1]!;
  for (const path of permissions.default.run) {
    ok(part.includes(`\`${path.slice(path.lastIndexOf("/") + 1)}\``), path);
  }
});
