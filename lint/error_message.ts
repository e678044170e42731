/**
 * Rule `error-message`: the message of a `StoreError` has no final period and no contraction.
 *
 * @module
 */

/** «can't», «doesn’t» and the like. */
const CONTRACTION_REGEXP = /\p{L}n['’]t\b/iu;

/** The literal pieces of a message, in order; "\0" stands for what only the run knows. */
function literalText(node: Deno.lint.Node): string[] {
  switch (node.type) {
    case "Literal":
      return [typeof node.value === "string" ? node.value : "\0"];
    case "TemplateLiteral":
      return [node.quasis.map((quasi) => quasi.cooked).join("\0")];
    case "BinaryExpression": {
      if (node.operator !== "+") return ["\0"];
      const rights = literalText(node.right as Deno.lint.Node);
      return literalText(node.left as Deno.lint.Node).flatMap((left) =>
        rights.map((right) => left + right)
      );
    }
    case "ConditionalExpression":
      return [...literalText(node.consequent), ...literalText(node.alternate)];
    default:
      return ["\0"];
  }
}

/** Messages follow one form: «Cannot verb "value": current state». */
export const errorMessage: Deno.lint.Rule = {
  create(context) {
    return {
      NewExpression(node) {
        if (
          node.callee.type !== "Identifier" || node.callee.name !== "StoreError"
        ) return;
        const message = node.arguments[1];
        if (!message) return;
        const texts = literalText(message);
        if (texts.some((text) => text.endsWith("."))) {
          context.report({
            node: message,
            message: "An error message does not end in a period",
          });
        }
        if (texts.some((text) => CONTRACTION_REGEXP.test(text))) {
          context.report({
            node: message,
            message: "An error message has no contraction",
            hint: "Write it out: cannot, does not.",
          });
        }
      },
    };
  },
};
