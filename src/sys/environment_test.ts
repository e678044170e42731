import { match, strictEqual, throws } from "node:assert/strict";
import { readEnvironment } from "./environment.ts";

Deno.test("readEnvironment() tells unset from empty", () => {
  Deno.env.set("STORECTL_TEST_VALUE", "");
  try {
    strictEqual(readEnvironment("STORECTL_TEST_VALUE"), "");
  } finally {
    Deno.env.delete("STORECTL_TEST_VALUE");
  }
  strictEqual(readEnvironment("STORECTL_TEST_VALUE"), undefined);
});

Deno.test({
  name: "readEnvironment() takes what may not be read for unset",
  permissions: { env: false },
  fn: () => strictEqual(readEnvironment("PATH"), undefined),
});

Deno.test("readEnvironment() takes what is not UTF-8 for unset", async () => {
  const module = new URL("./environment.ts", import.meta.url).href;
  const code = `import { readEnvironment } from "${module}";
    Deno.stdout.writeSync(new TextEncoder().encode(String(readEnvironment("BAD"))));`;
  const { stdout } = await new Deno.Command("sh", {
    args: [
      "-c",
      `BAD=$(printf 'a\\377') exec "$0" eval "$1"`,
      Deno.execPath(),
      code,
    ],
    stdin: "null",
    stderr: "null",
  }).output();
  match(new TextDecoder().decode(stdout), /^undefined$/);
});

Deno.test("readEnvironment() lets a wrong name through as the defect it is", () => {
  throws(() => readEnvironment(""), TypeError);
});
