import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { compareVersions } from "./compare_versions.ts";

type Row = readonly [a: string, order: "<" | "=" | ">", b: string];

/** The order of pairs; where policy allows both versions, dpkg agrees. */
const TABLE: readonly Row[] = [
  ["1", "=", "1"],
  ["1", "<", "2"],
  ["2", "<", "10"],
  ["1.0", "=", "1.0-0"],
  ["1.0", "=", "0:1.0"],
  ["0:1.0-0", "=", "1.0"],
  ["00:1.0", "=", "1.0"],
  ["1.0", "=", "1.00"],
  ["1.0", "=", "1.0-00"],
  ["01.0", "=", "1.0"],
  ["1.0", "<", "1.0-1"],
  ["1.0-1", "<", "1.0-2"],
  ["1.0-2", "<", "1.0-10"],
  ["1.0-1", "<", "1.0.1"],
  ["1.0-9", "<", "1.1-1"],
  ["1:0", ">", "99"],
  ["1:1", "<", "2:0"],
  ["1:1.0", ">", "1.0"],
  ["10:1", ">", "9:1"],
  ["01:1", "=", "1:1"],
  ["1.0~rc1", "<", "1.0"],
  ["1.0~rc1", "<", "1.0~rc2"],
  ["1.0~~", "<", "1.0~"],
  ["1.0~", "<", "1.0"],
  ["1.0~~a", "<", "1.0~"],
  ["1.0~a", ">", "1.0~"],
  ["1.0~1", "<", "1.0~a"],
  ["1~", "<", "1-0"],
  ["1.0-1~bpo1", "<", "1.0-1"],
  ["1.0-1~bpo12+1", ">", "1.0-1~bpo11+1"],
  ["1.0-1+b1", ">", "1.0-1"],
  ["1.0-1+b2", ">", "1.0-1+b1"],
  ["1.0-1+deb12u1", "<", "1.0-1+deb12u2"],
  ["1.0-1+b1", "<", "1.0-1.1"],
  ["1.0+dfsg", ">", "1.0"],
  ["1.0+dfsg-1", "<", "1.0.1-1"],
  ["1.0a", ">", "1.0"],
  ["1.0a", "<", "1.0b"],
  ["1.0A", "<", "1.0a"],
  ["1.0Z", "<", "1.0a"],
  ["1.0a", "<", "1.0+"],
  ["1.0z", "<", "1.0."],
  ["1.0+", "<", "1.0."],
  ["1.0a1", "<", "1.0a2"],
  ["1.0a9", "<", "1.0a10"],
  ["1.0ab", ">", "1.0a"],
  ["1.0a~", "<", "1.0a"],
  ["1.a", ">", "1.0"],
  ["1a", "<", "1.a"],
  ["1.2.3", "<", "1.2.3.4"],
  ["1.2.3", "<", "1.2.4"],
  ["1.2.3", "<", "1.10"],
  ["1.02", "=", "1.2"],
  ["1.002", "=", "1.2"],
  ["1.0.0", ">", "1.0"],
  ["0", "<", "0.0"],
  ["0", "<", "1"],
  ["0-0", "=", "0"],
  ["0~", "<", "0"],
  ["9999999999999999999", "<", "10000000000000000000"],
  ["18446744073709551616", ">", "18446744073709551615"],
  ["1.00000000000000000000000000000000001", ">", "1.0"],
  ["20240101", ">", "2.0"],
  ["2024.01.01", "<", "20240101"],
  ["1-1-1", ">", "1-1"],
  ["1-2-1", "<", "1-10-1"],
  ["1.0-1-1", ">", "1.0-1"],
  ["1:1:1", ">", "1:1"],
  ["1.0-a", ">", "1.0-0"],
  ["1.0-0a", ">", "1.0"],
  ["1.0-~", "<", "1.0"],
  ["1.0-0~", "<", "1.0"],
  ["2.7.1+git1", ">", "2.7.1+git"],
  ["2.0.7pre1-4", "<", "2.0.7r-1"],
  ["7.6p2-4", ">", "7.6-0"],
  ["1.0.3-3", ">", "1.0-1"],
  ["1.3", ">", "1.2.2-2"],
  ["0.4a6-2", ">", "0.4-1"],
  ["1.5+E-14", "<", "1.5+E-15"],
  ["6.0-4.el6.i686", "=", "6.0-4.el6.i686"],
  ["3.0~rc1-1", "<", "3.0-1"],
  ["1.0", ">", "1.0-~1"],
  ["0.9.8o-4squeeze14", "<", "0.9.8o-4squeeze15"],
  ["1.18.36", ">", "1.18.36~deb8u1"],
];

