// One linked file from servers that do all that a server should not do.
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../../src/core/store_error.ts";
import { digestBytes } from "../../src/sys/digest.ts";
import { download } from "../../src/sys/http_download.ts";
import { quickSettings } from "./quick.ts";
import { serveRaw } from "./raw_server.ts";
import type {
  RawAnswer,
  RawHandler,
  RawRequest,
  RawServer,
} from "./raw_server.ts";

/** Bytes that are not the same anywhere. */
const FILE = Uint8Array.from(
  { length: 300_000 },
  (_, index) => (index * 7 + (index >> 8) * 13) & 0xff,
);
const OTHER = FILE.map((byte) => byte ^ 1);
const HEX = await digestBytes("blake3", FILE);
/** A few bytes that unpack to very many; to make them takes longer than a server may. */
const PACKED = new Uint8Array(
  await new Response(
    new Blob([new Uint8Array(50_000_000)]).stream()
      .pipeThrough(new CompressionStream("gzip")),
  ).arrayBuffer(),
);

/** A file on disk that is being filled. */
function openTarget(start: Uint8Array = new Uint8Array()) {
  const path = Deno.makeTempFileSync();
  Deno.writeFileSync(path, start);
  const file = Deno.openSync(path, { read: true, write: true });
  return {
    file,
    bytes: () => Deno.readFileSync(path),
    [Symbol.dispose]: () => {
      file.close();
      Deno.removeSync(path);
    },
  };
}

function linkTo(server: RawServer, path = "file") {
  const url = `${server.url}${path}`;
  return { url, algorithm: "blake3", hex: HEX, size: FILE.length } as const;
}

/** Serves parts where they are asked for, as a server should. */
function partly(file: Uint8Array, etag = '"one"'): RawHandler {
  return async ({ fields }, answer) => {
    const [, start] = /^bytes=(\d+)-$/.exec(fields.range ?? "") ?? [];
    const isSame = (fields["if-range"] ?? etag) === etag;
    if (start === undefined || !isSame) {
      return await answer.whole(200, { etag }, file);
    }
    const range = `bytes ${start}-${file.length - 1}/${file.length}`;
    await answer.whole(
      206,
      { etag, "content-range": range },
      file.subarray(Number(start)),
    );
  };
}

/** Sends the head of a whole answer and only a part of its bytes. */
function breaking(length: number, etag = '"one"'): RawHandler {
  return async (_, answer) => {
    await answer.text(
      `HTTP/1.1 200 OK\r\netag: ${etag}\r\ncontent-length: ${FILE.length}\r\n\r\n`,
    );
    await answer.bytes(FILE.subarray(0, length));
  };
}

/** The first answer is one, all others the other. */
function first(one: RawHandler, others: RawHandler): RawHandler {
  return (request, answer) =>
    (request.before === 0 ? one : others)(request, answer);
}

