import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { writeFiles } from "../../tests/cli/make_root.ts";
import type { Files } from "../../tests/cli/make_root.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import type { Problem } from "../extensions/problem.ts";
import { isDefinitionTarget, verifyDefinitions } from "./verify_definitions.ts";
import type { VerifyDefinitionsOptions } from "./verify_definitions.ts";

const CATALOG = new RootCatalog(makeCatalog([{
  release: { origin: "Debian", suite: "stable" },
  packages: [
    { Package: "gpsd", Section: "misc", Tag: "hardware::gps, role::program" },
    { Package: "chrony", Section: "contrib/net", Tag: "category::time" },
  ],
}, {
  release: { origin: "", label: "Harbour" },
  packages: [{ Package: "buoy", Section: "sound" }],
}]));

/** A definition with other lines behind its three first. */
function store(id: string, lines: string): string {
  return `id: ${id}\nname: n\ndescription: d\n${lines}`;
}

/** A directory for one test. */
async function withFiles(
  files: Files,
  body: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_verify_" });
  try {
    writeFiles(folder, files);
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The one report of a directory. */
function reportOf(
  target: string,
  options: Partial<VerifyDefinitionsOptions> = {},
): ReturnType<typeof verifyDefinitions>[number] {
  const [report] = verifyDefinitions([target], {
    root: target,
    catalog: CATALOG,
    ...options,
  });
  return report!;
}

/** Problems as short lines: `error CODE 4:7`. */
function short(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ severity, code, line, column }) =>
    `${severity} ${code} ${line}:${column}`
  );
}

Deno.test.each([
  {
    name: "a store",
    lines: "filters: {include_tags: ['hardware::*']}",
    want: [],
  },
  {
    name: "a label where there is no origin",
    lines: "filters: {include_origins: [Harbour]}",
    want: [],
  },
  {
    name: "an area, and a glob",
    lines:
      "filters: {include_sections: [contrib/net], include_packages: ['chr*']}",
    want: [],
  },
  {
    name: "an unknown origin beside a known one",
    lines: "filters:\n  include_origins: [Debian, debain]",
    want: [["warning UNKNOWN_ORIGIN 5:29", 'Use "Debian"']],
  },
  {
    name: "an unknown section",
    lines: "filters:\n  include_sections:\n    - misc\n    - nett",
    want: [["warning UNKNOWN_SECTION 7:7", 'Use "net"']],
  },
  {
    name: "an unknown tag",
    lines: "filters:\n  include_tags: [role::program, role::progam]",
    want: [["warning UNKNOWN_TAG 5:33", 'Use "role::program"']],
  },
  {
    name: "an unknown facet, for which nothing is guessed",
    lines: "filters:\n  include_tags: [role::program, 'rolle::*']",
    want: [["warning UNKNOWN_TAG 5:33", undefined]],
  },
  {
    name: "an unknown package and a glob for none",
    lines: "filters:\n  include_packages: [gpsd, gpds, 'x*']",
    want: [
      ["warning UNKNOWN_PACKAGE 5:28", 'Use "gpsd"'],
      ["warning UNKNOWN_PACKAGE 5:34", undefined],
    ],
  },
  {
    name: "a list that matches nothing",
    lines: "filters:\n  include_sections: [misc]\n  include_tags: ['a::b']",
    want: [
      [
        "error FILTER_MATCHES_NOTHING 6:3",
        "Mend its entries, or add the repository that has such packages",
      ],
      ["warning UNKNOWN_TAG 6:18", undefined],
    ],
  },
  {
    name: "lists that have nothing in common",
    lines: "filters:\n  include_sections: [misc]\n  include_origins: [Harbour]",
    want: [
      [
        "error FILTER_MATCHES_NOTHING 4:1",
        "Leave one of the lists out, or split the store",
      ],
    ],
  },
  {
    name: "words for sections and categories that are not there",
    lines:
      "filters: {include_packages: [gpsd]}\nsection_metadata:\n  mics: {label: l}\ncustom_sections:\n  - {section: net}\ncategory_metadata:\n  - id: tyme",
    want: [
      ["warning UNKNOWN_SECTION 6:3", 'Use "misc"'],
      ["warning UNKNOWN_CATEGORY 10:9", 'Use "time"'],
    ],
  },
])(
  "verifyDefinitions() holds $name against the catalog",
  async ({ lines, want }) => {
    await withFiles({ "a.yaml": store("a", lines) }, (folder) => {
      const { ok, problems, catalog, checked } = reportOf(folder);
      deepStrictEqual(
        short(problems).map((line, index) => [line, problems[index]!.hint]),
        want,
      );
      strictEqual(ok, !want.some(([line]) => line!.startsWith("error")));
      strictEqual(catalog, true);
      deepStrictEqual(checked, {
        extensions: 0,
        files: 1,
        bytes: store("a", lines).length,
      });
    });
  },
);

