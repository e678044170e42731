/**
 * Prints the default permission set of `deno.json` as flags of `deno run` and `deno compile`.
 *
 * `-P` would name the same set, but prints that it is experimental, and needs `deno.json` at hand.
 *
 * @module
 */

/** What a flag may hold without quotes, in a shell script and in a comma-separated list. */
const VALUE_REGEXP = /^[\w./:@-]+$/;

/**
 * The flags of one permission set, in its order.
 *
 * @param set What stands under `permissions.<name>`: `true`, `false` or a list, by kind.
 * @throws {TypeError} For a form that is not understood, rather than grant more or less than it says.
 */
export function permissionFlags(
  set: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(set).flatMap(([kind, value]) => {
    if (!/^(?:read|write|env|run|net|sys|ffi|import)$/.test(kind)) {
      throw new TypeError(
        `Cannot turn permission "${kind}" into a flag: it is unknown`,
      );
    }
    if (value === true) return [`--allow-${kind}`];
    if (value === false) return [];
    const isList = Array.isArray(value) &&
      value.every((item) =>
        typeof item === "string" && VALUE_REGEXP.test(item)
      );
    if (!isList) {
      throw new TypeError(
        `Cannot turn permission "${kind}" into a flag: ${
          JSON.stringify(value)
        } is no plain list`,
      );
    }
    return value.length === 0 ? [] : [`--allow-${kind}=${value.join(",")}`];
  });
}

if (import.meta.main) {
  const { permissions } = JSON.parse(
    Deno.readTextFileSync(new URL("../deno.json", import.meta.url)),
  );
  const flags = permissionFlags(permissions.default);
  Deno.stdout.writeSync(new TextEncoder().encode(flags.join(" ") + "\n"));
}
