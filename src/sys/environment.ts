/**
 * Environment variables.
 *
 * @module
 */

/**
 * The value of an environment variable.
 *
 * @returns Undefined when it is not set, may not be read, or is not UTF-8. An empty value is returned as it is.
 */
export function readEnvironment(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (
      error instanceof Deno.errors.NotCapable ||
      error instanceof Deno.errors.InvalidData
    ) return undefined;
    throw error;
  }
}
