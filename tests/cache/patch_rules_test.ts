// What a patch of a catalog could get wrong, each case by itself.
import { deepStrictEqual } from "node:assert/strict";
import {
  type Files,
  installed,
  PACKAGES,
  stanza,
  SUITE,
  writeFiles,
} from "../cli/make_root.ts";
import { ask, askBoth, NO_CACHE, withCachedRoot } from "./cached_root.ts";

const STATUS = "var/lib/dpkg/status";
const MARKS = "var/lib/apt/extended_states";
const PREFERENCES = "etc/apt/preferences";
const BASE = installed("anchor", "1.0") + installed("by-hand", "0.1");

/** A pin that matches a package because something depends on `NAME:any`. */
const PATTERN = "Package: /r.any$/\nPin: version 1.0\nPin-Priority: 1001\n";

interface Case {
  readonly name: string;
  readonly before: Files;
  /** Each is written in turn, and answers are compared after each. */
  readonly then: readonly Files[];
}

const CASES: readonly Case[] = [
  {
    name: "a new stanza says name:any of another package, which a pin is about",
    before: { [PREFERENCES]: PATTERN },
    then: [
      {
        [STATUS]: BASE + stanza("user", "1", {
          Status: "install ok installed",
          Depends: "anchor:any",
        }),
      },
      { [STATUS]: BASE },
    ],
  },
  {
    name: "the only stanza that said name:any is gone",
    before: {
      [PREFERENCES]: PATTERN,
      [STATUS]: BASE + stanza("user", "1", {
        Status: "install ok installed",
        Depends: "anchor:any",
      }),
    },
    then: [{ [STATUS]: BASE }],
  },
  {
    name: "a list says name:any of a package that changes",
    before: {
      [PREFERENCES]: PATTERN,
      [PACKAGES]: stanza("anchor", "1.0") + stanza("anchor", "1.1") +
        stanza("user", "1", { Depends: "anchor:any" }),
    },
    then: [{ [STATUS]: installed("anchor", "1.1") }],
  },
  {
    name: "a stanza has two names",
    before: {},
    then: [{
      [STATUS]: `${BASE}Package: new\n${
        stanza("anchor", "0.5", { Status: "install ok installed" })
      }`,
    }],
  },
  {
    name: "a stanza has a name in odd letters",
    before: {},
    then: [{ [STATUS]: BASE + installed("Sextant", "1") }],
  },
  {
    name: "a stanza has a state that is none of dpkg's",
    before: {},
    then: [
      { [STATUS]: BASE + stanza("new", "1", { Status: "no such state" }) },
      { [STATUS]: BASE },
    ],
  },
  {
    name: "what was wrong is gone",
    before: {
      [STATUS]: `${BASE}Version: 1\nArchitecture: amd64\n\n`,
    },
    then: [{ [STATUS]: BASE }],
  },
  {
    name: "the marks were wrong",
    before: { [MARKS]: "Package: anchor\nno colon\n" },
    then: [{ [MARKS]: "Package: anchor\nArchitecture: amd64\n" }],
  },
  {
    name: "dpkg is of another architecture, and so is the machine",
    before: {
      "etc/apt/apt.conf.d/00architecture": "",
      [STATUS]: BASE + installed("dpkg", "1"),
      [PACKAGES]: stanza("anchor", "1.1") +
        stanza("anchor", "1.2", { Architecture: "arm64" }),
    },
    then: [{
      [STATUS]: BASE + stanza("dpkg", "1", {
        Status: "install ok installed",
        Architecture: "arm64",
      }),
    }],
  },
  {
    name: "a mark without an architecture comes",
    before: { [MARKS]: "" },
    then: [
      { [MARKS]: "Package: anchor\nAuto-Installed: 1\n" },
      { [MARKS]: "Package: by-hand\nAuto-Installed: 1\n" },
      { [MARKS]: "Package: anchor\nAuto-Installed: 0\n" },
    ],
  },
  {
    name: "a package that only dpkg knows is marked without an architecture",
    before: { [MARKS]: "Package: by-hand\nAuto-Installed: 1\n" },
    then: [{
      [STATUS]: stanza("by-hand", "0.1", {
        Status: "install ok installed",
        Architecture: "i386",
      }) + BASE,
    }],
  },
  {
    name: "a pin is about a package that changes",
    before: {
      [PREFERENCES]:
        "Package: compass\nPin: release o=Example\nPin-Priority: 50\n",
    },
    then: [
      { [STATUS]: BASE + installed("compass", "1.0") },
      { [STATUS]: BASE + installed("sextant", "1.0") },
    ],
  },
  {
    name: "a pin is about a source package",
    before: {
      [PREFERENCES]:
        "Package: src:ship\nPin: release o=Example\nPin-Priority: -1\n",
      [PACKAGES]: stanza("anchor", "1.1") +
        stanza("compass", "2.0", { Source: "ship" }),
    },
    then: [{ [STATUS]: BASE + installed("compass", "1.0") }],
  },
  {
    name: "an update is phased",
    before: {
      "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
      "etc/apt/apt.conf.d/10phased": 'APT::Get::Phase-Policy "true";\n',
      [PACKAGES]: stanza("anchor", "1.1", { "Phased-Update-Percentage": "0" }) +
        stanza("compass", "2.0", { "Phased-Update-Percentage": "0" }),
    },
    then: [{ [STATUS]: BASE + installed("compass", "1.0") }],
  },
  {
    name: "the list changes, and then dpkg's status",
    before: {},
    then: [
      { [STATUS]: BASE + installed("compass", "1.0") },
      { [PACKAGES]: stanza("compass", "9.0") },
      { [STATUS]: BASE + installed("compass", "8.0") },
      { [`${SUITE}_InRelease`]: "Origin: Other\nSuite: stable\n" },
      { [STATUS]: BASE },
    ],
  },
  {
    name: "the list has another size than its release file says from now on",
    before: {},
    then: [
      {
        [`${SUITE}_InRelease`]: `Origin: Example\nSuite: stable\nSHA256:\n ${
          "0".repeat(64)
        } 7 main/binary-amd64/Packages\n`,
      },
      { [STATUS]: BASE + installed("compass", "8.0") },
    ],
  },
  {
    name: "what relations mention counts from now on",
    before: {
      [PACKAGES]: stanza("anchor", "1.0") + stanza("anchor", "1.1") +
        stanza("user", "1", { Depends: "anchor:any, by-hand:i386" }),
      "var/lib/dpkg/arch": "i386\n",
    },
    then: [
      { [PREFERENCES]: PATTERN },
      { [MARKS]: "Package: by-hand\nAuto-Installed: 1\n" },
      { [STATUS]: BASE + installed("compass", "8.0") },
      { [PREFERENCES]: "" },
    ],
  },
  {
    name: "there is no status, and then there is",
    before: { [STATUS]: null },
    then: [{ [STATUS]: BASE }],
  },
  {
    name: "a foreign package hides behind its native one",
    before: {
      "var/lib/dpkg/arch": "i386\n",
      "etc/apt/apt.conf.d/00architecture":
        'APT::Architecture "amd64";\nAPT::Architectures { "amd64"; "i386"; };\n',
      [`${SUITE}_main_binary-i386_Packages`]: stanza("anchor", "1.1", {
        Architecture: "i386",
      }) + stanza("rope", "1", { Architecture: "i386" }),
    },
    then: [
      { [STATUS]: BASE + installed("rope", "1") },
      {
        [STATUS]: BASE + stanza("anchor", "1.0", {
          Status: "install ok installed",
          Architecture: "i386",
        }),
      },
      { [STATUS]: BASE },
    ],
  },
];

