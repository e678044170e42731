// Repositories and servers that are made to do harm: nothing outside of the cache changes, and nothing hangs.
import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { gitKind } from "../../src/stores/git_store.ts";
import { gitTree } from "../../src/stores/git_tree.ts";
import { linkedStore } from "../../src/stores/linked_store.ts";
import type { Store } from "../../src/stores/store.ts";
import { GIT_LIMITS } from "../../src/sys/git_repository.ts";
import type { GitLimits } from "../../src/sys/git_repository.ts";
import { isLeftOut } from "../cli/needs.ts";
import {
  git,
  makeRepository,
  startDaemon,
  startSmartHttp,
} from "./git_servers.ts";
import { makeStore } from "./make_store.ts";
import { testEntry, testPlace } from "./places.ts";
import type { TestPlace } from "./places.ts";
import { serveRaw } from "./raw_server.ts";

const ignore = isLeftOut("git");
const WASM = "extensions/one/1.0.0/extension.wasm";
const TEXT = new TextEncoder();

async function open(
  location: string,
  place: TestPlace,
  limits: Partial<GitLimits> = {},
  branch?: string,
): Promise<Store> {
  const tree = await gitTree({
    name: "there",
    location,
    cache: place.cache,
    limits: { ...GIT_LIMITS, ...limits },
    ...(branch === undefined ? {} : { branch }),
  });
  return linkedStore(testEntry("git", location), tree, place);
}

/** Names of everything in a place that is not the cache. */
function outside(place: TestPlace): string[] {
  return Object.keys(place.files(place.folder)).filter((path) =>
    !path.startsWith("cache/")
  );
}

/** Processes that have a word in their arguments. */
function processesWith(word: string): string[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const line = Deno.readTextFileSync(`/proc/${name}/cmdline`);
      return line.includes(word) ? [line.replaceAll("\0", " ")] : [];
    } catch {
      return [];
    }
  });
}

Deno.test({
  name:
    "git: hooks, filters, attributes, settings, submodules and odd names do nothing",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const mark = `${place.folder}/mark`;
  const touch = (name: string) => `touch ${mark}-${name}`;
  const files = await makeStore();
  files.set(
    ".gitattributes",
    TEXT.encode("* filter=evil diff=evil merge=evil text eol=crlf ident\n"),
  );
  files.set(
    ".gitmodules",
    TEXT.encode(
      `[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c ${
        touch("submodule")
      }\n\tupdate = !${touch("update")}\n`,
    ),
  );
  files.set(
    ".lfsconfig",
    TEXT.encode(
      `[lfs]\n\turl = "file:///"\n[lfs "customtransfer.x"]\n\tpath = ${mark}\n`,
    ),
  );
  files.set("--upload-pack=touch mark", TEXT.encode("x"));
  files.set("-rf", TEXT.encode("x"));
  files.set(":(top)", TEXT.encode("x"));
  repository.commit(files);
  // and a link to another repository, as a submodule has it
  git(
    repository.work,
    "update-index",
    "--add",
    "--cacheinfo",
    `160000,${git(repository.work, "rev-parse", "HEAD")},sub`,
  );
  repository.commit(new Map());
  for (
    const hook of [
      "post-checkout",
      "post-merge",
      "pre-auto-gc",
      "reference-transaction",
      "fsmonitor",
      "post-update",
      "upload-pack",
    ]
  ) {
    Deno.writeTextFileSync(
      `${repository.bare}/hooks/${hook}`,
      `#!/bin/sh\n${touch(hook)}\n`,
      { mode: 0o755 },
    );
  }
  for (
    const [name, value] of [
      ["filter.evil.smudge", touch("smudge")],
      ["core.fsmonitor", touch("fsmonitor")],
      ["core.sshCommand", touch("ssh")],
      ["core.pager", touch("pager")],
      ["uploadpack.packObjectsHook", touch("pack")],
    ] as const
  ) git(repository.bare, "config", name, value);
  const before = outside(place);
  for (const location of [`file://${repository.bare}`]) {
    const store = await open(location, place);
    const into = place.fresh();
    await store.fetch("one", "1.0.0", into);
    // line ends are those of the commit, and the filter was not asked
    deepStrictEqual(
      Deno.readFileSync(`${into}/extension.wasm`),
      files.get(WASM),
    );
    Deno.removeSync(into, { recursive: true });
  }
  deepStrictEqual(outside(place), before);
});

