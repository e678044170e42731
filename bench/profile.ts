/**
 * What a query spends its time on, by the module that spends it: V8's profiles of the bundle, put back to modules.
 *
 * @module
 */

/** A CPU profile, as far as it is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      /** From 0. */
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** What a query does, by the module that does it; the first that fits counts. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^src\/sys\/(?:write_output|terminal)/, "printing"],
  [/^src\/sys\//, "looking at files and reading them"],
  [/^src\/(?:catalog|apt)\//, "checking and decoding columns"],
  [/^src\/curation\//, "deciding and selecting"],
  [/^src\/stores\//, "freshness and definitions"],
  [
    /^src\/cli\/(?:output|outcome|package_fields|printing|text_table|store_view|utf8_watch)|^src\/cli\/.*(?:json|print|row)/,
    "printing",
  ],
  [/^src\/cli\//, "command line and course"],
];

/** Heads of the modules in a file that the bundler made. */
const HEAD_REGEXP = /^\/\/ (\S+\.(?:ts|js|json|mjs))$/;

/** The module of each line of a bundled file. */
function modulesByLine(code: string): readonly string[] {
  let module = "";
  return code.split("\n").map((line) => {
    module = HEAD_REGEXP.exec(line)?.[1] ?? module;
    return module;
  });
}

/** The kind of a module. */
function kindOf(module: string): string {
  return KINDS.find(([pattern]) => pattern.test(module))?.[1] ?? "other code";
}

/** Adds up profiles. */
export class ProfileSum {
  readonly #bundle: string;
  readonly #lines = new Map<string, readonly string[]>();
  readonly #sums = new Map<string, number>();

  /** @param bundle Folder of the bundle that was profiled. */
  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  /** Adds one, in the text of its file. */
  add(text: string): void {
    const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(text);
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const parents = new Map(
      nodes.flatMap(({ id, children = [] }) =>
        children.map((child) => [child, id] as const)
      ),
    );
    const kinds = new Map<number, string | undefined>();
    for (const [index, sample] of samples.entries()) {
      if (!kinds.has(sample)) {
        let id: number | undefined = sample;
        let kind: string | undefined;
        for (; id !== undefined && kind === undefined; id = parents.get(id)) {
          kind = this.#kindOfFrame(byId.get(id)!.callFrame);
        }
        kinds.set(sample, kind);
      }
      const kind = kinds.get(sample);
      if (kind === undefined) continue;
      const time = Math.max(0, timeDeltas[index] ?? 0);
      this.#sums.set(kind, (this.#sums.get(kind) ?? 0) + time);
    }
  }

  /** The kind of a function of the bundle; undefined for the runtime's own, and for the top level of a file. */
  #kindOfFrame(
    { functionName, url, lineNumber }: CpuProfile["nodes"][0]["callFrame"],
  ): string | undefined {
    if (!url.startsWith(`file://${this.#bundle}/`)) return undefined;
    if (functionName === "" && lineNumber === 0) return undefined;
    const path = url.slice("file://".length);
    let lines = this.#lines.get(path);
    if (!lines) {
      lines = modulesByLine(Deno.readTextFileSync(path));
      this.#lines.set(path, lines);
    }
    return kindOf(lines[lineNumber] ?? "");
  }

  /** The share of each kind of work, largest first; they add up to 1. */
  shares(): readonly (readonly [string, number])[] {
    const total = [...this.#sums.values()].reduce((sum, time) => sum + time, 0);
    return [...this.#sums].map(([kind, time]) => [kind, time / total] as const)
      .sort(([, a], [, b]) => b - a);
  }
}
