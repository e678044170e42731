// The attacks that The Update Framework lists, carried out on stores of every kind. docs/security.md names these tests.
import { ok, strictEqual } from "node:assert/strict";
import {
  DAY,
  httpPlace,
  KINDS,
  makeFiles,
  NEXT,
  OURS,
  Reader,
  signedFiles,
  signFiles,
  THEIRS,
  withFolder,
  withPlace,
} from "./signed_store.ts";
import type { Files, Place } from "./signed_store.ts";

const OLD = await signedFiles({ pilot: "1.0.0" }, 1);
const NEW = await signedFiles({ pilot: "1.1.0", chart: "2.0.0" }, 2);
const EVIL = { pilot: "6.6.6" };

/** A store of a kind, with a reader that knows the publisher's key. */
function withReader(
  kind: string,
  body: (place: Place, reader: Reader) => Promise<void>,
): Promise<void> {
  return withPlace(
    kind,
    (place, folder) => body(place, new Reader(folder, place)),
  );
}

/** Files with some of them replaced or, where undefined, gone. */
function changed(
  files: Files,
  changes: Iterable<readonly [string, Uint8Array<ArrayBuffer> | undefined]>,
): Files {
  const copy = new Map(files);
  for (const [path, bytes] of changes) {
    if (bytes === undefined) copy.delete(path);
    else copy.set(path, bytes);
  }
  return copy;
}

function signaturePath(files: Files): string {
  return [...files.keys()].find((path) => path.startsWith("signatures/"))!;
}

Deno.test.each(KINDS)(
  "arbitrary software: a store of kind $kind that somebody else made is refused",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      await place.show(OLD);
      strictEqual(await reader.ask(), "pilot 1.0.0");
      await place.show(await makeFiles(EVIL, 9));
      strictEqual(await reader.ask(), "SIGNATURE_MISSING");
      await place.show(await signedFiles(EVIL, 9, { keys: [THEIRS!] }));
      strictEqual(await reader.ask(), "SIGNATURE_UNTRUSTED");
      strictEqual(
        await reader.fetch("pilot", "6.6.6"),
        "SIGNATURE_UNTRUSTED",
      );
      await place.show(OLD);
      strictEqual(await reader.fetch("pilot", "1.0.0"), FILES);
    }),
);
const FILES = "extension.wasm, manifest.json";

Deno.test.each(KINDS)(
  "lost signature: a signed store of kind $kind without one is refused, also where its cache is empty",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      const bare = changed(OLD, [[signaturePath(OLD), undefined]]);
      await place.show(bare);
      strictEqual(await reader.ask(), "SIGNATURE_MISSING");
      await place.show(NEW);
      strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0");
      await place.show(
        changed(NEW, [
          ["store.json", (await makeFiles(EVIL, 9)).get("store.json")],
        ]),
      );
      strictEqual(await reader.ask(), "SIGNATURE_MISSING");
    }),
);

Deno.test.each(KINDS)(
  "rollback: a store of kind $kind that shows an older state is refused, also where its cache was cleared",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      await place.show(OLD);
      strictEqual(await reader.ask(), "pilot 1.0.0");
      await place.show(NEW);
      strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0");
      await place.show(OLD);
      strictEqual(await reader.ask(), "STORE_ROLLBACK");
      await Deno.remove(reader.cache, { recursive: true }).catch(() => {});
      strictEqual(await reader.ask(), "STORE_ROLLBACK");
      strictEqual(await reader.ask({ allowRollback: true }), "pilot 1.0.0");
    }),
);

Deno.test.each(KINDS)(
  "freeze: a store of kind $kind that stands still is refused when its signature has expired",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      await place.show(
        await signedFiles({ pilot: "1.0.0" }, 1, {
          time: Date.now() - 2 * DAY,
          lifetime: DAY,
        }),
      );
      strictEqual(await reader.ask(), "SIGNATURE_EXPIRED");
      await place.show(OLD);
      strictEqual(await reader.ask(), "pilot 1.0.0");
    }),
);