Deno.test(
  { name: "git: settings of the user do nothing", ignore },
  async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    repository.commit(await makeStore());
    Deno.mkdirSync(`${place.folder}/home`);
    Deno.writeTextFileSync(
      `${place.folder}/home/.gitconfig`,
      `[url "ext::touch ${place.folder}/mark "]\n\tinsteadOf = file://\n[core]\n\tfsmonitor = touch ${place.folder}/mark\n`,
    );
    const home = Deno.env.get("HOME");
    Deno.env.set("HOME", `${place.folder}/home`);
    try {
      strictEqual(
        (await (await open(`file://${repository.bare}`, place)).list()).items
          .length,
        1,
      );
    } finally {
      if (home === undefined) Deno.env.delete("HOME");
      else Deno.env.set("HOME", home);
    }
    ok(!outside(place).includes("mark"));
  },
);

Deno.test({
  name: "git: symbolic links are refused, whatever they lead to",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  repository.commit(await makeStore());
  Deno.removeSync(`${repository.work}/${WASM}`);
  Deno.symlinkSync("/etc/passwd", `${repository.work}/${WASM}`);
  repository.commit(new Map());
  const store = await open(`file://${repository.bare}`, place);
  const into = place.fresh();
  await rejects(store.fetch("one", "1.0.0", into), {
    code: "STORE_INVALID",
    message: /it is a symbolic link/,
  });
  deepStrictEqual(place.files(into), {});
  // a directory on the way
  Deno.removeSync(`${repository.work}/extensions/one`, { recursive: true });
  Deno.symlinkSync("/etc", `${repository.work}/extensions/one`);
  repository.commit(new Map());
  await rejects(
    (await open(`file://${repository.bare}`, place)).list({ refresh: true })
      .then(async () =>
        await (await open(`file://${repository.bare}`, place)).fetch(
          "one",
          "1.0.0",
          into,
        )
      ),
    { code: "STORE_INVALID" },
  );
  Deno.removeSync(`${repository.work}/store.json`);
  Deno.symlinkSync("/etc/passwd", `${repository.work}/store.json`);
  repository.commit(new Map());
  await rejects(
    (await open(`file://${repository.bare}`, place)).list({ refresh: true }),
    { code: "STORE_INVALID", message: /it is a symbolic link/ },
  );
});

Deno.test({
  name: "git: a file that LFS keeps elsewhere is refused for its size",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const files = await makeStore();
  files.set(
    WASM,
    TEXT.encode(
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5000\n",
    ),
  );
  repository.commit(files);
  const store = await open(`file://${repository.bare}`, place);
  await rejects(store.fetch("one", "1.0.0", place.fresh()), {
    code: "CHECKSUM_MISMATCH",
    message: /its link says 5000/,
  });
});

Deno.test(
  { name: "git: other bytes of the right size are refused", ignore },
  async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    const files = await makeStore();
    repository.commit(
      new Map(files).set(WASM, files.get(WASM)!.map((byte) => byte ^ 1)),
    );
    const store = await open(`file://${repository.bare}`, place);
    const into = place.fresh();
    await rejects(store.fetch("one", "1.0.0", into), {
      code: "CHECKSUM_MISMATCH",
    });
    deepStrictEqual(place.files(into), {});
  },
);

Deno.test.each([
  "ext::sh -c touch% mark",
  "ssh://-oProxyCommand=touch/x",
  "",
])("git: the location %j cannot be added", (location) => {
  throws(() => gitKind.readLocation!(location as unknown as string, "/"), {
    code: "INVALID_ARGUMENT",
  });
});

Deno.test({
  name:
    "git: a location that was written by hand is read as one that was added",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  repository.commit(await makeStore());
  const store = await gitKind.open(testEntry("git", repository.bare), place);
  strictEqual((await store.list()).items.length, 1);
  for (const location of ["ext::sh", "ssh://-x/y", ""]) {
    await rejects(gitKind.open(testEntry("git", location), place), {
      code: "INVALID_ARGUMENT",
    });
  }
});

Deno.test("git: a path that looks like an option is a path", () => {
  strictEqual(
    gitKind.readLocation!("--upload-pack=touch x", "/srv/a"),
    "file:///srv/a/--upload-pack%3Dtouch%20x",
  );
});

