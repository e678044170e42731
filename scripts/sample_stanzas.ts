/**
 * Stanzas for the sample root: read, shortened, made up, written. Pure.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { SampleApp } from "./sample_packages.ts";

/** Fields that are kept, in the order in which they are written. */
const KEPT = [
  "Package",
  "Source",
  "Version",
  "Installed-Size",
  "Maintainer",
  "Architecture",
  "Essential",
  "Pre-Depends",
  "Depends",
  "Multi-Arch",
  "Description",
  "Description-md5",
  "Homepage",
  "Tag",
  "Section",
  "Priority",
  "Filename",
  "Size",
] as const;

/** A stanza: field name -> value as written. */
export type Stanza = Readonly<Record<string, string>>;

/** Byte order; names of packages are ASCII. */
export function byName(a: Stanza, b: Stanza): number {
  return a.Package! < b.Package! ? -1 : a.Package! > b.Package! ? 1 : 0;
}

/** Reads the stanzas of a control file that some archive tool wrote: well-formed, by blank lines. */
export function readStanzas(text: string): Stanza[] {
  return text.split("\n\n").filter((block) => block.trim() !== "").map(
    (block) => {
      const stanza: Record<string, string> = {};
      for (
        const [, name, value] of block.matchAll(
          /^([^\s:]+):[ \t]*(.*(?:\n[ \t].*)*)/gm,
        )
      ) stanza[name!] = value!;
      return stanza;
    },
  );
}

/** The header of a Release file, without the signature and the hashes. */
export function releaseHeader(text: string): string {
  const body = text.slice(text.indexOf("\n\n") + 2);
  return body.slice(0, body.search(/^(?:MD5Sum|SHA256):/m)).replace(
    /^(?:Acquire-By-Hash|Valid-Until|Changelogs):.*\n/gm,
    "",
  );
}

/** The fields that are kept, without Filename, which nothing here fetches. */
export function shorten(stanza: Stanza): Stanza {
  return Object.fromEntries(
    KEPT.filter((name) => name !== "Filename" && stanza[name] !== undefined)
      .map((name) => [name, stanza[name]!]),
  );
}

/** A stanza as text. */
export function formatStanza(stanza: Stanza): string {
  return Object.entries(stanza).map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

/** Names in the first alternative of each relation. */
export function relationNames(stanza: Stanza): string[] {
  return [stanza["Pre-Depends"], stanza.Depends].filter((field) =>
    field !== undefined
  ).flatMap((field) =>
    field.split(",").map((relation) =>
      relation.split("|")[0]!.trim().split(/[\s:(]/)[0]!
    )
  );
}

/** A version a step newer than another, as backports name it. */
export function backportVersion(version: string): string {
  const [, epoch = "", upstream = ""] = /^(\d+:)?([^-]*)/.exec(version) ?? [];
  const next = upstream.replace(/[+~].*$/, "").replace(
    /(\d+)(?=\D*$)/,
    (digits) => String(Number(digits) + 1),
  );
  return `${epoch}${next}-1~bpo12+1`;
}

/** A description with its digest, as an archive tool writes both. */
export function described(
  short: string,
  long: readonly string[],
): { readonly Description: string; readonly "Description-md5": string } {
  const text = [short, ...long.map((line) => ` ${line}`)].join("\n");
  return {
    Description: text,
    "Description-md5": createHash("md5").update(`${text}\n`).digest("hex"),
  };
}

/** Size that looks real and follows from the name alone. */
export function madeUpSize(name: string, most: number): number {
  return 4096 + createHash("md5").update(name).digest().readUInt32BE(0) % most;
}

/** A package of a third-party repository. */
export function appStanza(
  app: SampleApp,
  publisher: { maintainer: string; home: string },
): Stanza {
  return {
    Package: app.name,
    Version: app.version,
    "Installed-Size": String(madeUpSize(app.name, 400)),
    Maintainer: publisher.maintainer,
    Architecture: app.architecture ?? "all",
    ...(app.depends === undefined ? {} : { Depends: app.depends }),
    ...described(app.summary, app.description),
    Homepage: `${publisher.home}${app.name.replace(/-container$/, "")}`,
    Tag: app.tags.join(", "),
    Section: app.section,
    Priority: "optional",
    Size: String(madeUpSize(`${app.name}.deb`, 60_000)),
  };
}
