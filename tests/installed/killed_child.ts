/**
 * Runs one scenario and kills itself at one of its calls: `killed_child.ts SCENARIO ROOT CALL WHERE`.
 *
 * @module
 */

import { killing } from "./fault_changes.ts";
import { SCENARIOS } from "./scenarios.ts";

const [scenario, root, call, where] = Deno.args;
await SCENARIOS[Number(scenario)]!.change(
  root!,
  killing({
    call: Number(call),
    where: where === "middle" ? "middle" : "before",
  }),
);
