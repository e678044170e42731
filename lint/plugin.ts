/**
 * The house rules of storectl as a plugin of `deno lint`.
 *
 * @module
 */

import { errorMessage } from "./error_message.ts";
import { importDirection } from "./import_direction.ts";
import { moduleDoc } from "./module_doc.ts";
import { noDefaultExport } from "./no_default_export.ts";
import { noPrinting } from "./no_printing.ts";
import { pureFolder } from "./pure_folder.ts";

/** One file for each rule; Deno wants the default export. */
const plugin: Deno.lint.Plugin = {
  name: "storectl",
  rules: {
    "error-message": errorMessage,
    "import-direction": importDirection,
    "module-doc": moduleDoc,
    "no-default-export": noDefaultExport,
    "no-printing": noPrinting,
    "pure-folder": pureFolder,
  },
};

export default plugin;
