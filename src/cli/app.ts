/**
 * The command line: which commands there are, and how it is run.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { cacheClear } from "./commands/cache_clear.ts";
import { cacheStatus } from "./commands/cache_status.ts";
import { categories } from "./commands/categories.ts";
import { details } from "./commands/details.ts";
import { filter } from "./commands/filter.ts";
import { keyNew } from "./commands/key_new.ts";
import { keyShow } from "./commands/key_show.ts";
import { packagesInstall } from "./commands/packages_install.ts";
import { packagesRemove } from "./commands/packages_remove.ts";
import { packagesUpdate } from "./commands/packages_update.ts";
import { publish } from "./commands/publish.ts";
import { hold } from "./commands/hold.ts";
import { info } from "./commands/info.ts";
import { install } from "./commands/install.ts";
import { list } from "./commands/list.ts";
import { outdated } from "./commands/outdated.ts";
import { remove } from "./commands/remove.ts";
import { rollback } from "./commands/rollback.ts";
import { unhold } from "./commands/unhold.ts";
import { update } from "./commands/update.ts";
import { reposList } from "./commands/repos_list.ts";
import { schema } from "./commands/schema.ts";
import { sections } from "./commands/sections.ts";
import { sign } from "./commands/sign.ts";
import { search } from "./commands/search.ts";
import { storesAdd } from "./commands/stores_add.ts";
import { storesDisable } from "./commands/stores_disable.ts";
import { storesEnable } from "./commands/stores_enable.ts";
import { storesExport } from "./commands/stores_export.ts";
import { storesHealth } from "./commands/stores_health.ts";
import { storesImport } from "./commands/stores_import.ts";
import { storesKeys } from "./commands/stores_keys.ts";
import { storesList } from "./commands/stores_list.ts";
import { storesNew } from "./commands/stores_new.ts";
import { storesRemove } from "./commands/stores_remove.ts";
import { storesShow } from "./commands/stores_show.ts";
import { unpublish } from "./commands/unpublish.ts";
import { verify } from "./commands/verify.ts";
import type { Format, LoadLazy } from "./context.ts";
import type { Version } from "./contract.ts";
import { FORMATS } from "./flags.ts";
import { outputFormat, printError, printOutcome, printText } from "./output.ts";
import type { CliContext } from "./printing.ts";
import {
  ArgumentParseError,
  buildApplication,
  buildRouteMap,
  run,
  text_en,
} from "./stricli.ts";
import type { ApplicationText } from "./stricli.ts";
import { systemContext } from "./system_context.ts";
import { VERSION } from "./version.ts";

/** Version of the JSON contract. */
const PROTOCOL = 1;

/** A flag's own error with the name of the flag in front. */
function flagError(
  flag: string,
  { code, message, details }: StoreError,
): StoreError {
  return new StoreError(code, `Cannot use --${flag}: ${message}`, details);
}

/** Stricli's texts; `keep` takes the coded error of a value that a flag refuses. */
function texts(keep: (error: StoreError) => void): ApplicationText {
  return {
    ...text_en,
    exceptionWhileParsingArguments(exception, ansiColor) {
      if (
        exception instanceof ArgumentParseError &&
        exception.exception instanceof StoreError
      ) {
        keep(
          flagError(
            exception.externalFlagNameOrPlaceholder,
            exception.exception,
          ),
        );
      }
      return text_en.exceptionWhileParsingArguments(exception, ansiColor);
    },
    // what a command throws is a coded error or a bug, and `printing` has dealt with both
    exceptionWhileRunningCommand: (exception) =>
      exception instanceof Error
        ? exception.stack ?? exception.message
        : String(exception),
  };
}

