import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  encodeSuite,
  listFileName,
  splitUri,
  suiteFolder,
} from "./list_file_name.ts";

Deno.test.each([
  { uri: "http://ex.org/debian/", want: ["http", "ex.org", 0, "/debian/"] },
  { uri: "http://H.Ex:8080/Deb/", want: ["http", "H.Ex", 8080, "/Deb/"] },
  { uri: "http://ex.org:80/", want: ["http", "ex.org", 80, "/"] },
  { uri: "http://ex.org:0/", want: ["http", "ex.org", 0, "/"] },
  { uri: "http://ex.org:abc/", want: ["http", "ex.org", 0, "/"] },
  { uri: "http://a:b:80/", want: ["http", "a:b", 80, "/"] },
  { uri: "http://u:p@ex.org/x/", want: ["http", "ex.org", 0, "/x/"] },
  { uri: "http://u:p@q@ex.org/x/", want: ["http", "ex.org", 0, "/x/"] },
  { uri: "http://ex.org/a@b/", want: ["http", "ex.org", 0, "/a@b/"] },
  {
    uri: "http://[2001:db8::1]:81/six/",
    want: ["http", "2001:db8::1", 81, "/six/"],
  },
  {
    uri: "http://[2001:db8::1]/six/",
    want: ["http", "2001:db8::1", 0, "/six/"],
  },
  { uri: "http://[open/six/", want: ["http", "", 0, "/"] },
  { uri: "file:/srv/x/", want: ["file", "", 0, "/srv/x/"] },
  { uri: "file:///srv/x/", want: ["file", "", 0, "/srv/x/"] },
  { uri: "file:srv/x/", want: ["file", "srv", 0, "/x/"] },
  { uri: "cdrom:[D_1]/", want: ["cdrom", "D_1", 0, "/"] },
  { uri: "cdrom:[a/b c]/d/", want: ["cdrom", "a/b c", 0, "/d/"] },
  { uri: "tor+https://ex.org/", want: ["tor+https", "ex.org", 0, "/"] },
  { uri: "http://ex.org", want: ["http", "ex.org", 0, "/"] },
])("splitUri() takes $uri apart", ({ uri, want }) => {
  const { scheme, host, port, path } = splitUri(uri);
  deepStrictEqual([scheme, host, port, path], want);
});

Deno.test.each([
  { suite: "stable", folder: "dists/stable/" },
  { suite: "stable/updates", folder: "dists/stable/updates/" },
  { suite: "a~b+c d", folder: "dists/a%7eb%2bc%20d/" },
  { suite: "a%b", folder: "dists/a%25b/" },
  { suite: "ü", folder: "dists/%c3%bc/" },
  { suite: "./", folder: "./" },
  { suite: "/", folder: "" },
  { suite: "sub/dir/", folder: "sub/dir/" },
  { suite: "a~b/", folder: "a%7eb/" },
])("suiteFolder() knows the folder of $suite", ({ suite, folder }) => {
  strictEqual(suiteFolder(suite), folder);
  ok(suite === "/" || folder.includes(encodeSuite(suite)));
});

const MAIN = "main/binary-amd64/Packages";

Deno.test.each([
  // 9: what is escaped
  {
    uri: "http://e/~me/my_repo/",
    suite: "s",
    path: MAIN,
    want: "e_%7eme_my%5frepo_dists_s_main_binary-amd64_Packages",
  },
  {
    uri: "http://e/",
    suite: "s",
    path: '\\|{}[]<>"^~_=!@#$%&*',
    want:
      "e_dists_s_%5c%7c%7b%7d%5b%5d%3c%3e%22%5e%7e%5f%3d%21%40%23%24%25%26%2a",
  },
  {
    uri: "http://e/",
    suite: "s",
    path: "+,;'():.-?",
    want: "e_dists_s_+,;'():.-?",
  },
  {
    uri: "http://e/",
    suite: "s",
    path: "\t \x7fé",
    want: "e_dists_s_%09%20%7f%c3%a9",
  },
  // 10: host and port
  {
    uri: "http://H.Ex:8080/Deb/",
    suite: "s",
    path: "Release",
    want: "H.Ex:8080_Deb_dists_s_Release",
  },
  {
    uri: "http://e:80/",
    suite: "s",
    path: "Release",
    want: "e:80_dists_s_Release",
  },
  {
    uri: "http://e:0/",
    suite: "s",
    path: "Release",
    want: "e_dists_s_Release",
  },
  {
    uri: "http://[2001:db8::1]:81/six/",
    suite: "s",
    path: "Release",
    want: "2001:db8::1:81_six_dists_s_Release",
  },
  {
    uri: "file:///x/",
    suite: "s",
    path: "Release",
    want: "_x_dists_s_Release",
  },
  { uri: "copy:/x/", suite: "s", path: "Release", want: "_x_dists_s_Release" },
  {
    uri: "ftp://dbl.ex//two//slash/",
    suite: "s",
    path: "Release",
    want: "dbl.ex__two__slash_dists_s_Release",
  },
  {
    uri: "cdrom:[D_1]/",
    suite: "s",
    path: "Release",
    want: "D%5f1_dists_s_Release",
  },
  // 13: suites are encoded before they are escaped, components only escaped
  {
    uri: "http://e/",
    suite: "a~b+c",
    path: "Release",
    want: "e_dists_a%257eb%252bc_Release",
  },
  {
    uri: "http://e/",
    suite: "ü",
    path: "Release",
    want: "e_dists_%25c3%25bc_Release",
  },
  {
    uri: "http://e/",
    suite: "x_y",
    path: "c~d/x",
    want: "e_dists_x%5fy_c%7ed_x",
  },
  // 14: flat
  {
    uri: "http://flat.ex/",
    suite: "./",
    path: "Packages",
    want: "flat.ex_._Packages",
  },
  {
    uri: "http://flat.ex/",
    suite: "/",
    path: "Packages",
    want: "flat.ex_Packages",
  },
  {
    uri: "http://flat.ex/",
    suite: "sub/dir/",
    path: "Packages",
    want: "flat.ex_sub_dir_Packages",
  },
  {
    uri: "http://flat.ex/",
    suite: "a~b/",
    path: "Packages",
    want: "flat.ex_a%257eb_Packages",
  },
])(
  "listFileName() makes $want",
  ({ uri, suite, path, want }) =>
    strictEqual(listFileName(uri, suite, path), want),
);

Deno.test("listFileName() makes names without slashes for anything", () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.string(),
      (uri, suite, path) => ok(!listFileName(uri, suite, path).includes("/")),
    ),
  ));
