/**
 * `storectl`: runs one command line and ends with its status.
 *
 * @module
 */

import { runApp } from "./src/cli/app.ts";

Deno.exitCode = await runApp(Deno.args);
