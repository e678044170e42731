// Stores on web servers that lie: none of it replaces what was seen, and nothing is fetched that is not linked.
import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { httpKind } from "../../src/stores/http_store.ts";
import { httpTree } from "../../src/stores/http_tree.ts";
import { linkedStore } from "../../src/stores/linked_store.ts";
import type { Store } from "../../src/stores/store.ts";
import { HTTP_SETTINGS } from "../../src/sys/http_clock.ts";
import { readDocument } from "../../src/sys/http_document.ts";
import { isLeftOut } from "../cli/needs.ts";
import { words } from "../cli/run_storectl.ts";
import { makeStore } from "./make_store.ts";
import type { StoreFiles } from "./make_store.ts";
import { testEntry, testPlace } from "./places.ts";
import type { TestPlace } from "./places.ts";
import { quickSettings } from "./quick.ts";
import type { QuickSettings } from "./quick.ts";
import { serveRaw } from "./raw_server.ts";
import type { RawHandler, RawServer } from "./raw_server.ts";

/** A server whose answers the test changes while it runs. */
function serveChanging(): RawServer & {
  say(handler: RawHandler): void;
  serve(files: StoreFiles): void;
} {
  let now: RawHandler = (_, answer) => answer.whole(404, {});
  const server = serveRaw((request, answer) => now(request, answer));
  return Object.assign(server, {
    say: (handler: RawHandler) => {
      now = handler;
    },
    serve: (files: StoreFiles) => {
      now = (request, answer) => {
        const bytes = files.get(request.path.slice(1));
        return bytes === undefined
          ? answer.whole(404, {})
          : answer.whole(200, {}, bytes);
      };
    },
  });
}

/** The store as a process of its own would open it. */
async function open(
  server: RawServer,
  place: TestPlace,
  settings: QuickSettings = quickSettings(),
): Promise<Store> {
  const { url: location } = server;
  const tree = await httpTree({
    name: "there",
    location,
    cache: place.cache,
    settings,
  });
  return linkedStore(testEntry("http", location), tree, place);
}

const REFRESH = { refresh: true };
const HTML = "<!DOCTYPE html><title>Sign in</title>";

Deno.test.each<
  { name: string; handler: RawHandler; code: string; message: RegExp }
>([
  {
    name: "a page for people with status 200",
    handler: (_, answer) =>
      answer.whole(200, { "content-type": "text/html; charset=utf-8" }, HTML),
    code: "STORE_INVALID",
    message: /it is a page for people/,
  },
  {
    name: "a page that is called JSON",
    handler: (_, answer) =>
      answer.whole(200, { "content-type": "application/json" }, `\n ${HTML}`),
    code: "STORE_INVALID",
    message: /it is a page for people/,
  },
  {
    name: "a cut store",
    handler: (_, answer) =>
      answer.whole(200, {}, '{"name": "A store", "extens'),
    code: "STORE_INVALID",
    message: /it is not JSON/,
  },
  {
    name: "a list",
    handler: (_, answer) => answer.whole(200, {}, "[]"),
    code: "STORE_INVALID",
    message: /it is not a JSON object/,
  },
  {
    name: "an object that is no store",
    handler: (_, answer) => answer.whole(200, {}, '{"serial": 5}'),
    code: "STORE_INVALID",
    message: /./,
  },
  {
    name: "nothing at that address",
    handler: (_, answer) => answer.whole(404, {}, HTML),
    code: "STORE_INVALID",
    message: /it has no store.json/,
  },
  {
    name: "a store of 300 MB, before its bytes",
    handler: async (_, answer) => {
      await answer.text("HTTP/1.1 200 OK\r\ncontent-length: 300000000\r\n\r\n");
      await answer.stall();
    },
    code: "LIMIT_EXCEEDED",
    message: /larger than the limit of 268435456 bytes/,
  },
])(
  "http: refuses $name, and keeps what was seen",
  async ({ handler, code, message }) => {
    using place = testPlace();
    await using server = serveChanging();
    server.serve(await makeStore({ serial: 4 }));
    strictEqual((await (await open(server, place)).list()).items.length, 1);
    server.say(handler);
    await rejects((await open(server, place)).list(REFRESH), { code, message });
    strictEqual((await (await open(server, place)).list()).items.length, 1);
  },
);