function buildApp(
  text: ApplicationText,
): ReturnType<typeof buildApplication<CliContext>> {
  const root = buildRouteMap({
    routes: {
      stores: buildRouteMap({
        routes: {
          list: storesList,
          add: storesAdd,
          remove: storesRemove,
          enable: storesEnable,
          disable: storesDisable,
          health: storesHealth,
          show: storesShow,
          keys: storesKeys,
          new: storesNew,
          import: storesImport,
          export: storesExport,
        },
        docs: { brief: "The stores of this machine" },
      }),
      repos: buildRouteMap({
        routes: { list: reposList },
        docs: { brief: "The APT repositories of this machine" },
      }),
      search,
      filter,
      details,
      sections,
      categories,
      publish,
      unpublish,
      sign,
      key: buildRouteMap({
        routes: { new: keyNew, show: keyShow },
        docs: { brief: "The keys that sign stores" },
      }),
      verify,
      install,
      update,
      outdated,
      remove,
      rollback,
      list,
      info,
      hold,
      unhold,
      cache: buildRouteMap({
        routes: { status: cacheStatus, clear: cacheClear },
        docs: { brief: "The files that make queries fast" },
      }),
      packages: buildRouteMap({
        routes: {
          install: packagesInstall,
          remove: packagesRemove,
          update: packagesUpdate,
        },
        docs: { brief: "APT packages, changed by apt-get" },
      }),
      schema,
    },
    docs: {
      brief: "Curated stores over APT packages",
      fullDescription: [
        "Curated stores over APT packages, as tables for people and as JSON for Cockpit and scripts.",
        "",
        "Examples:",
        "  storectl stores list",
        "  storectl filter --store development --tab installed --limit 5",
        "  storectl details git --format json",
        "",
        "Exit status: 0 done, 1 the answer is no, 2 wrong arguments, 3 network, 4 permission,",
        "5 data refused, 70 a bug.",
      ].join("\n"),
    },
  });
  return buildApplication<CliContext>(root, {
    name: "storectl",
    versionInfo: { currentVersion: VERSION },
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      allowArgumentEscapeSequence: true,
    },
    documentation: { disableAnsiColor: true, onlyRequiredInUsageLine: true },
    localization: { text },
  });
}

/** The value of `--format` on a command line that may not parse. */
function askedFormat(args: readonly string[]): Format | undefined {
  const at = args.findIndex((arg) =>
    arg === "--format" || arg.startsWith("--format=")
  );
  const value = at < 0 ? undefined : args[at]!.split("=")[1] ?? args[at + 1];
  return FORMATS.find((format) => format === value);
}

function printVersion(args: readonly string[]): number {
  const reply: Version = {
    name: "storectl",
    version: VERSION,
    protocol: PROTOCOL,
  };
  const format = askedFormat(args);
  return printOutcome({ reply }, {
    document: (version) => version,
    rows: (version) => [version],
    table: ({ name, version }) => [`${name} ${version}`],
    warnings: () => [],
  }, {
    ...(format === undefined ? {} : { format }),
    root: "/",
    quiet: false,
    verbose: false,
    color: false,
  });
}

/** Splits `--flag=` with nothing behind it, which Stricli takes for an argument, into a flag and an empty value. */
function splitEmptyValues(args: readonly string[]): readonly string[] {
  return args.flatMap((arg) =>
    /^--[a-z-]+=$/i.test(arg) ? [arg.slice(0, -1), ""] : [arg]
  );
}

/** Whether `--version` asks for storectl's own: it has no value, which is what commands with such a flag want. */
function asksForVersion(options: readonly string[]): boolean {
  const at = options.indexOf("--version");
  const behind = options[at + 1] ?? "-";
  return options[0] === "-v" || at === 0 || (at > 0 && behind.startsWith("-"));
}

/** Runs one command line and returns the exit status. */
export async function runApp(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number> {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const options = args.slice(0, end);
  const format = outputFormat(askedFormat(options));
  try {
    const isVersion = asksForVersion(options);
    if (isVersion && !options.includes("--help")) return printVersion(options);
    return await runCommand(
      [...splitEmptyValues(options), ...args.slice(end)],
      format,
      lazy,
    );
  } catch (error) {
    return printError(error, format, { verbose: false });
  }
}

/** Runs one command; what it throws is a failure to print, or a bug. */
async function runCommand(
  args: readonly string[],
  format: Format,
  lazy: LoadLazy,
): Promise<number> {
  let help = "";
  let errors = "";
  const process:
    & { exitCode?: number | string | null }
    & Record<"stdout" | "stderr", { write(text: string): void }> = {
      stdout: { write: (text) => help += text },
      stderr: { write: (text) => errors += text },
    };
  let refused: StoreError | undefined;
  const app = buildApp(texts((error) => refused ??= error));
  await run(app, args.length === 0 ? ["--help"] : args, {
    process,
    command: systemContext(lazy),
  });
  if (help !== "") printText(help);
  const status = Number(process.exitCode ?? 0);
  if (status >= 0 || errors === "") return status;
  const message = errors.trim().replace(/\s+/g, " ");
  const error = refused ??
    new StoreError("INVALID_ARGUMENT", message, {
      hint: "Run storectl --help.",
    });
  return printError(error, format, { verbose: false });
}
