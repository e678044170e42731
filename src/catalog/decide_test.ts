import { deepStrictEqual } from "node:assert/strict";
import {
  aptData,
  installed,
  type Made,
  stanza,
} from "../../tests/make_apt_data.ts";
import { decide } from "./decide.ts";

Deno.test.each<{ name: string; made: Made; want: unknown }>([
  {
    name: "nothing",
    made: {},
    want: { table: [], installed: -1, candidate: -1 },
  },
  {
    name: "an upgrade",
    made: { suites: { s: stanza("p 2") }, status: installed("p 1") },
    want: { table: ["2 500", "1 100"], installed: 1, candidate: 0 },
  },
  {
    name: "a pin",
    made: { suites: { s: stanza("p 1"), t: stanza("p 2") }, pins: ["p s 900"] },
    want: { table: ["2 500", "1 900"], installed: -1, candidate: 1 },
  },
  {
    name: "a negative pin",
    made: { status: installed("p 1"), pins: ["p now -1"] },
    want: { table: ["1 -1"], installed: 0, candidate: -1 },
  },
])("decide() decides $name", ({ made, want }) => {
  const data = aptData(made);
  const { versions, priorities, installed, candidate } = decide(
    data,
    Array.from({ length: data.table.count }, (_, stanza) => stanza),
  );
  deepStrictEqual({
    table: versions.map(({ version }, index) =>
      `${version} ${priorities[index]}`
    ),
    installed,
    candidate,
  }, want);
});
