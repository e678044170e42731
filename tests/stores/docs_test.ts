// The path of a new user in docs/stores.md, pasted block by block.
import { ok, strictEqual } from "node:assert/strict";
import { ENVIRONMENT, taskFlags } from "../cli/run_storectl.ts";

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);
const PAGE = Deno.readTextFileSync(`${ROOT}docs/stores.md`);

/** A block of commands, and what it prints where the page says so. */
interface Block {
  readonly commands: string;
  readonly prints: string | undefined;
}

const BLOCKS: readonly Block[] = [
  ...PAGE.matchAll(/^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms),
].map(([, commands, prints]) => ({ commands: commands!, prints }));

/** Puts a `storectl` on the path that people have: it prints tables, on a machine of its own. */
function writeProgram(folder: string): void {
  const words = [Deno.execPath(), "run", "--quiet", "--config"]
    .concat(`${ROOT}deno.json`, taskFlags(), `${ROOT}main.ts`)
    .map((word) => `'${word}'`).join(" ");
  Deno.mkdirSync(`${folder}/bin`);
  Deno.mkdirSync(`${folder}/machine`);
  Deno.writeTextFileSync(
    `${folder}/bin/storectl`,
    `#!/bin/sh\nexec ${words} "$@" --format table --root '${folder}/machine'\n`,
    { mode: 0o755 },
  );
}

Deno.test("the blocks of docs/stores.md work one after the other", async () => {
  ok(BLOCKS.length >= 7);
  ok(BLOCKS.filter(({ prints }) => prints !== undefined).length >= 2);
  const folder = Deno.realPathSync(
    Deno.makeTempDirSync({ prefix: "storectl_docs_" }),
  );
  try {
    writeProgram(folder);
    const here = `${folder}/home`;
    Deno.mkdirSync(here);
    for (const { commands, prints } of BLOCKS) {
      const { code, stdout, stderr } = await new Deno.Command("bash", {
        args: ["-euc", commands],
        cwd: here,
        stdin: "null",
        clearEnv: true,
        env: {
          ...ENVIRONMENT,
          PATH: `${folder}/bin:${ENVIRONMENT.PATH}`,
          CACHE_DIRECTORY: `${folder}/cache`,
        },
      }).output();
      const text = (bytes: Uint8Array) =>
        new TextDecoder().decode(bytes).replaceAll(here, "HERE");
      strictEqual(code, 0, `${commands}\n${text(stderr)}`);
      ok(!/warning|error/i.test(text(stderr)), text(stderr));
      if (prints !== undefined) {
        ok(text(stdout).endsWith(prints), `${commands}\n${text(stdout)}`);
      }
    }
    // nothing is left behind but what the page made
    strictEqual(
      Deno.readTextFileSync(`${folder}/machine/etc/storectl/stores.json`),
      '{\n  "stores": []\n}\n',
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
