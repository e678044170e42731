// Signing by the command line: from a new key to a reader who refuses what is not signed.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { FORMAT_SCHEMAS } from "../../src/cli/schema_files.ts";
import {
  signaturePath,
  statementBytes,
} from "../../src/extensions/store_signature.ts";
import { keyText } from "../../src/extensions/_testing_keys.ts";
import { changeStore } from "../../src/stores/change_store.ts";
import { findSignature } from "../../src/stores/sign_change.ts";
import { systemDisk } from "../../src/sys/disk.ts";
import type { Disk } from "../../src/sys/disk.ts";
import { isLeftOut, pipe } from "../../src/sys/_testing.ts";
import {
  type Answer,
  commandLine,
  errorOf,
  type Json,
  runStorectl,
  startProgram,
  words,
} from "../cli/run_storectl.ts";
import { hasNoPowerless, POWERLESS } from "../cli/needs.ts";
import { ContractShape } from "../cli/contract_shape.ts";
import { OURS, THEIRS, withFolder } from "./signed_store.ts";

const shape = await ContractShape.read();

/** A publisher with a key, and something to publish. */
class Publisher {
  readonly store: string;
  readonly key: string;

  constructor(readonly folder: string) {
    this.store = `${folder}/store`;
    this.key = `${folder}/ours.pem`;
    Deno.writeTextFileSync(this.key, keyText(1), { mode: 0o600 });
    Deno.writeTextFileSync(`${folder}/theirs.pem`, keyText(3), {
      mode: 0o600,
    });
  }

  /** A directory with one version of an extension. */
  source(version: string): string {
    const source = `${this.folder}/source-${version}`;
    Deno.mkdirSync(source, { recursive: true });
    Deno.writeFileSync(
      `${source}/extension.wasm`,
      Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
    );
    Deno.writeTextFileSync(
      `${source}/manifest.json`,
      JSON.stringify({ id: "pilot", name: "Pilot", version }),
    );
    return source;
  }

  run(line: string): Promise<Answer> {
    return runStorectl([...words(line), "--format", "json"], { root: null });
  }

  publish(version: string, more = `--sign ${this.key}`): Promise<Answer> {
    return this.run(
      `publish ${this.source(version)} --to ${this.store} --init ${more}`,
    );
  }

  /** Codes of the problems that verify finds. */
  async problems(more = ""): Promise<readonly string[]> {
    const { stdout } = await this.run(`verify ${this.store} ${more}`);
    const { problems } = JSON.parse(stdout);
    return problems.map(({ code }: Json) => code);
  }

  /** Changes store.json behind the publisher's back. */
  tamper(): void {
    const path = `${this.store}/store.json`;
    Deno.writeTextFileSync(path, `${Deno.readTextFileSync(path)} `);
  }

  /** The signature of the present store.json. */
  async signature(): Promise<NonNullable<Json>> {
    const bytes = Deno.readFileSync(`${this.store}/store.json`);
    const found = await findSignature(this.store, bytes);
    if (found === undefined) throw new Error("Expected a signature");
    return found;
  }
}

function withPublisher(
  body: (publisher: Publisher) => Promise<void>,
): Promise<void> {
  return withFolder((folder) => body(new Publisher(folder)));
}

function okOf({ status, stderr, stdout }: Answer): Json {
  strictEqual(stderr, "");
  strictEqual(status, 0);
  return JSON.parse(stdout);
}

function refusal(answer: Answer): readonly [string, number] {
  strictEqual(answer.stdout, "");
  return [errorOf(answer).code, answer.status];
}

