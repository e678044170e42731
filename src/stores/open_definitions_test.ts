import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { nextSecond, withFolder } from "../sys/_testing.ts";
import type { DefinitionFolders } from "./definition_files.ts";
import { openDefinitions } from "./open_definitions.ts";
import { readDefinitions } from "./read_definitions.ts";

const SHIPPED = new URL("../../stores/", import.meta.url);

function shipped(id: string): string {
  return Deno.readTextFileSync(new URL(`${id}.yaml`, SHIPPED));
}

/** A machine with definitions, and a count of how often they were parsed. */
class Machine {
  readonly stores: string;
  readonly cache: string;
  readonly file: string;
  folders: DefinitionFolders;
  parsed = 0;

  constructor(readonly folder: string) {
    this.stores = `${folder}/root/etc/container-apps/stores`;
    this.cache = `${folder}/cache`;
    this.file = `${this.cache}/definitions.bin`;
    this.folders = {
      root: `${folder}/root`,
      named: [],
      user: `${folder}/user`,
    };
    Deno.mkdirSync(this.stores, { recursive: true });
  }

  write(name: string, text: string): void {
    Deno.writeTextFileSync(`${this.stores}/${name}`, text);
  }

  /** The ids that are found, how often that needed parsing, and the warnings. */
  async open(
    cache: string | undefined = this.cache,
  ): Promise<{ ids: string; parsed: number; warnings: readonly string[] }> {
    const before = this.parsed;
    const found = await openDefinitions(this.folders, cache, (folders) => {
      this.parsed++;
      return Promise.resolve(readDefinitions(folders));
    });
    deepStrictEqual(found, readDefinitions(this.folders));
    return {
      ids: found.stores.map(({ id }) => id).join(" "),
      parsed: this.parsed - before,
      warnings: found.warnings.map(({ code }) => code),
    };
  }
}

/** Runs `body` with a machine that has two definitions. */
function withMachine(
  body: (machine: Machine) => Promise<void>,
): Promise<void> {
  return withFolder((folder) => {
    const machine = new Machine(folder);
    machine.write("games.yaml", shipped("games"));
    machine.write("marine.yaml", shipped("marine"));
    return body(machine);
  });
}

const BOTH = { ids: "games marine", warnings: [] };

Deno.test("openDefinitions() parses once", () =>
  withMachine(async (machine) => {
    deepStrictEqual(await machine.open(), { ...BOTH, parsed: 1 });
    deepStrictEqual(await machine.open(), { ...BOTH, parsed: 0 });
    deepStrictEqual(await machine.open(), { ...BOTH, parsed: 0 });
  }));

Deno.test("openDefinitions() without a cache parses each time", () =>
  withMachine(async (machine) => {
    for (let count = 0; count < 2; count++) {
      let parsed = 0;
      await openDefinitions(machine.folders, undefined, (folders) => {
        parsed++;
        return Promise.resolve(readDefinitions(folders));
      });
      strictEqual(parsed, 1);
    }
    deepStrictEqual(
      Array.from(Deno.readDirSync(machine.folder), ({ name }) => name),
      ["root"],
    );
  }));

Deno.test("openDefinitions() where the cache cannot be written parses each time", () =>
  withMachine(async (machine) => {
    const noFolder = `${machine.folder}/file`;
    Deno.writeTextFileSync(noFolder, "");
    deepStrictEqual(await machine.open(noFolder), { ...BOTH, parsed: 1 });
    deepStrictEqual(await machine.open(noFolder), { ...BOTH, parsed: 1 });
  }));

Deno.test("openDefinitions() of no folder at all parses nothing and keeps nothing", () =>
  withFolder(async (folder) => {
    const machine = new Machine(folder);
    Deno.removeSync(machine.stores);
    deepStrictEqual(await machine.open(), {
      ids: "",
      parsed: 0,
      warnings: [],
    });
    deepStrictEqual(
      Array.from(Deno.readDirSync(folder), ({ name }) => name),
      ["root"],
    );
  }));

