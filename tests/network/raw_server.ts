/**
 * A web server on this machine that says exactly what a test wants it to say, right or wrong.
 *
 * @module
 */

/** What a client asked. */
export interface RawRequest {
  /** Path with its query. */
  readonly path: string;
  /** Fields, by lower-case name. */
  readonly fields: Readonly<Record<string, string>>;
  /** How often this path was asked before. */
  readonly before: number;
}

/** The way back to the client; it is closed when the answer is made. */
export interface RawAnswer {
  /** Sends text as it is. */
  text(text: string): Promise<void>;
  /** Sends bytes as they are. */
  bytes(bytes: Uint8Array): Promise<void>;
  /** Sends a whole answer with its right length. */
  whole(
    status: number,
    fields: Readonly<Record<string, string>>,
    body?: Uint8Array | string,
  ): Promise<void>;
  /** Waits until the client has gone, or the server ends. */
  stall(): Promise<void>;
}

/** Makes an answer. */
export type RawHandler = (
  request: RawRequest,
  answer: RawAnswer,
) => Promise<void>;

/** A server that runs. */
export interface RawServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** What was asked, in order. */
  readonly requests: readonly RawRequest[];
}

const ENCODER = new TextEncoder();

/** Reads the head of a request; undefined where the client went without one. */
async function readHead(connection: Deno.Conn): Promise<string | undefined> {
  let head = "";
  const buffer = new Uint8Array(4096);
  while (!head.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) return undefined;
    head += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return head;
}

function answerOn(connection: Deno.Conn, ended: Promise<void>): RawAnswer {
  const bytes = async (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length;) {
      done += await connection.write(bytes.subarray(done));
    }
  };
  const text = (text: string) => bytes(ENCODER.encode(text));
  return {
    bytes,
    text,
    whole: async (status, fields, body = "") => {
      const content = typeof body === "string" ? ENCODER.encode(body) : body;
      const lines = Object.entries({
        "content-length": String(content.length),
        connection: "close",
        ...fields,
      }).map(([name, value]) => `${name}: ${value}\r\n`);
      await text(`HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`);
      await bytes(content);
    },
    stall: async () => {
      const gone = connection.read(new Uint8Array(1)).catch(() => null);
      await Promise.race([gone, ended]);
    },
  };
}

/** Starts a server on a free port. */
export function serveRaw(handler: RawHandler): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: RawRequest[] = [];
  const open = new Set<Deno.Conn>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const talk = async (connection: Deno.Conn) => {
    open.add(connection);
    try {
      const head = await readHead(connection);
      if (head === undefined) return;
      const [first = "", ...lines] = head.split("\r\n");
      const path = first.split(" ")[1] ?? "";
      const fields = Object.fromEntries(
        lines.filter((line) => line !== "").map((line) => {
          const colon = line.indexOf(":");
          return [
            line.slice(0, colon).toLowerCase(),
            line.slice(colon + 1).trim(),
          ];
        }),
      );
      const before = requests.filter((other) => other.path === path).length;
      const request = { path, fields, before };
      requests.push(request);
      await handler(request, answerOn(connection, ended));
    } catch (error) {
      // the client went away, or the test is over
      if (!(error instanceof Error && "code" in error) && !isClosed(error)) {
        throw error;
      }
    } finally {
      open.delete(connection);
      try {
        connection.close();
      } catch {
        // closed already
      }
    }
  };
  const loop = (async () => {
    const talks: Promise<void>[] = [];
    for await (const connection of listener) talks.push(talk(connection));
    await Promise.all(talks);
  })();
  const { port } = listener.addr as Deno.NetAddr;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    [Symbol.asyncDispose]: async () => {
      end();
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // closed already
        }
      }
      await loop;
    },
  };
}

function isClosed(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionReset;
}
