import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { expressionMatcher, versionMatcher } from "./pattern.ts";

/** Pattern, texts that match, texts that do not; blanks separate the texts. */
type Row = readonly [
  pattern: string,
  matching: readonly string[],
  others: readonly string[],
];

const GLOBS: readonly Row[] = [
  ["abc", ["abc", "ABC"], ["abcd", "xabc", ""]],
  ["a*", ["a", "abc", "A/b", "a\nb"], ["ba", ""]],
  ["*", ["", "a", ".a"], []],
  ["a?c", ["abc", "a/c", "aäc"], ["ac", "abbc"]],
  ["[a-c]x", ["ax", "BX"], ["dx", "x"]],
  ["[!a-c]", ["d", "-"], ["a", "B"]],
  ["[^b]", ["a"], ["b", "B"]],
  ["[]a]", ["]", "a"], ["b"]],
  ["[!]]", ["a"], ["]"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[\\]]", ["]"], ["\\"]],
  ["[z-a]", [], ["z", "a", "-"]],
  ["[[:digit:]]*", ["1a"], ["a1"]],
  ["[[:alpha:]_]", ["a", "Z", "_", "ä"], ["1"]],
  ["[[:space:]]", [" ", "\t"], ["a"]],
  ["[[:unknown:]]", [], ["u", "[[:unknown:]x"]],
  ["[[.a.]]", ["a"], ["."]],
  ["[[=a=]b]", ["a", "b"], ["="]],
  ["a[c", ["a[c"], ["ac"]],
  ["a]", ["a]"], []],
  ["a\\*", ["a*"], ["ab"]],
  ["\\a", ["a"], ["\\a"]],
  ["a\\", [], ["a", "a\\"]],
  ["a.c+(d)|{e}^$", ["a.c+(d)|{e}^$"], ["abc"]],
  ["é*", ["É1"], ["e1"]],
  ["/a", ["/a"], ["a"]],
];

const EXPRESSIONS: readonly Row[] = [
  ["//", ["", "a"], []],
  ["/b/", ["abc", "B"], ["ac"]],
  ["/^a.c$/", ["abc", "A\nC"], ["xabc", "abcd"]],
  ["/a|b/", ["a", "xb"], ["c"]],
  ["/^(ab)+$/", ["ab", "ABab"], ["aba"]],
  ["/^a{2}$/", ["aa"], ["a", "aaa"]],
  ["/^a{1,2}$/", ["a", "aa"], ["", "aaa"]],
  ["/^a{2,}$/", ["aa", "aaaa"], ["a"]],
  ["/^a{,1}$/", ["", "a"], ["aa"]],
  ["/^a{,}$/", ["", "aa"], ["b"]],
  ["/^a**$/", ["", "aa"], ["b"]],
  ["/^a+?$/", ["", "aa"], ["b"]],
  ["/^(ab){2}*$/", ["", "abab"], ["ab"]],
  ["/^(a)\\1$/", ["aa"], ["a"]],
  ["/a||b/", ["", "z"], []],
  ["/()/", ["", "z"], []],
  ["/a)/", ["a)"], ["a"]],
  ["/^(a))$/", ["a)"], ["a"]],
  ["/a}/", ["a}"], ["a"]],
  ["/]/", ["]"], ["a"]],
  ["/a/b/", ["a/b"], ["ab"]],
  ["/^[]a]$/", ["]", "a"], ["b"]],
  ["/^[^b]$/", ["a"], ["B"]],
  ["/^[!b]$/", ["!", "b"], ["a"]],
  ["/^[a\\]$/", ["a", "\\"], ["]"]],
  ["/^[[:upper:]]$/", ["A", "a"], ["1"]],
  ["/^[[.-.]a]$/", ["-", "a"], ["."]],
  ["/^[+--]$/", ["+", ",", "-"], ["."]],
  ["/^\\w\\W\\s\\S$/", ["a- b"], ["a  b"].map((text) => text.trim().slice(1))],
  ["/\\<a\\>/", ["b a c"], ["ba"]],
  ["/\\ba\\B/", ["ab"], ["a", "ba"]],
  ["/\\`a\\'/", ["a"], ["ab", "ba"]],
  ["/^\\.\\*\\{\\($/", [".*{("], ["a"]],
  ["/\\d/", [], ["d", "1"]],
  ["/^\\D$/", ["D", "d"], ["1"]],
  ["/é/", ["É"], ["e"]],
];