Deno.test("key new makes a file for its owner alone, never over another one, and prints the public half", () =>
  withFolder(async (folder) => {
    const run = (line: string) => runStorectl(words(line), { root: null });
    const path = `${folder}/keys/k.pem`;
    const made = okOf(await run(`key new --out ${path}`));
    deepStrictEqual(shape.problems(made, "KeyReply"), []);
    const { key } = made;
    strictEqual(Deno.statSync(path).mode! & 0o777, 0o600);
    const text = Deno.readTextFileSync(path);
    deepStrictEqual(okOf(await run(`key show ${path}`)).key, key);
    ok(!text.includes(key.publicKey.slice(8)));
    const again = await run(`key new --out ${path}`);
    deepStrictEqual(refusal(again), ["ALREADY_EXISTS", 2]);
    strictEqual(Deno.readTextFileSync(path), text);
    Deno.chmodSync(path, 0o644);
    deepStrictEqual(refusal(await run(`key show ${path}`)), ["PERMISSION", 4]);
    const other = okOf(await run(`key new --out ${folder}/other.pem`));
    ok(other.key.publicKey !== key.publicKey);
    const link = `${folder}/link.pem`;
    Deno.symlinkSync(`${folder}/elsewhere.pem`, link);
    deepStrictEqual(refusal(await run(`key new --out ${link}`)), [
      "ALREADY_EXISTS",
      2,
    ]);
    const table = await run(`key show ${folder}/other.pem --format table`);
    ok(table.stdout.includes(`--key ${other.key.publicKey}\n`));
  }));

Deno.test({
  name: "key new says where it cannot write",
  ignore: hasNoPowerless(),
  fn: () =>
    withFolder(async (folder) => {
      Deno.chmodSync(folder, 0o555);
      const answer = await runStorectl(
        ["key", "new", "--out", `${folder}/k.pem`, "--format", "json"],
        { root: null, through: POWERLESS },
      );
      deepStrictEqual(refusal(answer), ["PERMISSION", 4]);
    }),
});

Deno.test("publish signs, and does not change a signed store without its key", () =>
  withPublisher(async (publisher) => {
    okOf(await publisher.publish("1.0.0"));
    const first = await publisher.signature();
    deepStrictEqual(first.good, [OURS!.publicKey]);
    deepStrictEqual(await publisher.problems(), []);
    deepStrictEqual(refusal(await publisher.publish("1.1.0", "")), [
      "SIGNATURE_MISSING",
      5,
    ]);
    const theirs = `--sign ${publisher.folder}/theirs.pem`;
    deepStrictEqual(refusal(await publisher.publish("1.1.0", theirs)), [
      "SIGNATURE_UNTRUSTED",
      5,
    ]);
    deepStrictEqual(
      refusal(
        await publisher.run(`unpublish pilot 1.0.0 --from ${publisher.store}`),
      ),
      ["SIGNATURE_MISSING", 5],
    );
    deepStrictEqual(await publisher.signature(), first);
    okOf(await publisher.publish("1.1.0"));
    const second = await publisher.signature();
    ok(second.signature.serial > first.signature.serial);
    okOf(
      await publisher.run(
        `unpublish pilot 1.0.0 --from ${publisher.store} --sign ${publisher.key}`,
      ),
    );
    const third = await publisher.signature();
    ok(third.signature.serial > second.signature.serial);
    deepStrictEqual(await publisher.problems(), []);
  }));

Deno.test("a publisher does not sign what somebody else put into his store", () =>
  withPublisher(async (publisher) => {
    okOf(await publisher.publish("1.0.0"));
    publisher.tamper();
    deepStrictEqual(await publisher.problems(), ["SIGNATURE_MISSING"]);
    deepStrictEqual(refusal(await publisher.publish("1.1.0")), [
      "SIGNATURE_UNTRUSTED",
      5,
    ]);
    const reply = okOf(
      await publisher.run(
        `sign ${publisher.store} --sign ${publisher.key} --expires 1`,
      ),
    );
    deepStrictEqual(shape.problems(reply, "SignReply"), []);
    deepStrictEqual(
      [reply.name.length > 0, reply.extensions, reply.keys, reply.before],
      [true, 1, [OURS!.publicKey], []],
    );
    const fits = new Ajv2020({ strict: true }).compile(
      (await FORMAT_SCHEMAS["store-signature"]!()).default,
    );
    ok(fits(JSON.parse(
      Deno.readTextFileSync(`${publisher.store}/${reply.signaturePath}`),
    )));
    strictEqual(
      Date.parse(reply.expires) - Date.parse(reply.signed),
      86_400_000,
    );
    deepStrictEqual(await publisher.problems(), []);
    okOf(await publisher.publish("1.1.0"));
  }));

