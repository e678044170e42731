// The replies of `publish` and `unpublish` fit their schemas.
import { ok } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { OUTPUT_SCHEMAS } from "../../src/cli/schema_files.ts";
import { type Json, jsonOf } from "../cli/run_storectl.ts";

const FIXTURES = "tests/fixtures";

Deno.test.each([
  {
    name: "publish",
    line:
      `publish ${FIXTURES}/sample-extension --to dist/none --init --dry-run`,
  },
  {
    name: "unpublish",
    line:
      `unpublish org.example.tide-table 1.2.0 --from ${FIXTURES}/sample-store --dry-run`,
  },
])("the reply of $name fits its schema", async ({ name, line }) => {
  const options = {
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  };
  const schema = (await OUTPUT_SCHEMAS[name]!()).default;
  const check = new Ajv2020(options).compile(schema);
  const reply: Json = await jsonOf(line, { root: null });
  ok(check(reply), name);
  ok(!check(Object.assign({}, reply, { extension: 7 })), name);
});
