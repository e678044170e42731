import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { indexFile } from "../../tests/scan_text.ts";
import { FileSets } from "./file_sets.ts";
import {
  repositoryId,
  RepositoryIndex,
  repositoryName,
  selectableOrigin,
} from "./repositories.ts";

Deno.test.each([
  {
    file: indexFile({ origin: "O", label: "L", suite: "s", codename: "c" }),
    id: "O:s",
    origin: "O",
  },
  { file: indexFile({ label: "L", codename: "c" }), id: "L:c", origin: "L" },
  { file: indexFile({ suite: "s" }), id: "ex.org:s", origin: "" },
  { file: indexFile({}, { site: "" }), id: "local:", origin: "" },
])("repositoryId() makes $id", ({ file, id, origin }) => {
  strictEqual(repositoryId(file), id);
  strictEqual(repositoryName(file), id.split(":")[0]);
  strictEqual(selectableOrigin(file), origin);
});

const FILES = [
  indexFile({ origin: "D", label: "L", suite: "s", codename: "c" }),
  indexFile({ origin: "E", suite: "s" }, { component: "", architecture: "" }),
  indexFile({ origin: "D", suite: "s" }, {
    component: "contrib",
    architecture: "i386",
  }),
  indexFile("status"),
].map((file, number) => ({ ...file, priority: 500, path: `/${number}` }));

Deno.test("RepositoryIndex joins the files of an origin and suite", () => {
  const { repositories } = new RepositoryIndex(FILES, [[]]);
  deepStrictEqual(repositories, [
    {
      id: "D:s",
      name: "D",
      origin: "D",
      label: "L",
      suite: "s",
      codename: "c",
      components: ["main", "contrib"],
      architectures: ["amd64", "i386"],
    },
    {
      id: "E:s",
      name: "E",
      origin: "E",
      label: "",
      suite: "s",
      codename: "",
      components: [],
      architectures: [],
    },
  ]);
});

Deno.test("FileSets numbers sets of files", () => {
  const sets = new FileSets();
  strictEqual(sets.add([]), 0);
  const set = sets.add([1, 0, 2, 3]);
  strictEqual(sets.add([1, 0, 2, 3]), set);
  const single = sets.add([3]);
  strictEqual(sets.addFile(3), single);
  strictEqual(sets.addFile(0), sets.add([0]));
  strictEqual(sets.sets.length, 4);
  deepStrictEqual(sets.sets[set], [1, 0, 2, 3]);
  const index = new RepositoryIndex(FILES, sets.sets);
  deepStrictEqual(index.filesOf(set), [1, 0, 2, 3].map((file) => FILES[file]));
  deepStrictEqual(index.filesOf(single), [FILES[3]]);
  deepStrictEqual(index.filesOf(0), []);
  deepStrictEqual(index.repositoriesOf(set), [1, 0]);
  deepStrictEqual(index.repositoriesOf(single), []);
  deepStrictEqual(index.repositoriesOf(0), []);
});
