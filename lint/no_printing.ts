/**
 * Rule `no-printing`: only the output modules write to standard output and standard error.
 *
 * @module
 */

import { isTest } from "./import_table.ts";
import { projectPath } from "./place.ts";
import { memberName } from "./pure_folder.ts";

/** Modules that may print: the output modules, and what no user runs. */
const PRINTERS =
  /^(?:src\/cli\/output\.ts|src\/sys\/(?:write_output|terminal)\.ts|(?:scripts|bench|lint)\/.*)$/;

/** What prints, by its owner; undefined stands for every member. */
const PRINTING: Readonly<Record<string, readonly string[] | undefined>> = {
  console: undefined,
  Deno: ["stdout", "stderr"],
  process: ["stdout", "stderr"],
};

/** A command returns data; `output.ts` alone prints it. */
export const noPrinting: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (PRINTERS.test(path) || isTest(path)) return {};
    return {
      MemberExpression(node) {
        if (
          node.object.type !== "Identifier" ||
          !Object.hasOwn(PRINTING, node.object.name)
        ) return;
        const name = memberName(node);
        const members = PRINTING[node.object.name];
        if (members && !members.includes(name ?? "")) return;
        context.report({
          node,
          message: `Cannot use "${context.sourceCode.getText(node)}" here`,
          hint: 'Return the data; "src/cli/output.ts" prints it.',
        });
      },
    };
  },
};
