import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { aptData, installed, stanza } from "../../tests/make_apt_data.ts";
import type { Made } from "../../tests/make_apt_data.ts";
import { encodeBuilt, openBuilt } from "../../tests/open_built.ts";
import { indexFile } from "../../tests/scan_text.ts";
import { StoreError } from "../core/store_error.ts";
import { listRows, noRows } from "./bits.ts";
import { buildCatalog } from "./build_catalog.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import { joinBytes } from "../core/join_bytes.ts";
import { MemorySource } from "./byte_source.ts";
import { Catalog } from "./catalog.ts";
import { BLOCK_BYTES } from "./_container_format.ts";
import { encodeCatalog } from "./encode_catalog.ts";
import type { Postings } from "./postings.ts";
import { ROW } from "./row_flags.ts";
import { splitTags } from "./tag_list.ts";

/** All rows. */
function rowsOf({ count }: BuiltCatalog): readonly number[] {
  return Array.from({ length: count }, (_, row) => row);
}

/** The rows of each value of some postings. */
function postedRows(
  postings: Postings,
  count: number,
): readonly (readonly number[])[] {
  return Array.from(postings.counts, (size, value) => {
    const bits = noRows(count);
    postings.addTo(bits, value);
    const rows = listRows(bits);
    strictEqual(rows.length, size);
    return rows;
  });
}

/** The rows of each value of a column. */
function rowsByValue(
  column: ArrayLike<number>,
  values: number,
): readonly (readonly number[])[] {
  return Array.from(
    { length: values },
    (_, value) =>
      Array.from(column).flatMap((own, row) => own === value ? [row] : []),
  );
}

/** The texts of each row for search. */
function searchTexts(
  catalog: Catalog,
  which: "names" | "search",
): readonly string[] {
  let text = "";
  const window = new Uint8Array(2 * BLOCK_BYTES);
  catalog.searchTexts.scan(which, window, (from, to) => {
    text += String.fromCharCode(
      ...window.subarray(from, to).map((byte) => byte > 127 ? 0x1a : byte),
    );
  });
  strictEqual(text.endsWith("\n") || catalog.count === 0, true);
  return text.split("\n").slice(0, -1);
}

/** A text as it stands in the texts for search. */
function asciiOnly(text: string): string {
  return Array.from(
    new TextEncoder().encode(text),
    (byte) => byte > 127 ? "\x1a" : String.fromCharCode(byte),
  ).join("");
}

/** Compares everything that a catalog gives with what was built. */
function compare(built: BuiltCatalog, catalog: Catalog): void {
  const { data: { table }, count, sets } = built;
  const rows = rowsOf(built);
  catalog.checkAll();
  strictEqual(catalog.count, count);
  const column = (source: ArrayLike<number>) =>
    Array.from(built.stanza, (own) => source[own]);
  deepStrictEqual([...catalog.flags.all()], [...built.flags]);
  deepStrictEqual([...catalog.section.all()], [...built.section]);
  deepStrictEqual([...catalog.tagList.all()], [...built.tagList]);
  deepStrictEqual([...catalog.files.all()], [...built.files]);
  deepStrictEqual([...catalog.architecture.all()], [...built.architecture]);
  deepStrictEqual([...catalog.state.all()], [...built.state]);
  deepStrictEqual([...catalog.ownTagList.all()], column(table.tagList));
  deepStrictEqual([...catalog.multiArch.all()], column(table.multiArch));
  deepStrictEqual([...catalog.textFile.all()], column(table.file));
  deepStrictEqual(
    rows.map((row) => catalog.priority(row)),
    [...built.priority],
  );
  deepStrictEqual(rows.map((row) => catalog.size(row)), column(table.size));
  deepStrictEqual(
    rows.map((row) => catalog.installedSize(row)),
    column(table.installedSize),
  );

  const names = rows.map((row) => table.names.text(built.name[row]!));
  deepStrictEqual(rows.map((row) => catalog.name(row)), names);
  const summaries: string[] = [];
  for (const row of rows) {
    const own = built.stanza[row]!;
    const other = built.installedStanza[row]!;
    deepStrictEqual(catalog.texts(row), {
      name: names[row],
      version: table.text(own, "version"),
      installedVersion: other < 0 ? "" : table.text(other, "version"),
      summary: table.text(own, "summary"),
      source: table.text(own, "source"),
      homepage: table.text(own, "homepage"),
    });
    summaries.push(table.text(own, "summary"));
    strictEqual(
      catalog.maintainer(row),
      table.maintainers.text(table.maintainer[own]!),
    );
    for (const list of [built.tagList[row]!, table.tagList[own]!]) {
      strictEqual(catalog.tagListText(list), table.tagLists.text(list));
    }
    strictEqual(catalog.findName(names[row]!), names.indexOf(names[row]!));
  }

  for (const flag of Object.keys(ROW) as (keyof typeof ROW)[]) {
    deepStrictEqual(
      listRows(catalog.flagged(flag)),
      rows.filter((row) => (built.flags[row]! & ROW[flag]) !== 0),
    );
  }
  deepStrictEqual(
    postedRows(catalog.sectionRows, count),
    rowsByValue(built.section, table.sections.size),
  );
  deepStrictEqual(
    postedRows(catalog.fileRows, count),
    rowsByValue(built.files, sets.sets.length),
  );
  deepStrictEqual(
    postedRows(catalog.originRows, count),
    rowsByValue(built.originFiles, sets.sets.length),
  );
  const tags = rows.map((row) =>
    splitTags(table.tagLists.text(built.tagList[row]!))
  );
  deepStrictEqual(catalog.tags, [...new Set(tags.flat())].sort());
  deepStrictEqual(
    postedRows(catalog.tagRows, count),
    catalog.tags.map((tag) => rows.filter((row) => tags[row]!.includes(tag))),
  );

  deepStrictEqual(searchTexts(catalog, "names"), names.map(asciiOnly));
  deepStrictEqual(
    searchTexts(catalog, "search"),
    summaries.map((summary) => asciiOnly(summary.toLowerCase())),
  );
  deepStrictEqual(
    catalog.searchTexts.others(),
    rows.filter((row) => /[^\0-\x7f]/.test(names[row]! + summaries[row]!))
      .map((row) => [row, `${names[row]}\n${summaries[row]!.toLowerCase()}`]),
  );

  const { facts } = catalog;
  for (
    const [found, interner] of [
      [facts.architectures, table.architectures],
      [facts.sections, table.sections],
    ] as const
  ) {
    deepStrictEqual(
      found,
      Array.from({ length: interner.size }, (_, id) => interner.text(id)),
    );
  }
  deepStrictEqual(facts.sets, sets.sets);
  deepStrictEqual(catalog.repositories.sets, sets.sets);
}

