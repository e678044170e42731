import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { isLeftOut } from "./_testing.ts";
import { type SyncWriter, writeAll } from "./write_output.ts";

const MODULE = new URL("./write_output.ts", import.meta.url).href;
/** Writes 400,000 numbers, on lines of `EVERY` numbers, in pieces of odd sizes, and reports on stderr. */
const PROGRAM = `
  import { writeOutput } from "${MODULE}";
  const every = Number(Deno.env.get("EVERY") ?? 1);
  let text = "", open = true, size = 1;
  for (let i = 0; i < 400000 && open; i++) {
    text += i + (i % every === 0 ? "\\n" : " ");
    if (text.length > size || i === 399999) {
      open = writeOutput("stdout", text);
      text = "";
      size = (size * 7 + 1) % 99991;
    }
  }
  writeOutput("stderr", open ? "all" : "gone");`;

/** Runs a shell script with Deno as `$0` and the program as `$1`. */
async function run(script: string) {
  const { stdout, stderr, code } = await new Deno.Command("bash", {
    args: ["-c", script, Deno.execPath(), PROGRAM],
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { stdout: text(stdout), stderr: text(stderr), code };
}

const noShell = await isLeftOut("bash");
const noPython = await isLeftOut("python3");

Deno.test({
  name: "writeOutput() ends quietly when the reader leaves",
  ignore: noShell,
  fn: async () => {
    const reply = await run(
      `"$0" eval "$1" | head -1; exit "\${PIPESTATUS[0]}"`,
    );
    deepStrictEqual(reply, { stdout: "0\n", stderr: "gone", code: 0 });
  },
});

Deno.test({
  name: "writeOutput() writes everything into a pipe",
  ignore: noShell,
  fn: async () => {
    const { stdout, stderr } = await run(`"$0" eval "$1" | cksum`);
    const { stdout: want } = await run(`seq 0 399999 | cksum`);
    deepStrictEqual([stdout, stderr], [want, "all"]);
  },
});

Deno.test({
  name: "writeOutput() says that a device is full",
  ignore: noShell || Deno.build.os !== "linux",
  fn: async () => {
    const { stderr, code } = await run(`"$0" eval "$1" >/dev/full`);
    ok(stderr.includes("Cannot write to stdout: no space is left"), stderr);
    strictEqual(code, 1);
  },
});

/** A pipe that does not block, read slowly at first; prints the bytes and the CPU time of the writer. */
const SLOW_READER = `
import fcntl, hashlib, os, resource, subprocess, sys, time
reader, writer = os.pipe()
fcntl.fcntl(writer, fcntl.F_SETFL, fcntl.fcntl(writer, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[1:3] + [sys.argv[3]], stdout=writer, stderr=subprocess.DEVNULL)
os.close(writer)
digest, count = hashlib.sha256(), 0
while True:
    count += 1
    if count < 15: time.sleep(0.1)
    piece = os.read(reader, 65536)
    if not piece: break
    digest.update(piece)
child.wait()
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
every = int(os.environ["EVERY"])
want = hashlib.sha256("".join("%d%s" % (i, " " if i % every else "\\n") for i in range(400000)).encode())
print(digest.hexdigest() == want.hexdigest(), usage.ru_utime + usage.ru_stime)
`;

Deno.test({
  name:
    "writeOutput() waits for a full pipe that does not block, without spinning",
  ignore: noPython,
  fn: async () => {
    // Short lines, lines longer than each buffer on the way, and hardly any line.
    for (const every of ["1", "300", "3000", "390000"]) {
      const { stdout } = await new Deno.Command("python3", {
        args: ["-c", SLOW_READER, Deno.execPath(), "eval", PROGRAM],
        env: { EVERY: every },
        stdin: "null",
      }).output();
      const [isSame, seconds] = new TextDecoder().decode(stdout).split(" ");
      strictEqual(isSame, "True", `lines of ${every} numbers`);
      // The reader sleeps for 1.4 s; a writer that spins would use them up.
      ok(Number(seconds) < 0.9, `${seconds} s of CPU time`);
    }
  },
});

/** A writer that takes one byte at a time and first throws what is given. */
function stubborn(errors: Error[], taken: number[]): SyncWriter {
  return {
    writeSync(bytes) {
      const error = errors.shift();
      if (error) throw error;
      taken.push(bytes[0]!);
      return 1;
    },
  };
}

Deno.test("writeAll() loses no byte to a full pipe, and passes defects on", () => {
  const bytes = Uint8Array.of(1, 2, 10);
  const taken: number[] = [];
  const errors = [
    new Deno.errors.WouldBlock(),
    new Deno.errors.WouldBlock(),
  ];
  ok(writeAll(stubborn(errors, taken), bytes, "stdout"));
  deepStrictEqual(taken, [1, 2, 10]);
  ok(!writeAll(stubborn([new Deno.errors.BrokenPipe()], []), bytes, "stdout"));
  throws(
    () => writeAll(stubborn([new RangeError("defect")], []), bytes, "stdout"),
    RangeError,
  );
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  throws(() => writeAll(stubborn([full], []), bytes, "stderr"), {
    code: "IO",
    message: "Cannot write to stderr: no space is left on the device",
  });
});

Deno.test("writeAll() ends a piece where a pipe takes all of it or nothing", () => {
  // a line feed at each place around the size of such a piece, with another one before it or not
  for (const before of [[], [0], [100], [4095]]) {
    for (let feed = 4090; feed < 4105; feed++) {
      const bytes = new Uint8Array(9000).fill(97);
      for (const at of [...before, feed, 8999]) bytes[at] = 10;
      const pieces: number[][] = [];
      const writer: SyncWriter = {
        writeSync(piece) {
          pieces.push([...piece]);
          return piece.length;
        },
      };
      ok(writeAll(writer, bytes, "x"));
      deepStrictEqual(pieces.flat(), [...bytes]);
      for (const piece of pieces) {
        const isSafe = piece.length <= 4096 || !piece.includes(10);
        ok(isSafe, `${before} and ${feed}: ${piece.length} bytes`);
      }
    }
  }
});
