/**
 * What lines need in common: a folder to work in, the forms of storectl, APT pointed at the root.
 *
 * @module
 */

import { permissionFlags } from "../scripts/permission_flags.ts";
import { aptEnvironments } from "./apt_environments.ts";
import type { AptEnvironments } from "./apt_environments.ts";
import { BARE, BUNDLE, LAUNCHER, SOURCE } from "./finding.ts";
import { hasProgram } from "./measure.ts";
import type { Measurer } from "./measure.ts";
import type { Options } from "./options.ts";
import { PROJECT } from "./options.ts";
import type { Contender } from "./race.ts";

/** Every form of storectl that is measured. */
export type Form = typeof BUNDLE | typeof SOURCE | typeof LAUNCHER;

/** Where storectl is asked; the root and the warm cache of the bench unless given. */
export interface Place {
  /** The directory that plays `/`. */
  readonly root?: string;
  /** The cache directory. */
  readonly cache?: string;
}

/** What lines need in common. */
export interface Setup {
  /** The command line. */
  readonly options: Options;
  /** Runs programs. */
  readonly measurer: Measurer;
  /** A folder that is gone afterwards. */
  readonly work: string;
  /** The bundle. */
  readonly bundle: string;
  /** Words in front of a script of the bundle: Deno, its options, its rights. */
  readonly bundleRun: readonly string[];
  /** APT's programs, pointed at the root. */
  readonly apt: AptEnvironments;
  /** The runtime with an empty script. */
  readonly bare: Contender;
  /** storectl with a command line. */
  storectl(form: Form, line: readonly string[], place?: Place): Contender;
  /** What storectl prints, as JSON. */
  ask(line: readonly string[]): Promise<unknown>;
  /** Tells people what is going on. */
  say(text: string): void;
}

/** Builds the bundle; gives its folder. */
async function buildBundle(work: string): Promise<string> {
  const out = `${work}/bundle`;
  const { success, stderr } = await new Deno.Command(
    `${PROJECT}scripts/build.sh`,
    {
      args: ["--bundle", "--out", out],
      env: { DENO: Deno.execPath() },
      stdin: "null",
    },
  ).output();
  if (success) return out;
  throw new Error(
    `Cannot build the bundle: ${new TextDecoder().decode(stderr)}`,
  );
}

/** The options that the launcher gives Deno. */
function launcherOptions(bundle: string): readonly string[] {
  const text = Deno.readTextFileSync(`${bundle}/storectl`);
  const [, options] = /set -- "\$DENO" run (.*?) "\$\{self/.exec(text) ?? [];
  if (options === undefined) {
    throw new Error(`Cannot read "${bundle}/storectl": it runs no Deno`);
  }
  return options.split(" ");
}

/** The words that start a form of storectl. */
function formWords(
  bundle: string,
  bundleRun: readonly string[],
): Readonly<Record<Form, readonly string[]>> {
  const { permissions } = JSON.parse(
    Deno.readTextFileSync(`${PROJECT}deno.json`),
  );
  const rights = permissionFlags(permissions.default);
  return {
    [BUNDLE]: [...bundleRun, `${bundle}/storectl.js`],
    [SOURCE]: [Deno.execPath(), "run", "--quiet", "--no-prompt", ...rights]
      .concat(`${PROJECT}main.ts`),
    [LAUNCHER]: [`${bundle}/storectl`],
  };
}

/** Makes it; `work` has to be empty. */
export async function setUp(
  options: Options,
  measurer: Measurer,
  work: string,
  say: (text: string) => void,
): Promise<Setup> {
  if (options.bundle === undefined) say("building the bundle");
  const bundle = options.bundle ?? await buildBundle(work);
  const bundleRun = [Deno.execPath(), "run", ...launcherOptions(bundle)];
  const forms = formWords(bundle, bundleRun);
  await Deno.writeTextFile(`${work}/empty.js`, "");
  const env = {
    DENO: Deno.execPath(),
    DENO_NO_UPDATE_CHECK: "1",
    XDG_CONFIG_HOME: `${work}/no-config`,
    STORECTL_STORES_DIR: "",
    LC_ALL: "C.UTF-8",
  };
  const storectl: Setup["storectl"] = (form, line, place = {}) => {
    const { root = options.root, cache = `${work}/cache` } = place;
    return {
      name: form,
      argv: [...forms[form], ...line].concat(
        root === "/" ? [] : ["--root", root],
      ),
      env: { ...env, CACHE_DIRECTORY: cache },
    };
  };
  return {
    options,
    measurer,
    work,
    bundle,
    bundleRun,
    apt: await aptEnvironments(options.root, work, say),
    bare: {
      name: BARE,
      argv: [Deno.execPath(), "run", `${work}/empty.js`],
      env,
    },
    storectl,
    async ask(line) {
      const { argv, env } = storectl(BUNDLE, [...line, "--format", "json"]);
      const { stdout } = await new Deno.Command(argv[0]!, {
        args: argv.slice(1),
        env: { ...env },
        cwd: PROJECT,
        stdin: "null",
        stderr: "null",
      }).output();
      return JSON.parse(new TextDecoder().decode(stdout) || "null");
    },
    say,
  };
}

/** Whether python-apt is there. */
export function hasPythonApt(): Promise<boolean> {
  return hasProgram("/usr/bin/python3", "-c", "import apt");
}
