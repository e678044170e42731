/**
 * Plans an installation, an update, or the way back.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { linkedBytes } from "./linked_bytes.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";
import { compareVersions } from "../extensions/version.ts";
import type {
  AskedExtension,
  ChangeRequest,
  PlanInput,
} from "./change_request.ts";
import type { Choice } from "./choice.ts";
import { choicesOfInstalled } from "./_choices_of_installed.ts";
import { explainSteps } from "./_explain_steps.ts";
import { findCycles } from "./find_cycles.ts";
import type { Plan, PlanAction, PlanStep } from "./plan.ts";
import { currentVersion, versionIn } from "./registry.ts";
import type { InstalledExtension, KeptVersion } from "./registry.ts";
import { refuseMissing } from "./_refuse_missing.ts";
import { refuseUntrusted } from "./_refuse_untrusted.ts";
import { resolve } from "./resolve.ts";
import type { Dependencies, Request, Resolution } from "./resolve.ts";

/** What is known of a choice before its files are fetched. */
type Facts = Pick<KeptVersion, "name" | "size" | "dependencies">;

function factsOf(manifest: ExtensionManifest): Facts {
  const { name, dependencies } = manifest;
  return { name, dependencies, size: linkedBytes(manifest) };
}

/** Makes one plan. */
class Planner {
  readonly #input: PlanInput;
  readonly #request: ChangeRequest;
  /** Each as it was asked for: one id may be there in two ranges. */
  readonly #wanted: readonly AskedExtension[];
  readonly #asked: ReadonlySet<string>;
  /** Whether lower versions are left out that a flag would let in. */
  #hasLower = false;
  readonly #facts = new Map<Choice, Facts>();

  constructor(input: PlanInput, request: ChangeRequest) {
    this.#input = input;
    this.#request = request;
    this.#wanted = request.install ?? [];
    this.#asked = new Set(this.#wanted.map(({ id }) => id));
  }

  async run(): Promise<Plan> {
    const { registry } = this.#input;
    for (const asked of this.#wanted) {
      await refuseMissing(asked, {
        ...this.#input,
        request: this.#request,
        candidates: await this.#candidates(asked.id),
        prereleases: this.#takesPrereleases(asked.id),
      });
    }
    const requests = this.#requests();
    const chosen = await this.#resolve(requests);
    const edges = new Map(
      [...chosen].map(([id, choice]) =>
        [id, Object.keys(this.#facts.get(choice)!.dependencies)] as const
      ),
    );
    const steps = [...new Set([...registry.keys(), ...chosen.keys()])].sort()
      .flatMap((id) => this.#step(id, chosen.get(id), edges));
    await refuseUntrusted(steps, this.#input.offers, this.#request.store);
    const cycles = findCycles(edges).filter((cycle) =>
      steps.some(({ id }) => cycle.includes(id))
    );
    return {
      steps: await explainSteps(steps, {
        offers: this.#input.offers,
        registry,
        fits: (choice) => this.#fitsAll(choice, requests, chosen),
        named: this.#request.store,
      }),
      marks: new Set(
        [...this.#asked].filter((id) => registry.get(id)?.asked === false),
      ),
      prereleases: new Set(
        this.#request.prereleases ? [...this.#asked] : [],
      ),
      cycles,
      warnings: [
        ...this.#input.offers.warnings,
        ...cycles.map(cycleWarning),
      ],
    };
  }

  async #resolve(
    requests: readonly Request<Choice>[],
  ): Promise<Resolution<Choice>> {
    try {
      return await resolve(requests, {
        candidates: (id) => this.#candidates(id),
        dependencies: (id, choice) => this.#dependenciesOf(id, choice),
        fits: (choice, range) => this.#fits(choice, range),
      });
    } catch (error) {
      const isConflict = error instanceof StoreError &&
        error.code === "CONFLICT";
      if (!isConflict || !this.#hasLower) throw error;
      throw new StoreError(error.code, error.message, {
        hint:
          "Ask for other versions, or give --allow-downgrade: installed extensions have lower versions too.",
        cause: error,
      });
    }
  }

  /** What must be there in the end: what is asked for, then what is installed, in byte order. */
  #requests(): Request<Choice>[] {
    const { registry } = this.#input;
    const { rollback, update, autoremove, store, reinstall } = this.#request;
    const requests: Request<Choice>[] = [];
    for (const { id, range } of this.#wanted) {
      requests.push({
        id,
        range: range ?? "in any version",
        by: "you",
        fits: (choice) =>
          this.#fits(choice, range ?? "*") &&
          (store === undefined || choice.store === store) &&
          !(reinstall === true && choice.kept !== undefined),
      });
    }
    if (rollback !== undefined) {
      const { id, directory } = rollback;
      requests.push({
        id,
        range: versionIn(registry.get(id)!, directory)!.version,
        by: "you",
        fits: ({ kept }) => kept?.directory === directory,
      });
    }
    const updated = [...update ?? []];
    for (const id of new Set([...updated, ...registry.keys()])) {
      const extension = registry.get(id)!;
      const { version } = currentVersion(extension);
      if (extension.held) {
        requests.push({
          id,
          range: version,
          by: `the hold on ${id}`,
          fits: ({ kept }) => kept?.directory === extension.current,
        });
      } else if (autoremove !== true || extension.asked) {
        requests.push({
          id,
          range: "in any version",
          by: "what is installed",
          fits: (choice) => this.#staysWell(extension, choice),
        });
      }
    }
    return requests;
  }

  /** Whether an installed extension may become a version: one that was asked for does not become a prerelease by itself. */
  #staysWell(extension: InstalledExtension, choice: Choice): boolean {
    return choice.kept !== undefined || !extension.asked ||
      this.#asked.has(extension.id) || this.#fits(choice, "*");
  }

  #takesPrereleases(id: string): boolean {
    const isAsked = this.#asked.has(id) || this.#request.update?.has(id);
    return (isAsked && this.#request.prereleases === true) ||
      this.#input.registry.get(id)?.prereleases === true;
  }

  #fits({ id, version }: Choice, range: string): boolean {
    return this.#input.satisfies(version, range, {
      prereleases: this.#takesPrereleases(id),
    });
  }

