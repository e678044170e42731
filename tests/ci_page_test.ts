// The examples of docs/ci.md do what the page says: they are run as they stand there.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { PROBLEM_TEXTS } from "../src/extensions/problem_texts.ts";
import { plainValue, readYamlTree } from "../src/curation/_yaml_tree.ts";
import { withMachine } from "./cli/apt_machine.ts";
import { writeFiles } from "./cli/make_root.ts";
import { isLeftOut } from "./cli/needs.ts";
import { ENVIRONMENT, PROGRAM } from "./cli/run_storectl.ts";

const PROJECT = decodeURIComponent(new URL("../", import.meta.url).pathname);
const PAGE = await Deno.readTextFile(`${PROJECT}docs/ci.md`);
const ignore = isLeftOut("apt-get", "dpkg-deb", "dpkg-query", "ldd");

/** The code block of the page in a language. */
function block(language: string): string {
  const found = PAGE.split(`\`\`\`${language}\n`);
  strictEqual(found.length, 2, `one block of ${language}`);
  return found[1]!.split("```")[0]!;
}

const GOOD = `id: maps
name: Maps
description: Charts
icon: /usr/share/container-stores/maps/icon.svg
filters:
  include_sections: [misc]
`;
const STORES = "tree/etc/container-apps/stores";

/** What a run left behind. */
interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A repository of a store package, a machine that checks it, and a way to run a script there. */
async function withRepository(
  body: (
    repository: { folder: string; run: (script: string) => Promise<Run> },
  ) => Promise<void>,
): Promise<void> {
  await withMachine([{ name: "chart", version: "1" }], async (root) => {
    const folder = await Deno.makeTempDir({ prefix: "storectl_ci_" });
    try {
      const quoted = PROGRAM.map((word) => `'${word}'`).join(" ");
      writeFiles(folder, {
        [`repository/${STORES}/maps.yaml`]: GOOD,
        "repository/tree/usr/share/container-stores/maps/icon.svg": "<svg/>",
        "bin/storectl": `#!/bin/sh\nexec ${quoted} "$@"\n`,
        // who may become root on a build server may do so on this machine's throw-away root
        "bin/sudo": `#!/bin/sh\nAPT_CONFIG=${folder}/apt.conf exec "$@"\n`,
        "apt.conf":
          `Dir "${root}/";\nDir::State::status "${root}/var/lib/dpkg/status";\n`,
      });
      for (const name of ["storectl", "sudo"]) {
        await Deno.chmod(`${folder}/bin/${name}`, 0o755);
      }
      await Deno.symlink(PROJECT, `${folder}/repository/.storectl`);
      const run = async (script: string): Promise<Run> => {
        const { code, stdout, stderr } = await new Deno.Command("bash", {
          // as build servers do
          args: ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
          cwd: `${folder}/repository`,
          stdin: "null",
          clearEnv: true,
          env: {
            ...ENVIRONMENT,
            PATH: `${folder}/bin:${ENVIRONMENT["PATH"]}`,
            RUNNER_TEMP: `${folder}/temporary`,
            ROOT: root,
          },
        }).output();
        const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
        return { status: code, stdout: text(stdout), stderr: text(stderr) };
      };
      await body({ folder: `${folder}/repository`, run });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Definitions that must not pass, and what is said of them. */
const BROKEN = [
  {
    text: GOOD.replace("misc", "misc, mics"),
    code: "UNKNOWN_SECTION",
    line: 6,
    words: /mics.*misc/s,
  },
  {
    text: GOOD.replace("misc", "nothing"),
    code: "FILTER_MATCHES_NOTHING",
    line: 6,
    words: /include_sections/,
  },
  {
    text: GOOD.replace("icon.svg", "logo.svg"),
    code: "ASSET_MISSING",
    line: 4,
    words: /logo\.svg/,
  },
  {
    text: GOOD.replace("name:", "nmae:"),
    code: "DEFINITION_INVALID",
    line: 1,
    words: /name.*missing/,
  },
];

Deno.test({
  name:
    "docs/ci.md: the shell example passes a good store and stops each bad one",
  ignore,
  fn: async () => {
    const script = block("sh");
    await withRepository(async ({ folder, run }) => {
      const good = await run(script);
      strictEqual(good.status, 0, good.stdout + good.stderr);
      match(good.stdout, /no problems in 1 definition/);
      match(Deno.readTextFileSync(`${folder}/stores.xml`), /^<\?xml/);
      for (const { text, code, line, words } of BROKEN) {
        Deno.writeTextFileSync(`${folder}/${STORES}/maps.yaml`, text);
        const { status, stdout } = await run(script);
        strictEqual(status, 1, code);
        match(stdout, new RegExp(`${STORES}/maps\\.yaml:${line}:`), code);
        match(stdout, words);
      }
    });
  },
});

Deno.test({
  name:
    "docs/ci.md: the run steps of the workflow pass a good store and annotate each bad one",
  ignore,
  fn: async () => {
    const { root, problems } = readYamlTree(block("yaml"));
    deepStrictEqual(problems, []);
    // deno-lint-ignore no-explicit-any -- a document of somebody else's format
    const workflow = structuredClone(plainValue(root!)) as any;
    deepStrictEqual(Object.keys(workflow), ["name", "on", "env", "jobs"]);
    deepStrictEqual(workflow.env, { ROOT: "/" });
    const { steps } = workflow.jobs.verify;
    const scripts: string[] = steps.flatMap((step: { run?: string }) =>
      step.run === undefined ? [] : [step.run]
    );
    strictEqual(scripts.length, steps.length - 1);
    await withRepository(async ({ folder, run }) => {
      for (const script of scripts) {
        const { status, stdout, stderr } = await run(script);
        strictEqual(status, 0, `${script}: ${stdout}${stderr}`);
      }
      const verify = scripts.at(-1)!;
      for (const { text, code, line, words } of BROKEN) {
        Deno.writeTextFileSync(`${folder}/${STORES}/maps.yaml`, text);
        const { status, stdout } = await run(verify);
        strictEqual(status, 1, code);
        const annotation = stdout.split("\n").find((row) => row.includes(code));
        match(
          annotation!,
          new RegExp(
            `^::(?:error|warning) file=${STORES}/maps\\.yaml,line=${line},`,
          ),
        );
        match(stdout, words);
      }
    });
  },
});

Deno.test("docs/ci.md has every code of definitions", () => {
  const rows = [...PAGE.matchAll(/^\| `(\w+)` /gm)].map(([, code]) => code!);
  const codes = Object.keys(PROBLEM_TEXTS).filter((code) =>
    /^(?:DEFINITION|FILTER|UNKNOWN|ASSET)_/.test(code)
  );
  ok(codes.length > 10);
  deepStrictEqual([...new Set(rows)].sort(), codes.sort());
});
