/**
 * Rule `import-direction`: a file imports only what the import table lets it.
 *
 * @module
 */

import {
  fileImportProblem,
  isShipped,
  packageImportProblem,
} from "./import_table.ts";
import { projectPath, resolvePath } from "./place.ts";

/** Static and dynamic imports, exports from, and type imports alike. */
export const importDirection: Deno.lint.Rule = {
  create(context) {
    const from = projectPath(context.filename);

    function check(source: Deno.lint.Node | null | undefined): void {
      if (
        !source || source.type !== "Literal" || typeof source.value !== "string"
      ) return;
      const specifier = source.value;
      const problem = /^\.{0,2}\//.test(specifier)
        ? fileImportProblem(from, resolvePath(from, specifier))
        : packageImportProblem(from, specifier);
      if (problem) {
        context.report({
          node: source,
          message: problem,
          hint: "See lint/import_table.ts.",
        });
      }
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      // deno-lint-ignore no-explicit-any
      TSImportType: (node: any) =>
        check(node.argument?.literal ?? node.argument),
      // deno-lint-ignore no-explicit-any
      TSExternalModuleReference: (node: any) => check(node.expression),
      ImportExpression(node) {
        if (node.source.type === "Literal") return check(node.source);
        if (!isShipped(from)) return;
        context.report({
          node,
          message:
            "A dynamic import needs a literal: nothing else is bundled, embedded or checked",
        });
      },
    };
  },
};
