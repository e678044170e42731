/**
 * One test for each statement of `tests/oracle/README.md`: a small root, what storectl answers, and that APT agrees.
 *
 * Values stand in the tests, so they hold everywhere; where python3-apt is, libapt is asked about each root too, and
 * has to agree on every field. Under `CI` nothing is left out.
 *
 * @module
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type Answer,
  askAbout,
  type Expectation,
  type Fields,
  type HandMadeRoot,
  index,
  indexName,
  LISTS,
  own,
  pkg,
  stanza,
} from "./hand_made_root.ts";
import { missingForOracle, OracleWorker } from "./oracle/oracle_worker.ts";

const missing = await missingForOracle();
const oracle =
  missing.includes("python3-apt") || missing.includes("/usr/bin/python3")
    ? undefined
    : new OracleWorker();
Deno.test.afterAll(async () => await oracle?.[Symbol.asyncDispose]());

/** Asks storectl, and APT, about a root. */
type Ask = (root: HandMadeRoot, expected?: Expectation) => Promise<Answer>;

/** A statement of the README, put to the test. */
function statement(
  number: number,
  title: string,
  body: (ask: Ask) => Promise<void>,
): void {
  Deno.test({
    name: `statement ${number}: ${title}`,
    // the oracle is one process for all tests
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      ok(oracle || !Deno.env.get("CI"), `missing ${missing.join(", ")}`);
      await body((root, expected) => askAbout(root, expected, oracle));
    },
  });
}

/** A stanza of preferences. */
function pin(names: string, rule: string, priority: string | number): string {
  return `Package: ${names}\nPin: ${rule}\nPin-Priority: ${priority}\n`;
}

/** A root with one hand-written `sources.list`. */
function oneLine(
  text: string,
  lists: HandMadeRoot["lists"] = {},
): HandMadeRoot {
  return { files: { "etc/apt/sources.list": text }, lists };
}

/** A root with one deb822 file of sources. */
function deb822(text: string, lists: HandMadeRoot["lists"] = {}): HandMadeRoot {
  return { files: { "etc/apt/sources.list.d/a.sources": text }, lists };
}

/** The fields of a deb822 entry for the suite `stable` of `http://ex.org/`. */
function entry(fields: Fields = {}): string {
  return stanza({
    Types: "deb",
    URIs: "http://ex.org/",
    Suites: "stable",
    Components: "main",
    ...fields,
  });
}

/** A root with two suites, of which `testing` has the higher versions of `p` and `q`, and some preferences. */
function pinned(preferences: string, more: HandMadeRoot = {}): HandMadeRoot {
  return {
    suites: {
      stable: { packages: [pkg("p", "1"), pkg("q", "1")] },
      testing: { packages: [pkg("p", "2"), pkg("q", "2")] },
    },
    preferences,
    ...more,
  };
}

/** A root in which `p` 1 is of a release with some fields, `p` 2 of another one, and a pin of 900 is on the first. */
function pinnedRelease(release: Fields, rule: string): HandMadeRoot {
  return {
    suites: {
      stable: { release, packages: [pkg("p", "1")] },
      testing: { release: null, packages: [pkg("p", "2")] },
    },
    preferences: pin("*", rule, 900),
  };
}

/** A root whose only index has this text. */
function onlyIndex(text: string, more: HandMadeRoot = {}): HandMadeRoot {
  return {
    suites: { stable: {} },
    lists: { [indexName("stable")]: text },
    ...more,
  };
}

/** A damaged list, at some lines. */
function damaged(...lines: readonly number[]): Expectation {
  return {
    warnings: lines.map((line) =>
      `APT_LIST_DAMAGED ${LISTS}${indexName("stable")}:${line}`
    ),
    refusal: /could not be parsed/,
  };
}

/** A stanza of preferences that cannot be used. */
function badPreferences(line: number): Expectation {
  return {
    warnings: [`APT_PREFERENCES_INVALID etc/apt/preferences:${line}`],
    refusal: /./,
  };
}

/** An entry of sources.list that cannot be used. */
function badSources(line: number, path = "etc/apt/sources.list"): Expectation {
  return { warnings: [`APT_SOURCES_INVALID ${path}:${line}`], refusal: /./ };
}

/** Bytes of base64. */
function bytes(base64: string): Uint8Array {
  return Uint8Array.fromBase64(base64);
}

// 1. Which index files are read, and their names

statement(
  1,
  "sources.list comes first, then the drop-ins by byte value",
  async (ask) => {
    const drop = "etc/apt/sources.list.d/";
    const line = (suite: string) => `deb http://ex.org/ ${suite} main\n`;
    const suites = ["first", "ten", "nine", "upper", "low", "a", "b"];
    const answer = await ask({
      files: {
        "etc/apt/sources.list": line("first"),
        [`${drop}b.list`]: line("b"),
        [`${drop}a.sources`]: entry({ Suites: "a" }),
        [`${drop}_.list`]: line("low"),
        [`${drop}B.list`]: line("upper"),
        [`${drop}9.list`]: line("nine"),
        [`${drop}10.list`]: line("ten"),
      },
      lists: Object.fromEntries(
        suites.map((suite) => [indexName(suite), pkg("p", "1")]),
      ),
    });
    deepStrictEqual(answer.indexes, [
      ...suites.map((suite) => indexName(suite)),
      "status",
    ]);
  },
);

statement(
  2,
  "entries of one URI and suite are one release, where the first of them stands",
  async (ask) => {
    const name = (suite: string, rest: string) =>
      `ex.org_dists_${suite}_${rest}_Packages`;
    const lists = [
      name("a", "c2_binary-i386"),
      name("a", "c2_binary-amd64"),
      name("a", "c2_binary-all"),
      name("a", "c1_binary-amd64"),
      name("b", "main_binary-amd64"),
    ];
    const answer = await ask(oneLine(
      "deb [arch=i386,amd64] http://ex.org/ a c2\ndeb http://ex.org/ b main\ndeb http://ex.org/ a c1\n",
      Object.fromEntries(lists.map((list) => [list, pkg("p", "1")])),
    ));
    deepStrictEqual(answer.indexes, [...lists, "status"]);
    const twice = [
      "ex.org_dists_a_c1",
      "ex.org_dists_a_c2",
      "ex.org_dists_b_c1",
      "ex.org_dists_b_c2",
      "ex2.org_dists_a_c1",
    ]
      .map((start) => `${start}_binary-amd64_Packages`);
    const listed = await ask(deb822(
      entry({
        URIs: "http://ex.org http://ex2.org",
        Suites: "a b",
        Components: "c1 c2",
      }),
      Object.fromEntries(twice.map((list) => [list, pkg("p", "1")])),
    ));
    deepStrictEqual(listed.indexes, [...twice, "status"]);
  },
);

statement(3, "binary-all is read wherever it is", async (ask) => {
  const lists = {
    [indexName("stable")]: pkg("p", "1"),
    [indexName("stable", "all")]: pkg("a", "1", { Architecture: "all" }),
    ["ex.org_dists_stable_InRelease"]: "Suite: stable\nArchitectures: amd64\n",
  };
  const both = await ask(oneLine("deb http://ex.org/ stable main\n", lists));
  deepStrictEqual(both.candidates, { a: "1", p: "1" });
  const one = await ask(
    oneLine("deb [arch=all] http://ex.org/ stable main\n", lists),
  );
  deepStrictEqual(one.candidates, { a: "1" });
});

statement(
  4,
  "architectures are native and foreign ones unless options say others",
  async (ask) => {
    const lists = Object.fromEntries(
      ["amd64", "i386", "armhf"].map((
        name,
      ) => [indexName("stable", name), pkg("p", "1", { Architecture: name })]),
    );
    const read = async (options: string, more: HandMadeRoot = {}) => {
      const answer = await ask({
        ...oneLine(`deb ${options}http://ex.org/ stable main\n`, lists),
        ...more,
      });
      return answer.indexes.map((name) => /binary-(.*)_/.exec(name)?.[1])
        .filter((name) => name !== undefined);
    };
    deepStrictEqual(await read(""), ["amd64"]);
    deepStrictEqual(await read("", { foreign: ["i386"] }), ["amd64", "i386"]);
    deepStrictEqual(
      await read("", {
        foreign: ["i386"],
        conf: 'APT::Architectures {"armhf";};',
      }),
      ["amd64", "armhf"],
    );
    deepStrictEqual(
      await read("", { conf: 'APT::Architectures {"armhf"; "amd64";};' }),
      ["armhf", "amd64"],
    );
    deepStrictEqual(await read("[arch=armhf,i386] "), ["armhf", "i386"]);
    deepStrictEqual(await read("[arch+=i386] "), ["amd64", "i386"]);
    deepStrictEqual(await read("[arch-=amd64] ", { foreign: ["i386"] }), [
      "i386",
    ]);
    const fields = {
      "Architectures-Add": "i386, armhf",
      "Architectures-Remove": "amd64",
    };
    const listed = await ask(deb822(entry(fields), lists));
    deepStrictEqual(Object.keys(listed.candidates), ["p:armhf", "p:i386"]);
    const only = await ask(
      deb822(entry({ Architectures: "armhf,amd64" }), lists),
    );
    deepStrictEqual(Object.keys(only.candidates), ["p", "p:armhf"]);
  },
);

