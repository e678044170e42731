// Publishing to git: into a checkout, and into repositories elsewhere, by several at once.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { isLeftOut } from "../cli/needs.ts";
import { errorOf, runStorectl, words } from "../cli/run_storectl.ts";
import type { Answer, Json } from "../cli/run_storectl.ts";
import { git, makeRepository, startSmartHttp } from "./git_servers.ts";
import { testPlace } from "./places.ts";
import type { TestPlace } from "./places.ts";

const ignore = isLeftOut("git");

/** Runs storectl as a user of its own, who told git a name. */
function run(place: TestPlace, line: string): Promise<Answer> {
  const { folder } = place;
  Deno.mkdirSync(`${folder}/home`, { recursive: true });
  Deno.writeTextFileSync(
    `${folder}/home/.gitconfig`,
    "[user]\n\tname = Somebody\n\temail = some@example.org\n",
  );
  return runStorectl(words(line), {
    root: null,
    env: {
      HOME: `${folder}/home`,
      CACHE_DIRECTORY: `${folder}/cache`,
      XDG_CONFIG_HOME: `${folder}/config`,
      XDG_DATA_HOME: `${folder}/data`,
    },
  });
}

async function reply(place: TestPlace, line: string): Promise<Json> {
  const answer = await run(place, line);
  if (answer.status !== 0) throw new Error(`${line}: ${answer.stderr}`);
  return JSON.parse(answer.stdout);
}

/** A directory that can be published. */
function makeSource(
  place: TestPlace,
  id: string,
  version = "1.0.0",
  text = "Read me.\r\n",
): string {
  const folder = place.fresh();
  Deno.writeTextFileSync(
    `${folder}/manifest.json`,
    JSON.stringify({ id, name: id, version }),
  );
  Deno.writeFileSync(
    `${folder}/extension.wasm`,
    new Uint8Array([
      0,
      0x61,
      0x73,
      0x6d,
      0x0d,
      0,
      1,
      0,
      ...crypto.getRandomValues(new Uint8Array(100)),
    ]),
  );
  Deno.writeTextFileSync(`${folder}/README.md`, text);
  return folder;
}

/** What `verify` says of a fresh clone. */
async function verifyClone(place: TestPlace, bare: string): Promise<Json> {
  const clone = `${place.fresh()}/clone`;
  git(place.folder, "clone", "-q", bare, clone);
  return await reply(place, `verify ${clone}`);
}

Deno.test({
  name: "publish to a checkout commits, and pushes with --push",
  ignore,
}, async () => {
  using place = testPlace();
  const { bare, work, commit } = makeRepository(place.folder);
  Deno.writeTextFileSync(`${work}/.gitattributes`, "* -text\n");
  commit(new Map());
  Deno.writeTextFileSync(`${work}/mine`, "not to be committed");
  const first = await reply(
    place,
    `publish ${makeSource(place, "org.one")} --to ${work} --init`,
  );
  strictEqual(first.commit, git(work, "rev-parse", "HEAD"));
  strictEqual(first.pushed, false);
  strictEqual(
    git(work, "log", "-1", "--format=%an %s"),
    "Somebody Publish org.one 1.0.0",
  );
  strictEqual(git(work, "status", "--porcelain"), "?? mine");
  strictEqual(git(bare, "log", "--oneline", "main").split("\n").length, 1);
  const second = await reply(
    place,
    `publish ${makeSource(place, "org.two")} --to ${work} --push`,
  );
  strictEqual(second.pushed, true);
  strictEqual(second.commit, git(bare, "rev-parse", "main"));
  const { ok: isRight, checked } = await verifyClone(place, bare);
  ok(isRight);
  strictEqual(checked.extensions, 2);
  const gone = await reply(
    place,
    `unpublish org.one 1.0.0 --from ${work} --push`,
  );
  strictEqual(gone.commit, git(bare, "rev-parse", "main"));
  strictEqual((await verifyClone(place, bare)).checked.extensions, 1);
  strictEqual(git(work, "status", "--porcelain"), "?? mine");
});