Deno.test.each(KINDS)(
  "mix-and-match: parts of two states of a store of kind $kind do not go together",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      const path = signaturePath(NEW);
      await place.show(
        changed(NEW, [[path, OLD.get(signaturePath(OLD))]]),
      );
      strictEqual(await reader.ask(), "SIGNATURE_INVALID");
      const manifest = "extensions/pilot/1.1.0/manifest.json";
      const old = OLD.get("extensions/pilot/1.0.0/manifest.json");
      await place.show(changed(NEW, [[manifest, old]]));
      strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0");
      strictEqual(await reader.fetch("pilot", "1.1.0"), "CHECKSUM_MISMATCH");
      const wasm = "extensions/pilot/1.1.0/extension.wasm";
      await place.show(
        changed(NEW, [
          [wasm, OLD.get("extensions/pilot/1.0.0/extension.wasm")],
        ]),
      );
      strictEqual(await reader.fetch("pilot", "1.1.0"), "CHECKSUM_MISMATCH");
      await place.show(NEW);
      strictEqual(await reader.fetch("pilot", "1.1.0"), FILES);
    }),
);

Deno.test.each(KINDS)(
  "mix-and-match: another store of kind $kind with the same key does not pass for this one",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      await place.show(OLD);
      strictEqual(await reader.ask(), "pilot 1.0.0");
      await place.show(
        await signedFiles({ game: "1.0.0" }, 5, { store: "Games" }),
      );
      strictEqual(await reader.ask(), "STORE_ROLLBACK");
    }),
);

Deno.test.each(KINDS)(
  "wrong software: another extension in the place of the one that was asked for is refused by kind $kind",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      const [from, to] = ["chart/2.0.0", "pilot/1.1.0"];
      await place.show(changed(
        NEW,
        ["manifest.json", "extension.wasm"].map((name) => [
          `extensions/${to}/${name}`,
          NEW.get(`extensions/${from}/${name}`),
        ]),
      ));
      strictEqual(await reader.fetch("pilot", "1.1.0"), "CHECKSUM_MISMATCH");
      strictEqual(await reader.fetch("chart", "2.0.0"), FILES);
    }),
);

Deno.test.each(KINDS)(
  "extraneous dependencies: a manifest of kind $kind that asks for more than was signed is refused",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      const path = "extensions/pilot/1.1.0/manifest.json";
      const text = new TextDecoder().decode(NEW.get(path)).replace(
        '"dependencies":{}',
        '"dependencies":{"evil":"*"}',
      );
      await place.show(changed(NEW, [[path, new TextEncoder().encode(text)]]));
      strictEqual(await reader.fetch("pilot", "1.1.0"), "CHECKSUM_MISMATCH");
    }),
);

Deno.test.each(KINDS)(
  "key compromise: a reader of kind $kind gets out with a new key, whatever serial the thief has set",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      await place.show(
        await signedFiles({ pilot: "1.0.0" }, 2 ** 52, { lastSerial: 2 ** 52 }),
      );
      strictEqual(await reader.ask(), "pilot 1.0.0");
      const fresh = await signedFiles({ pilot: "1.2.0" }, 3, {
        keys: [NEXT!],
      });
      await place.show(fresh);
      strictEqual(await reader.ask(), "SIGNATURE_UNTRUSTED");
      reader.configure({ keys: [NEXT!.publicKey] });
      strictEqual(await reader.ask(), "pilot 1.2.0");
      await place.show(NEW);
      strictEqual(await reader.ask(), "SIGNATURE_UNTRUSTED");
    }),
);

Deno.test.each(KINDS)(
  "key rotation: with both keys on both sides nobody of kind $kind is left out",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      await place.show(OLD);
      strictEqual(await reader.ask(), "pilot 1.0.0");
      await place.show(
        await signedFiles({ pilot: "1.1.0" }, 2, { keys: [OURS!, NEXT!] }),
      );
      strictEqual(await reader.ask(), "pilot 1.1.0");
      reader.configure({ keys: [OURS!.publicKey, NEXT!.publicKey] });
      strictEqual(await reader.ask(), "pilot 1.1.0");
      await place.show(
        await signedFiles({ pilot: "1.2.0" }, 3, { keys: [NEXT!] }),
      );
      strictEqual(await reader.ask(), "pilot 1.2.0");
    }),
);

