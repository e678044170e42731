/**
 * What `verify` says of one target.
 *
 * @module
 */

import type { Problem } from "./problem.ts";

/** How much was looked at. */
export interface Checked {
  /** Versions of extensions. */
  readonly extensions: number;
  /** Files that something links, `store.json` and the manifests with them; of definitions, the definitions. */
  readonly files: number;
  /** Bytes of those that were read. */
  readonly bytes: number;
}

/** A store, some definitions, or what is installed. */
export interface VerifyReport {
  /** The path as it was given. */
  readonly target: string;
  /** What it turned out to be. */
  readonly kind: "store" | "definition" | "installed";
  /** Whether there is no error. */
  readonly ok: boolean;
  /** How much was looked at. */
  readonly checked: Checked;
  /** Of definitions: whether they were held against package lists. */
  readonly catalog?: boolean;
  /** By path, line and column. */
  readonly problems: readonly Problem[];
}

/** The path of a problem from where the program was started, as reports for other programs want it. */
export function pathOf(
  { target, kind }: VerifyReport,
  { path }: Problem,
): string {
  if (kind === "definition") return path;
  const folder = target.replace(/\/+$/, "") || "/";
  const full = path === ""
    ? folder
    : folder === "/"
    ? `/${path}`
    : `${folder}/${path}`;
  return full.replace(/^(?:\.\/+)+/, "");
}

/** What a problem says, in one line. */
export function sentenceOf(
  { message, expected, actual, hint }: Problem,
): string {
  const facts = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(actual === undefined ? [] : [`found ${actual}`]),
  ];
  return message + (facts.length === 0 ? "" : ` (${facts.join(", ")})`) +
    (hint === undefined ? "" : `. ${hint}`);
}
