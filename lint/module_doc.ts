/**
 * Rule `module-doc`: every shipped file says first what it does.
 *
 * @module
 */

import { isShipped } from "./import_table.ts";
import { projectPath } from "./place.ts";

/** A file's first block comment, behind a hash-bang line if there is one. */
const HEADER_REGEXP = /^(?:\uFEFF?#![^\n]*\n)?\s*(\/\*\*[\s\S]*?\*\/)/;
/** The tag on a line of its own; on a shared line Deno ignores it. */
const TAG_REGEXP = /^\s*\*\s*@module\s*$/m;
/** A line of text before the first tag. */
const TEXT_REGEXP = /^\/\*\*\s*(?:\n\s*\*\s*)*[^@\s*]/;

/** The header is what `deno doc` prints first. */
export const moduleDoc: Deno.lint.Rule = {
  create(context) {
    if (!isShipped(projectPath(context.filename))) return {};
    return {
      Program() {
        const header = HEADER_REGEXP.exec(context.sourceCode.text)?.[1] ?? "";
        if (TAG_REGEXP.test(header) && TEXT_REGEXP.test(header)) return;
        context.report({
          range: [0, 1],
          message:
            'A file starts with "/** … @module */": what it does, then the tag on a line of its own',
        });
      },
    };
  },
};
