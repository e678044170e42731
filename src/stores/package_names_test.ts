import { deepStrictEqual, throws } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import { qualifyPackages } from "./package_names.ts";

const CATALOG = new RootCatalog(makeCatalog([{
  release: { origin: "Debian" },
  packages: [
    { Package: "gpsd" },
    { Package: "gpsd", Architecture: "i386" },
    { Package: "g++" },
    { Package: "data", Architecture: "all" },
  ],
}]));

Deno.test("qualifyPackages() adds the architecture, and keeps a version", () =>
  deepStrictEqual(
    qualifyPackages(CATALOG, [
      "gpsd",
      "gpsd:i386",
      "g++",
      "data=1:2",
      "gpsd:i386=1",
    ]),
    [
      "gpsd:amd64",
      "gpsd:i386",
      "g++:amd64",
      "data:amd64=1:2",
      "gpsd:i386=1",
    ],
  ));

Deno.test.each([
  { name: "gpds", hint: 'Use "gpsd".' },
  { name: "gpsd-", hint: 'Use "gpsd".' },
  { name: "gpsd+=1", hint: 'Use "gpsd".' },
  { name: "g++:i386", hint: 'Use "g++:amd64".' },
  { name: "gpsd.*", hint: 'Use "gpsd".' },
  { name: "--help", hint: "Search for it with storectl filter --search." },
  { name: "", hint: "Search for it with storectl filter --search." },
])(
  "qualifyPackages() refuses $name",
  ({ name, hint }) =>
    throws(() => qualifyPackages(CATALOG, ["gpsd", name]), {
      code: "NOT_FOUND",
      details: { hint },
    }),
);