Deno.test.each([
  { name: "fewer changes", before: { serial: 4 }, after: { serial: 3 } },
  { name: "no count", before: { serial: 4 }, after: {} },
  {
    name: "an earlier date",
    before: { updated: "2026-02-01T00:00:00Z" },
    after: { updated: "2026-01-01T00:00:00Z" },
  },
])(
  "http: a store with $name is refused when another was seen, until it is allowed",
  async ({ before, after }) => {
    using place = testPlace();
    await using server = serveChanging();
    server.serve(await makeStore({ ...before, extensions: ["one@2.0.0"] }));
    await (await open(server, place)).list();
    server.serve(await makeStore({ ...after, extensions: ["one@1.0.0"] }));
    for (const _ of ["once", "and again"]) {
      await rejects((await open(server, place)).list(REFRESH), {
        code: "STORE_ROLLBACK",
      });
    }
    const versions = async (options: object) =>
      (await open(server, place)).versions("one", options);
    deepStrictEqual(await versions({}), ["2.0.0"]);
    deepStrictEqual(await versions({ ...REFRESH, allowRollback: true }), [
      "1.0.0",
    ]);
    // what was allowed is the state that counts from then on
    deepStrictEqual(await versions(REFRESH), ["1.0.0"]);
  },
);

Deno.test("http: a server that was in trouble for a moment is asked again, and the cache is not needed", async () => {
  using place = testPlace();
  await using server = serveChanging();
  const files = await makeStore();
  server.serve(files);
  await (await open(server, place)).list();
  server.say((request, answer) =>
    request.before === 1
      ? answer.whole(503, { "retry-after": "0" })
      : answer.whole(200, {}, files.get("store.json")!)
  );
  const { age, warnings } = await (await open(server, place)).list(REFRESH);
  deepStrictEqual({ age, warnings }, { age: 0, warnings: [] });
});

