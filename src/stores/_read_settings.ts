/**
 * Reads what APT's small files say: configuration, sources, preferences, architectures.
 *
 * @module
 */

import { AptConfig, readAptConfig } from "../apt/apt_config.ts";
import { acceptsDropIn } from "../apt/drop_in_names.ts";
import type { DropInKind } from "../apt/drop_in_names.ts";
import { parseDeb822Sources } from "../apt/parse_deb822_sources.ts";
import { parseOneLineSources } from "../apt/parse_one_line_sources.ts";
import { parsePreferences } from "../apt/parse_preferences.ts";
import { defaultReleasePin } from "../apt/pin.ts";
import type { Pin } from "../apt/pin.ts";
import type { SourceContext, SourceEntry } from "../apt/source_entry.ts";
import { attempt } from "../core/attempt.ts";
import type { WarningCode } from "../core/warning.ts";
import { listDirectory } from "../sys/list_directory.ts";
import { readText } from "../sys/read_file.ts";
import { statFile } from "../sys/stat_file.ts";
import { below } from "./_apt_paths.ts";
import type { AptPaths } from "./_apt_paths.ts";
import type { ReadLog } from "./_read_log.ts";

/** The architectures that Debian's kernels call by another name. */
const MACHINE_NAMES: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  aarch64: "arm64",
};

/** The text of a file, or undefined where it is missing or cannot be read, which is a warning. */
export function readOptional(
  path: string,
  code: WarningCode,
  log: ReadLog,
): string | undefined {
  let text: string | null = null;
  log.note(path);
  attempt(log.refuse(code), () => {
    text = readText(path);
  });
  return text ?? undefined;
}

/** The files of a drop-in directory that APT reads, in its order. */
function dropIns(
  folder: string,
  kind: DropInKind,
  code: WarningCode,
  log: ReadLog,
): readonly string[] {
  let names: readonly string[] = [];
  log.note(folder);
  attempt(log.refuse(code), () => {
    names = listDirectory(folder) ?? [];
  });
  const isFile = (path: string) => {
    let found = false;
    log.note(path); // what a link leads to can come and go
    attempt(log.refuse(code), () => {
      found = statFile(path)?.isFile ?? false;
    });
    return found;
  };
  return names.filter((name) => acceptsDropIn(kind, name)).map((name) =>
    `${folder}/${name}`
  )
    .filter(isFile);
}

/** Reads `apt.conf.d` and `apt.conf`. */
export function readConfig(root: string, log: ReadLog): AptConfig {
  const config = new AptConfig();
  const code = "APT_CONFIG_INVALID";
  const parts = dropIns(
    below(root, "/etc/apt/apt.conf.d"),
    "apt.conf.d",
    code,
    log,
  );
  for (const path of [...parts, below(root, "/etc/apt/apt.conf")]) {
    const text = readOptional(path, code, log);
    if (text !== undefined) {
      attempt(log.refuse(code), () => readAptConfig(config, text, path));
    }
  }
  return config;
}

/** The native architecture: `APT::Architecture`, else the one that dpkg itself has in this root, else this machine's. */
function nativeArchitecture(config: AptConfig, status: Uint8Array): string {
  const configured = config.find("APT::Architecture");
  if (configured) return configured;
  const text = new TextDecoder().decode(status);
  const [, own] =
    /^Package: dpkg\n(?:.+\n)*?Architecture: (\S+)$/m.exec(text) ?? [];
  return own ?? MACHINE_NAMES[Deno.build.arch] ?? "amd64";
}

/** Which architectures APT knows. */
export function readArchitectures(
  config: AptConfig,
  paths: AptPaths,
  status: Uint8Array,
  log: ReadLog,
): SourceContext {
  const native = nativeArchitecture(config, status);
  const configured = config.list("APT::Architectures");
  const text = readOptional(paths.architectures, "APT_STATUS_INVALID", log) ??
    "";
  const listed = configured.length > 0
    ? configured
    : text.split(/\s+/).filter((word) => word !== "" && word !== native);
  return {
    nativeArchitecture: native,
    architectures: listed.includes(native)
      ? [...new Set(listed)]
      : [native, ...new Set(listed)],
  };
}

/** Reads `sources.list` and `sources.list.d`. */
export function readSources(
  paths: AptPaths,
  context: SourceContext,
  log: ReadLog,
): readonly SourceEntry[] {
  const code = "APT_SOURCES_INVALID";
  const files = [
    paths.sourceList,
    ...dropIns(paths.sourceParts, "sources.list.d", code, log),
  ];
  return files.flatMap((path) => {
    const text = readOptional(path, code, log);
    if (text === undefined) return [];
    const parse = path.endsWith(".sources")
      ? parseDeb822Sources
      : parseOneLineSources;
    return parse(text, path, context, log.refuse(code));
  });
}

/** Reads `APT::Default-Release`, `preferences` and `preferences.d`, in the order in which they count. */
export function readPins(
  config: AptConfig,
  paths: AptPaths,
  architecture: string,
  log: ReadLog,
): readonly Pin[] {
  const code = "APT_PREFERENCES_INVALID";
  const release = config.find("APT::Default-Release");
  const files = [
    paths.preferences,
    ...dropIns(paths.preferencesParts, "preferences.d", code, log),
  ];
  const pins = files.flatMap((path) => {
    const text = readOptional(path, code, log);
    return text === undefined
      ? []
      : parsePreferences(text, path, architecture, log.refuse(code));
  });
  return release ? [defaultReleasePin(release), ...pins] : pins;
}
