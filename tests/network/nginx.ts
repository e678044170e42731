/**
 * A real nginx that serves a directory on this machine.
 *
 * @module
 */

/** An nginx that runs. */
export interface Nginx extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** What it was asked and what it answered, a line each: `PATH STATUS BYTES RANGE`. */
  log(): readonly string[];
  /** Ends it; what asks it then is refused. */
  stop(): Promise<void>;
}

/** A port that nothing listens on, a moment ago. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts it.
 *
 * @param folder The directory to serve.
 * @param server Further lines of its `server` block.
 */
export async function startNginx(folder: string, server = ""): Promise<Nginx> {
  const own = Deno.makeTempDirSync({ prefix: "storectl-nginx-" });
  const port = freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((
    name,
  ) => `${name}_temp_path ${own}/${name};`);
  Deno.writeTextFileSync(
    `${own}/nginx.conf`,
    `
daemon off;
master_process off;
pid ${own}/pid;
error_log ${own}/error.log;
events {}
http {
  ${temporary.join("\n  ")}
  types { application/json json; text/html html; }
  default_type application/octet-stream;
  log_format asked '$uri $status $body_bytes_sent $http_range';
  access_log ${own}/access.log asked;
  sendfile on;
  server {
    listen 127.0.0.1:${port};
    root ${folder};
    gzip on;
    gzip_types application/json;
    ${server}
  }
}
`,
  );
  const child = new Deno.Command("nginx", {
    args: ["-p", own, "-c", `${own}/nginx.conf`, "-e", `${own}/error.log`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let isRunning = true;
  const ended = child.status.then(() => {
    isRunning = false;
  });
  const stop = async () => {
    if (isRunning) child.kill("SIGTERM");
    await ended;
  };
  while (isRunning && !await isListening(port)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (!isRunning) {
    throw new Error(
      `nginx ended: ${Deno.readTextFileSync(`${own}/error.log`)}`,
    );
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    log: () =>
      Deno.readTextFileSync(`${own}/access.log`).split("\n").filter((line) =>
        line !== ""
      ),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      Deno.removeSync(own, { recursive: true });
    },
  };
}