const LONG = "a summary that goes on, ".repeat(900);

/** A package with a bit of everything. */
function various(index: number): string {
  const name = ["p", "bücher", "lib"][index % 3]! + index;
  return stanza(
    `${name} ${index % 7}.${index} ${index % 5 === 0 ? "i386" : "amd64"}`,
    [
      `Section: s${index % 311}`,
      index % 2 ? `Tag: a::${index % 13}, b::${index % 3}, a::x` : "",
      `Maintainer: Crew ${index % 290} <crew@ex.org>`,
      index % 4 ? `Homepage: https://ex.org/${index}` : "",
      index % 3 ? `Source: src-${index} (1.${index})` : "",
      `Size: ${index ** 4}`,
      `Installed-Size: ${index * 3}`,
      `Multi-Arch: ${["no", "same", "foreign", "allowed"][index % 4]}`,
      `Description: ${
        ["Größe ÄÖÜ İ", "Plain Text", "🚢 Ship", LONG, ""][index % 5]
      }`,
    ].filter((line) => line !== "").map((line) => `${line}\n`).join(""),
  );
}

const VARIOUS: Made = {
  suites: {
    s: Array.from({ length: 700 }, (_, index) => various(index)).join(""),
    t: Array.from({ length: 90 }, (_, index) => various(index * 5)).join("") +
      stanza("p3 99 amd64", "Section: s3\n") + stanza("p3 99 i386") +
      stanza("p6 99 i386"),
  },
  status: installed("p3 1", "Section: old\nTag: c::c\n") +
    stanza("p9 9", "Status: hold ok installed\n") +
    installed("p6 1 i386") + installed("only-here 2", "Section: local/x\n"),
  pins: ["p9 s -1", "p12 s 990", "only-here now -30000"],
  auto: [{ name: "p3", architecture: "amd64" }],
};

Deno.test("a catalog gives what was built", () => {
  const built = buildCatalog(aptData(VARIOUS));
  ok(built.count > 700);
  const { table } = built.data;
  ok(table.sections.size > 256 && table.maintainers.size > 256);
  ok(built.flags.some((flags) => (flags & ROW.hidden) !== 0));
  ok(table.architectures.size > 1);
  ok(built.priority.some((priority) => priority > 255));
  const catalog = openBuilt(built);
  ok(catalog.section.all() instanceof Uint16Array);
  ok(catalog.architecture.all() instanceof Uint8Array);
  compare(built, catalog);
});

Deno.test("a catalog of nothing is empty", () => {
  const built = buildCatalog(aptData({}));
  const catalog = openBuilt(built);
  compare(built, catalog);
  deepStrictEqual(catalog.tags, []);
  strictEqual(catalog.findName("a"), -1);
});

Deno.test("a catalog of any few packages gives what was built", () =>
  fc.assert(fc.property(
    fc.array(
      fc.tuple(fc.nat(40), fc.constantFrom("s", "t", "status")),
      { maxLength: 40 },
    ),
    (packages) => {
      const text = (where: string) =>
        packages.filter(([, own]) => own === where).map(([index]) =>
          where === "status"
            ? various(index).replace(
              "\nVersion",
              "\nStatus: install ok installed\nVersion",
            )
            : various(index)
        ).join("");
      const built = buildCatalog(aptData({
        suites: { s: text("s"), t: text("t") },
        status: text("status"),
      }));
      compare(built, openBuilt(built));
    },
  )));