/** What the C library refuses matches nothing. */
const BROKEN = [
  "/*a/",
  "/+a/",
  "/^*a/",
  "/(*a)/",
  "/a|*a/",
  "/a$*/",
  "/(a/",
  "/[a/",
  "/a\\/",
  "/a{/",
  "/a{x/",
  "/{a/",
  "/a{}/",
  "/a{2,1}/",
  "/a{99999}/",
  "/\\1a/",
  "/[[:unknown:]]/",
  "/[[.ab.]]/",
  "/[b-a]/",
  "/a\\b*/",
];

Deno.test.each(
  [...GLOBS, ...EXPRESSIONS].map(([pattern, matching, others]) => ({
    pattern,
    matching,
    others,
  })),
)(
  "expressionMatcher() knows what $pattern means",
  ({ pattern, matching, others }) => {
    const matches = expressionMatcher(pattern);
    for (const text of matching) strictEqual(matches(text), true, `"${text}"`);
    for (const text of others) strictEqual(matches(text), false, `"${text}"`);
  },
);

Deno.test.each(BROKEN.map((pattern) => ({ pattern })))(
  "expressionMatcher() matches nothing with $pattern",
  ({ pattern }) => {
    const matches = expressionMatcher(pattern);
    for (
      const text of [
        "",
        "a",
        "aa",
        "*a",
        "+a",
        "{a",
        "a{",
        "a{x",
        "(a",
        "[a",
        "a\\",
        "ab",
      ]
    ) strictEqual(matches(text), false, `"${text}"`);
  },
);

Deno.test.each([
  ["2.0", ["2.0"], ["2.0-1", "1:2.0", "2"]],
  ["2.0RC1", ["2.0rc1"], []],
  ["2.0*", ["2.0", "2.0-1"], ["1:2.0"]],
  ["1:2*", ["1:2.0"], ["2.0"]],
  ["*rc1*", [], ["2.0rc1-1"]],
  ["*rc1", ["2.0rc1"], ["2.0rc1-1"]],
  ["*b2*", ["1-1+b2"], ["1-1+b2.1"]],
  ["[12].0*", ["1.0"], ["1.0-1"]],
  ["?.0", ["2.0"], ["12.0"]],
  ["/^2/", ["2.0"], ["12"]],
  ["*", ["", "1"], []],
  ["", [""], ["1"]],
].map(([pattern, matching, others]) => ({
  pattern: pattern as string,
  matching: matching as string[],
  others: others as string[],
})))(
  'versionMatcher() knows what "$pattern" means',
  ({ pattern, matching, others }) => {
    const matches = versionMatcher(pattern);
    for (const text of matching) strictEqual(matches(text), true, `"${text}"`);
    for (const text of others) strictEqual(matches(text), false, `"${text}"`);
  },
);

Deno.test("expressionMatcher() and versionMatcher() throw nothing, and never hang", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.stringMatching(/^\/?[ab[\]{}()*+?|\\^$:.=,1-]{0,10}\/?$/),
      ),
      fc.string({ maxLength: 12 }),
      (pattern, text) => {
        expressionMatcher(pattern)(text);
        versionMatcher(pattern)(text);
      },
    ),
    { numRuns: 1000 },
  ));

Deno.test("expressionMatcher() matches a text without wildcards with itself only", () =>
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9.+-]{0,8}$/),
      fc.stringMatching(/^[a-z0-9.+-]{0,8}$/),
      (a, b) => {
        strictEqual(expressionMatcher(a)(a), true);
        strictEqual(expressionMatcher(a)(b), a === b);
      },
    ),
  ));