Deno.test({
  name: "publish to a checkout that changes bytes is refused before it commits",
  ignore,
}, async () => {
  using place = testPlace();
  const { work, commit } = makeRepository(place.folder);
  Deno.writeTextFileSync(`${work}/.gitattributes`, "*.md text eol=lf\n");
  const before = commit(new Map());
  const answer = await run(
    place,
    `publish ${makeSource(place, "org.one")} --to ${work} --init`,
  );
  strictEqual(answer.status, 5);
  strictEqual(errorOf(answer).code, "CHECKSUM_MISMATCH");
  match(errorOf(answer).message, /README\.md": git would keep other bytes/);
  strictEqual(git(work, "rev-parse", "HEAD"), before);
  strictEqual(git(work, "diff", "--cached", "--name-only"), "");
});

Deno.test({
  name:
    "publish to a directory that is no checkout commits nothing, and cannot push",
  ignore,
}, async () => {
  using place = testPlace();
  const source = makeSource(place, "org.one");
  const answer = await run(
    place,
    `publish ${source} --to ${place.folder}/store --init --push`,
  );
  strictEqual(answer.status, 2);
  match(errorOf(answer).message, /is not the root of a git checkout/);
  const { commit, pushed, changed } = await reply(
    place,
    `publish ${source} --to ${place.folder}/store --init`,
  );
  deepStrictEqual({ commit, pushed, changed }, {
    commit: null,
    pushed: false,
    changed: true,
  });
});

Deno.test({
  name:
    "publish to a repository elsewhere needs --push, or only says what would be done",
  ignore,
}, async () => {
  using place = testPlace();
  const { bare } = makeRepository(place.folder);
  await using server = startSmartHttp(place.folder);
  const to = `${server.url}store.git`;
  const source = makeSource(place, "org.one");
  const answer = await run(place, `publish ${source} --to ${to} --init`);
  strictEqual(answer.status, 2);
  match(errorOf(answer).hint, /--push/);
  const trial = await reply(
    place,
    `publish ${source} --to ${to} --init --dry-run`,
  );
  deepStrictEqual([trial.changed, trial.commit, trial.pushed], [
    true,
    null,
    false,
  ]);
  strictEqual(git(bare, "for-each-ref"), "");
  const done = await reply(place, `publish ${source} --to ${to} --init --push`);
  strictEqual(done.commit, git(bare, "rev-parse", "main"));
  ok((await verifyClone(place, bare)).ok);
  const same = await reply(place, `publish ${source} --to ${to} --push`);
  deepStrictEqual([same.changed, same.commit, same.pushed], [
    false,
    null,
    false,
  ]);
});

Deno.test({
  name:
    "publish to a git store by its name and branch, whatever the repository does to files",
  ignore,
}, async () => {
  using place = testPlace();
  const { bare, work, commit } = makeRepository(place.folder);
  Deno.writeTextFileSync(
    `${work}/.gitattributes`,
    "* text eol=crlf filter=evil\n",
  );
  commit(new Map());
  git(work, "push", "-q", "origin", "HEAD:refs/heads/stable");
  await using server = startSmartHttp(place.folder);
  // what root installs belongs to the machine, so this is another one
  const machine = `--root ${place.fresh()}`;
  await reply(
    place,
    `stores add git tools ${server.url}store.git --branch stable --no-check ${machine}`,
  );
  const { commit: name } = await reply(
    place,
    `publish ${
      makeSource(place, "org.one")
    } --to tools --init --push ${machine}`,
  );
  strictEqual(name, git(bare, "rev-parse", "stable"));
  const { hits } = await reply(place, `search org.one ${machine}`);
  deepStrictEqual(hits.map(({ id, store }: Json) => [id, store]), [[
    "org.one",
    "tools",
  ]]);
  await reply(place, `install org.one ${machine}`);
  ok((await reply(place, `verify --installed ${machine}`)).ok);
});

Deno.test({
  name: "several who publish to one repository at once all get in",
  ignore,
}, async () => {
  using place = testPlace();
  const { bare } = makeRepository(place.folder);
  const to = `file://${bare}`;
  await reply(
    place,
    `publish ${makeSource(place, "org.first")} --to ${to} --init --push`,
  );
  const ids = ["org.a", "org.b", "org.c"];
  await Promise.all(
    ids.map((id) =>
      reply(place, `publish ${makeSource(place, id)} --to ${to} --push`)
    ),
  );
  const { ok: isRight, checked } = await verifyClone(place, bare);
  ok(isRight);
  strictEqual(checked.extensions, 4);
});

Deno.test(
  { name: "publish to a store on a web server is refused", ignore },
  async () => {
    using place = testPlace();
    await reply(
      place,
      "stores add http web http://127.0.0.1:9/ --scope user --no-check",
    );
    const answer = await run(
      place,
      `publish ${makeSource(place, "org.one")} --to web`,
    );
    strictEqual(answer.status, 2);
    match(errorOf(answer).message, /can only be read from here/);
  },
);