Deno.test("Catalog.findName() says where a name would stand", () => {
  const names = ["a", "a+", "b", "bü", "lib-c", "lib.c"];
  const catalog = openBuilt(buildCatalog(aptData({
    suites: {
      s: names.map((name) => stanza(`${name} 1`) + stanza(`${name} 1 i386`))
        .join(""),
    },
  })));
  for (const [index, name] of names.entries()) {
    strictEqual(catalog.findName(name), index * 2);
    strictEqual(catalog.findName(`${name}\0`), -1 - (index + 1) * 2);
  }
  strictEqual(catalog.findName(""), -1);
  strictEqual(catalog.findName("zz"), -1 - catalog.count);
  strictEqual(catalog.findName("ü"), -1 - catalog.count);
});

Deno.test("Catalog.findName() finds each of many names, in one architecture or in two", () => {
  const names = Array.from(
    { length: 700 },
    (_, index) => `n${String(index * 2).padStart(4, "0")}`,
  );
  const catalog = openBuilt(buildCatalog(aptData({
    suites: {
      s: names.map((name, index) =>
        stanza(`${name} 1`) + (index % 3 === 0 ? stanza(`${name} 1 i386`) : "")
      ).join(""),
    },
  })));
  let row = 0;
  for (const [index, name] of names.entries()) {
    strictEqual(catalog.findName(name), row);
    strictEqual(
      catalog.findName(`${name}-`),
      -1 - (row += 1 + Number(index % 3 === 0)),
    );
  }
  strictEqual(row, catalog.count);
  ok(row > 3 * 256);
});

Deno.test("the head of a catalog carries what its builder knows", () => {
  const files = [
    indexFile({
      origin: "Ö",
      label: "L",
      suite: "s",
      codename: "c",
      version: "1",
      notAutomatic: true,
      butAutomaticUpgrades: true,
      sizes: new Map([["main/Packages", 1]]),
    }, { trusted: false }),
  ];
  const built = buildCatalog(
    aptData({ suites: { s: stanza("a 1") }, files }),
  );
  const origins = {
    root: "/somewhere",
    warnings: [{ code: "IO" as const, message: "ä", path: "/x", line: 3 }],
    missing: {
      code: "LISTS_MISSING" as const,
      message: "none",
      hint: "Run apt update.",
    },
    inputs: [{ path: "/x", state: "1 2 3" }, { path: "/y", state: "" }],
  };
  const file = encodeCatalog(
    built,
    {
      ...origins,
      paths: ["/lists/a", "/status"],
    } as unknown as Parameters<typeof encodeCatalog>[1],
  );
  const { facts, repositories } = new Catalog(new MemorySource(file));
  const { root, warnings, missing, inputs } = facts;
  deepStrictEqual({ root, warnings, missing, inputs }, origins);
  deepStrictEqual(
    facts.files,
    built.data.files.map((file, number) => {
      const { sizes: _, ...release } = file.release;
      return {
        ...file,
        release,
        priority: built.data.policy.filePriority(number),
        path: ["/lists/a", "/status"][number],
      };
    }),
  );
  deepStrictEqual(repositories.repositories.map(({ id }) => id), ["Ö:s"]);
});

/** All that queries read, as one text. */
function dump(catalog: Catalog): string {
  return JSON.stringify([
    catalog.facts,
    [...catalog.flags.all()],
    [...catalog.section.all()],
    [...catalog.state.all()],
    catalog.tags,
    Array.from({ length: catalog.count }, (_, row) => [
      catalog.name(row),
      catalog.texts(row),
      catalog.priority(row),
      catalog.size(row),
      catalog.maintainer(row),
      catalog.tagListText(catalog.tagList.at(row)),
    ]),
    searchTexts(catalog, "names"),
    searchTexts(catalog, "search"),
    catalog.searchTexts.others(),
    postedRows(catalog.tagRows, catalog.count),
    postedRows(catalog.sectionRows, catalog.count),
  ]);
}

Deno.test("a damaged catalog is refused, or gives the same", () => {
  const bytes = joinBytes(encodeBuilt(buildCatalog(aptData({
    suites: { s: Array.from({ length: 40 }, (_, at) => various(at)).join("") },
  }))));
  const want = dump(new Catalog(new MemorySource([bytes])));
  fc.assert(
    fc.property(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (at, mask) => {
        const damaged = bytes.with(at, bytes[at]! ^ mask);
        try {
          strictEqual(dump(new Catalog(new MemorySource([damaged]))), want);
        } catch (error) {
          ok(error instanceof StoreError, String(error));
          strictEqual(error.code, "DATA_CORRUPT");
        }
      },
    ),
    { numRuns: 300 },
  );
});
