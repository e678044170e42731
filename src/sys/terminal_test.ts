import { deepStrictEqual, ok } from "node:assert/strict";
import { isLeftOut } from "./_testing.ts";
import { hasColors, isTerminal, terminalColumns } from "./terminal.ts";

const MODULE = new URL("./terminal.ts", import.meta.url).href;
/** Reports into a file, since the outputs are what is asked about. */
const PROGRAM = `
  import { hasColors, isTerminal, terminalColumns } from "${MODULE}";
  Deno.writeTextFileSync(Deno.env.get("REPORT"), JSON.stringify([
    isTerminal("stdout"), isTerminal("stderr"), terminalColumns(), hasColors("stdout"),
  ]));`;

/** Runs the program by `script(1)`, so on a terminal of its own, and returns its report. */
async function onTerminal(
  setup: string,
  env: Record<string, string>,
): Promise<unknown> {
  const report = await Deno.makeTempFile();
  try {
    await new Deno.Command("script", {
      args: [
        "-qec",
        `${setup} "$DENO" eval "$PROGRAM"`,
        "/dev/null",
      ],
      env: {
        DENO: Deno.execPath(),
        PROGRAM,
        REPORT: report,
        TERM: "xterm",
        NO_COLOR: "",
        ...env,
      },
      stdin: "null",
    }).output();
    return JSON.parse(await Deno.readTextFile(report));
  } finally {
    await Deno.remove(report);
  }
}

Deno.test("terminalColumns() has an answer everywhere", () => {
  ok(terminalColumns() > 0);
  ok(!hasColors("stderr") || isTerminal("stderr"));
});

const ignore = await isLeftOut("script");
Deno.test({
  name: "the functions of a terminal know one, its width and NO_COLOR",
  ignore,
  fn: async () => {
    deepStrictEqual(
      await onTerminal("stty cols 123 rows 40;", {}),
      [true, true, 123, true],
    );
    deepStrictEqual(
      await onTerminal("stty cols 0 rows 0;", { NO_COLOR: "1" }),
      [true, true, 80, false],
    );
    deepStrictEqual(
      await onTerminal("stty cols 90 rows 40;", { TERM: "dumb" }),
      [true, true, 90, false],
    );
  },
});
