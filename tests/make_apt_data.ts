/**
 * Catalogs made of text, for tests of `src/catalog`.
 *
 * @module
 */

import { indexFile, scan } from "./scan_text.ts";
import type { IndexFile } from "../src/apt/index_file.ts";
import type { AutoInstalled } from "../src/apt/parse_extended_states.ts";
import { makePin, pinPackages } from "../src/apt/pin.ts";
import type { Pin } from "../src/apt/pin.ts";
import { Policy } from "../src/apt/policy.ts";
import type { AptData } from "../src/catalog/apt_data.ts";
import type { BuiltCatalog } from "../src/catalog/built_catalog.ts";

/** What the data are made of. */
export interface Made {
  /** Text of the package indexes, by suite; their numbers are in this order. */
  readonly suites?: Readonly<Record<string, string>>;
  /** Text of dpkg's status. */
  readonly status?: string;
  /** Specific pins on suites: `name suite priority`. */
  readonly pins?: readonly string[];
  /** What is marked as automatic. */
  readonly auto?: readonly AutoInstalled[];
  /** The index files, in place of those of the suites. */
  readonly files?: readonly IndexFile[];
}

/** A stanza for `name version architecture`, and more fields. */
export function stanza(facts: string, fields = ""): string {
  const [name, version, architecture = "amd64"] = facts.split(" ");
  return `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\n${fields}\n`;
}

/** An installed stanza. */
export function installed(facts: string, fields = ""): string {
  return stanza(facts, `Status: install ok installed\n${fields}`);
}

/** The data of a machine. */
export function aptData(
  { suites = {}, status = "", pins = [], auto = [], files }: Made,
): AptData {
  const { table } = scan(...Object.values(suites), status);
  const all = [
    ...files ?? Object.keys(suites).map((suite) => indexFile({ suite })),
    indexFile("status"),
  ];
  const made = pins.map((pin): Pin => {
    const [word = "", suite, priority] = pin.split(" ");
    return makePin(
      { type: "release", data: `a=${suite}` },
      pinPackages(word, "amd64"),
      Number(priority),
    );
  });
  const phasing = {
    isPolicy: false,
    isNever: false,
    isAlways: false,
    machineId: "",
  };
  return {
    table,
    files: all,
    policy: new Policy(all, made, phasing, table.mentions.anyNames),
    autoInstalled: auto,
  };
}

/** One fact of each row, by `name` or `name:architecture`, in the order of the rows. */
export function pick<T>(
  catalog: BuiltCatalog,
  fact: (row: number) => T,
): readonly (readonly [string, T])[] {
  const { names, architectures } = catalog.data.table;
  return Array.from({ length: catalog.count }, (_, row) => {
    const name = names.text(catalog.name[row]!);
    const architecture = architectures.text(catalog.architecture[row]!);
    return [
      architecture === "amd64" ? name : `${name}:${architecture}`,
      fact(row),
    ];
  });
}