Deno.test.each<{
  name: string;
  handler: RawHandler;
  start?: Uint8Array;
  ranges: (string | undefined)[];
}>([
  { name: "all at once", handler: partly(FILE), ranges: [undefined] },
  {
    name: "the rest after a break",
    handler: first(breaking(100_000), partly(FILE)),
    ranges: [undefined, "bytes=100000-"],
  },
  {
    name: "what an earlier run left, and the rest",
    start: FILE.subarray(0, 123_456),
    handler: partly(FILE),
    ranges: ["bytes=123456-"],
  },
  {
    name: "nothing when an earlier run left all of it",
    start: FILE,
    handler: partly(FILE),
    ranges: [],
  },
  {
    name: "all again when an earlier run left too much",
    start: new Uint8Array(FILE.length + 1),
    handler: partly(FILE),
    ranges: [undefined],
  },
  {
    name: "all again when an earlier run left other bytes",
    start: OTHER.subarray(0, 1000),
    handler: partly(FILE),
    ranges: ["bytes=1000-", undefined],
  },
  {
    name: "all again from a server that ignores Range",
    handler: first(
      breaking(100_000),
      (_, answer) => answer.whole(200, {}, FILE),
    ),
    ranges: [undefined, "bytes=100000-"],
  },
  {
    name: "all again when the file changed between two requests",
    handler: first(
      async (_, answer) => {
        await answer.text(
          `HTTP/1.1 200 OK\r\netag: "old"\r\ncontent-length: ${FILE.length}\r\n\r\n`,
        );
        await answer.bytes(OTHER.subarray(0, 100_000));
      },
      partly(FILE, '"new"'),
    ),
    ranges: [undefined, "bytes=100000-"],
  },
  {
    name: "all again from a server that sends another part than asked for",
    handler: (request, answer) =>
      request.before === 1
        ? answer.whole(206, {
          "content-range": `bytes 5-${FILE.length - 1}/${FILE.length}`,
        }, FILE.subarray(5))
        : first(breaking(1000), partly(FILE))(request, answer),
    ranges: [undefined, "bytes=1000-", undefined],
  },
  {
    name: "all again when the server knows no such part",
    start: FILE.subarray(0, 5),
    handler: first((_, answer) => answer.whole(416, {}), partly(FILE)),
    ranges: ["bytes=5-", undefined],
  },
  {
    name: "the rest after several breaks and errors",
    handler: (request, answer) =>
      request.before < 2
        ? answer.whole(503, {})
        : request.before === 2
        ? breaking(7)(request, answer)
        : partly(FILE)(request, answer),
    ranges: [undefined, undefined, undefined, "bytes=7-"],
  },
  {
    name: "all from a server that says no length",
    handler: async (_, answer) => {
      await answer.text("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
      await answer.bytes(FILE);
    },
    ranges: [undefined],
  },
  {
    name: "a file that the server packs though it should not",
    handler: async (_, answer) => {
      const packed = new Blob([FILE]).stream().pipeThrough(
        new CompressionStream("gzip"),
      );
      const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
      await answer.whole(200, { "content-encoding": "gzip" }, bytes);
    },
    ranges: [undefined],
  },
  {
    name: "a packed file that the server only calls packed",
    handler: (_, answer) =>
      answer.whole(200, { "content-encoding": "x-gzip" }, FILE),
    ranges: [undefined],
  },
  {
    name: "a file behind redirects",
    handler: (request, answer) =>
      request.path === "/file"
        ? answer.whole(302, { location: "b/c" })
        : request.path === "/b/c"
        ? answer.whole(301, { location: "/d" })
        : partly(FILE)(request, answer),
    ranges: [undefined, undefined, undefined],
  },
])("download() gets $name", async ({ handler, start, ranges }) => {
  await using server = serveRaw(handler);
  using target = openTarget(start);
  ok(await download(linkTo(server), target.file, quickSettings()));
  deepStrictEqual(target.bytes(), FILE);
  deepStrictEqual(server.requests.map(({ fields }) => fields.range), ranges);
});

Deno.test("download() goes on only with what it knows the state of", async () => {
  await using server = serveRaw(first(breaking(10), partly(FILE)));
  using target = openTarget();
  ok(await download(linkTo(server), target.file, quickSettings()));
  strictEqual(server.requests[1]?.fields["if-range"], '"one"');
});

Deno.test.each<{
  name: string;
  handler: RawHandler;
  code: string;
  message: RegExp;
  requests: number;
}>([
  {
    name: "a file that is longer than its link says, before its bytes",
    handler: async (_, answer) => {
      await answer.text(
        "HTTP/1.1 200 OK\r\ncontent-length: 5000000000\r\n\r\n",
      );
      await answer.stall();
    },
    code: "CHECKSUM_MISMATCH",
    message: /it has 5000000000 bytes instead of 300000/,
    requests: 1,
  },
  {
    name: "a file that is shorter than its link says",
    handler: (_, answer) => answer.whole(200, {}, FILE.subarray(1)),
    code: "CHECKSUM_MISMATCH",
    message: /it has 299999 bytes instead of 300000/,
    requests: 1,
  },
  {
    name: "endless data",
    handler: async (_, answer) => {
      await answer.text("HTTP/1.1 200 OK\r\n\r\n");
      for (;;) await answer.bytes(FILE);
    },
    code: "CHECKSUM_MISMATCH",
    message: /more than 300000 bytes/,
    requests: 1,
  },
  {
    name: "a few bytes that unpack to endless data",
    handler: (_, answer) =>
      answer.whole(200, { "content-encoding": "gzip" }, PACKED),
    code: "CHECKSUM_MISMATCH",
    message: /more than 300000 bytes/,
    requests: 1,
  },
  {
    name: "other bytes of the right size",
    handler: (_, answer) => answer.whole(200, {}, OTHER),
    code: "CHECKSUM_MISMATCH",
    message: /its checksum is [0-9a-f]{64}/,
    requests: 1,
  },
  {
    name: "parts that never fit together",
    handler: first(breaking(100), async ({ fields }, answer) => {
      const start = Number(/\d+/.exec(fields.range ?? "0")![0]);
      const range = `bytes ${start}-${FILE.length - 1}/${FILE.length}`;
      await answer.whole(
        start === 0 ? 200 : 206,
        { "content-range": range },
        OTHER.subarray(start),
      );
    }),
    code: "CHECKSUM_MISMATCH",
    message: /its checksum is/,
    requests: 3,
  },
  {
    name: "an answer that is packed in a strange way",
    handler: (_, answer) =>
      answer.whole(200, { "content-encoding": "zpaq" }, "x"),
    code: "NETWORK",
    message: /packs it as "zpaq"/,
    requests: 1,
  },
  {
    name: "a server that breaks off each time",
    handler: (_, answer) => answer.text("HTTP/1.1 200 OK\r\n"),
    code: "NETWORK",
    message: /^Cannot fetch "http:.*\/file": /,
    requests: 4,
  },
  {
    name: "a server that does not answer",
    handler: (_, answer) => answer.stall(),
    code: "NETWORK",
    message: /no answer within 0.4 s/,
    requests: 4,
  },
  {
    name: "a server that stops in the middle",
    handler: async (request, answer) => {
      await breaking(1000)(request, answer);
      await answer.stall();
    },
    code: "NETWORK",
    message: /nothing came for 0.4 s/,
    requests: 4,
  },
  {
    name: "a server that sends a byte now and then",
    handler: async (request, answer) => {
      await breaking(0)(request, answer);
      for (;;) {
        await answer.bytes(FILE.subarray(0, 1));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    code: "NETWORK",
    message: /bytes in 0.6 s is less than the 16384 that are asked for/,
    requests: 4,
  },
  {
    name: "a server in trouble",
    handler: (_, answer) => answer.whole(500, {}),
    code: "NETWORK",
    message: /status 500/,
    requests: 4,
  },
  {
    name: "a server that keeps others out",
    handler: (_, answer) => answer.whole(403, {}),
    code: "NETWORK",
    message: /status 403/,
    requests: 1,
  },
  {
    name: "redirects without an end",
    handler: ({ path }, answer) => answer.whole(302, { location: `${path}x` }),
    code: "NETWORK",
    message: /more than 5 redirects/,
    requests: 6,
  },
  {
    name: "a redirect to a file of this machine",
    handler: (_, answer) =>
      answer.whole(302, { location: "file:///etc/passwd" }),
    code: "NETWORK",
    message: /"file:" is neither http: nor https:/,
    requests: 1,
  },
])("download() refuses $name", async ({ handler, code, message, requests }) => {
  await using server = serveRaw(handler);
  using target = openTarget();
  await rejects(
    download(linkTo(server), target.file, quickSettings()),
    { code, message },
  );
  strictEqual(server.requests.length, requests);
});

Deno.test("download() says when there is no such file", async () => {
  await using server = serveRaw((_, answer) => answer.whole(404, {}));
  using target = openTarget();
  strictEqual(
    await download(linkTo(server), target.file, quickSettings()),
    false,
  );
});

Deno.test("download() waits longer each time, and as long as the server asks", async () => {
  await using server = serveRaw((request, answer) =>
    answer.whole(429, request.before === 1 ? { "retry-after": "7" } : {})
  );
  using target = openTarget();
  const settings = quickSettings();
  await rejects(download(linkTo(server), target.file, settings), {
    code: "NETWORK",
  });
  deepStrictEqual(settings.pauses, [500, 7000, 2000]);
});

Deno.test("download() gives up at once when the server asks for an hour", async () => {
  await using server = serveRaw((_, answer) =>
    answer.whole(503, { "retry-after": "3600" })
  );
  using target = openTarget();
  await rejects(download(linkTo(server), target.file, quickSettings()), {
    code: "NETWORK",
  });
  strictEqual(server.requests.length, 1);
});

/** What a server may do with one request. */
type Deed =
  | { do: "serve" | "whole" | "lie" | "trouble" | "unknown part" | "hang up" }
  | { do: "break"; after: number };

const DEED: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      "serve" as const,
      "whole" as const,
      "lie" as const,
      "trouble" as const,
      "unknown part" as const,
      "hang up" as const,
    ),
  }),
  fc.record({
    do: fc.constant("break" as const),
    after: fc.nat({ max: FILE.length }),
  }),
);