statement(
  5,
  "a target is read once; options that contradict each other are refused",
  async (ask) => {
    const lists = { [indexName("stable")]: pkg("p", "1") };
    const line = (options = "", type = "deb") =>
      `${type} ${options}http://ex.org/ stable main\n`;
    const twice = await ask(oneLine(line() + line(), lists));
    deepStrictEqual(twice.indexes, [indexName("stable"), "status"]);
    for (
      const [first, second, type] of [
        ["[trusted=yes] ", "[trusted=no] ", "deb"],
        ["[trusted=yes] ", "", "deb"],
        ["", "[trusted=yes] ", "deb"],
        ["[trusted=yes] ", "", "deb-src"],
        ["[signed-by=/a.gpg] ", "[signed-by=/b.gpg] ", "deb"],
        ["[signed-by=/a.gpg] ", "", "deb"],
      ] as const
    ) {
      const answer = await ask(
        oneLine(line(first) + line(second, type), lists),
        badSources(2),
      );
      deepStrictEqual(answer.candidates, { p: "1" });
    }
    await ask(oneLine(line() + line("[signed-by=/a.gpg] "), lists));
  },
);

statement(
  6,
  "two targets with one file name are one, the first",
  async (ask) => {
    const answer = await ask(oneLine(
      "deb http://ex.org/ stable/updates main\ndeb http://ex.org/ stable updates/main\n",
      {
        "ex.org_dists_stable_updates_main_binary-amd64_Packages": pkg("p", "1"),
      },
    ));
    deepStrictEqual(answer.get("p").origins.map(({ component }) => component), [
      "main",
    ]);
  },
);

statement(
  7,
  "Enabled: no skips a stanza; names in any case; comments; deb-src has no packages",
  async (ask) => {
    const lists = { [indexName("stable")]: pkg("p", "1") };
    for (
      const word of ["no", "No", "false", "0", "off", "disable", "without"]
    ) {
      deepStrictEqual(
        (await ask(deb822(entry({ Enabled: word }), lists))).candidates,
        {},
      );
    }
    for (const word of ["yes", "foo", "", "nope"]) {
      deepStrictEqual(
        (await ask(deb822(entry({ Enabled: word }), lists))).candidates,
        { p: "1" },
      );
    }
    const odd =
      "# one\ntYPES: deb\n# two\nuris: http://ex.org/\nSUITES: stable\n#Suites: x\nComponents: main\n";
    deepStrictEqual((await ask(deb822(odd, lists))).candidates, { p: "1" });
    deepStrictEqual(
      (await ask(deb822(entry({ Types: "deb-src" }), lists))).candidates,
      {},
    );
  },
);

statement(8, "drop-in directories take some file names only", async (ask) => {
  const read = ["a.b.pref", "a..pref", "a-b_c:d", "9"];
  const unread = [
    "X.PREF",
    "p+q.pref",
    "sp ace.pref",
    "til~de.pref",
    "a,b.pref",
    "a@b.pref",
    "a.pref.",
    ".hid.pref",
    "x.pref.disabled",
    "ünï.pref",
  ];
  const packages = [...read, ...unread].map((_, number) =>
    pkg(`p${number}`, "1")
  );
  const preferences = [...read, ...unread].map((name, number) => [
    `etc/apt/preferences.d/${name}`,
    pin(`p${number}`, "release a=stable", 600 + number),
  ]);
  const answer = await ask({
    suites: { stable: { packages } },
    files: Object.fromEntries(preferences),
  });
  deepStrictEqual(
    [...read, ...unread].map((_, number) => answer.get(`p${number}`).priority),
    [600, 601, 602, 603, ...unread.map(() => 500)],
  );
  const lists = { [indexName("stable")]: pkg("p", "1") };
  for (
    const [name, isRead] of [
      ["a.list", true],
      ["a", false],
      ["a.LIST", false],
      ["a.list.save", false],
    ] as const
  ) {
    const files = {
      [`etc/apt/sources.list.d/${name}`]: "deb http://ex.org/ stable main\n",
    };
    deepStrictEqual(
      (await ask({ files, lists })).candidates,
      isRead ? { p: "1" } : {},
    );
  }
  for (
    const [name, isRead] of [
      ["a.conf", true],
      ["zz", true],
      ["a.CONF", false],
      ["a.conf~", false],
    ] as const
  ) {
    const files = {
      [`etc/apt/apt.conf.d/${name}`]: 'APT::Default-Release "stable";\n',
    };
    const found = await ask({
      suites: { stable: { packages: [pkg("p", "1")] } },
      files,
    });
    deepStrictEqual(found.priorities, { p: isRead ? 990 : 500 });
  }
});

/** Checks that the index of an entry has a certain name. */
async function assertName(
  ask: Ask,
  line: string,
  name: string,
  isDeb822 = false,
): Promise<void> {
  const root = isDeb822 ? deb822 : oneLine;
  const answer = await ask(root(`${line}\n`, { [name]: pkg("p", "1") }));
  deepStrictEqual(answer.indexes, [name, "status"], line);
}

