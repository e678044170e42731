import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { rowNames } from "../../tests/open_built.ts";
import {
  DEFAULT_PACKAGE_FIELDS,
  PACKAGE_FIELDS,
  packageReader,
} from "./package_fields.ts";

const catalog = makeCatalog([
  {
    release: {
      origin: "Debian",
      label: "Security",
      suite: "stable",
      codename: "stone",
    },
    packages: [
      {
        Package: "anchor",
        Version: "1:2.0-1+b2",
        Source: "moorings (1:2.0-1)",
        Section: "net",
        Tag: "category::mooring, field::marine, category::safety",
        Size: "1234",
        "Installed-Size": "5",
        Maintainer: "Crew <crew@example.org>",
        Homepage: "https://example.org",
        "Multi-Arch": "foreign",
        Description: "holds the boat",
      },
      {
        Package: "quote",
        Version: "1",
        Description: 'says "a\\b"\tand é 😀',
      },
    ],
  },
], [
  { Package: "anchor", Version: "1.0", Section: "net" },
  {
    Package: "by-hand",
    Version: "0.1",
    Status: "hold ok installed",
    Essential: "yes",
  },
]);

/** All fields of a package. */
function fieldsOf(name: string): Record<string, unknown> {
  const row = rowNames(catalog, Array(catalog.count).keys()).indexOf(name);
  return packageReader(catalog, PACKAGE_FIELDS)(row);
}

Deno.test("packageReader() reads what can be upgraded", () => {
  const { origins, ...fields } = fieldsOf("anchor");
  deepStrictEqual(fields, {
    name: "anchor",
    architecture: "amd64",
    version: "1:2.0-1+b2",
    installedVersion: "1.0",
    installed: true,
    upgradable: true,
    held: false,
    section: "net",
    summary: "holds the boat",
    repositories: ["Debian:stable"],
    origin: "Debian",
    label: "Security",
    suite: "stable",
    tags: ["category::mooring", "field::marine", "category::safety"],
    categories: ["mooring", "safety"],
    size: 1234,
    installedSize: 5120,
    maintainer: "Crew <crew@example.org>",
    homepage: "https://example.org",
    auto: false,
    state: "install ok installed",
    multiArch: "foreign",
    source: "moorings",
    sourceVersion: "1:2.0-1",
    essential: false,
    priority: 500,
  });
  strictEqual((origins as unknown[]).length, 1);
});

Deno.test("packageReader() reads what only dpkg knows", () => {
  const {
    version,
    installedVersion,
    held,
    repositories,
    origin,
    source,
    sourceVersion,
    essential,
    priority,
    size,
    tags,
    state,
  } = fieldsOf("by-hand");
  deepStrictEqual(
    {
      version,
      installedVersion,
      held,
      repositories,
      origin,
      source,
      sourceVersion,
      essential,
      priority,
      size,
      tags,
      state,
    },
    {
      version: "0.1",
      installedVersion: "0.1",
      held: true,
      repositories: [],
      origin: "",
      source: "by-hand",
      sourceVersion: "0.1",
      essential: true,
      priority: 100,
      size: 0,
      tags: [],
      state: "hold ok installed",
    },
  );
});

Deno.test("packageReader() reads the fields asked for, in the order of the contract", () => {
  const read = packageReader(catalog, ["summary", "name", "name"]);
  strictEqual(
    JSON.stringify(read(0)),
    '{"name":"anchor","summary":"holds the boat"}',
  );
});

Deno.test("a package list shows the fields up to the repositories", () => {
  deepStrictEqual(DEFAULT_PACKAGE_FIELDS, PACKAGE_FIELDS.slice(0, 10));
  strictEqual(DEFAULT_PACKAGE_FIELDS.at(-1), "repositories");
});

Deno.test("packageReader() gives the fields of a list as it gives all", () => {
  const list = packageReader(catalog, DEFAULT_PACKAGE_FIELDS);
  const all = packageReader(catalog, PACKAGE_FIELDS);
  deepStrictEqual(
    DEFAULT_PACKAGE_FIELDS,
    PACKAGE_FIELDS.slice(0, DEFAULT_PACKAGE_FIELDS.length),
  );
  for (let row = 0; row < catalog.count; row++) {
    const fields = all(row);
    deepStrictEqual(
      Object.entries(list(row)),
      DEFAULT_PACKAGE_FIELDS.map((field) => [field, fields[field]]),
    );
  }
});
