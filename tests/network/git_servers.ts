/**
 * Real git repositories, and servers of them on this machine.
 *
 * @module
 */

import { writeStore } from "./make_store.ts";
import type { StoreFiles } from "./make_store.ts";

/** Runs git as somebody who makes a repository; returns what it prints. */
export function git(folder: string, ...args: readonly string[]): string {
  const { success, stdout, stderr } = new Deno.Command("git", {
    args: [...args],
    cwd: folder,
    env: {
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Test",
      GIT_AUTHOR_EMAIL: "test@example.org",
      GIT_COMMITTER_NAME: "Test",
      GIT_COMMITTER_EMAIL: "test@example.org",
    },
  }).outputSync();
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(`git ${args.join(" ")}: ${decoder.decode(stderr)}`);
  }
  return decoder.decode(stdout).trim();
}

/** A bare repository with a work tree beside it. */
export interface TestRepository {
  /** The bare one. */
  readonly bare: string;
  /** The work tree. */
  readonly work: string;
  /** Writes files, commits all and pushes the branch; returns the commit. */
  commit(files: StoreFiles, message?: string): string;
}

/** Makes a bare repository with no commit, below a directory. */
export function makeRepository(folder: string, name = "store"): TestRepository {
  const bare = `${folder}/${name}.git`;
  const work = `${folder}/${name}-work`;
  git(folder, "init", "-q", "--bare", "-b", "main", bare);
  git(bare, "config", "uploadpack.allowFilter", "true");
  git(bare, "config", "http.receivepack", "true");
  git(folder, "clone", "-q", bare, work);
  git(work, "symbolic-ref", "HEAD", "refs/heads/main");
  return {
    bare,
    work,
    commit: (files, message = "Publish") => {
      writeStore(work, files);
      git(work, "add", "-A", "-f");
      git(work, "commit", "-q", "--allow-empty", "-m", message);
      git(work, "push", "-q", "origin", "HEAD");
      return git(work, "rev-parse", "HEAD");
    },
  };
}

/** A server that runs. */
export interface GitServer extends AsyncDisposable {
  /** URL of the directory that it serves, with `/` at its end. */
  readonly url: string;
}

/** Serves a directory by `git daemon`. */
export async function startDaemon(folder: string): Promise<GitServer> {
  const home = git(folder, "--exec-path");
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const child = new Deno.Command(`${home}/git-daemon`, {
    args: [
      "--reuseaddr",
      "--export-all",
      "--listen=127.0.0.1",
      `--port=${port}`,
      `--base-path=${folder}`,
      folder,
    ],
    env: { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let isRunning = true;
  const ended = child.status.then(() => {
    isRunning = false;
  });
  for (let isReady = false; isRunning && !isReady;) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      isReady = true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return {
    url: `git://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      if (isRunning) child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Index of the first byte after an empty line. */
function endOfHead(bytes: Uint8Array): number {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
  return text.indexOf("\r\n\r\n") + 4;
}

/** Answers one request through git's own CGI program. */
async function answerByBackend(
  folder: string,
  request: Request,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  const child = new Deno.Command("git", {
    args: ["http-backend"],
    env: {
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: request.headers.get("git-protocol") ?? "",
      HTTP_CONTENT_ENCODING: request.headers.get("content-encoding") ?? "",
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers.get("content-type") ?? "",
      CONTENT_LENGTH: String(body.length),
      REMOTE_ADDR: "127.0.0.1",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const fed = writer.write(body).then(() => writer.close()).catch(() => {});
  const { stdout } = await child.output();
  await fed;
  const start = endOfHead(stdout);
  const lines = new TextDecoder().decode(stdout.subarray(0, start)).split(
    "\r\n",
  );
  const fields = lines.filter((line) => line.includes(":")).map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as [
      string,
      string,
    ];
  });
  const status = fields.find(([name]) => name === "Status")?.[1] ?? "200";
  return new Response(stdout.slice(start), {
    status: Number.parseInt(status),
    headers: fields.filter(([name]) => name !== "Status"),
  });
}

/** Serves a directory by smart HTTP. */
export function startSmartHttp(folder: string): GitServer {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => answerByBackend(folder, request),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
