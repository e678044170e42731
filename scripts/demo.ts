/**
 * `deno task demo`: what storectl answers on this machine, in four commands.
 *
 * It reads this machine's APT where that has lists, else the sample machine in `tests/fixtures/`;
 * `--sample` takes the sample in any case.
 *
 * @module
 */

const PROJECT = new URL("../", import.meta.url).pathname;
const SAMPLE = "tests/fixtures/sample-root";
const SHOWN = "npx -y deno@2.9.6 task storectl";

/** Whether APT on this machine has lists to answer from. */
function hasLists(): boolean {
  try {
    return [...Deno.readDirSync("/var/lib/apt/lists")].some(({ name }) =>
      name.includes("_Packages")
    );
  } catch {
    return false;
  }
}

/** A command line that can be pasted into a shell. */
function pasteable(args: readonly string[]): string {
  const quoted = args.map((arg) =>
    /^[\w./=:,-]+$/.test(arg) ? arg : `'${arg}'`
  );
  return `${SHOWN} ${quoted.join(" ")}`;
}

/** Runs storectl with the terminal as its stderr, for progress, and gives back what it prints. */
async function storectl(args: readonly string[]): Promise<string> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P", "--no-prompt", "main.ts", ...args],
    cwd: PROJECT,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).output();
  if (code !== 0) {
    console.error(`storectl ended with status ${code}`);
    Deno.exit(code);
  }
  return new TextDecoder().decode(stdout);
}

const sample = Deno.args.includes("--sample") || !hasLists();
const where = sample ? ["--root", SAMPLE] : [];
const shipped = ["--stores-dir", "stores"];

/** Prints a command line and what it answers. */
async function show(title: string, args: readonly string[]): Promise<void> {
  console.log(`\n# ${title}\n$ ${pasteable(args)}`);
  console.log((await storectl([...args, "--format", "table"])).trimEnd());
}

console.log(
  sample
    ? `These answers come from the sample machine in ${SAMPLE}.`
    : "These answers come from this machine's APT; --sample takes a sample machine instead.",
);
await show("Curated stores", ["stores", "list", ...where, ...shipped]);
await show("Repositories", ["repos", "list", ...where]);

const development = ["filter", "--store", "development", ...where, ...shipped];
const installed = [...development, "--tab", "installed", "--limit", "10"];
const { totalCount } = JSON.parse(
  await storectl([...installed, "--format", "json"]),
) as { totalCount: number };
if (totalCount > 0) await show("Installed development tools", installed);
else await show("Development tools", [...development, "--limit", "10"]);
await show("Search in a store", [
  ...development,
  "--search",
  "debugger",
  "--limit",
  "5",
]);

const next = [
  ["filter", "--tab", "updates", ...where],
  ["filter", "--search", "gps", "--limit", "5", ...where],
  ["details", "git", ...where],
  ["repos", "list", "--store", "development", ...where, ...shipped],
  ["filter", "--tag", "role::program", "--limit", "3", "--format", "json"]
    .concat(where),
];
console.log(
  `\nNext, try\n${next.map((args) => `  ${pasteable(args)}`).join("\n")}`,
);
if (!sample) {
  console.log(
    `A machine with container applications:\n  ${
      pasteable(["filter", "--store", "container-marine", "--root", SAMPLE])
    }`,
  );
}
