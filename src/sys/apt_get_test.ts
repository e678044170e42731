import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { runAptGet, withAptConfig } from "./apt_get.ts";
import type { AptGetLines, AptGetRun } from "./apt_get.ts";

const SILENT: AptGetLines = { status: () => false, output: () => {} };

/** Runs a script in the place of apt-get: what it may do with its descriptors is what counts here. */
function runScript(
  script: string,
  lines: Partial<AptGetLines> = {},
  config?: string,
): Promise<AptGetRun> {
  return runAptGet(
    ["-c", script],
    config,
    { ...SILENT, ...lines },
    "/bin/bash",
  );
}

Deno.test("runAptGet() tells status, output and complaints apart", async () => {
  const status: string[] = [];
  const output: string[] = [];
  const script =
    'echo "pmstatus:a:1:x" >&3; echo out; echo err >&2; printf "a\\rb\\nlast"; echo more >&3; exit 7';
  const run = await runScript(script, {
    status(line) {
      status.push(line);
      return false;
    },
    output: (line) => void output.push(line),
  });
  deepStrictEqual(run, {
    success: false,
    complaints: "err\n",
    interrupted: undefined,
  });
  deepStrictEqual(status, ["pmstatus:a:1:x", "more"]);
  deepStrictEqual(output, ["out", "a", "b", "last"]);
});

Deno.test("runAptGet() gives away nothing of the environment but what is needed", async () => {
  Deno.env.set("LD_SECRET", "x");
  try {
    const output: string[] = [];
    await runScript("env", { output: (line) => void output.push(line) }, "/c");
    const names = output.map((line) => line.split("=")[0]!).filter((name) =>
      !/^(?:PWD|SHLVL|_|DENO_EXTRA_STDIO_FDS|https?_proxy|no_proxy)$/.test(name)
    );
    deepStrictEqual(names.sort(), [
      "APT_CONFIG",
      "APT_LISTCHANGES_FRONTEND",
      "DEBIAN_FRONTEND",
      "LC_ALL",
      "PATH",
    ]);
  } finally {
    Deno.env.delete("LD_SECRET");
  }
});

Deno.test("runAptGet() lets the program end, whatever its reader throws", async () => {
  const folder = await Deno.makeTempDir({ prefix: "storectl_apt_get_" });
  try {
    // far more than a pipe holds
    const script =
      `for i in $(seq 20000); do echo line $i; done; echo x > ${folder}/done`;
    let lines = 0;
    const output = () => {
      lines++;
      throw new TypeError("reader");
    };
    await rejects(runScript(script, { output }), TypeError);
    strictEqual(lines, 1);
    strictEqual(Deno.readTextFileSync(`${folder}/done`), "x\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runAptGet() says that there is no such program", async () => {
  await rejects(runAptGet([], undefined, SILENT, "/nonexistent/apt-get"), {
    name: "StoreError",
    code: "NOT_FOUND",
  });
});

Deno.test("withAptConfig() leaves no file behind", async () => {
  let path = "";
  await rejects(
    withAptConfig('Dir "/x/";\n', (file) => {
      path = file;
      match(Deno.readTextFileSync(file), /^Dir "\/x\/";$/m);
      return Promise.reject(new Error("body"));
    }),
    /body/,
  );
  await rejects(Deno.stat(path), Deno.errors.NotFound);
});
