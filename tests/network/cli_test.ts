// The whole program, with the rights that people give it: stores on other machines from being added to being gone.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { isLeftOut } from "../cli/needs.ts";
import { errorOf, runStorectl, words } from "../cli/run_storectl.ts";
import type { Answer, Json } from "../cli/run_storectl.ts";
import { makeRepository, startDaemon } from "./git_servers.ts";
import { makeStore, writeStore } from "./make_store.ts";
import { startNginx } from "./nginx.ts";
import { testPlace } from "./places.ts";
import type { TestPlace } from "./places.ts";

const ignore = isLeftOut("nginx", "git");

/** Runs storectl as a user of its own. */
function run(place: TestPlace, line: string): Promise<Answer> {
  const { folder } = place;
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

/** The reply of a run that has to go well. */
async function reply(place: TestPlace, line: string): Promise<Json> {
  const answer = await run(place, line);
  if (answer.status !== 0) throw new Error(`${line}: ${answer.stderr}`);
  return JSON.parse(answer.stdout);
}

const codes = ({ warnings }: Json) => warnings.map(({ code }: Json) => code);

Deno.test({
  name:
    "stores over HTTP and git: added, searched, shown in the cache, and answered from it",
  ignore,
}, async () => {
  using place = testPlace();
  writeStore(
    `${place.folder}/www`,
    await makeStore({ serial: 3, extensions: ["one@1.0.0", "one@1.1.0"] }),
  );
  makeRepository(place.folder).commit(
    await makeStore({ extensions: ["three@1.0.0"] }),
  );
  await using nginx = await startNginx(`${place.folder}/www`);
  let location;
  {
    await using daemon = await startDaemon(place.folder);
    location = `${daemon.url}store.git`;
    await reply(place, `stores add http web ${nginx.url} --scope user`);
    await reply(
      place,
      `stores add git repo ${location} --scope user --branch main`,
    );
    const { hits, warnings } = await reply(place, "search extension");
    deepStrictEqual(
      hits.map(({ id, version, kind }: Json) => [id, version, kind]),
      [
        ["one", "1.1.0", "http"],
        ["three", "1.0.0", "git"],
      ],
    );
    deepStrictEqual(warnings, []);
    const { files } = await reply(place, "cache status");
    deepStrictEqual(
      files.filter(({ kind }: Json) => kind !== "definitions").map((
        { kind, fresh, location }: Json,
      ) => [kind, fresh, location]),
      [
        ["content", true, undefined],
        ["repository", true, `${location}#main`],
        ...[["store", true, nginx.url], ["store", true, `${location}#main`]]
          .sort((a, b) => {
            const path = (place: unknown) =>
              files.find(({ kind, location }: Json) =>
                kind === "store" && location === place
              ).path;
            return path(a[2]) < path(b[2]) ? -1 : 1;
          }),
      ],
    );
  }
  await nginx.stop();
  const gone = await reply(place, "search extension --refresh");
  strictEqual(gone.hits.length, 2);
  deepStrictEqual(codes(gone), ["STORE_STALE", "STORE_STALE"]);
  match(
    gone.warnings[0].message,
    /does not answer .*: this is what it said \d+ seconds? ago$/,
  );
  // nothing of it is left, and the network is not there
  const { removed } = await reply(place, "cache clear");
  ok(removed.length >= 4);
  const empty = await run(place, "search extension");
  strictEqual(empty.status, 1);
  deepStrictEqual(JSON.parse(empty.stdout).hits, []);
  deepStrictEqual(codes(JSON.parse(empty.stdout)), [
    "STORE_UNUSABLE",
    "STORE_UNUSABLE",
  ]);
});

Deno.test({
  name: "a store over HTTP that is set back is refused until it is allowed",
  ignore,
}, async () => {
  using place = testPlace();
  const serve = async (serial: number, version: string) =>
    writeStore(
      `${place.folder}/www`,
      await makeStore({ serial, extensions: [`one@${version}`] }),
    );
  await serve(10, "1.1.0");
  await using nginx = await startNginx(`${place.folder}/www`);
  await reply(place, `stores add http web ${nginx.url} --scope user`);
  await serve(9, "1.0.0");
  const answer = await run(place, "search one --refresh");
  strictEqual(answer.status, 1);
  const refused = JSON.parse(answer.stdout);
  deepStrictEqual(refused.hits, []);
  deepStrictEqual(codes(refused), ["STORE_REFUSED"]);
  match(refused.warnings[0].message, /it has 9 changes, and 10 were seen/);
  const { hits } = await reply(place, "search one --refresh --allow-rollback");
  deepStrictEqual(hits.map(({ version }: Json) => version), ["1.0.0"]);
});

Deno.test("a location that git could take for a command is refused", async () => {
  using place = testPlace();
  for (const location of ["ext::sh", "ssh://-oProxyCommand=x/y", "fd::1"]) {
    const answer = await run(
      place,
      `stores add git evil ${location} --scope user`,
    );
    strictEqual(answer.status, 2);
    strictEqual(errorOf(answer).code, "INVALID_ARGUMENT");
  }
});

Deno.test({
  name:
    "stores over HTTP and git work where there can be no cache, and leave nothing behind",
  ignore,
}, async () => {
  using place = testPlace();
  writeStore(
    `${place.folder}/www`,
    await makeStore({ extensions: ["one@1.0.0"] }),
  );
  const repository = makeRepository(place.folder);
  repository.commit(await makeStore({ extensions: ["three@1.0.0"] }));
  const temporary = place.fresh();
  const machine = place.fresh();
  const storectl = (line: string) =>
    runStorectl(words(`${line} --root ${machine}`), {
      root: null,
      env: { CACHE_DIRECTORY: "/proc/nothing", TMPDIR: temporary },
    });
  const nginx = await startNginx(`${place.folder}/www`);
  try {
    for (
      const line of [
        `stores add http web ${nginx.url}`,
        `stores add git repo ${repository.bare}`,
        "install one three",
      ]
    ) {
      const { status, stderr } = await storectl(line);
      strictEqual(status, 0, stderr);
    }
    const { stdout } = await storectl("list");
    deepStrictEqual(
      JSON.parse(stdout).extensions.map(({ id, store }: Json) => [id, store]),
      [["one", "web"], ["three", "repo"]],
    );
    ok((JSON.parse((await storectl("verify --installed")).stdout)).ok);
    await storectl("remove one");
    await nginx.stop();
    const gone = await storectl("install one --store web");
    ok(gone.status === 1 || gone.status === 3, gone.stderr);
    deepStrictEqual(place.files(temporary), {});
  } finally {
    await nginx[Symbol.asyncDispose]();
  }
});