Deno.test("verify --key tells whose signature it is, and without a key whether it is one", () =>
  withPublisher(async (publisher) => {
    okOf(await publisher.publish("1.0.0", ""));
    deepStrictEqual(await publisher.problems(), []);
    const [ours, theirs] = [OURS, THEIRS].map((key) =>
      `--key ${key!.publicKey}`
    );
    deepStrictEqual(await publisher.problems(ours), ["SIGNATURE_MISSING"]);
    okOf(
      await publisher.run(`sign ${publisher.store} --sign ${publisher.key}`),
    );
    deepStrictEqual(await publisher.problems(ours), []);
    deepStrictEqual(await publisher.problems(theirs), ["SIGNATURE_UNTRUSTED"]);
    const { signature } = await publisher.signature();
    const path = `${publisher.store}/${signaturePath(signature.sha256)}`;
    const text = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, text.replace('"serial": 1', '"serial": 2'));
    deepStrictEqual(await publisher.problems(), ["SIGNATURE_INVALID"]);
    Deno.writeTextFileSync(path, "{}");
    deepStrictEqual(await publisher.problems(), ["SIGNATURE_INVALID"]);
  }));

Deno.test("sign refuses what is no store, and what is none of a key", () =>
  withPublisher(async (publisher) => {
    const { folder, key } = publisher;
    const run = async (line: string) => refusal(await publisher.run(line));
    deepStrictEqual(await run(`sign ${folder}/none --sign ${key}`), [
      "NOT_FOUND",
      1,
    ]);
    ok(
      !Array.from(Deno.readDirSync(folder), ({ name }) => name).includes(
        "none",
      ),
    );
    deepStrictEqual(await run(`sign ${folder} --sign ${key}`), [
      "NOT_FOUND",
      1,
    ]);
    deepStrictEqual(await run(`sign ${folder} --sign ${folder}/no.pem`), [
      "NOT_FOUND",
      1,
    ]);
    Deno.writeTextFileSync(`${folder}/store.json`, '{"extensions":7}');
    deepStrictEqual(await run(`sign ${folder} --sign ${key}`), [
      "STORE_INVALID",
      5,
    ]);
    deepStrictEqual(await run(`sign ${folder} --sign ${folder}/store.json`), [
      "PERMISSION",
      4,
    ]);
    Deno.chmodSync(`${folder}/store.json`, 0o600);
    deepStrictEqual(await run(`sign ${folder} --sign ${folder}/store.json`), [
      "KEY_INVALID",
      5,
    ]);
    for (const days of ["0", "4000", "x", "1.5"]) {
      deepStrictEqual(
        await run(`sign ${folder} --sign ${key} --expires ${days}`),
        ["INVALID_ARGUMENT", 2],
      );
    }
  }));

Deno.test({
  name: "OpenSSL checks what storectl signs, and storectl what OpenSSL signs",
  ignore: await isLeftOut("openssl"),
  fn: () =>
    withPublisher(async (publisher) => {
      const { folder } = publisher;
      const empty = new Uint8Array();
      const key = `${folder}/openssl.pem`;
      const pem = await pipe(
        "openssl",
        ["genpkey", "-algorithm", "ed25519"],
        empty,
      );
      Deno.writeFileSync(key, pem, { mode: 0o600 });
      okOf(await publisher.publish("1.0.0", `--sign ${key}`));
      const { signature } = await publisher.signature();
      const [{ key: publicKey, signature: written }] = signature.signatures;
      const file = (name: string, bytes: Uint8Array) => {
        Deno.writeFileSync(`${folder}/${name}`, bytes);
        return `${folder}/${name}`;
      };
      const statement = file("statement", statementBytes(signature));
      const raw = file(
        "raw",
        Uint8Array.fromBase64(written, { alphabet: "base64url" }),
      );
      const base = ["pkeyutl", "-rawin", "-inkey", key, "-in", statement];
      const said = await pipe(
        "openssl",
        [...base, "-verify", "-sigfile", raw],
        empty,
      );
      ok(new TextDecoder().decode(said).includes("Verified Successfully"));
      const renewed = { ...signature, serial: signature.serial + 1 };
      file("statement", statementBytes(renewed));
      const bytes = await pipe("openssl", [...base, "-sign"], empty);
      const own = bytes.toBase64({ alphabet: "base64url", omitPadding: true });
      Deno.writeTextFileSync(
        `${publisher.store}/${signaturePath(signature.sha256)}`,
        JSON.stringify({
          format: "storectl-signature-1",
          ...renewed,
          signatures: [{ key: publicKey, signature: own }],
        }),
      );
      deepStrictEqual(await publisher.problems(`--key ${publicKey}`), []);
    }),
});