Deno.test.each<{ name: string; handler: RawHandler }>([
  { name: "is in trouble", handler: (_, answer) => answer.whole(500, {}) },
  { name: "does not answer", handler: (_, answer) => answer.stall() },
  {
    name: "breaks off",
    handler: async (_, answer) =>
      await answer.text("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
  },
  {
    name: "sends to a loop",
    handler: ({ path }, answer) => answer.whole(302, { location: path }),
  },
])(
  "http: a server that $name leaves what was seen, with its age",
  async ({ handler }) => {
    using place = testPlace();
    await using server = serveChanging();
    server.serve(await makeStore());
    const settings = quickSettings();
    await (await open(server, place, settings)).list();
    server.say(handler);
    settings.forward(3 * 3_600_000);
    const { items, age, warnings } = await (await open(server, place, settings))
      .list();
    strictEqual(items.length, 1);
    ok(age >= 3 * 3_600_000);
    strictEqual(warnings[0]?.code, "STORE_STALE");
    match(warnings[0].message, /this is what it said 3 hours ago$/);
  },
);

Deno.test("http: a manifest that is not what the store links is refused and not kept", async () => {
  using place = testPlace();
  await using server = serveChanging();
  const files = await makeStore();
  const path = "extensions/one/1.0.0/manifest.json";
  const wrong = new Map(files).set(
    path,
    (await makeStore({ size: 6000 })).get(path)!,
  );
  server.serve(wrong);
  await rejects((await open(server, place)).describe("one", "1.0.0"), {
    code: "CHECKSUM_MISMATCH",
  });
  server.serve(files);
  strictEqual(
    (await (await open(server, place)).describe("one", "1.0.0")).id,
    "one",
  );
});

Deno.test("http: a store that changes between the questions leaves nothing half fetched", async () => {
  using place = testPlace();
  await using server = serveChanging();
  const files = await makeStore();
  const other = await makeStore({ extensions: ["one@1.0.1"] });
  server.serve(files);
  const store = await open(server, place);
  await store.list();
  server.serve(
    new Map(files).set(
      "extensions/one/1.0.0/extension.wasm",
      other.get("extensions/one/1.0.1/extension.wasm")!,
    ),
  );
  const into = place.fresh();
  await rejects(store.fetch("one", "1.0.0", into), {
    code: "CHECKSUM_MISMATCH",
    message: /its checksum is/,
  });
  deepStrictEqual(place.files(into), {});
  server.serve(files);
  await store.fetch("one", "1.0.0", into);
  strictEqual(Object.keys(place.files(into)).length, 3);
});

Deno.test("http: nothing is asked of a path that no link names", async () => {
  using place = testPlace();
  await using server = serveChanging();
  server.serve(await makeStore());
  const store = await open(server, place);
  await store.fetch("one", "1.0.0", place.fresh());
  deepStrictEqual(server.requests.map(({ path }) => path).sort(), [
    "/extensions/one/1.0.0/README.md",
    "/extensions/one/1.0.0/extension.wasm",
    "/extensions/one/1.0.0/manifest.json",
    "/store.json",
  ]);
  // and a second time nothing at all
  await (await open(server, place)).fetch("one", "1.0.0", place.fresh());
  strictEqual(server.requests.length, 4);
});

Deno.test("readDocument() stops at the limit, however little was sent", async () => {
  const packed = new Blob([new Uint8Array(20_000_000)]).stream().pipeThrough(
    new CompressionStream("gzip"),
  );
  const bomb = new Uint8Array(await new Response(packed).arrayBuffer());
  await using server = serveRaw((request, answer) =>
    request.path === "/bomb"
      ? answer.whole(200, { "content-encoding": "gzip" }, bomb)
      : (async () => {
        await answer.text("HTTP/1.1 200 OK\r\n\r\n");
        for (;;) await answer.bytes(bomb);
      })()
  );
  for (const path of ["bomb", "endless"]) {
    await rejects(
      readDocument(
        `${server.url}${path}`,
        { maxBytes: 100_000 },
        quickSettings(),
      ),
      { code: "LIMIT_EXCEEDED", message: /limit of 100000 bytes/ },
    );
  }
  strictEqual(server.requests.length, 2);
});

Deno.test("readDocument() ends an answer that is fast enough, and does not end", async () => {
  await using server = serveRaw(async (_, answer) => {
    await answer.text("HTTP/1.1 200 OK\r\n\r\n");
    for (;;) {
      await answer.bytes(new Uint8Array(20_000));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  await rejects(
    readDocument(
      server.url,
      { maxBytes: 1e9 },
      quickSettings({ attempts: 1 }),
    ),
    { code: "NETWORK", message: /it takes longer than 0.9 s/ },
  );
});

Deno.test("http: a location that was written by hand is read as one that was added", async () => {
  using place = testPlace();
  await using server = serveChanging();
  const files = await makeStore();
  server.serve(
    new Map([...files].map(([path, bytes]) => [`a/${path}`, bytes])),
  );
  for (const path of ["a", "a/", "a/store.json"]) {
    const entry = testEntry("http", `${server.url}${path}`);
    const store = await httpKind.open(entry, place);
    strictEqual((await store.list({ refresh: true })).items.length, 1);
  }
  for (const location of ["there", "ftp://x/", "http://", "https://x/?a"]) {
    await rejects(httpKind.open(testEntry("http", location), place), {
      code: "INVALID_ARGUMENT",
    });
  }
});

Deno.test("http: eight files come at once, and no more", async () => {
  using place = testPlace();
  const files = await makeStore({ assets: 30 });
  let now = 0;
  let most = 0;
  await using server = serveRaw(async (request, answer) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const bytes = files.get(request.path.slice(1));
    await answer.whole(200, {}, bytes!);
    now--;
  });
  const into = place.fresh();
  await (await open(server, place)).fetch("one", "1.0.0", into);
  strictEqual(Object.keys(place.files(into)).length, 33);
  strictEqual(most, 8);
});

Deno.test("http: when one file fails, the others are ended at once", async () => {
  using place = testPlace();
  const files = await makeStore();
  let stalled = 0;
  await using server = serveRaw(async ({ path }, answer) => {
    if (path.endsWith(".wasm")) {
      stalled++;
      await answer.stall();
    } else if (path.endsWith("README.md")) {
      while (stalled === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await answer.whole(404, {});
    } else await answer.whole(200, {}, files.get(path.slice(1))!);
  });
  const into = place.fresh();
  const start = performance.now();
  await rejects(
    (await open(server, place, quickSettings({ answer: 60_000 })))
      .fetch("one", "1.0.0", into),
    { code: "STORE_INVALID", message: /README.md" does not exist/ },
  );
  ok(performance.now() - start < 10_000);
  deepStrictEqual(place.files(into), {});
});

Deno.test({
  name:
    "https: a redirect to http is refused, and so is a server that nobody vouches for",
  ignore: isLeftOut("openssl"),
}, async () => {
  using place = testPlace();
  const folder = place.fresh();
  const openssl = await new Deno.Command("openssl", {
    args: [...words(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 " +
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE",
    )],
    cwd: folder,
  }).output();
  ok(openssl.success, new TextDecoder().decode(openssl.stderr));
  let asked = 0;
  await using plain = serveRaw((_, answer) => {
    asked++;
    return answer.whole(200, {}, "plain");
  });
  await using server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      cert: Deno.readTextFileSync(`${folder}/cert.pem`),
      key: Deno.readTextFileSync(`${folder}/key.pem`),
      onListen: () => {},
    },
    (request) =>
      new URL(request.url).pathname === "/away"
        ? new Response(null, { status: 302, headers: { location: plain.url } })
        : new Response("safe"),
  );
  const url = `https://127.0.0.1:${server.addr.port}`;
  const script = `${folder}/ask.ts`;
  Deno.writeTextFileSync(
    script,
    `
    import { readDocument } from ${
      JSON.stringify(
        new URL("../../src/sys/http_document.ts", import.meta.url).href,
      )
    };
    import { HTTP_SETTINGS } from ${
      JSON.stringify(
        new URL("../../src/sys/http_clock.ts", import.meta.url).href,
      )
    };
    for (const path of ["/here", "/away"]) {
      try {
        const { bytes } = await readDocument(${
      JSON.stringify(url)
    } + path, { maxBytes: 100 }, HTTP_SETTINGS);
        console.log(new TextDecoder().decode(bytes));
      } catch (error) {
        console.log(error.code, error.message);
      }
    }`,
  );
  const ask = async (...flags: string[]) => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", "--allow-net", ...flags, script],
      stderr: "inherit",
    }).output();
    return new TextDecoder().decode(stdout).trim().split("\n");
  };
  const [here, away] = await ask(`--cert=${folder}/cert.pem`);
  strictEqual(here, "safe");
  match(
    away!,
    /^NETWORK Cannot follow the redirect of .*: it leads from https to http$/,
  );
  strictEqual(asked, 0);
  match(
    (await ask())[0]!,
    /^NETWORK Cannot fetch .*: its certificate is refused \(/,
  );
});

Deno.test("readDocument() takes a cut packed answer for what it is", async () => {
  const packed = new Blob([crypto.getRandomValues(new Uint8Array(50_000))])
    .stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  await using server = serveRaw((_, answer) =>
    answer.whole(200, { "content-encoding": "gzip" }, bytes.subarray(0, 30_000))
  );
  await rejects(
    readDocument(server.url, { maxBytes: 100_000 }, quickSettings()),
    { code: "NETWORK" },
  );
});

Deno.test("the real clock waits, and stops waiting with its signal", async () => {
  const { clock } = HTTP_SETTINGS;
  const before = clock.now();
  await clock.sleep(20);
  ok(clock.now() - before >= 15);
  const reason = new Error("enough");
  const controller = new AbortController();
  const waiting = clock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await rejects(waiting, reason);
  await rejects(clock.sleep(60_000, controller.signal), reason);
});

Deno.test("the proxy of the environment is asked, but not for what it is not for", async () => {
  await using proxy = serveRaw((_, answer) =>
    answer.whole(200, {}, "by proxy")
  );
  await using server = serveRaw((_, answer) => answer.whole(200, {}, "direct"));
  const script = `
    import { readDocument } from ${
    JSON.stringify(
      new URL("../../src/sys/http_document.ts", import.meta.url).href,
    )
  };
    import { HTTP_SETTINGS } from ${
    JSON.stringify(new URL("../../src/sys/http_clock.ts", import.meta.url).href)
  };
    for (const url of ["http://store.test/a", ${JSON.stringify(server.url)}]) {
      const { bytes } = await readDocument(url, { maxBytes: 100 }, HTTP_SETTINGS);
      console.log(new TextDecoder().decode(bytes));
    }`;
  const file = Deno.makeTempFileSync({ suffix: ".ts" });
  try {
    Deno.writeTextFileSync(file, script);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      // the runtime needs no right to read the variables
      args: ["run", "--quiet", "--no-prompt", "--allow-net", file],
      env: { HTTP_PROXY: proxy.url, NO_PROXY: "127.0.0.1" },
    }).output();
    strictEqual(new TextDecoder().decode(stderr), "");
    strictEqual(new TextDecoder().decode(stdout), "by proxy\ndirect\n");
  } finally {
    Deno.removeSync(file);
  }
});
