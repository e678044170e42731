import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { indexFile } from "../../tests/scan_text.ts";
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
];

Deno.test("RepositoryIndex joins the files of an origin and suite", () => {
  const { repositories } = new RepositoryIndex(FILES);
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

Deno.test("RepositoryIndex numbers sets of files", () => {
  const index = new RepositoryIndex(FILES);
  strictEqual(index.addSet([]), 0);
  const set = index.addSet([1, 0, 2, 3]);
  strictEqual(index.addSet([1, 0, 2, 3]), set);
  const single = index.addSet([3]);
  strictEqual(index.addFile(3), single);
  strictEqual(index.addFile(0), index.addSet([0]));
  strictEqual(index.setCount, 4);
  deepStrictEqual(index.fileNumbersOf(set), [1, 0, 2, 3]);
  deepStrictEqual(index.filesOf(single), [FILES[3]]);
  deepStrictEqual(index.repositoriesOf(set), [1, 0]);
  deepStrictEqual(index.repositoriesOf(single), []);
  deepStrictEqual(index.repositoriesOf(0), []);
});