statement(9, "characters that are escaped in names", async (ask) => {
  const end = "_dists_s_main_binary-amd64_Packages";
  await assertName(
    ask,
    "deb http://ex.org/~me/my_repo s main",
    `ex.org_%7eme_my%5frepo${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/a+,;'():.-?b s main",
    `ex.org_a+,;'():.-?b${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/\\|{}<>^=!@$&* s main",
    `ex.org_%5c%7c%7b%7d%3c%3e%5e%3d%21%40%24%26%2a${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/é%7f s main",
    `ex.org_%c3%a9%7f${end}`,
  );
});

statement(10, "host and port in names", async (ask) => {
  const end = "_dists_s_main_binary-amd64_Packages";
  for (
    const [uri, name] of [
      ["http://H.Ex:8080/Deb", "H.Ex:8080_Deb"],
      ["http://ex.org:80", "ex.org:80"],
      ["http://ex.org:0/x", "ex.org_x"],
      ["http://user:pass@ex.org/x", "ex.org_x"],
      ["http://[2001:db8::1]:81/six", "2001:db8::1:81_six"],
      ["file:/srv/x", "_srv_x"],
      ["file:///srv/x", "_srv_x"],
      ["copy:/srv/x/", "_srv_x"],
      ["mirror+http://ex.org/x", "ex.org_x"],
      ["tor+https://ex.org/x/", "ex.org_x"],
      ["ftp://dbl.ex//two//slash", "dbl.ex__two__slash"],
      ["cdrom:[D_1]/", "D%5f1"],
      ["cdrom:[Debian 12_x]/", "Debian%2012%5fx"],
    ] as const
  ) await assertName(ask, `deb ${uri} s main`, name + end);
});

statement(
  11,
  "one-line files decode %xx once, deb822 files do not",
  async (ask) => {
    const end = "_main_binary-amd64_Packages";
    await assertName(
      ask,
      "deb http://ex.org/a%20b s main",
      `ex.org_a%20b_dists_s${end}`,
    );
    await assertName(
      ask,
      "deb http://ex.org/a%2520b s main",
      `ex.org_a%2520b_dists_s${end}`,
    );
    await assertName(
      ask,
      'deb "http://ex.org/a b" "s" ma"in"',
      `ex.org_a%20b_dists_s${end}`,
    );
    await assertName(
      ask,
      "deb http://ex.org/ a%41 main",
      `ex.org_dists_aA${end}`,
    );
    await assertName(
      ask,
      "deb http://ex.org/ a%zz main",
      `ex.org_dists_a%2525zz${end}`,
    );
    await assertName(
      ask,
      entry({ URIs: "http://ex.org/a%20b", Suites: "s" }),
      `ex.org_a%2520b_dists_s${end}`,
      true,
    );
  },
);

statement(12, "$(ARCH) is the native architecture", async (ask) => {
  const end = "_main_binary-amd64_Packages";
  await assertName(
    ask,
    "deb http://ex.org/$(ARCH)/$(ARCH) s main",
    `ex.org_amd64_amd64_dists_s${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/ s-$(ARCH) main",
    `ex.org_dists_s-%24(ARCH)${end}`,
  );
  await assertName(ask, "deb http://ex.org/ $(ARCH)/", "ex.org_amd64_Packages");
  await assertName(
    ask,
    entry({ URIs: "http://ex.org/$(ARCH)", Suites: "s-$(ARCH)" }),
    `ex.org_amd64_dists_s-amd64${end}`,
    true,
  );
});

statement(13, "names of suites and components", async (ask) => {
  const end = "_binary-amd64_Packages";
  await assertName(
    ask,
    "deb http://ex.org/ a~b+c main",
    `ex.org_dists_a%257eb%252bc_main${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/ ü main",
    `ex.org_dists_%25c3%25bc_main${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/ x_y c~d",
    `ex.org_dists_x%5fy_c%7ed${end}`,
  );
  await assertName(
    ask,
    "deb http://ex.org/ s non/free",
    `ex.org_dists_s_non_free${end}`,
  );
});

statement(14, "names of flat repositories", async (ask) => {
  await assertName(ask, "deb http://flat.ex/ ./", "flat.ex_._Packages");
  await assertName(ask, "deb http://flat.ex/ /", "flat.ex_Packages");
  await assertName(
    ask,
    "deb http://flat.ex/ sub/dir/",
    "flat.ex_sub_dir_Packages",
  );
  await assertName(ask, "deb http://flat.ex/ a~b/", "flat.ex_a%257eb_Packages");
  const answer = await ask({
    ...oneLine("deb http://flat.ex/ ./\n", {
      "flat.ex_._Packages": pkg("p", "1"),
    }),
    preferences: [
      pin("*", "release c=*", 600),
      pin("*", "release b=*", 700),
      pin("*", "release a=*", 800),
    ].join("\n"),
  });
  const [origin] = answer.get("p").origins;
  // the component is there, but empty
  deepStrictEqual([origin?.component, origin?.priority], ["", 600]);
});

statement(15, "InRelease wins over Release; neither is needed", async (ask) => {
  const suite = async (lists: HandMadeRoot["lists"]) => {
    const answer = await ask({
      suites: { stable: { release: null, packages: [pkg("p", "1")] } },
      lists: lists ?? {},
    });
    const [origin] = answer.get("p").origins;
    return `${origin?.suite} ${origin?.trusted}`;
  };
  const start = "ex.org_dists_stable_";
  strictEqual(
    await suite({ [`${start}Release`]: "Suite: plain\n" }),
    "plain false",
  );
  strictEqual(
    await suite({
      [`${start}Release`]: "Suite: plain\n",
      [`${start}InRelease`]: "Suite: inline\n",
    }),
    "inline true",
  );
  strictEqual(await suite({}), " false");
  strictEqual(
    await suite({ [`${start}InRelease.xz`]: "Suite: inline\n" }),
    " false",
  );
});

/** The same stanza in every format that APT knows; its version is the name of the program. */
const PACKED = {
  "": "UGFja2FnZTogcApWZXJzaW9uOiBwbGFpbgpBcmNoaXRlY3R1cmU6IGFtZDY0Cg==",
  xz:
    "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAqUGFja2FnZTogcApWZXJzaW9uOiB4egpBcmNoaXRlY3R1cmU6IGFtZDY0CgAAQrueqN5/o1oAAUMrrVBuVx+2830BAAAAAARZWg==",
  bz2:
    "QlpoOTFBWSZTWaOiCC4AAAbfgAAQQAAVECAAQQA+694QIAAxTRoA0AAFNNJ6mmT0QzSemkBQngR1wEn0vR2bEg3X4sK34x1owVrVjI22LuSKcKEhR0QQXA==",
  lzma:
    "XQAAgAD//////////wAoGEhm29owhf4W7JNt2+nCUIljSn3V4Mm8ZFh1iwHR3PfYc+/Rxt4F6kMi97tuJov//2i+AAA=",
  gz:
    "H4sIAAAAAAAAAwtITM5OTE+1UijgCkstKs7Mz7NSSK/KLOByLErOyCxJTS4pLQLKJuammJlwAQCMIh4hLQAAAA==",
  lz4:
    "BCJNGGRApywAAIBQYWNrYWdlOiBwClZlcnNpb246IGx6NApBcmNoaXRlY3R1cmU6IGFtZDY0CgAAAABSyvZL",
  zst:
    "KLUv/QRYaQEAUGFja2FnZTogcApWZXJzaW9uOiB6c3RkCkFyY2hpdGVjdHVyZTogYW1kNjQKO0sKjA==",
};

statement(
  16,
  "the plain index wins, then xz, bz2, lzma, gz, lz4, zst, unless Order says otherwise",
  async (ask) => {
    const copies = (extensions: readonly string[]) =>
      Object.fromEntries(extensions.map((extension) => [
        indexName("stable") + (extension && `.${extension}`),
        bytes(PACKED[extension as keyof typeof PACKED]),
      ]));
    const extensions = Object.keys(PACKED);
    const versions = ["plain", "xz", "bzip2", "lzma", "gzip", "lz4", "zstd"];
    for (const [first, version] of versions.entries()) {
      const answer = await ask({
        suites: { stable: {} },
        lists: copies(extensions.slice(first)),
      });
      strictEqual(answer.get("p").version, version);
    }
    const ordered = await ask({
      suites: { stable: {} },
      lists: copies(["xz", "lz4", "gz"]),
      conf: 'Acquire::CompressionTypes::Order { "unknown"; "lz4"; "gz"; };',
    });
    strictEqual(ordered.get("p").version, "lz4");
    const plain = (extension: string) => ({
      suites: { stable: {} },
      lists: { [`${indexName("stable")}.${extension}`]: pkg("p", "1") },
    });
    deepStrictEqual((await ask(plain("gz"))).candidates, { p: "1" });
    for (
      const extension of extensions.filter((name) =>
        name !== "" && name !== "gz"
      )
    ) {
      const answer = await ask(plain(extension), {
        warnings: [
          `APT_LIST_DAMAGED ${LISTS}${indexName("stable")}.${extension}`,
        ],
        refusal: /./,
      });
      deepStrictEqual(answer.candidates, {});
    }
  },
);

statement(17, "other files in lists/ are ignored", async (ask) => {
  const answer = await ask({
    suites: { stable: { packages: [pkg("p", "1")] } },
    lists: {
      "auxfiles": "x",
      "lock": "",
      "other.org_dists_stable_main_binary-amd64_Packages": "garbage",
      [`${indexName("stable")}.diff_Index`]: "garbage",
      [`${indexName("stable")}.Z`]: "garbage",
      ["ex.org_dists_stable_main_source_Sources"]: pkg("s", "1"),
    },
  });
  deepStrictEqual(answer.candidates, { p: "1" });
});

// 2. Stanzas and Release files

statement(
  18,
  "names in lower case; no architecture is the architecture none; stanzas of others count",
  async (ask) => {
    deepStrictEqual((await ask(onlyIndex(pkg("PkG", "1")))).candidates, {
      pkg: "1",
    });
    deepStrictEqual(
      (await ask(onlyIndex(pkg("p", "1", { Architecture: null })))).candidates,
      { "p:none": "1" },
    );
    const i386 = { Architecture: "i386" };
    const answer = await ask(
      onlyIndex(pkg("p", "2", i386), { status: [own("p", "1", i386)] }),
    );
    const { version, installedVersion, upgradable } = answer.get("p:i386");
    deepStrictEqual([version, installedVersion, upgradable], ["2", "1", true]);
  },
);

statement(
  19,
  "Architecture: all is native, also in binary-i386",
  async (ask) => {
    const answer = await ask({
      foreign: ["i386"],
      suites: { stable: {} },
      lists: {
        [indexName("stable", "i386")]: pkg("p", "1", { Architecture: "all" }),
      },
    });
    deepStrictEqual(answer.candidates, { p: "1" });
  },
);

statement(20, "the syntax of stanzas", async (ask) => {
  const candidates = async (text: string, expected?: Expectation) =>
    (await ask(onlyIndex(text), expected)).candidates;
  deepStrictEqual(
    await candidates(
      "PACKAGE :p\nversion\t: 1\nVersion:2\nArchitecture:\tamd64",
    ),
    { p: "2" },
  );
  deepStrictEqual(
    await candidates(
      index([pkg("p", "1"), pkg("q", "1")]).replaceAll("\n", "\r\n"),
    ),
    { p: "1", q: "1" },
  );
  deepStrictEqual(await candidates(`${pkg("p", "1")}\n\n\n${pkg("q", "1")}`), {
    p: "1",
    q: "1",
  });
  deepStrictEqual(await candidates(`${pkg("p", "1")} \n${pkg("q", "1")}`), {
    q: "1",
  });
  deepStrictEqual(await candidates(""), {});
  // a comment is a field whose name reaches to the next colon, and swallows it
  deepStrictEqual(
    await candidates("Package: p\n# x\nVersion: 1\nArchitecture: amd64\n"),
    {},
  );
  deepStrictEqual(await candidates(`# x\n${pkg("p", "1")}`, damaged(1)), {});
  // APT refuses more than one blank line in front; storectl reads on
  deepStrictEqual(await candidates(`\n${pkg("p", "1")}`), { p: "1" });
  const blank = await ask(onlyIndex(`\n\n${pkg("p", "1")}`), {
    refusal: /no Package: header/,
  });
  deepStrictEqual(blank.candidates, { p: "1" });
});

statement(
  21,
  "no Version is no version, no Package is an error",
  async (ask) => {
    const nothing = await ask(
      onlyIndex(pkg("p", "", { Version: null }), {
        status: [own("q", "", { Version: null })],
      }),
    );
    deepStrictEqual(nothing.candidates, {});
    const nameless = await ask(
      onlyIndex(index([pkg("p", "1"), "Version: 1\n", pkg("q", "1")])),
      damaged(7),
    );
    deepStrictEqual(nameless.candidates, { p: "1", q: "1" });
    const garbage = await ask(
      onlyIndex(index([pkg("p", "1"), "garbage\n", pkg("q", "1")])),
      damaged(7),
    );
    deepStrictEqual(garbage.candidates, { p: "1" });
    // what only APT's solver needs, storectl does not look at
    const relation = await ask(onlyIndex(pkg("p", "1", { Depends: "(x" })), {
      refusal: /./,
    });
    deepStrictEqual(relation.candidates, { p: "1" });
    const digest = await ask(
      onlyIndex(pkg("p", "1", { "Description-md5": "abc" })),
      { ...damaged(1), refusal: /Malformed Description-md5/ },
    );
    deepStrictEqual(digest.candidates, { p: "1" });
  },
);

statement(22, "sizes and Multi-Arch", async (ask) => {
  const answer = await ask(onlyIndex(index([
    pkg("a", "1", { "Installed-Size": "12x", Size: 99999999999 }),
    pkg("b", "1", { "Multi-Arch": "foo" }),
    pkg("c", "1", { "Multi-Arch": "same", Architecture: "all" }),
    pkg("d", "1", { "Multi-Arch": "same" }),
    pkg("e", "1", { "Multi-Arch": "foreign", Architecture: "all" }),
    pkg("f", "1", { "Multi-Arch": "allowed" }),
  ])));
  strictEqual(answer.get("a").installedSize, 12 * 1024);
  strictEqual(answer.get("a").size, 99999999999);
  deepStrictEqual(answer.pick(({ multiArch }) => multiArch), {
    a: "no",
    b: "no",
    c: "no",
    d: "same",
    e: "foreign",
    f: "allowed",
  });
});

statement(23, "the fields of Release", async (ask) => {
  const path = `${LISTS}ex.org_dists_stable_InRelease`;
  const read = async (text: string, expected?: Expectation) => {
    const answer = await ask({
      suites: {
        stable: { packages: [pkg("p", "1")] },
        testing: { packages: [pkg("q", "1")] },
      },
      files: { [path]: text },
    }, expected);
    return answer.get("p").origins[0]!;
  };
  const folded = await read(
    "Suite:   a \t\nOrigin: X\n Y\nLABEL: l\nLabel: last\n\nCodename: second\n",
  );
  deepStrictEqual(
    [folded.suite, folded.origin, folded.label, folded.codename],
    ["a", "X\n Y", "last", ""],
  );
  strictEqual((await read("Foo: bar\n")).suite, "");
  const signed =
    "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSuite: s\n- -X: y\nVersion: 3\n" +
    "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n";
  strictEqual((await read(signed)).version, "3");
  for (const word of ["yes", "TRUE", "with", "on", "Enable", "1"]) {
    strictEqual((await read(`NotAutomatic: ${word}\n`)).priority, 1);
  }
  for (
    const word of ["no", "false", "without", "off", "disable", "0", "maybe", ""]
  ) {
    strictEqual((await read(`NotAutomatic: ${word}\n`)).priority, 500);
  }
  const empty = { warnings: [`APT_RELEASE_INVALID ${path}:1`], refusal: /./ };
  strictEqual((await read("", empty)).suite, "");
});

statement(24, "the last word on Essential counts; Source", async (ask) => {
  const yes = { Essential: "yes" };
  const no = { Essential: "no" };
  const answer = await ask({
    foreign: ["i386"],
    suites: {
      stable: {
        packages: [
          pkg("a", "1", yes),
          pkg("b", "1", no),
          pkg("c", "1", yes),
          pkg("d", "1"),
          pkg("e", "9", yes),
          pkg("f", "1", yes),
          pkg("apt", "1", no),
          pkg("g", "1", { ...yes, Architecture: "i386" }),
          pkg("g", "1"),
        ],
      },
      testing: {
        packages: [
          pkg("a", "2", no),
          pkg("b", "2", yes),
          pkg("c", "2"),
          pkg("d", "2"),
          pkg("e", "1", no),
          pkg("f", "2", { Essential: "maybe" }),
        ],
      },
    },
    status: [own("d", "0", yes)],
  });
  deepStrictEqual(answer.pick(({ essential }) => essential), {
    a: false,
    apt: true,
    b: true,
    c: true,
    d: true,
    e: false,
    f: true,
    g: false,
    "g:i386": true,
  });
  const sources = await ask(onlyIndex(index([
    pkg("a", "1+b1"),
    pkg("b", "1+b1", { Source: "s" }),
    pkg("c", "1+b1", { Source: "s (1)" }),
    pkg("d", "1", { Source: "s  (2) x" }),
  ])));
  deepStrictEqual(
    sources.pick(({ source, sourceVersion }) => `${source} ${sourceVersion}`),
    {
      a: "a 1+b1",
      b: "s 1+b1",
      c: "s 1",
      d: "s 2",
    },
  );
});

statement(
  25,
  "the summary is that of the first version with the Description-md5",
  async (ask) => {
    const described = (
      version: string,
      text: string,
      digit: string,
      more: Fields = {},
    ) =>
      pkg("p", version, {
        Description: text,
        "Description-md5": digit.repeat(32),
        ...more,
      });
    const i386 = { Architecture: "i386" };
    const answer = await ask({
      foreign: ["i386"],
      suites: {
        stable: { packages: [described("1", "first", "a")] },
        testing: {
          packages: [
            described("2", "second", "a"),
            described("2", "foreign", "a", i386),
          ],
        },
      },
    });
    deepStrictEqual(answer.pick(({ summary }) => summary), {
      p: "first",
      "p:i386": "first",
    });
    const others = await ask({
      suites: {
        stable: {
          packages: [
            described("1", "first", "a"),
            pkg("p", "3", { Description: "no digest" }),
          ],
        },
        testing: { packages: [described("2", "second", "b")] },
      },
      preferences: pin("p", "version 2", 900),
    });
    strictEqual(others.get("p").summary, "second");
  },
);

statement(26, "trusted", async (ask) => {
  const trusted = async (options: string, names: readonly string[]) => {
    const answer = await ask({
      ...oneLine(`deb ${options}http://ex.org/ stable main\n`),
      lists: {
        [indexName("stable")]: pkg("p", "1"),
        ...Object.fromEntries(
          names.map((
            name,
          ) => [`ex.org_dists_stable_${name}`, "Suite: stable\n"]),
        ),
      },
      status: [own("q", "1")],
    });
    strictEqual(answer.get("q").origins[0]?.trusted, false);
    return answer.get("p").origins[0]?.trusted;
  };
  strictEqual(await trusted("", ["InRelease"]), true);
  strictEqual(await trusted("", ["Release"]), false);
  strictEqual(await trusted("", ["Release", "Release.gpg"]), true);
  strictEqual(await trusted("", []), false);
  strictEqual(await trusted("[trusted=yes] ", []), true);
  strictEqual(await trusted("[trusted=no] ", ["InRelease"]), false);
});

// 3. When two stanzas are one version

/** A root in which `p` stands once in each of the suites s1, s2, ... */
function inSuites(...packages: readonly string[]): HandMadeRoot {
  return {
    suites: Object.fromEntries(
      packages.map((text, number) => [`s${number + 1}`, { packages: [text] }]),
    ),
  };
}

/** The suites of the candidate of `p`. */
function suitesOf(answer: Answer): readonly string[] {
  return answer.get("p").origins.map(({ suite }) => suite);
}

statement(
  27,
  "equal versions and builds are one entry, other builds come behind",
  async (ask) => {
    const other = { "Installed-Size": 11 };
    const answer = await ask(
      inSuites(
        pkg("p", "1"),
        pkg("p", "1", other),
        pkg("p", "2"),
        pkg("p", "1"),
        pkg("p", "1", other),
      ),
    );
    deepStrictEqual(answer.table("p"), ["2 500", "1 500", "1 500"]);
    const equal = await ask(
      inSuites(pkg("p", "1"), pkg("p", "1", other), pkg("p", "1")),
    );
    deepStrictEqual(suitesOf(equal), ["s1", "s3"]);
  },
);

statement(28, "what makes a build", async (ask) => {
  const joined = async (a: Fields, b: Fields) =>
    suitesOf(await ask(inSuites(pkg("p", "1", a), pkg("p", "1", b)))).length ===
      2;
  for (
    const field of ["Depends", "Pre-Depends", "Conflicts", "Breaks", "Replaces"]
  ) {
    ok(!await joined({ [field]: "a" }, { [field]: "b" }), field);
    ok(!await joined({ [field]: "a" }, {}), field);
  }
  ok(!await joined({ "Installed-Size": 1 }, { "Installed-Size": 2 }));
  ok(!await joined({ "Multi-Arch": "same" }, { "Multi-Arch": "foreign" }));
  ok(!await joined({ Architecture: "all" }, {}));
  ok(!await joined({ Size: 1 }, { Size: 2 }));
  ok(await joined({ Size: 1 }, {}));
  const lent = await ask(
    inSuites(
      pkg("p", "1"),
      pkg("p", "1", { Size: 2 }),
      pkg("p", "1", { Size: 3 }),
    ),
  );
  deepStrictEqual([suitesOf(lent), lent.get("p").size], [["s1", "s2"], 2]);
  for (
    const field of [
      "Section",
      "Priority",
      "Source",
      "Recommends",
      "Suggests",
      "Enhances",
      "Provides",
      "Maintainer",
      "Description",
      "Homepage",
      "SHA256",
      "Filename",
    ]
  ) {
    ok(await joined({ [field]: "a" }, { [field]: "b" }), field);
  }
});

statement(
  29,
  "the hash of a build ignores white space, = and 0:, and letter case, but not order",
  async (ask) => {
    const joined = async (a: Fields, b: Fields) =>
      suitesOf(await ask(inSuites(pkg("p", "1", a), pkg("p", "1", b))))
        .length === 2;
    ok(await joined({ Depends: "a (>= 0:1), b" }, { Depends: "A(>1),b" }));
    ok(await joined({ Depends: "a,\n b" }, { Depends: "a,b" }));
    ok(!await joined({ Depends: "a, b" }, { Depends: "b, a" }));
    ok(await joined({ Depends: "a" }, { Conflicts: "a" }));
  },
);

statement(30, "joined entries show the first spelling", async (ask) => {
  const answer = await ask({
    suites: { stable: { packages: [pkg("p", "1.0-0")] } },
    status: [own("p", "1.0")],
  });
  const { version, installedVersion, upgradable } = answer.get("p");
  deepStrictEqual([version, installedVersion, upgradable], [
    "1.0-0",
    "1.0-0",
    false,
  ]);
  const all = await ask(
    inSuites(pkg("p", "0:1.0"), pkg("p", "1.0-0"), pkg("p", "1.0")),
  );
  deepStrictEqual([all.get("p").version, suitesOf(all)], ["0:1.0", [
    "s1",
    "s2",
    "s3",
  ]]);
});

statement(31, "dpkg's status is read last", async (ask) => {
  const same = await ask({
    ...inSuites(pkg("p", "1"), pkg("p", "1")),
    status: [own("p", "1")],
  });
  deepStrictEqual(suitesOf(same), ["s1", "s2", "now"]);
  const other = await ask({
    ...inSuites(pkg("p", "1")),
    status: [own("p", "1", { "Installed-Size": 9 })],
  });
  deepStrictEqual(other.table("p"), ["1 500", "*1 100"]);
});

statement(
  32,
  "a stanza that is repeated in a file counts twice",
  async (ask) => {
    const answer = await ask(
      onlyIndex(index([pkg("p", "1"), pkg("q", "1"), pkg("p", "1")])),
    );
    deepStrictEqual(answer.get("p").origins.map(({ filename }) => filename), [
      indexName("stable"),
      indexName("stable"),
    ]);
  },
);

// 4. Priorities

statement(33, "priorities of files without pins", async (ask) => {
  const priority = async (release: Fields) => {
    const answer = await ask({
      suites: { stable: { release, packages: [pkg("p", "1")] } },
      status: [own("q", "1")],
    });
    strictEqual(answer.get("q").priority, 100);
    return answer.get("p").priority;
  };
  strictEqual(await priority({}), 500);
  strictEqual(await priority({ NotAutomatic: "yes" }), 1);
  strictEqual(
    await priority({ NotAutomatic: "yes", ButAutomaticUpgrades: "yes" }),
    100,
  );
  strictEqual(await priority({ ButAutomaticUpgrades: "yes" }), 100);
});

statement(
  34,
  "APT::Default-Release is a generic pin of 990 before all others",
  async (ask) => {
    const release = { Codename: "bookworm", Version: "12.5" };
    const root = (value: string, more: HandMadeRoot = {}): HandMadeRoot => ({
      suites: {
        stable: { release, packages: [pkg("p", "1"), pkg("q", "1")] },
        testing: {
          release: { NotAutomatic: "yes" },
          packages: [pkg("p", "2"), pkg("q", "2")],
        },
      },
      conf: `APT::Default-Release "${value}";\n`,
      ...more,
    });
    for (
      const value of [
        "stable",
        "st*",
        "bookworm",
        "12*",
        "12.5",
        "a=stable",
        "n=bookworm",
        "/^STABLE$/",
      ]
    ) {
      deepStrictEqual((await ask(root(value))).priorities, { p: 990, q: 990 });
      deepStrictEqual((await ask(root(value))).candidates, { p: "1", q: "1" });
    }
    const generic = pin("*", "release a=testing", 995);
    deepStrictEqual(
      (await ask(
        root("testing", { preferences: pin("*", "release a=testing", 1) }),
      )).priorities,
      { p: 990, q: 990 },
    );
    deepStrictEqual(
      (await ask(root("stable", { preferences: generic }))).candidates,
      { p: "2", q: "2" },
    );
    const specific = await ask(
      root("stable", { preferences: pin("q", "release a=testing", 991) }),
    );
    deepStrictEqual(specific.priorities, { p: 990, q: 991 });
    for (const value of ["now", "", "a=nowhere", "z=1"]) {
      deepStrictEqual((await ask(root(value))).priorities, { p: 500, q: 500 });
    }
    for (const value of ["nowhere", "13", "origin=x"]) {
      const answer = await ask(root(value), {
        refusal: /is invalid for APT::Default-Release/,
        warnings: ["APT_CONFIG_INVALID "],
      });
      deepStrictEqual(answer.priorities, { p: 500, q: 500 });
    }
  },
);

statement(
  35,
  "Package: * sets file priorities, and the first match wins",
  async (ask) => {
    const both = [
      pin("*", "release a=stable", 700),
      pin("*", "release a=stable", 800),
    ].join("\n");
    const answer = await ask(pinned(both));
    deepStrictEqual(answer.table("p"), ["2 500", "1 700"]);
    deepStrictEqual(answer.get("p").origins[0]?.priority, 700);
    const version = await ask(pinned(pin("*", "version 1", 900)));
    deepStrictEqual(version.priorities, { p: 500, q: 500 });
    const origin = await ask(pinned(pin("*", "origin ex.org", 600)));
    deepStrictEqual(origin.priorities, { p: 600, q: 600 });
  },
);

statement(
  36,
  "all other pins set version priorities; the first match in the file wins",
  async (ask) => {
    const order = [
      pin("/^p$/", "release a=stable", 601),
      pin("p", "release a=stable", 602),
      pin("*", "release a=stable", 700),
    ];
    const answer = await ask(pinned(order.join("\n")));
    deepStrictEqual(answer.priorities, { p: 601, q: 700 });
    deepStrictEqual(answer.get("p").origins[0]?.priority, 700);
    for (const names of ["* foo", "foo *", "*:amd64"]) {
      const found = await ask(
        pinned(
          [
            pin("*", "release a=stable", 700),
            pin(names, "release a=stable", 600),
          ].join("\n"),
        ),
      );
      deepStrictEqual(found.priorities, { p: 600, q: 600 });
    }
  },
);

statement(
  37,
  "preferences come first, then the drop-ins by byte value",
  async (ask) => {
    const at = (priority: number, ...names: string[]) =>
      names.map((name) => pin(name, "release a=stable", priority)).join("\n");
    const answer = await ask(pinned(at(601, "p"), {
      files: {
        "etc/apt/preferences.d/b": at(605, "p", "q"),
        "etc/apt/preferences.d/B": at(604, "p", "q"),
        "etc/apt/preferences.d/9": at(603, "p", "q"),
        "etc/apt/preferences.d/10": at(602, "p"),
      },
    }));
    deepStrictEqual(answer.priorities, { p: 601, q: 603 });
  },
);

statement(
  38,
  "specific pins beat generic ones wherever they stand",
  async (ask) => {
    const answer = await ask(
      pinned(
        [pin("*", "release a=stable", 999), pin("p", "release a=*", 2)].join(
          "\n",
        ),
      ),
    );
    deepStrictEqual([answer.candidates, answer.priorities], [
      { p: "2", q: "1" },
      { p: 2, q: 999 },
    ]);
  },
);

statement(39, "the Package field of pins", async (ask) => {
  const priorities = async (names: string, more: HandMadeRoot = {}) => {
    const answer = await ask(
      pinned(pin(names, "release a=*", 600), { foreign: ["i386"], ...more }),
    );
    return Object.entries(answer.priorities).filter(([, priority]) =>
      priority === 600
    ).map(([name]) => name).join(" ");
  };
  strictEqual(await priorities("p q"), "p q");
  strictEqual(await priorities("z\n p\tq"), "p q");
  strictEqual(await priorities("p,q"), "");
  strictEqual(await priorities("P"), "");
  strictEqual(await priorities("P*"), "p");
  for (const names of ["?", "[p-q]", "/^[P-Q]$/", "*:any", "? ?"]) {
    strictEqual(await priorities(names), "p q");
  }
  strictEqual(await priorities("/p/"), "p");
  const i386 = { Architecture: "i386" };
  const suites = {
    stable: {
      packages: [
        pkg("p", "1"),
        pkg("p", "1", i386),
        pkg("a", "1", { Architecture: "all" }),
      ],
    },
  };
  for (
    const [names, want] of [
      ["p", "p"],
      ["*", "a p p:i386"],
      ["? ?", "a p"],
      ["a", "a"],
      ["a:amd64", "a"],
      ["p:i386", "p:i386"],
      ["?:i386", "p:i386"],
      ["p:any", "p p:i386"],
      ["p:*", "p p:i386"],
      ["p:linux-any", "p p:i386"],
      ["p:any-i386", "p:i386"],
      ["p:native", ""],
      ["a:all", ""],
      ["p:", "p"],
    ] as const
  ) strictEqual(await priorities(names, { suites }), want, names);
  // a relation to name:any makes a second name, by which a pattern without an architecture means all
  for (
    const mention of [
      pkg("m", "1", { Depends: "p:any" }),
      pkg("m", "1", { Suggests: "x | p:any (>= 1)" }),
    ]
  ) {
    const mentioned = {
      suites: { stable: { packages: [...suites.stable.packages, mention] } },
    };
    strictEqual(await priorities("p*", mentioned), "p p:i386");
    strictEqual(await priorities("/^p/", mentioned), "p p:i386");
    strictEqual(await priorities("p", mentioned), "p");
    strictEqual(await priorities("p*:amd64", mentioned), "p");
    strictEqual(await priorities("/p$/", mentioned), "p");
  }
  const allowed = {
    suites: {
      stable: {
        packages: [
          pkg("p", "1", { "Multi-Arch": "allowed" }),
          pkg("p", "1", i386),
        ],
      },
    },
  };
  strictEqual(await priorities("p*", allowed), "p p:i386");
});

statement(40, "src: pins all binaries of a source", async (ask) => {
  const s = { Source: "s (7)" };
  const i386 = { ...s, Architecture: "i386" };
  const root = (names: string, rule = "release a=stable"): HandMadeRoot => ({
    foreign: ["i386"],
    suites: {
      stable: {
        packages: [
          pkg("a", "1", s),
          pkg("b", "1", s),
          pkg("b", "1", i386),
          pkg("s", "1", { Source: "t" }),
        ],
      },
    },
    preferences: pin(names, rule, 600),
  });
  const pinnedBy = async (names: string, rule?: string) =>
    Object.entries((await ask(root(names, rule))).priorities).filter((
      [, value],
    ) => value === 600).map(([name]) => name).join(" ");
  strictEqual(await pinnedBy("src:s"), "a b");
  strictEqual(await pinnedBy("src:S*"), "a b");
  strictEqual(await pinnedBy("src:S"), "");
  strictEqual(await pinnedBy("src:/s$/"), "a b");
  strictEqual(await pinnedBy("src:s:i386"), "b:i386");
  strictEqual(await pinnedBy("src:s:any"), "a b b:i386");
  strictEqual(await pinnedBy("src:s:native"), "");
  strictEqual(await pinnedBy("src:s", "version 1"), "a b");
  strictEqual(await pinnedBy("src:s", "version 7"), "");
});

statement(41, "Pin: version", async (ask) => {
  const matches = async (version: string, pattern: string) => {
    const answer = await ask({
      ...inSuites(pkg("p", version)),
      preferences: pin("p", `version ${pattern}`, 600),
    });
    return answer.get("p").priority === 600;
  };
  for (
    const [version, pattern] of [
      ["2.0", "2.0"],
      ["2.0RC1", "2.0rc1"],
      ["2.0-1", "2.0*"],
      ["1-1+b2", "*b2*"],
      ["2.0", "?.0"],
      ["2.0", "/^2/"],
      ["1:2.0", "1:2*"],
      ["2.0-1", "/0-/"],
      ["2.0", "2.0*"],
    ] as const
  ) ok(await matches(version, pattern), `${version} ${pattern}`);
  for (
    const [version, pattern] of [
      ["2.0rc1-1", "*rc1*"],
      ["2.0-1", "[12].0*"],
      ["1:2.0", "2.0"],
      ["1:2.0", "2*"],
      ["2.0", ""],
      ["2.0", "2"],
      ["2.0-1", "2.0"],
    ] as const
  ) ok(!await matches(version, pattern), `${version} ${pattern}`);
  // the spelling that is shown counts
  const joined = {
    ...inSuites(pkg("p", "1.0-0"), pkg("p", "1.0")),
    preferences: pin("p", "version 1.0", 600),
  };
  deepStrictEqual((await ask(joined)).priorities, { p: 500 });
});

statement(42, "Pin: release", async (ask) => {
  const release = {
    Suite: "Stable",
    Codename: "bookworm",
    Version: "12.5",
    Origin: "De bian",
    Label: "L",
  };
  const matches = async (rule: string, fields: Fields = release) =>
    (await ask(pinnedRelease(fields, `release ${rule}`))).get("p").version ===
      "1";
  for (
    const rule of [
      "a=stable",
      "n=book*",
      "v=12*",
      "v=12.5",
      "o=de bian",
      "l=/l/",
      "a=stable , o=De bian",
      "A=stable,N=bookworm",
      "a=x, a=stable",
      "12*",
      "stable",
      "bookworm",
      "/book/",
      "x=y,a=stable",
    ]
  ) ok(await matches(rule), rule);
  for (
    const rule of [
      "a=testing",
      "a=stable,n=sid",
      "a=stable,o=Debian",
      "v=11*",
      "11*",
      "sid",
      "",
      "x=y",
      "a = stable",
      "a=",
      'a="stable"',
      "o=De\\,bian",
    ]
  ) ok(!await matches(rule), rule);
  ok(
    !await matches("l=*", { Suite: "stable" }),
    "a field that is missing matches nothing",
  );
  // * is everything, dpkg's status too; an empty rule is dpkg's status alone
  const status = async (rule: string) => {
    const answer = await ask({
      ...inSuites(pkg("p", "1")),
      status: [own("q", "1")],
      preferences: pin("*", `release ${rule}`, 600),
    });
    return answer.priorities;
  };
  deepStrictEqual(await status("*"), { p: 600, q: 600 });
  for (const rule of ["", "x=y", "a = x", "a=", "a=now", "now"]) {
    deepStrictEqual(await status(rule), { p: 500, q: 600 }, rule);
  }
  deepStrictEqual(
    await status(`${"x=y,".repeat(18)}a=s1`),
    { p: 600, q: 100 },
    "19 fragments",
  );
  deepStrictEqual(
    await status(`${"x=y,".repeat(19)}a=s1`),
    { p: 500, q: 600 },
    "20 fragments",
  );
  // c= and b= are about the index file
  const lists = {
    [indexName("stable")]: pkg("p", "1", { Architecture: "i386" }),
    [indexName("stable", "i386")]: pkg("q", "1", { Architecture: "i386" }),
  };
  const file = async (rule: string) =>
    (await ask({
      foreign: ["i386"],
      suites: { stable: {} },
      lists,
      preferences: pin("*", `release ${rule}`, 600),
    })).priorities;
  deepStrictEqual(await file("b=i386"), { "p:i386": 500, "q:i386": 600 });
  deepStrictEqual(await file("c=MAIN,b=amd64"), {
    "p:i386": 600,
    "q:i386": 500,
  });
  deepStrictEqual(await file("c=contrib"), { "p:i386": 500, "q:i386": 500 });
  ok(
    await matches(`a=stable,x=${"z".repeat(285)},a=testing`),
    "text behind 299 bytes is cut",
  );
});

statement(43, "Pin: origin", async (ask) => {
  const priorities = async (rule: string) => {
    const answer = await ask({
      ...oneLine(
        "deb http://u@Ex.org:8080/x stable main\ndeb file:/srv stable main\n",
        {
          "Ex.org:8080_x_dists_stable_main_binary-amd64_Packages": pkg(
            "p",
            "1",
          ),
          "_srv_dists_stable_main_binary-amd64_Packages": pkg("q", "1"),
        },
      ),
      status: [own("r", "1")],
      preferences: pin("*", `origin ${rule}`, 600),
    });
    return Object.entries(answer.priorities).filter(([, value]) =>
      value === 600
    ).map(([name]) => name).join(" ");
  };
  for (const rule of ["ex.org", '"EX.ORG"', "*.org", "/x.o/"]) {
    strictEqual(await priorities(rule), "p", rule);
  }
  for (const rule of ["", '""']) strictEqual(await priorities(rule), "q", rule);
  strictEqual(await priorities("*"), "p q");
  for (const rule of ["http://ex.org", "ex", "ex.org:8080", "u@ex.org"]) {
    strictEqual(await priorities(rule), "", rule);
  }
});

statement(
  44,
  "letter case of non-ASCII does not count where the locale knows the letters",
  async (ask) => {
    const locale = Deno.env.get("LC_ALL") || Deno.env.get("LC_CTYPE") ||
      Deno.env.get("LANG") || "C";
    const expected = /utf-?8/i.test(locale)
      ? {}
      : { unasked: `APT runs under ${locale}` };
    for (const rule of ["l=é", "l=*é*", "l=/^é$/"]) {
      strictEqual(
        (await ask(pinnedRelease({ Label: "É" }, `release ${rule}`), expected))
          .get("p").version,
        "1",
        rule,
      );
    }
  },
);

statement(45, "priorities of pins", async (ask) => {
  const priority = async (value: string | number, expected?: Expectation) =>
    (await ask(pinned(pin("p", "version 2", value)), expected)).table("p")[0];
  for (
    const [value, want] of [
      ["+600", 600],
      ["600abc", 600],
      ["1e3", 1],
      [32767, 32767],
      [-32768, -32767],
      [" 7", 7],
      ["-5", -5],
    ] as const
  ) strictEqual(await priority(value), `2 ${want}`);
  for (
    const value of [
      "0",
      "",
      "high",
      "0x10",
      "40000",
      "-32769",
      "never",
      "99999999999999999999",
    ]
  ) {
    strictEqual(await priority(value, badPreferences(3)), "2 500");
  }
  strictEqual(
    (await ask(pinned("Package: p\nPin: version 2\n"), badPreferences(1)))
      .table("p")[0],
    "2 500",
  );
  const never = [
    pin("*", "release a=testing", 700),
    pin("p", "version 2", 800),
    pin("*", "release a=testing", "never"),
  ];
  const answer = await ask(pinned(never.join("\n")));
  deepStrictEqual(answer.table("p"), ["2 -32768", "1 500"]);
  const both = await ask({
    ...inSuites(pkg("p", "1"), pkg("p", "1")),
    preferences: [pin("*", "release a=s1", "never"), pin("p", "version 1", 800)]
      .join("\n"),
  });
  deepStrictEqual(both.table("p"), ["1 800"]);
});

statement(
  46,
  "stanzas of preferences that are ignored or refused",
  async (ask) => {
    const good = pin("q", "version 1", 900);
    for (
      const bad of [
        "Package: p\nPin-Priority: 900\n",
        pin("p", "foo 1", 900),
        "Package: p\nPin-Priority: x\n",
      ]
    ) {
      deepStrictEqual((await ask(pinned(`${bad}\n${good}`))).priorities, {
        p: 500,
        q: 900,
      });
    }
    const nameless = "\nPin: version 1\nPin-Priority: 900\n";
    deepStrictEqual(
      (await ask(pinned(good + nameless), badPreferences(5))).priorities,
      { p: 500, q: 900 },
    );
    deepStrictEqual(
      (await ask(pinned(`${good}\ngarbage\n`), badPreferences(5))).priorities,
      { p: 500, q: 900 },
    );
    deepStrictEqual(
      (await ask(pinned(pin("p", "version 1", 900) + good))).priorities,
      { p: 500, q: 900 },
    );
    const odd =
      "# one\n\nPACKAGE:\tq\r\n# two\nPin:\tVERSION\t1\r\npin-priority:  900\r\n";
    deepStrictEqual((await ask(pinned(odd))).priorities, { p: 500, q: 900 });
  },
);

statement(47, "the priority of a version", async (ask) => {
  const two = (preferences: string): HandMadeRoot => ({
    ...inSuites(pkg("p", "1"), pkg("p", "1")),
    preferences,
  });
  deepStrictEqual((await ask(two(pin("p", "release a=s2", 50)))).priorities, {
    p: 50,
  });
  deepStrictEqual((await ask(two(pin("*", "release a=s2", 50)))).priorities, {
    p: 500,
  });
  deepStrictEqual((await ask(two(pin("*", "release a=s2", 700)))).priorities, {
    p: 700,
  });
  const left = own("p", "1", { Status: "deinstall ok config-files" });
  const config = await ask({ ...inSuites(pkg("p", "0")), status: [left] });
  deepStrictEqual(config.table("p"), ["1 -1", "0 500"]);
  const merged = await ask({
    ...inSuites(pkg("p", "1")),
    status: [own("p", "1")],
    preferences: pin("p", "release a=now", 50),
  });
  deepStrictEqual(merged.table("p"), ["*1 50"]);
});

// 5. Candidate

statement(
  48,
  "highest priority, then highest version, then first entry; no downgrades below 1000",
  async (ask) => {
    const priority = await ask(pinned(pin("p", "version 1", 501)));
    deepStrictEqual(priority.candidates, { p: "1", q: "2" });
    const first = await ask(
      inSuites(
        pkg("p", "1", { Section: "a" }),
        pkg("p", "1", { Section: "b", "Installed-Size": 11 }),
      ),
    );
    strictEqual(first.get("p").section, "a");
    const down = await ask({
      ...inSuites(pkg("p", "1")),
      status: [own("p", "2")],
    });
    deepStrictEqual(down.candidates, { p: "2" });
  },
);

statement(49, "a priority of 1000 downgrades, 999 does not", async (ask) => {
  const root = (priority: number): HandMadeRoot => ({
    suites: {
      stable: { packages: [pkg("p", "1")] },
      testing: { packages: [pkg("p", "3")] },
    },
    status: [own("p", "2")],
    preferences: pin("p", "version 1", priority),
  });
  deepStrictEqual((await ask(root(1000))).candidates, { p: "1" });
  deepStrictEqual((await ask(root(999))).candidates, { p: "3" });
  deepStrictEqual((await ask(root(990))).candidates, { p: "3" });
});

statement(50, "what the installed version competes with", async (ask) => {
  const candidate = async (
    release: Fields,
    status: readonly string[] = [own("p", "1")],
  ) =>
    (await ask({
      suites: { stable: { release, packages: [pkg("p", "2")] } },
      status,
    })).candidates;
  const backports = { NotAutomatic: "yes", ButAutomaticUpgrades: "yes" };
  deepStrictEqual(await candidate({ NotAutomatic: "yes" }), { p: "1" });
  deepStrictEqual(await candidate(backports), { p: "2" });
  deepStrictEqual(await candidate({}), { p: "2" });
  deepStrictEqual(await candidate({ NotAutomatic: "yes" }, []), { p: "2" });
  const fresh = await ask({
    suites: {
      stable: { packages: [pkg("p", "1")] },
      backports: { release: backports, packages: [pkg("p", "2")] },
    },
  });
  deepStrictEqual(fresh.candidates, { p: "1" });
  const merged = await ask({
    suites: {
      stable: { packages: [pkg("p", "1")] },
      backports: { release: backports, packages: [pkg("p", "2")] },
    },
    status: [own("p", "1")],
  });
  deepStrictEqual(merged.priorities, { p: 500 });
});

statement(
  51,
  "what is left as config-files is no candidate unless a pin says so",
  async (ask) => {
    const status = [own("p", "1", { Status: "deinstall ok config-files" })];
    deepStrictEqual(
      (await ask({ status, ...inSuites(pkg("q", "1")) })).candidates,
      { q: "1" },
    );
    const answer = await ask({
      status,
      ...inSuites(pkg("q", "1")),
      preferences: pin("p", "version 1", 7),
    });
    deepStrictEqual(answer.priorities, { p: 7, q: 500 });
    deepStrictEqual([answer.get("p").installed, answer.get("p").state], [
      false,
      "deinstall ok config-files",
    ]);
  },
);

statement(
  52,
  "nothing but negative priorities: no candidate, also for what is installed",
  async (ask) => {
    const answer = await ask({
      ...inSuites(pkg("p", "2")),
      status: [own("p", "1")],
      preferences: pin("p", "release a=*", -1),
    });
    const { version, installedVersion, upgradable, priority } = answer.get("p");
    deepStrictEqual([version, installedVersion, upgradable, priority], [
      null,
      "1",
      false,
      null,
    ]);
    deepStrictEqual(answer.get("p").origins, []);
  },
);

statement(53, "dpkg's states", async (ask) => {
  const installed = async (status: string, expected?: Expectation) => {
    const answer = await ask({
      ...inSuites(pkg("p", "1")),
      status: [own("p", "1", { Status: status })],
    }, expected);
    return answer.get("p").installed;
  };
  for (
    const word of [
      "half-installed",
      "unpacked",
      "half-configured",
      "triggers-awaited",
      "triggers-pending",
      "installed",
      "INSTALLED",
    ]
  ) {
    strictEqual(await installed(`install ok ${word}`), true, word);
  }
  strictEqual(await installed("deinstall ok installed"), true);
  for (
    const status of [
      "unknown ok not-installed",
      "deinstall ok config-files",
      "purge ok not-installed",
    ]
  ) {
    strictEqual(await installed(status), false, status);
  }
  strictEqual(
    await installed("install  ok installed", {
      refusal: /Status/,
      warnings: ["APT_STATUS_INVALID var/lib/dpkg/status:1"],
    }),
    false,
  );
  // of two stanzas the last one that is installed counts
  const two = (a: Fields, b: Fields) =>
    ask({
      ...inSuites(pkg("p", "3")),
      status: [own("p", "2", a), own("p", "1", b)],
    });
  strictEqual((await two({}, {})).get("p").installedVersion, "1");
  const left = { Status: "deinstall ok config-files" };
  await two(left, {});
  await two({}, left);
  // nothing to reinstall from: APT cannot open its cache; storectl answers
  for (const flag of ["reinstreq", "hold", "hold-reinstreq"]) {
    const answer = await ask({
      ...inSuites(pkg("p", "1")),
      status: [own("q", "1", { Status: `install ${flag} installed` })],
    }, { refusal: /reinstalled|./ });
    deepStrictEqual([answer.candidates, answer.get("q").installed], [{
      p: "1",
      q: "1",
    }, true]);
  }
  const again = await ask({
    ...inSuites(pkg("p", "1")),
    status: [own("p", "1", { Status: "install reinstreq installed" })],
  });
  strictEqual(again.get("p").state, "install reinstreq installed");
});

statement(
  54,
  "foreign packages are decided by the same rules, each for itself",
  async (ask) => {
    const same = { "Multi-Arch": "same" };
    const i386 = { ...same, Architecture: "i386" };
    const answer = await ask({
      foreign: ["i386"],
      suites: {
        stable: {
          packages: [
            pkg("p", "1", same),
            pkg("p", "2", { ...i386, Depends: "missing" }),
          ],
        },
      },
      status: [own("p", "1", same), own("p", "1", i386)],
      preferences: pin("p:i386", "version 1", -1),
    });
    deepStrictEqual(answer.candidates, { p: "1", "p:i386": "2" });
    deepStrictEqual(answer.pick(({ upgradable }) => upgradable), {
      p: false,
      "p:i386": true,
    });
  },
);

statement(
  55,
  "hold and the auto mark do not change the candidate",
  async (ask) => {
    const extended = (text: string) => ({
      "var/lib/apt/extended_states": text,
    });
    const answer = await ask({
      ...inSuites(pkg("p", "2")),
      status: [own("p", "1", { Status: "hold ok installed" })],
      files: extended("Package: p\nArchitecture: amd64\nAuto-Installed: 1\n"),
    });
    const { version, held, auto } = answer.get("p");
    deepStrictEqual([version, held, auto], ["2", true, true]);
    // a mark without an architecture is for all of them
    const i386 = { Architecture: "i386" };
    const root = (packages: readonly string[]): HandMadeRoot => ({
      foreign: ["i386"],
      suites: { stable: { packages } },
      files: extended("Package: p\nAuto-Installed: 1\n"),
    });
    const both = [pkg("p", "1"), pkg("p", "1", i386)];
    const marked = async (packages: readonly string[]) =>
      Object.entries((await ask(root(packages))).pick((found) => found.auto))
        .filter(([, isAuto]) => isAuto).map(([name]) => name).join(" ");
    strictEqual(await marked(both), "p p:i386");
    // unless the one that APT met first has no version
    strictEqual(
      await marked([pkg("m", "1", { Depends: "p:armhf" }), ...both]),
      "",
    );
    strictEqual(
      await marked([pkg("m", "1", { Depends: "p:i386" }), ...both]),
      "p p:i386",
    );
  },
);

// 6. upgradable

/** What is upgradable. */
function upgradable(answer: Answer): string {
  return Object.entries(answer.pick((found) => found.upgradable)).filter((
    [, is],
  ) => is).map(([name]) => name).join(" ");
}

statement(
  56,
  "upgradable: the candidate stands before the installed version",
  async (ask) => {
    const answer = await ask({
      suites: {
        stable: {
          packages: [
            pkg("a", "2"),
            pkg("b", "1"),
            pkg("c", "1"),
            pkg("d", "1"),
          ],
        },
      },
      status: [own("a", "1"), own("b", "1"), own("c", "2")],
    });
    strictEqual(upgradable(answer), "a");
  },
);

statement(
  57,
  "another build of the same version is an upgrade",
  async (ask) => {
    const other = { "Installed-Size": 11 };
    const answer = await ask({
      ...inSuites(pkg("p", "1")),
      status: [own("p", "1", other)],
    });
    deepStrictEqual([
      upgradable(answer),
      answer.get("p").version,
      answer.get("p").installedVersion,
    ], ["p", "1", "1"]);
    strictEqual(
      upgradable(
        await ask({
          ...inSuites(pkg("p", "1", other), pkg("p", "1")),
          status: [own("p", "1")],
        }),
      ),
      "p",
    );
    strictEqual(
      upgradable(
        await ask({
          ...inSuites(pkg("p", "1"), pkg("p", "1", other)),
          status: [own("p", "1")],
        }),
      ),
      "",
    );
    const later = await ask({
      ...inSuites(pkg("p", "1"), pkg("p", "1", other)),
      status: [own("p", "1")],
      preferences: pin("p", "release a=s2", 900),
    });
    deepStrictEqual([upgradable(later), suitesOf(later)], ["", ["s2"]]);
    strictEqual(
      upgradable(
        await ask({
          ...inSuites(pkg("p", "1")),
          status: [own("p", "1", { "Installed-Size": null })],
        }),
      ),
      "p",
    );
    strictEqual(
      upgradable(
        await ask({
          ...inSuites(pkg("p", "1")),
          status: [own("p", "1", { Architecture: "all" })],
        }),
      ),
      "p",
    );
  },
);

statement(
  58,
  "downgrades are no upgrades; held and foreign packages are",
  async (ask) => {
    const i386 = { Architecture: "i386" };
    const answer = await ask({
      foreign: ["i386"],
      suites: {
        stable: {
          packages: [pkg("a", "1"), pkg("b", "2"), pkg("c", "2", i386)],
        },
      },
      status: [
        own("a", "2"),
        own("b", "1", { Status: "hold ok installed" }),
        own("c", "1", i386),
      ],
      preferences: pin("a", "version 1", 1000),
    });
    deepStrictEqual([answer.get("a").version, upgradable(answer)], [
      "1",
      "b c:i386",
    ]);
  },
);

statement(59, "what is not installed is not upgradable", async (ask) => {
  strictEqual(upgradable(await ask(inSuites(pkg("p", "1")))), "");
  const status = [own("p", "1", { Status: "deinstall ok config-files" })];
  strictEqual(
    upgradable(await ask({ ...inSuites(pkg("p", "2")), status })),
    "",
  );
});

statement(
  60,
  "upgradable is what `apt list --upgradable` shows",
  async (ask) => {
    const answer = await ask({
      suites: {
        stable: {
          packages: [
            pkg("a", "2"),
            pkg("b", "2"),
            pkg("c", "2"),
            pkg("d", "1"),
            pkg("e", "2"),
          ],
        },
      },
      status: [
        own("a", "1"),
        own("b", "1"),
        own("c", "1"),
        own("d", "1", { "Installed-Size": 1 }),
      ],
      preferences: pin("b", "release a=stable", -1),
    });
    strictEqual(upgradable(answer), "a c d");
  },
);

// 7. Phased updates

/** A root with a phased version of `p` above an installed one. */
function phased(
  percentage: string | number,
  conf: string,
  more: HandMadeRoot = {},
): HandMadeRoot {
  const { files = {}, ...rest } = more;
  return {
    ...inSuites(
      pkg("p", "1.0", {
        Source: "foo",
        "Phased-Update-Percentage": percentage,
      }),
    ),
    status: [own("p", "0.9")],
    conf,
    files: { "etc/machine-id": "abc\n", ...files },
    ...rest,
  };
}

const PHASE_POLICY = 'APT::Get::Phase-Policy "true";\n';

statement(61, "phasing is no part of the policy by default", async (ask) => {
  const answer = await ask(phased(0, ""));
  deepStrictEqual([answer.candidates, upgradable(answer)], [{ p: "1.0" }, "p"]);
});

statement(
  62,
  "Phase-Policy caps the priority of an excluded version at 1",
  async (ask) => {
    const answer = await ask(phased(92, PHASE_POLICY));
    deepStrictEqual(answer.table("p"), ["1.0 1", "*0.9 100"]);
    deepStrictEqual(answer.candidates, { p: "0.9" });
    const high = await ask(
      phased(92, PHASE_POLICY, { preferences: pin("p", "version 1.0", 1001) }),
    );
    deepStrictEqual(high.table("p"), ["1.0 1", "*0.9 100"]);
    const low = await ask(
      phased(92, PHASE_POLICY, { preferences: pin("p", "version 1.0", -7) }),
    );
    deepStrictEqual(low.table("p"), ["1.0 -7", "*0.9 100"]);
    const fresh = await ask(phased(92, PHASE_POLICY, { status: [] }));
    deepStrictEqual(fresh.priorities, { p: 1 });
  },
);

statement(63, "who is excluded", async (ask) => {
  const priority = async (
    percentage: number,
    conf: string,
    more?: HandMadeRoot,
  ) => (await ask(phased(percentage, PHASE_POLICY + conf, more))).table("p")[0];
  strictEqual(await priority(92, ""), "1.0 1");
  strictEqual(await priority(93, ""), "1.0 500");
  strictEqual(
    await priority(99, 'APT::Get::Never-Include-Phased-Updates "true";'),
    "1.0 1",
  );
  strictEqual(
    await priority(0, 'APT::Get::Always-Include-Phased-Updates "true";'),
    "1.0 500",
  );
  strictEqual(
    await priority(0, "", { files: { "etc/machine-id": "" } }),
    "1.0 500",
  );
  strictEqual(
    await priority(99, 'APT::Machine-ID "abc";', {
      files: { "etc/machine-id": "def\n" },
    }),
    "1.0 500",
  );
  strictEqual(
    await priority(92, 'APT::Machine-ID "abc";', {
      files: { "etc/machine-id": "" },
    }),
    "1.0 1",
  );
});

statement(64, "the last percentage of joined stanzas counts", async (ask) => {
  const joined = async (
    ...percentages: readonly (string | number | null)[]
  ) => {
    const answer = await ask({
      ...inSuites(
        ...percentages.map((value) =>
          pkg("p", "1.0", { Source: "foo", "Phased-Update-Percentage": value })
        ),
      ),
      status: [own("p", "0.9")],
      conf: PHASE_POLICY,
      files: { "etc/machine-id": "abc\n" },
    });
    return answer.get("p").version === "0.9";
  };
  ok(await joined(95, 10));
  ok(!await joined(10, 95));
  ok(await joined(10, null));
  for (const value of ["101", "100", "-1", "x", ""]) {
    ok(await joined(10, value), value);
  }
  for (const value of ["101", "100", "-1", "x", ""]) {
    ok(!await joined(value), value);
  }
});

// 8. Origins

statement(65, "origins are in the order of the sources", async (ask) => {
  const answer = await ask({
    suites: {
      experimental: {
        release: { NotAutomatic: "yes" },
        packages: [pkg("p", "1")],
      },
      stable: { packages: [pkg("p", "1")] },
    },
    status: [own("p", "1")],
  });
  deepStrictEqual(
    answer.get("p").origins.map(({ suite, priority }) =>
      `${suite} ${priority}`
    ),
    ["experimental 1", "stable 500", "now 100"],
  );
  deepStrictEqual(answer.priorities, { p: 500 });
});

statement(66, "dpkg's status is an origin of what it lists", async (ask) => {
  const answer = await ask({
    ...inSuites(pkg("p", "1")),
    status: [own("p", "1", { Status: "deinstall ok config-files" })],
  });
  deepStrictEqual(answer.get("p").origins[1], {
    suite: "now",
    codename: "",
    component: "now",
    origin: "",
    label: "",
    version: "",
    site: "",
    notAutomatic: false,
    butAutomaticUpgrades: false,
    filename: "status",
    trusted: false,
    priority: 100,
  });
});

statement(67, "origins of installed packages", async (ask) => {
  const names = async (root: HandMadeRoot) =>
    suitesOf(await ask({ ...root, status: [own("p", "1")] }));
  const other = { "Installed-Size": 11 };
  deepStrictEqual(
    await names(inSuites(pkg("p", "1", other), pkg("p", "1"), pkg("p", "1"))),
    ["s1"],
  );
  deepStrictEqual(
    await names(inSuites(pkg("p", "1"), pkg("p", "1", other), pkg("p", "1"))),
    ["s1", "s3", "now"],
  );
  deepStrictEqual(await names(inSuites(pkg("q", "1"))), ["now"]);
  deepStrictEqual(await names(inSuites(pkg("p", "0"))), ["now"]);
});

statement(
  68,
  "translations are no origins; a negative file is one",
  async (ask) => {
    const answer = await ask({
      ...inSuites(pkg("p", "1"), pkg("p", "1")),
      preferences: pin("*", "release a=s2", -5),
      lists: {
        "ex.org_dists_s1_main_i18n_Translation-en":
          "Package: p\nDescription-md5: x\nDescription-en: x\n",
      },
    });
    deepStrictEqual(
      answer.get("p").origins.map(({ suite, priority }) =>
        `${suite} ${priority}`
      ),
      ["s1 500", "s2 -5"],
    );
  },
);

statement(69, "metadata comes from the first file", async (ask) => {
  const repository = {
    Section: "net",
    Size: 5,
    Tag: "role::program",
    Source: "s",
    Homepage: "http://h/",
    Maintainer: "R",
  };
  const local = { Section: "web", Homepage: "http://l/", Maintainer: "D" };
  const answer = await ask({
    ...inSuites(pkg("p", "1", repository)),
    status: [own("p", "1", local), own("q", "1", local)],
  });
  const facts = (name: string) => {
    const { section, size, tags, source, homepage, maintainer } = answer.get(
      name,
    );
    return [section, size, tags, source, homepage, maintainer];
  };
  deepStrictEqual(facts("p"), [
    "net",
    5,
    ["role::program"],
    "s",
    "http://h/",
    "R",
  ]);
  deepStrictEqual(facts("q"), ["web", 0, [], "q", "http://l/", "D"]);
});
