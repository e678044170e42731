/**
 * All rows of a root against its first page.
 *
 * @module
 */

import { BUNDLE, findingOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { ALL_ROWS, ALL_ROWS_PEAK, FIRST_ROW } from "./limits.ts";
import { PROJECT } from "./options.ts";
import { race } from "./race.ts";
import { hasPythonApt } from "./setup.ts";
import type { Setup } from "./setup.ts";

/** A page, as tables call it. */
const PAGE = "storectl, first page";

/** Measures it. */
export async function* allRows(
  setup: Setup,
  isWanted: (line: string) => boolean,
): AsyncGenerator<Finding, void> {
  const line = "all rows as ndjson";
  if (!isWanted(line)) return;
  const words = ["filter", "--format", "ndjson"];
  const env = setup.apt.best;
  const result = await race(setup.measurer, [
    setup.bare,
    { ...setup.storectl(BUNDLE, [...words, "--all"]), pipe: true },
    {
      ...setup.storectl(BUNDLE, [...words, "--limit", "100"]),
      name: PAGE,
      pipe: true,
    },
    ...(env && await hasPythonApt()
      ? [{
        name: "python-apt",
        argv: ["/usr/bin/python3", `${PROJECT}bench/python_queries.py`]
          .concat("everything"),
        env,
        pipe: true,
      }]
      : []),
  ], setup.options.runs);
  const all = result.find(BUNDLE);
  const page = result.find(PAGE);
  const beyond = (key: "cpu" | "peak") =>
    all && page ? all[key] - page[key] : NaN;
  yield findingOf(result, {
    group: "output",
    line,
    checks: [
      {
        what: "CPU beyond that of the first page of 100",
        value: beyond("cpu") * 1000,
        limit: ALL_ROWS,
        unit: " ms",
      },
      {
        what: "time to the first row, of that to the last",
        value: all ? all.first / all.wall : NaN,
        limit: FIRST_ROW,
        unit: " ×",
      },
      {
        what: "peak beyond that of the first page",
        value: beyond("peak") / 2 ** 20,
        limit: ALL_ROWS_PEAK,
        unit: " MiB",
      },
    ],
    notes: all
      ? [
        `${(all.written / 1e6).toFixed(1)} MB; the first row after ${
          (all.first * 1000).toFixed(0)
        } ms, the last after ${(all.wall * 1000).toFixed(0)} ms.`,
      ]
      : [],
  });
}