Deno.test({
  name:
    "git: a branch that looks like an option is refused before git is asked",
  ignore,
}, async () => {
  using place = testPlace();
  await rejects(
    open(`file://${place.folder}/none`, place, {}, "--upload-pack=touch"),
    { code: "INVALID_ARGUMENT" },
  );
});

Deno.test(
  { name: "git: more data than the limit ends at the limit", ignore },
  async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    git(repository.bare, "config", "uploadpack.allowFilter", "false");
    const files = await makeStore();
    const noise = new Uint8Array(6_000_000);
    for (let at = 0; at < noise.length; at += 60_000) {
      crypto.getRandomValues(
        noise.subarray(at, at + 60_000),
      );
    }
    repository.commit(files.set("noise", noise));
    await using server = await startDaemon(place.folder);
    const store = await open(`${server.url}store.git`, place, {
      syncBytes: 1_000_000,
    });
    await rejects(store.list(), {
      code: "LIMIT_EXCEEDED",
      message: /1000000 bytes/,
    });
  },
);

Deno.test({
  name:
    "git: a linked file that is larger than its link says ends at that limit",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const files = await makeStore();
  const noise = new Uint8Array(6_000_000);
  for (let at = 0; at < noise.length; at += 60_000) {
    crypto.getRandomValues(noise.subarray(at, at + 60_000));
  }
  repository.commit(files.set(WASM, noise));
  await using server = await startDaemon(place.folder);
  const store = await open(`${server.url}store.git`, place);
  await rejects(store.fetch("one", "1.0.0", place.fresh()), {
    code: "LIMIT_EXCEEDED",
  });
});

Deno.test.each([{ name: "does not answer", head: "" }, {
  name: "stops in the middle",
  head:
    "HTTP/1.1 200 OK\r\ncontent-type: application/x-git-upload-pack-advertisement\r\n\r\n001e# service=git-upload-pack\n0000",
}])(
  "git: a server that $name is given up, and leaves no process behind",
  async ({ head }) => {
    if (ignore) return;
    using place = testPlace();
    await using server = serveRaw(async (_, answer) => {
      await answer.text(head);
      await answer.stall();
    });
    const store = await open(`${server.url}store.git`, place, { sync: 400 });
    await rejects(store.list(), {
      code: "NETWORK",
      message: /took longer than 0.4 s/,
    });
    for (
      let tries = 0;
      tries < 100 && processesWith(server.url).length > 0;
      tries++
    ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    deepStrictEqual(processesWith(server.url), []);
  },
);

Deno.test(
  { name: "git: a question that is ended ends git", ignore },
  async () => {
    using place = testPlace();
    await using server = serveRaw((_, answer) => answer.stall());
    const store = await open(`${server.url}store.git`, place);
    const signal = AbortSignal.timeout(200);
    await rejects(store.list({ signal }), { name: "TimeoutError" });
  },
);

Deno.test({
  name: "git: a server cannot send its client to another protocol",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  repository.commit(await makeStore());
  await using real = startSmartHttp(place.folder);
  for (const target of [`file://${repository.bare}`, `ftp://127.0.0.1/x`]) {
    await using server = serveRaw((_, answer) =>
      answer.whole(302, {
        location: `${target}/info/refs?service=git-upload-pack`,
      })
    );
    await rejects((await open(`${server.url}store.git`, place)).list(), {
      code: "NETWORK",
    });
  }
  await using server = serveRaw((request, answer) =>
    answer.whole(302, { location: `${real.url}${request.path.slice(1)}` })
  );
  strictEqual(
    (await (await open(`${server.url}store.git`, place)).list()).items.length,
    1,
  );
});

Deno.test({
  name:
    "git: a page for people in place of a repository is an error of the network",
  ignore,
}, async () => {
  using place = testPlace();
  await using server = serveRaw((_, answer) =>
    answer.whole(200, { "content-type": "text/html" }, "<html>Sign in</html>")
  );
  await rejects((await open(`${server.url}store.git`, place)).list(), {
    code: "NETWORK",
  });
});

Deno.test({
  name:
    "git: a repository that asks for a name and password does not ask anybody",
  ignore,
}, async () => {
  using place = testPlace();
  await using server = serveRaw((_, answer) =>
    answer.whole(401, { "www-authenticate": 'Basic realm="x"' })
  );
  await rejects((await open(`${server.url}store.git`, place)).list(), {
    code: "NETWORK",
    message: /could not read Username|terminal prompts disabled|Authentication/,
  });
});
