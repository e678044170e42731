/**
 * What some tests need of the machine. On a user's machine they are left out with a line that says so; in CI they fail.
 *
 * @module
 */

/** Whether a program can be found. */
function hasProgram(name: string): boolean {
  return (Deno.env.get("PATH") ?? "").split(":").some((folder) => {
    try {
      return Deno.statSync(`${folder}/${name}`).isFile;
    } catch {
      return false;
    }
  });
}

/** Whether tests have to be left out because one of these programs is missing. */
export function isLeftOut(...programs: readonly string[]): boolean {
  const missing = programs.filter((name) => !hasProgram(name));
  if (missing.length === 0 || Deno.env.get("CI") === "true") return false;
  console.error(`Left out: tests that need ${missing.join(", ")}`);
  return true;
}

/** Whether root runs the tests. */
function isRoot(): boolean {
  const { stdout } = new Deno.Command("id", { args: ["-u"] }).outputSync();
  return new TextDecoder().decode(stdout).trim() === "0";
}

/**
 * What takes away root's right to read any file; nothing for everybody else.
 *
 * With it, whoever runs the tests is refused by a file of mode 0.
 */
export const POWERLESS: readonly string[] = isRoot()
  ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"]
  : [];

/** Whether tests of refused access have to be left out. */
export function hasNoPowerless(): boolean {
  return POWERLESS.length > 0 && isLeftOut("setpriv");
}