Deno.test.each(KINDS)(
  "first sight: with a signature required and no key named, kind $kind keeps to the first signer",
  ({ kind }) =>
    withReader(kind, async (place, reader) => {
      reader.configure({ keys: [], requireSignature: true });
      await place.show(await makeFiles(EVIL, 1));
      strictEqual(await reader.ask(), "SIGNATURE_MISSING");
      await place.show(OLD);
      strictEqual(await reader.ask(), "pilot 1.0.0");
      await place.show(await signedFiles(EVIL, 9, { keys: [THEIRS!] }));
      strictEqual(await reader.ask(), "SIGNATURE_UNTRUSTED");
      await place.show(NEW);
      strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0");
    }),
);

Deno.test("endless data: a signature without an end is cut off", () =>
  withFolder(async (folder) => {
    await using place = httpPlace();
    await place.show(NEW);
    const reader = new Reader(folder, place);
    let sent = 0;
    place.interfere = (path) =>
      path.startsWith("signatures/")
        ? new Response(
          new ReadableStream({
            pull(controller) {
              sent += 65536;
              controller.enqueue(new Uint8Array(65536).fill(0x20));
            },
          }),
        )
        : undefined;
    strictEqual(await reader.ask(), "LIMIT_EXCEEDED");
    ok(sent < 16 * 1024 * 1024, String(sent));
  }));

Deno.test("endless data: a file that goes on behind its size is cut off", () =>
  withFolder(async (folder) => {
    await using place = httpPlace();
    await place.show(NEW);
    const reader = new Reader(folder, place);
    let sent = 0;
    place.interfere = (path) =>
      path.endsWith(".wasm")
        ? new Response(
          new ReadableStream({
            pull(controller) {
              sent += 65536;
              controller.enqueue(new Uint8Array(65536));
            },
          }),
        )
        : undefined;
    const code = await reader.fetch("pilot", "1.1.0");
    ok(["SIZE_MISMATCH", "CHECKSUM_MISMATCH"].includes(code), code);
    ok(sent < 16 * 1024 * 1024, String(sent));
  }));

Deno.test("no network: what was believed last answers, and says so", () =>
  withFolder(async (folder) => {
    await using place = httpPlace();
    await place.show(NEW);
    const reader = new Reader(folder, place);
    strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0");
    place.interfere = () => new Response("gone", { status: 503 });
    strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0, STORE_STALE");
    reader.configure({ keys: [THEIRS!.publicKey] });
    strictEqual(await reader.ask(), "SIGNATURE_UNTRUSTED");
  }));

Deno.test("a reader between two states finds the signature of the one that it has", () =>
  withFolder(async (folder) => {
    await using place = httpPlace();
    await place.show(OLD);
    const reader = new Reader(folder, place);
    // the publisher removed the old signature while the reader had the old store.json
    place.interfere = (path) => {
      if (path !== "store.json") return undefined;
      place.interfere = () => undefined;
      const old = new Response(OLD.get("store.json"));
      place.show(NEW);
      return old;
    };
    strictEqual(await reader.ask(), "pilot 1.1.0, chart 2.0.0");
  }));

Deno.test("a renewed signature of the same store.json is taken up", () =>
  withFolder(async (folder) => {
    await using place = httpPlace();
    const reader = new Reader(folder, place);
    const files = new Map(OLD);
    const soon = 3000;
    await signFiles(files, { lifetime: soon });
    await place.show(files);
    strictEqual(await reader.ask(), "pilot 1.0.0");
    await new Promise((go) => setTimeout(go, soon));
    strictEqual(await reader.ask(), "SIGNATURE_EXPIRED");
    await signFiles(files, { lastSerial: 3_000_000_100 });
    strictEqual(await reader.ask(), "pilot 1.0.0");
  }));