  /** Whether a choice would do for all that ask for its id. */
  #fitsAll(
    choice: Choice,
    requests: readonly Request<Choice>[],
    chosen: ReadonlyMap<string, Choice>,
  ): boolean {
    return requests.every(({ id, fits }) => id !== choice.id || fits(choice)) &&
      [...chosen.values()].every((other) => {
        const { dependencies } = this.#facts.get(other)!;
        return !Object.hasOwn(dependencies, choice.id) ||
          this.#fits(choice, dependencies[choice.id]!);
      });
  }

  /** What can be chosen for an id, best first. */
  async #candidates(id: string): Promise<readonly Choice[]> {
    const extension = this.#input.registry.get(id);
    const offered = (await this.#input.offers.of(id)).map((
      { store, version },
    ): Choice => ({ id, version, store: store.name, source: store }));
    if (extension === undefined) return offered;
    const { choices, hasLower } = choicesOfInstalled(extension, offered, {
      locationOf: this.#input.locationOf,
      request: this.#request,
      isAsked: this.#asked.has(id),
      takesPrereleases: this.#takesPrereleases(id),
    });
    this.#hasLower ||= hasLower;
    return choices;
  }

  async #dependenciesOf(id: string, choice: Choice): Promise<Dependencies> {
    const facts = choice.kept ??
      factsOf(await choice.source!.describe(id, choice.version));
    this.#facts.set(choice, facts);
    return facts.dependencies;
  }

  #step(
    id: string,
    to: Choice | undefined,
    edges: ReadonlyMap<string, readonly string[]>,
  ): readonly PlanStep[] {
    const extension = this.#input.registry.get(id);
    const from = extension && currentVersion(extension);
    if (from !== undefined && to?.kept === from) return [];
    return [{
      action: actionOf(from, to),
      id,
      name: (to === undefined ? from : this.#facts.get(to))?.name ?? id,
      size: to?.source === undefined ? 0 : this.#facts.get(to)!.size,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      asked: this.#asked.has(id) || extension?.asked === true,
      neededBy: [...edges].filter(([other, ids]) =>
        other !== id && ids.includes(id)
      ).map(([other]) => other).sort(),
      explanation: [],
    }];
  }
}

function actionOf(
  from: KeptVersion | undefined,
  to: Choice | undefined,
): PlanAction {
  if (to === undefined) return "remove";
  if (from === undefined) return "install";
  const order = compareVersions(to.version, from.version);
  if (order !== 0) return order > 0 ? "update" : "downgrade";
  return to.store === from.store ? "reinstall" : "switch";
}

function cycleWarning(cycle: readonly string[]): Warning {
  return {
    code: "DEPENDENCY_CYCLE",
    message: cycle.length === 2
      ? `"${cycle[0]}" needs itself`
      : `Extensions need each other: ${cycle.join(" -> ")}`,
  };
}

/**
 * Plans a change; nothing is changed, and no file of an extension is fetched.
 *
 * What is asked for gets the best version there is; all else stays as it is, as far as that goes. Ids to update must be
 * installed.
 *
 * @throws {StoreError} `NOT_FOUND`: no store offers it. `DOWNGRADE_REFUSED`: only lower versions fit. `CONFLICT`: no
 * versions fit together. `STORE_UNUSABLE`: a trusted store gives no answer, and one that is not would take its place. What
 * a store throws when it is asked about a version.
 */
export async function planChange(
  input: PlanInput,
  request: ChangeRequest,
): Promise<Plan> {
  return await new Planner(input, request).run();
}
