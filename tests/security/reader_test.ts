// A reader by the command line: the store is added with its key, and what an attacker does ends with a refusal, and
// with the installation as it was.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { keyText } from "../../src/extensions/_testing_keys.ts";
import {
  type Answer,
  errorOf,
  type Json,
  runStorectl,
  words,
} from "../cli/run_storectl.ts";
import {
  KINDS,
  makeFiles,
  OURS,
  signedFiles,
  THEIRS,
  withPlace,
} from "./signed_store.ts";
import type { Place } from "./signed_store.ts";

/** An older state: it still holds what was withdrawn. */
const OLD = await signedFiles({ pilot: "1.0.0", leaky: "1.0.0" }, 1);
const NEW = await signedFiles({ pilot: "1.1.0" }, 2);
const FORGED = await signedFiles({ pilot: "6.6.6" }, 9, { keys: [THEIRS!] });
const BARE = await makeFiles({ pilot: "6.6.6" }, 9);

/** A machine of its own. */
class Machine {
  readonly #root: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(folder: string) {
    this.#root = `${folder}/root`;
    Deno.mkdirSync(`${this.#root}/etc`, { recursive: true });
    this.#env = { CACHE_DIRECTORY: `${folder}/cache` };
  }

  run(line: string): Promise<Answer> {
    return runStorectl([...words(line), "--format", "json"], {
      root: this.#root,
      env: this.#env,
    });
  }

  async add({ kind, location }: Place, more: string): Promise<Answer> {
    return await this.run(`stores add ${kind} harbour ${location} ${more}`);
  }

  /** Version that is installed, if any; what is installed is always whole. */
  async installed(): Promise<string | undefined> {
    const checked = await this.run("verify --installed");
    strictEqual(checked.status, 0, checked.stdout + checked.stderr);
    const { extensions } = JSON.parse((await this.run("list")).stdout);
    return extensions.map(({ version }: Json) => version)[0];
  }

  /** What the one store is refused for; undefined where it is usable. */
  async refusal(): Promise<string | undefined> {
    const { status, stdout } = await this.run("stores health");
    const [{ usable, problems }] = JSON.parse(stdout).stores;
    strictEqual(status, usable ? 0 : 1);
    return usable ? undefined : problems[0];
  }
}

function withMachine(
  kind: string,
  body: (place: Place, machine: Machine) => Promise<void>,
): Promise<void> {
  return withPlace(kind, (place, folder) => body(place, new Machine(folder)));
}

const KEY = `--key ${OURS!.publicKey}`;

Deno.test.each(KINDS)(
  "what a signed store of kind $kind offers is installed and updated, and nothing that somebody else signed",
  ({ kind }) =>
    withMachine(kind, async (place, machine) => {
      await place.show(OLD);
      strictEqual((await machine.add(place, KEY)).status, 0);
      strictEqual((await machine.run("install pilot")).status, 0);
      strictEqual(await machine.installed(), "1.0.0");
      for (
        const [files, reason] of [
          [FORGED, /signed by ed25519:.* and not by ed25519:/],
          [BARE, /it has no signature/],
        ] as const
      ) {
        await place.show(files);
        const { status } = await machine.run("update --all --refresh");
        ok(status !== 70);
        strictEqual(await machine.installed(), "1.0.0");
        ok(reason.test(await machine.refusal() ?? ""), String(reason));
      }
      await place.show(NEW);
      strictEqual(await machine.refusal(), undefined);
      strictEqual((await machine.run("update --all --refresh")).status, 0);
      strictEqual(await machine.installed(), "1.1.0");
      await place.show(OLD);
      ok(/serial/.test(await machine.refusal() ?? ""));
      const withdrawn = await machine.run("install leaky --refresh");
      ok(withdrawn.status !== 0 && withdrawn.status !== 70);
      const { extensions } = JSON.parse((await machine.run("list")).stdout);
      strictEqual(extensions.length, 1);
      const line = "install leaky --refresh --allow-rollback";
      strictEqual((await machine.run(line)).status, 0);
    }),
);

Deno.test("a store with another key than its own is not usable from the start", () =>
  withMachine("local", async (place, machine) => {
    await place.show(OLD);
    await machine.add(place, `--key ${THEIRS!.publicKey}`);
    ok(/signed by/.test(await machine.refusal() ?? ""));
    await machine.run("install pilot");
    strictEqual(await machine.installed(), undefined);
  }));

Deno.test("two keys: either of them is enough", () =>
  withMachine("local", async (place, machine) => {
    await place.show(OLD);
    await machine.add(place, `${KEY} --key ${THEIRS!.publicKey}`);
    strictEqual(await machine.refusal(), undefined);
    await place.show(FORGED);
    strictEqual(await machine.refusal(), undefined);
  }));

Deno.test("--require-signature keeps to the first signer until the store is removed", () =>
  withMachine("local", async (place, machine) => {
    await place.show(BARE);
    await machine.add(place, "--require-signature");
    ok(/no signature/.test(await machine.refusal() ?? ""));
    await place.show(OLD);
    strictEqual(await machine.refusal(), undefined);
    await place.show(FORGED);
    ok(/and not by/.test(await machine.refusal() ?? ""));
    strictEqual((await machine.run("stores remove harbour")).status, 0);
    await machine.add(place, "--require-signature");
    strictEqual(await machine.refusal(), undefined);
  }));

Deno.test("a key that is none is refused before anything is written, and a private one is not printed", () =>
  withMachine("local", async (place, machine) => {
    await place.show(OLD);
    const secret = keyText(1).split("\n")[1]!;
    for (const key of ["x", "ed25519:AAAA", secret]) {
      const answer = await machine.add(place, `--key ${key}`);
      deepStrictEqual([answer.status, errorOf(answer).code], [
        2,
        "INVALID_ARGUMENT",
      ]);
      ok(!answer.stderr.includes(secret));
    }
    deepStrictEqual(
      JSON.parse((await machine.run("stores list --kind local")).stdout).stores,
      [],
    );
  }));

Deno.test("stores keys goes from one key to the next, and keeps in mind what was seen", () =>
  withMachine("local", async (place, machine) => {
    const [ours, theirs] = [OURS!.publicKey, THEIRS!.publicKey];
    const keys = async (more: string) => {
      const answer = await machine.run(`stores keys harbour ${more}`);
      if (answer.status !== 0) return errorOf(answer).code;
      const { stores, changed } = JSON.parse(answer.stdout);
      return [changed, ...stores[0].keys];
    };
    await place.show(NEW);
    await machine.add(place, KEY);
    strictEqual(await machine.refusal(), undefined);
    deepStrictEqual(await keys(""), [false, ours]);
    deepStrictEqual(await keys(`--remove ${ours}`), "INVALID_ARGUMENT");
    deepStrictEqual(await keys(`--remove ${theirs}`), "NOT_FOUND");
    deepStrictEqual(await keys("--add x"), "INVALID_ARGUMENT");
    deepStrictEqual(await keys(`--add ${ours}`), [false, ours]);
    deepStrictEqual(await keys(`--add ${theirs}`), [true, ours, theirs]);
    await place.show(OLD);
    ok(/serial/.test(await machine.refusal() ?? ""));
    deepStrictEqual(await keys(`--remove ${ours}`), [true, theirs]);
    ok(/and not by/.test(await machine.refusal() ?? ""));
    await place.show(FORGED);
    strictEqual(await machine.refusal(), undefined);
    strictEqual((await machine.run("stores keys other")).status, 1);
  }));