Deno.test("verifyDefinitions() looks at no package where there are no lists", async () => {
  await withFiles({
    "a.yaml": store("a", "filters: {include_tags: ['a::b']}"),
  }, (folder) => {
    const facts = Object.create(CATALOG.facts, {
      missing: { value: { code: "APT_LISTS_MISSING", message: "none" } },
    });
    const without = Object.create(CATALOG, { facts: { value: facts } });
    for (const catalog of [without, undefined]) {
      const [report] = verifyDefinitions([folder], {
        root: "/",
        ...catalog === undefined ? {} : { catalog },
      });
      deepStrictEqual([report!.catalog, report!.problems], [false, []]);
    }
  });
});

Deno.test("verifyDefinitions() names every problem of the schema with its place", async () => {
  await withFiles({
    "a.yaml": "id: A\nfilters:\n  include_section: [x]\n",
    "b.yml": store("b", "filters: {include_packages: [gpsd]}\nbannner: x"),
    "c.yaml": "\t",
    "d.yaml": Uint8Array.of(0xe9, 10),
    "e.yaml": `# ${"x".repeat(256 * 1024)}`,
    "note.txt": "no definition",
  }, (folder) => {
    const { ok, problems, checked } = reportOf(folder);
    deepStrictEqual(
      problems.map(({ severity, code, path, line }) =>
        `${path.slice(folder.length + 1)}:${line} ${severity} ${code}`
      ),
      [
        "a.yaml:1 error DEFINITION_INVALID",
        "a.yaml:1 error DEFINITION_INVALID",
        "a.yaml:1 error DEFINITION_INVALID",
        "a.yaml:2 error DEFINITION_INVALID",
        "a.yaml:3 warning DEFINITION_UNKNOWN_KEY",
        "b.yml:5 warning DEFINITION_UNKNOWN_KEY",
        "c.yaml:1 error DEFINITION_INVALID",
        "d.yaml:1 error DEFINITION_INVALID",
        "e.yaml:undefined error DEFINITION_INVALID",
      ],
    );
    strictEqual(problems[5]!.hint, 'Use "banner"');
    deepStrictEqual([ok, checked.files], [false, 5]);
  });
});

Deno.test("verifyDefinitions() finds one id in two files, also of two targets, and no file against itself", async () => {
  const text = store("a", "filters: {include_packages: [gpsd]}");
  await withFiles({
    "x/a.yaml": text,
    "x/b.yaml": text,
    "y/a.yaml": text,
  }, (folder) => {
    const targets = [`${folder}/x`, `${folder}/x/a.yaml`, `${folder}/y`];
    const reports = verifyDefinitions(targets, { root: folder });
    deepStrictEqual(reports.map(({ target }) => target), targets);
    deepStrictEqual(
      reports.map(({ ok, problems }) => [
        ok,
        ...problems.map(({ code, path, message, line, column }) =>
          `${code} ${path}:${line}:${column} ${message}`
            .replaceAll(folder, "")
        ),
      ]),
      [
        [
          false,
          'DEFINITION_DUPLICATE /x/b.yaml:1:5 Cannot use id "a": "/x/a.yaml" has it already',
        ],
        [true],
        [
          false,
          'DEFINITION_DUPLICATE /y/a.yaml:1:5 Cannot use id "a": "/x/a.yaml" has it already',
        ],
      ],
    );
  });
});

const ASSETS = "usr/share/container-stores/a";
const FILTERS = "filters: {include_packages: [gpsd]}";