/** Changes of a machine, and what it has afterwards. */
const CHANGES: readonly {
  name: string;
  change: (machine: Machine) => void | Promise<void>;
  ids: string;
  warnings?: readonly string[];
}[] = [
  {
    name: "a changed file",
    change: (machine) => machine.write("marine.yaml", shipped("science")),
    ids: "games science",
  },
  {
    name: "a changed file of the same size and time",
    async change(machine) {
      await nextSecond();
      const path = `${machine.stores}/games.yaml`;
      const { mtime } = Deno.statSync(path);
      machine.write(
        "games.yaml",
        shipped("games").replace(/^id: games$/m, "id: gamez"),
      );
      Deno.utimeSync(path, mtime!, mtime!);
    },
    ids: "gamez marine",
  },
  {
    name: "a new file",
    change: (machine) => machine.write("a.yml", shipped("science")),
    ids: "science games marine",
  },
  {
    name: "a removed file",
    change: (machine) => Deno.removeSync(`${machine.stores}/games.yaml`),
    ids: "marine",
  },
  {
    name: "a file with another name",
    change: (machine) =>
      Deno.renameSync(
        `${machine.stores}/games.yaml`,
        `${machine.stores}/z.yaml`,
      ),
    ids: "marine games",
  },
  {
    name: "a broken file",
    change: (machine) => machine.write("marine.yaml", "{"),
    ids: "games",
    warnings: ["DEFINITION_INVALID"],
  },
  {
    name: "a new folder of the user",
    change(machine) {
      Deno.mkdirSync(machine.folders.user!);
      Deno.writeTextFileSync(
        `${machine.folders.user}/s.yaml`,
        shipped("science"),
      );
    },
    ids: "games marine science",
  },
  {
    name: "a named folder that is missing",
    change(machine) {
      machine.folders = {
        ...machine.folders,
        named: [`${machine.folder}/none`],
      };
    },
    ids: "games marine",
    warnings: ["DEFINITION_UNREADABLE"],
  },
  {
    name: "no user",
    change(machine) {
      machine.folders = { ...machine.folders, user: undefined };
    },
    ids: "games marine",
  },
  {
    name: "no folder",
    change: (machine) =>
      Deno.renameSync(machine.stores, `${machine.stores}.old`),
    ids: "",
  },
];

Deno.test.each(CHANGES)(
  "openDefinitions() sees $name",
  ({ change, ids, warnings = [] }) =>
    withMachine(async (machine) => {
      await machine.open();
      await change(machine);
      const parsed = ids === "" ? 0 : 1;
      deepStrictEqual(await machine.open(), { ids, warnings, parsed });
      deepStrictEqual(await machine.open(), { ids, warnings, parsed: 0 });
    }),
);

Deno.test("openDefinitions() sees a named folder appear", () =>
  withMachine(async (machine) => {
    const named = `${machine.folder}/named`;
    machine.folders = { ...machine.folders, named: [named] };
    deepStrictEqual((await machine.open()).warnings, ["DEFINITION_UNREADABLE"]);
    Deno.mkdirSync(named);
    deepStrictEqual(await machine.open(), { ...BOTH, parsed: 1 });
    deepStrictEqual(await machine.open(), { ...BOTH, parsed: 0 });
  }));

Deno.test("openDefinitions() sees a change behind a link", () =>
  withMachine(async (machine) => {
    const target = `${machine.folder}/target`;
    Deno.writeTextFileSync(target, shipped("science"));
    Deno.symlinkSync(target, `${machine.stores}/z.yaml`);
    strictEqual((await machine.open()).ids, "games marine science");
    Deno.writeTextFileSync(target, shipped("development"));
    deepStrictEqual(await machine.open(), {
      ids: "games marine development",
      parsed: 1,
      warnings: [],
    });
  }));

/** Things that can happen to a file of the cache. */
const DAMAGES: readonly { name: string; damage: (path: string) => void }[] = [
  {
    name: "empty",
    damage: (path) => Deno.writeFileSync(path, new Uint8Array()),
  },
  {
    name: "text",
    damage: (path) => Deno.writeTextFileSync(path, "x".repeat(999)),
  },
  { name: "cut off", damage: (path) => Deno.truncateSync(path, 100) },
  {
    name: "longer",
    damage: (path) =>
      Deno.writeFileSync(path, new Uint8Array(8), { append: true }),
  },
  { name: "others may write", damage: (path) => Deno.chmodSync(path, 0o666) },
  {
    name: "a link",
    damage(path) {
      Deno.renameSync(path, `${path}.moved`);
      Deno.symlinkSync(`${path}.moved`, path);
    },
  },
  { name: "gone", damage: (path) => Deno.removeSync(path) },
];

Deno.test.each(DAMAGES)(
  "openDefinitions() parses again where the cache is damaged: $name",
  ({ damage }) =>
    withMachine(async (machine) => {
      await machine.open();
      damage(machine.file);
      deepStrictEqual(await machine.open(), { ...BOTH, parsed: 1 });
      deepStrictEqual(await machine.open(), { ...BOTH, parsed: 0 });
    }),
);

Deno.test("openDefinitions() parses again after any changed byte of the cache", () =>
  withMachine(async (machine) => {
    await machine.open();
    const bytes = Deno.readFileSync(machine.file);
    ok(bytes.length > 100);
    for (let at = 0; at < bytes.length; at += at < 40 ? 1 : 97) {
      Deno.writeFileSync(machine.file, bytes.with(at, bytes[at]! ^ 4));
      deepStrictEqual(await machine.open(), { ...BOTH, parsed: 1 }, `${at}`);
    }
  }));
