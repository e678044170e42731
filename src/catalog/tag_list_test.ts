import { deepStrictEqual } from "node:assert/strict";
import { categoriesOf, splitTags } from "./tag_list.ts";

Deno.test.each([
  { field: "", want: [] },
  { field: "a::b", want: ["a::b"] },
  { field: "a::b, c::d,\n e::f,,", want: ["a::b", "c::d", "e::f"] },
])(
  "splitTags() splits '$field'",
  ({ field, want }) => deepStrictEqual(splitTags(field), want),
);

Deno.test("categoriesOf() gives the values of category:: tags", () =>
  deepStrictEqual(
    categoriesOf(["category::b", "role::x", "xcategory::y", "category::a c"]),
    ["b", "a c"],
  ));