async function answerBy(
  deed: Deed,
  request: RawRequest,
  answer: RawAnswer,
): Promise<void> {
  const start = Number(/\d+/.exec(request.fields.range ?? "0")![0]);
  switch (deed.do) {
    case "serve":
      return await partly(FILE)(request, answer);
    case "whole":
      return await answer.whole(200, {}, FILE);
    case "lie":
      return await partly(OTHER)(request, answer);
    case "trouble":
      return await answer.whole(502, {});
    case "unknown part":
      return await answer.whole(416, {});
    case "hang up":
      return;
    case "break":
      await answer.text(
        `HTTP/1.1 ${start === 0 ? "200" : "206"} x\r\netag: "one"\r\n` +
          `content-length: ${FILE.length - start}\r\n` +
          `content-range: bytes ${start}-${
            FILE.length - 1
          }/${FILE.length}\r\n\r\n`,
      );
      await answer.bytes(FILE.subarray(start, Math.max(start, deed.after)));
  }
}

Deno.test("download() gets the right bytes or says why not, whatever a server does", async () => {
  let isRight = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(DEED, { minLength: 1, maxLength: 5 }),
      fc.nat({ max: FILE.length }),
      fc.boolean(),
      async (deeds, left, isOther) => {
        await using server = serveRaw((request, answer) =>
          answerBy(deeds[request.before % deeds.length]!, request, answer)
        );
        using target = openTarget((isOther ? OTHER : FILE).subarray(0, left));
        try {
          ok(await download(linkTo(server), target.file, quickSettings()));
          deepStrictEqual(target.bytes(), FILE);
          isRight++;
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
          ok(["NETWORK", "CHECKSUM_MISMATCH"].includes(error.code));
        }
      },
    ),
    { numRuns: 150 },
  );
  ok(isRight > 20);
});

