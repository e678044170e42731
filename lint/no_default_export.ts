/**
 * Rule `no-default-export`: what a module exports has one name everywhere.
 *
 * @module
 */

import { projectPath } from "./place.ts";

/** Deno itself wants the default export of a lint plugin. */
export const noDefaultExport: Deno.lint.Rule = {
  create(context) {
    if (projectPath(context.filename) === "lint/plugin.ts") return {};
    const message =
      "Export by name: a default export has another name in every importer";
    return {
      ExportDefaultDeclaration: (node) => context.report({ node, message }),
      ExportSpecifier(node) {
        const { exported } = node;
        const name = exported.type === "Identifier"
          ? exported.name
          : exported.value;
        if (name === "default") context.report({ node, message });
      },
    };
  },
};
