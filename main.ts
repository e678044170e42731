/**
 * `storectl`: runs one command line and ends with its status.
 *
 * @module
 */

import { fastRun } from "./src/cli/fast_run.ts";

let isLoaded = false;
const lazy = Object.assign(
  () => {
    isLoaded = true;
    return import("./src/cli/lazy.ts");
  },
  {
    patching: (isFirst: boolean) => {
      isLoaded ||= isFirst;
      return import("./src/stores/patch_catalog.ts");
    },
  },
);

const status = await fastRun(Deno.args, lazy) ??
  await (await lazy()).runApp(Deno.args, lazy);

// To end at once saves a tenth of a query. But only who ends in peace leaves compiled code behind for the next start:
// all that do more than a query, the first that meets a change, and one query in eight.
if (!isLoaded && Math.random() < 7 / 8) Deno.exit(status);
Deno.exitCode = status;
