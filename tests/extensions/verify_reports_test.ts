// Each form of the report is read by a reader of that form, and holds every problem, also those with hostile names.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { PROBLEM_TEXTS } from "../../src/extensions/problem_texts.ts";
import type { Problem } from "../../src/extensions/problem.ts";
import { reportGithub } from "../../src/extensions/report_github.ts";
import { reportJunit } from "../../src/extensions/report_junit.ts";
import { reportSarif } from "../../src/extensions/report_sarif.ts";
import type { VerifyReport } from "../../src/extensions/verify_report.ts";
import type { Json } from "./hand_made_store.ts";

/** Texts that end something in one of the forms. */
const HOSTILE = [
  'a,b::c%0A\r\n]]>&amp;<x a="\'">',
  "\u0000\u0008\u001b[31m\ufffe\ud800 \u202e\u{1f600}",
  "plain",
];

const REPORTS: readonly VerifyReport[] = [
  {
    target: "/srv/a store",
    kind: "store",
    ok: false,
    checked: { extensions: 1, files: 2, bytes: 3 },
    problems: HOSTILE.flatMap((text, index): Problem[] => [
      {
        severity: "error",
        code: "CHECKSUM_MISMATCH",
        path: `extensions/${text}`,
        message: `Cannot trust "${text}"`,
        expected: text,
        actual: "x",
        hint: "Restore it.",
        line: index + 1,
        column: 7,
      },
      {
        severity: "warning",
        code: "ORPHAN",
        path: text,
        message: `Cannot say what "${text}" belongs to`,
      },
    ]),
  },
  {
    target: "./stores/",
    kind: "definition",
    ok: true,
    checked: { extensions: 0, files: 1, bytes: 9 },
    problems: [],
  },
];

Deno.test("reportSarif() is valid, and says rule, level and place of each problem", () => {
  // of @microsoft/sarif-multitool 5.7.0, MIT License
  const schema = JSON.parse(
    Deno.readTextFileSync(
      new URL("../fixtures/sarif-2.1.0.schema.json", import.meta.url),
    ),
  );
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    formats: {
      "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
      uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      uri: (text: string) => URL.canParse(text),
      "uri-reference": (text: string) =>
        /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$/.test(text) &&
        URL.canParse(text, "file:///x/"),
    },
  });
  const log: Json = JSON.parse(JSON.stringify(reportSarif(REPORTS, "1.2.3")));
  const check: (value: unknown) => boolean = ajv.compile(schema);
  ok(check(log));
  ok(!check({ ...log, version: "2.0.0" }));
  const [run] = log.runs;
  strictEqual(run.tool.driver.version, "1.2.3");
  deepStrictEqual(run.tool.driver.rules, [
    {
      id: "CHECKSUM_MISMATCH",
      shortDescription: { text: PROBLEM_TEXTS.CHECKSUM_MISMATCH },
    },
    { id: "ORPHAN", shortDescription: { text: PROBLEM_TEXTS.ORPHAN } },
  ]);
  strictEqual(run.results.length, 6);
  for (const result of run.results) {
    strictEqual(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    const { uri } = result.locations[0].physicalLocation.artifactLocation;
    match(uri, /^file:\/\/\/srv\/a%20store\//);
  }
  strictEqual(
    decodeURIComponent(
      run.results[0].locations[0].physicalLocation.artifactLocation.uri,
    ),
    `file:///srv/a store/extensions/${HOSTILE[0]}`,
  );
  deepStrictEqual(run.results[2].locations[0].physicalLocation.region, {
    startLine: 2,
    startColumn: 7,
  });
  deepStrictEqual(run.results[1].locations[0].physicalLocation.region, {
    startLine: 1,
  });
});

/** What Python's own XML parser makes of a document. */
async function readXml(text: string): Promise<{
  suites: {
    attributes: Record<string, string>;
    cases: {
      attributes: Record<string, string>;
      failures: { type: string; message: string; text: string }[];
      out: string | null;
    }[];
  }[];
}> {
  const program = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
assert root.tag == "testsuites", root.tag
print(json.dumps({"suites": [{"attributes": suite.attrib, "cases": [{
  "attributes": case.attrib,
  "failures": [{**f.attrib, "text": f.text} for f in case.findall("failure")],
  "out": case.findtext("system-out"),
} for case in suite.findall("testcase")]} for suite in root.findall("testsuite")]}))
`;
  const child = new Deno.Command("python3", {
    args: ["-c", program],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await child.output();
  ok(success);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("reportJunit() is XML, with a failure for each error", async () => {
  const { suites } = await readXml(reportJunit(REPORTS).join("\n"));
  strictEqual(suites.length, 2);
  const [broken, clean] = suites;
  deepStrictEqual(broken!.attributes, {
    name: "/srv/a store",
    tests: "6",
    failures: "3",
    errors: "0",
    skipped: "0",
  });
  deepStrictEqual(
    broken!.cases.map(({ failures }) => failures.length),
    [1, 0, 1, 0, 1, 0],
  );
  deepStrictEqual(broken!.cases[0]!.attributes, {
    classname: `/srv/a store/extensions/${HOSTILE[0]}`,
    name: "CHECKSUM_MISMATCH",
  });
  const [failure] = broken!.cases[0]!.failures;
  deepStrictEqual([failure!.type, failure!.message], [
    "CHECKSUM_MISMATCH",
    `Cannot trust "${HOSTILE[0]}"`,
  ]);
  match(failure!.text, /expected a,b::c%0A/);
  // XML cannot hold these
  strictEqual(
    broken!.cases[2]!.attributes["classname"],
    "/srv/a store/extensions/\ufffd\ufffd\ufffd[31m\ufffd\ufffd \u202e\u{1f600}",
  );
  match(broken!.cases[5]!.out!, /Cannot say what "plain" belongs to/);
  deepStrictEqual(clean!.cases, [{
    attributes: { classname: "./stores/", name: "definition" },
    failures: [],
    out: null,
  }]);
});

/** Reads workflow commands as the runner of GitHub does. */
function readCommand(line: string): {
  command: string;
  properties: Record<string, string>;
  message: string;
} {
  const [, command, list, message] = /^::(\w+) (.*?)::(.*)$/s.exec(line)!;
  const plain = (text: string): string =>
    text.replaceAll("%0D", "\r").replaceAll("%0A", "\n")
      .replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");
  return {
    command: command!,
    properties: Object.fromEntries(
      list!.split(",").map((property) => {
        const at = property.indexOf("=");
        return [property.slice(0, at), plain(property.slice(at + 1))];
      }),
    ),
    message: plain(message!),
  };
}

Deno.test("reportGithub() is one workflow command for each problem", () => {
  const lines = reportGithub(REPORTS);
  strictEqual(lines.length, 6);
  ok(lines.every((line) => !/[\r\n]/.test(line)));
  const first = readCommand(lines[0]!);
  deepStrictEqual(first.properties, {
    file: `/srv/a store/extensions/${HOSTILE[0]}`,
    line: "1",
    col: "7",
    title: "CHECKSUM_MISMATCH",
  });
  strictEqual(first.command, "error");
  match(first.message, /^Cannot trust "a,b::c%0A\r\n\]\]>/);
  strictEqual(readCommand(lines[1]!).command, "warning");
});
