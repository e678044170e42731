/**
 * `storectl`: runs one command line and ends with its status.
 *
 * @module
 */

import { fastRun } from "./src/cli/fast_run.ts";

const lazy = () => import("./src/cli/lazy.ts");

Deno.exitCode = await fastRun(Deno.args, lazy) ??
  await (await lazy()).runApp(Deno.args, lazy);