/** Versions that policy forbids: what APT makes of them. */
const ODD: readonly Row[] = [
  ["", "=", ""],
  ["", "<", "1"],
  ["~", "<", ""],
  [":1", ">", "1"],
  ["1.0-", "<", "1.0"],
  ["1:", "<", "1:1"],
  ["1_0", ">", "1.0"],
  ["ü", ">", "a"],
  ["a", "<", "b"],
];

const SIGN = { "<": -1, "=": 0, ">": 1 } as const;
const POLICY_REGEXP =
  /^(?:\d+:)?\d[A-Za-z0-9.+~]*(?:[A-Za-z0-9.+~-]*-[A-Za-z0-9+.~]+)?$/;

Deno.test.each([...TABLE, ...ODD].map(([a, order, b]) => ({ a, order, b })))(
  'compareVersions() says "$a" $order "$b"',
  ({ a, order, b }) => {
    strictEqual(Math.sign(compareVersions(a, b)), SIGN[order]);
    strictEqual(Math.sign(compareVersions(b, a)) + 0, -SIGN[order] + 0);
  },
);

/** Whether dpkg is here. */
async function hasDpkg(): Promise<boolean> {
  try {
    return (await new Deno.Command("dpkg", {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test({
  name: "compareVersions() agrees with dpkg on versions that policy allows",
  ignore: !Deno.env.get("CI") && !await hasDpkg(),
}, async () => {
  const pairs = TABLE.filter(([a, , b]) =>
    POLICY_REGEXP.test(a) && POLICY_REGEXP.test(b)
  );
  ok(pairs.length > 70);
  const script =
    'while read -r a o b; do dpkg --compare-versions "$a" "$o" "$b" || echo "$a $o $b"; done';
  const child = new Deno.Command("sh", {
    args: ["-c", script],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const operators = { "<": "lt", "=": "eq", ">": "gt" };
  await writer.write(
    new TextEncoder().encode(
      pairs.map(([a, order, b]) => `${a} ${operators[order]} ${b}\n`).join(""),
    ),
  );
  await writer.close();
  const { stdout } = await child.output();
  strictEqual(new TextDecoder().decode(stdout), "");
});

const version = fc.oneof(
  fc.stringMatching(/^([0-9]{1,2}:)?[0-9][0-9a-c.+~-]{0,6}$/),
  fc.stringMatching(/^[0-1a~:.-]{0,5}$/),
);
const policyVersion = fc.stringMatching(
  /^([0-2]:)?[0-2][0-2a.+~]{0,5}(-[0-2a.+~]{1,3})?$/,
);

Deno.test("compareVersions() is reflexive and antisymmetric", () =>
  fc.assert(fc.property(version, version, (a, b) => {
    strictEqual(compareVersions(a, a), 0);
    strictEqual(
      Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a)),
      0,
    );
  })));

Deno.test("compareVersions() is transitive on versions that policy allows", () =>
  fc.assert(
    fc.property(policyVersion, policyVersion, policyVersion, (...versions) => {
      const [a, b, c] = versions.sort(compareVersions) as [
        string,
        string,
        string,
      ];
      ok(compareVersions(a, b) <= 0);
      ok(compareVersions(b, c) <= 0);
      ok(compareVersions(a, c) <= 0);
    }),
    { numRuns: 1000 },
  ));