const LINES = [
  "filter --store all --fields all --limit 1000 --all-architectures",
  "filter --section nowhere --tag role::nothing",
  "sections",
  "details anchor compass by-hand sextant",
];

Deno.test.each(CASES)(
  "$name",
  ({ before, then }) =>
    withCachedRoot(before, async (place) => {
      for (const files of [{}, ...then]) {
        writeFiles(place.root, files);
        for (const line of LINES) {
          const [cached, plain] = await Promise.all([
            ask(place, line),
            ask({ ...place, cache: NO_CACHE }, line),
          ]);
          deepStrictEqual(cached, plain, line);
        }
      }
    }),
);

Deno.test("what was kept of another state of the lists is not used", () =>
  withCachedRoot({}, async (place) => {
    await askBoth(place);
    const name = Array.from(Deno.readDirSync(place.cache), ({ name }) => name)
      .find((name) => name.startsWith("stanzas-"))!;
    const path = `${place.cache}/${name}`;
    const earlier = Deno.readFileSync(path);
    writeFiles(place.root, { [PACKAGES]: stanza("compass", "9.0") });
    await askBoth(place);
    Deno.writeFileSync(path, earlier);
    writeFiles(place.root, { [STATUS]: BASE + installed("compass", "8.0") });
    await askBoth(place);
  }));