Deno.test("download() ends with its signal", async () => {
  await using server = serveRaw((_, answer) => answer.stall());
  using target = openTarget();
  const reason = new Error("enough");
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 50);
  await rejects(
    download(
      linkTo(server),
      target.file,
      quickSettings({ answer: 5000 }),
      controller.signal,
    ),
    reason,
  );
});

Deno.test("download() gives a name and password only to the server that they are for", async () => {
  await using other = serveRaw(partly(FILE));
  await using server = serveRaw((_, answer) =>
    answer.whole(302, { location: `${other.url}file` })
  );
  using target = openTarget();
  const link = linkTo(server);
  const url = link.url.replace("//", "//me:s%20cret@");
  ok(await download({ ...link, url }, target.file, quickSettings()));
  strictEqual(
    server.requests[0]?.fields.authorization,
    `Basic ${btoa("me:s cret")}`,
  );
  strictEqual(other.requests[0]?.fields.authorization, undefined);
});

Deno.test("download() says nothing of a password", async () => {
  await using server = serveRaw((_, answer) => answer.whole(403, {}));
  using target = openTarget();
  const link = linkTo(server);
  const url = link.url.replace("//", "//me:secret@");
  await rejects(
    download({ ...link, url }, target.file, quickSettings()),
    ({ message }: Error) => !message.includes("secret"),
  );
});
