/**
 * Makes the manifest that is published: the publisher's own, with links to all files.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { applyEdits, layOut, setMembers } from "./edit_json.ts";
import type { NewValue } from "./edit_json.ts";
import type { AssetReference, FileReference } from "./extension_manifest.ts";
import { JsonDocument } from "./json_document.ts";
import { shortPath } from "./safe_path.ts";

/** What the command line says about an extension, and its manifest need not. */
export interface ManifestFields {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly description?: string | undefined;
  readonly author?: string | undefined;
  readonly license?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** What a publisher's own manifest says about files. */
export interface ManifestHints {
  /** Path of the component. */
  readonly wasmPath?: string;
  /** Name and type of assets, by path. */
  readonly assets: ReadonlyMap<
    string,
    { readonly name: string | undefined; readonly type: string | undefined }
  >;
}

/** A manifest of a publisher. */
export class SourceManifest {
  readonly #document: JsonDocument;

  /**
   * Reads one; without bytes there is none, and flags have to say everything.
   *
   * @param path What it is called in errors.
   * @throws {StoreError} `EXTENSION_INVALID`: it is not the JSON of one object.
   */
  constructor(bytes: Uint8Array | null, path: string) {
    this.#document = new JsonDocument(
      bytes ?? new TextEncoder().encode("{\n}\n"),
      LIMITS.jsonNesting,
    );
    const [fault] = this.#document.faults;
    const isObject = this.#document.isJson &&
      this.#document.textOf(0)[0] === "{";
    if (fault === undefined && isObject) return;
    const place = fault && this.#document.place(fault.offset);
    throw new StoreError(
      "EXTENSION_INVALID",
      `Cannot read "${path}": ${fault?.state ?? "it is not an object"}`,
      { at: place ? `${path}:${place.line}:${place.column}` : path },
    );
  }

  /** Text of a member of an object. */
  #text(record: number, name: string): string | undefined {
    const member = this.#document.member(record, name);
    if (member < 0) return undefined;
    const value = this.#document.valueOf(member);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** Records of the assets that it lists, by path. */
  #assets(): ReadonlyMap<string, number> {
    const list = this.#document.member(0, "assets");
    if (list < 0 || this.#document.textOf(list)[0] !== "[") return new Map();
    return new Map(
      this.#document.children(list).flatMap((record) => {
        const path = this.#text(record, "path");
        return path === undefined ? [] : [[shortPath(path), record] as const];
      }),
    );
  }

  /** What it says about files. */
  get hints(): ManifestHints {
    const wasm = this.#document.member(0, "wasm_file");
    const wasmPath = wasm < 0 ? undefined : this.#text(wasm, "path");
    const assets = [...this.#assets()].map(([path, record]) =>
      [
        path,
        {
          name: this.#text(record, "name"),
          type: this.#text(record, "type"),
        },
      ] as const
    );
    return {
      ...(wasmPath === undefined ? {} : { wasmPath: shortPath(wasmPath) }),
      assets: new Map(assets),
    };
  }

  /** The new text of a link: with what the old one says besides. */
  #linkJson(record: number | undefined, link: FileReference): NewValue {
    const isObject = record !== undefined && record >= 0 &&
      this.#document.textOf(record)[0] === "{";
    if (!isObject) return { value: link };
    const old = new JsonDocument(
      new TextEncoder().encode(this.#document.textOf(record)),
      LIMITS.jsonNesting,
    );
    const members = Object.entries(link).map(([name, value]) => [
      name,
      { value },
    ]);
    const edits = setMembers(old, 0, Object.fromEntries(members));
    return { json: applyEdits(old.text, edits) };
  }

  /** The text of the manifest with fields of the command line, and links. */
  link(
    fields: ManifestFields,
    wasmFile: FileReference,
    assets: readonly AssetReference[],
  ): string {
    const known = this.#assets();
    const before = "\n  ";
    const inner = `${before}  `;
    const items = assets.map((asset) => {
      const json = this.#linkJson(known.get(asset.path), asset);
      return inner + ("json" in json ? json.json : layOut(json.value, inner));
    });
    const own = Object.entries(fields).filter(([, value]) =>
      value !== undefined
    );
    const edits = setMembers(this.#document, 0, {
      ...Object.fromEntries(own.map(([name, value]) => [name, { value }])),
      wasm_file: this.#linkJson(
        this.#document.member(0, "wasm_file"),
        wasmFile,
      ),
      assets: {
        json: items.length === 0 ? "[]" : `[${items.join(",")}${before}]`,
      },
    });
    return applyEdits(this.#document.text, edits);
  }
}

/** A file with its SHA-256. */
export interface SummedFile {
  /** From the manifest's directory. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Text of `SHA256SUMS`, as `sha256sum -c` reads it: in path order. */
export function sumsText(files: readonly SummedFile[]): string {
  return files.toSorted((a, b) => a.path < b.path ? -1 : 1)
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
}