Deno.test.each([
  { name: "an icon that is there", lines: `icon: /${ASSETS}/i.svg`, want: [] },
  {
    name: "a name of the page's own icons",
    lines: "section_metadata: {misc: {icon: compass}}",
    want: [],
  },
  {
    name: "a missing banner",
    lines: `banner: /${ASSETS}/none.png`,
    want: ["error ASSET_MISSING 5:9"],
  },
  {
    name: "a directory",
    lines: `icon: /${ASSETS}`,
    want: ["error ASSET_MISSING 5:7"],
  },
  {
    name: "a path outside",
    lines: "icon: /etc/shadow",
    want: ["error ASSET_NOT_ALLOWED 5:7"],
  },
  {
    name: "a relative path",
    lines: "icon: i.svg",
    want: ["error ASSET_NOT_ALLOWED 5:7"],
  },
  {
    name: "a URL",
    lines: "banner: https://example.org/b.png",
    want: ["error ASSET_NOT_ALLOWED 5:9"],
  },
  {
    name: "a way out and back",
    lines: "icon: /usr/share/container-stores/../../../etc/secret",
    want: ["error ASSET_NOT_ALLOWED 5:7"],
  },
  {
    name: "a backslash",
    lines: "icon: /usr/share/icons/a\\b",
    want: ["error ASSET_NOT_ALLOWED 5:7"],
  },
  {
    name: "a directory that only starts like one",
    lines: "icon: /usr/share/icons-of-mine/i.svg",
    want: ["error ASSET_NOT_ALLOWED 5:7"],
  },
  {
    name: "a link to a file elsewhere",
    lines: `icon: /${ASSETS}/link.svg`,
    want: ["error ASSET_NOT_ALLOWED 5:7"],
  },
  {
    name: "a link to a file beside it",
    lines: `icon: /${ASSETS}/beside.svg`,
    want: [],
  },
  {
    name: "icons of sections and categories",
    lines:
      "section_metadata:\n  misc: {icon: /tmp/x}\ncategory_metadata:\n  - {id: time, icon: ./x}",
    want: ["error ASSET_NOT_ALLOWED 6:16", "error ASSET_NOT_ALLOWED 8:22"],
  },
])("verifyDefinitions() looks at $name", async ({ lines, want }) => {
  await withFiles({
    "etc/container-apps/stores/a.yaml": store("a", `${FILTERS}\n${lines}`),
    [`${ASSETS}/i.svg`]: "<svg/>",
    "etc/secret": "x",
  }, (folder) => {
    Deno.symlinkSync("../../../../etc/secret", `${folder}/${ASSETS}/link.svg`);
    Deno.symlinkSync("i.svg", `${folder}/${ASSETS}/beside.svg`);
    const target = `${folder}/etc/container-apps/stores`;
    deepStrictEqual(
      short(reportOf(target, { root: "/nonexistent" }).problems),
      want,
    );
  });
});

Deno.test("verifyDefinitions() looks for icons in the tree that it is told, else in the root", async () => {
  await withFiles({
    "src/a.yaml": store("a", `${FILTERS}\nicon: /${ASSETS}/i.svg`),
    [`tree/${ASSETS}/i.svg`]: "<svg/>",
  }, (folder) => {
    const codes = (options: Partial<VerifyDefinitionsOptions>) =>
      short(reportOf(`${folder}/src`, options).problems);
    deepStrictEqual(codes({ assets: `${folder}/tree` }), []);
    deepStrictEqual(codes({ root: `${folder}/tree` }), []);
    deepStrictEqual(codes({ assets: folder }), ["error ASSET_MISSING 5:7"]);
    // nobody says that it should be installed there
    deepStrictEqual(codes({ root: folder }), ["warning ASSET_MISSING 5:7"]);
  });
});

Deno.test("verifyDefinitions() reports what is not there, and a directory of nothing", async () => {
  await withFiles({ "x/note.txt": "x" }, (folder) => {
    for (const target of [`${folder}/none.yaml`, `${folder}/x`]) {
      const { ok, problems } = reportOf(target);
      deepStrictEqual([ok, problems.map(({ code, path }) => [code, path])], [
        false,
        [["DEFINITION_UNREADABLE", target]],
      ]);
    }
  });
});

Deno.test("isDefinitionTarget() tells definitions from extension stores", async () => {
  await withFiles({
    "a/a.yaml": "x",
    "store/store.json": "{}",
    "store/a.yaml": "x",
    "empty/x.txt": "x",
  }, (folder) => {
    ok(isDefinitionTarget(`${folder}/a`));
    ok(isDefinitionTarget(`${folder}/a/a.yaml`));
    ok(isDefinitionTarget(`${folder}/none.yml`));
    ok(!isDefinitionTarget(`${folder}/store`));
    ok(!isDefinitionTarget(`${folder}/empty`));
    ok(!isDefinitionTarget(`${folder}/store/store.json`));
    ok(!isDefinitionTarget(`${folder}/none`));
  });
});