/** A disk on which the process is killed before one of its calls. */
function mortalDisk(calls: number): { disk: Disk; left: () => number } {
  let left = calls;
  const guard = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(_, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== "function" || name === "close") return method;
        return (...args: unknown[]) => {
          if (left-- <= 0) throw new Killed("killed");
          const result = Reflect.apply(method, target, args);
          return name === "create" ? guard(result) : result;
        };
      },
    });
  return { disk: guard(systemDisk), left: () => left };
}

class Killed extends Error {}

Deno.test("a change of a signed store that is killed before any of its calls leaves store.json and its signature in step", () =>
  withFolder(async (folder) => {
    const store = `${folder}/store`;
    const signing = { keys: [OURS!], days: 1 };
    let serial = 0;
    const text = () =>
      JSON.stringify({
        name: "Harbour",
        version: "1.0.0",
        serial: ++serial,
        extensions: [],
      });
    const change = (disk: Disk) =>
      changeStore(store, text, () => ({
        result: undefined,
        change: {
          after: new TextEncoder().encode(text()),
          made: [],
          spent: [],
        },
      }), { lockTimeout: 1000, signing, now: Date.now(), disk });
    await change(systemDisk);
    let points = 0;
    for (let left = 0; left <= 0; points++) {
      const mortal = mortalDisk(points);
      await change(mortal.disk).catch((error) => {
        if (!(error instanceof Killed)) throw error;
      });
      const bytes = Deno.readFileSync(`${store}/store.json`);
      const found = await findSignature(store, bytes);
      deepStrictEqual(found?.good, [OURS!.publicKey], `point ${points}`);
      await change(systemDisk);
      const names = Array.from(Deno.readDirSync(store), ({ name }) => name);
      deepStrictEqual(names.sort(), ["signatures", "store.json"]);
      const signatures = [...Deno.readDirSync(`${store}/signatures`)];
      ok(signatures.length <= 8, `point ${points}: ${signatures.length}`);
      left = mortal.left();
    }
    ok(points > 15, `${points} points`);
  }));

Deno.test("publish --sign killed at random leaves store.json and its signature in step", () =>
  withPublisher(async (publisher) => {
    okOf(await publisher.publish("1.0.0"));
    // the time of a whole run, which the first one that ends tells, and each faster one after it
    let whole = 1000;
    const runs = 30;
    let killed = 0;
    for (let count = 1; count <= runs; count++) {
      const version = `1.${count}.0`;
      const line = words(
        `publish ${
          publisher.source(version)
        } --to ${publisher.store} --sign ${publisher.key}`,
      );
      const child = startProgram(commandLine(line, { root: null }), {
        stdout: "null",
        stderr: "null",
      }).spawn();
      const start = performance.now();
      const timer = setTimeout(() => {
        try {
          child.kill("SIGKILL");
        } catch {
          // it has ended by itself
        }
      }, whole * (0.4 + 0.6 * count / runs));
      const { signal } = await child.status;
      clearTimeout(timer);
      if (signal === "SIGKILL") killed++;
      else whole = Math.min(whole, performance.now() - start);
      deepStrictEqual((await publisher.signature()).good, [OURS!.publicKey]);
    }
    ok(killed > 0, "no process was killed: the times are wrong");
    okOf(await publisher.publish("2.0.0"));
    deepStrictEqual(await publisher.problems(), []);
  }));

Deno.test("six processes publish into a signed store at once: all are in, and it is signed", () =>
  withPublisher(async (publisher) => {
    okOf(await publisher.publish("1.0.0"));
    const versions = Array.from({ length: 6 }, (_, n) => `1.0.${n + 1}`);
    const answers = await Promise.all(
      versions.map((version) => publisher.publish(version)),
    );
    deepStrictEqual(answers.map(({ status }) => status), Array(6).fill(0));
    const store = JSON.parse(
      Deno.readTextFileSync(`${publisher.store}/store.json`),
    );
    strictEqual(store.extensions.length, 7);
    deepStrictEqual((await publisher.signature()).good, [OURS!.publicKey]);
    deepStrictEqual(await publisher.problems(), []);
  }));
