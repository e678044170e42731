/**
 * Runs one scenario and kills itself at one of its calls: `killed_child.ts SCENARIO STORE SOURCES CALL WHERE`.
 *
 * @module
 */

import { killingDisk } from "./fault_disk.ts";
import { SCENARIOS } from "./scenarios.ts";

const [scenario, store, sources, call, where] = Deno.args;
await SCENARIOS[Number(scenario)]!.run(
  store!,
  sources!,
  killingDisk({
    call: Number(call),
    where: where === "middle" ? "middle" : "before",
  }),
);
