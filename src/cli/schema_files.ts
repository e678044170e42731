/**
 * The JSON Schemas by name, each loaded when it is asked for. Made by `scripts/make_schemas.ts`.
 *
 * @module
 */

/** A JSON Schema. */
export interface SchemaModule {
  /** The document. */
  readonly default: Readonly<Record<string, unknown>>;
}

/** Schemas of file formats: what people write, and what stores hold. */
export const FORMAT_SCHEMAS: Readonly<
  Record<string, () => Promise<SchemaModule>>
> = {
  "config": () =>
    import("../../schemas/config.schema.json", { with: { type: "json" } }),
  "extension-manifest": () =>
    import("../../schemas/extension-manifest.schema.json", {
      with: { type: "json" },
    }),
  "store": () =>
    import("../../schemas/store.schema.json", { with: { type: "json" } }),
  "store-definition": () =>
    import("../../schemas/store-definition.schema.json", {
      with: { type: "json" },
    }),
  "store-signature": () =>
    import("../../schemas/store-signature.schema.json", {
      with: { type: "json" },
    }),
};

/** Schemas of outputs: what commands print with `--format json`. */
export const OUTPUT_SCHEMAS: Readonly<
  Record<string, () => Promise<SchemaModule>>
> = {
  "cache-clear": () =>
    import("../../schemas/outputs/cache-clear.schema.json", {
      with: { type: "json" },
    }),
  "cache-status": () =>
    import("../../schemas/outputs/cache-status.schema.json", {
      with: { type: "json" },
    }),
  "categories": () =>
    import("../../schemas/outputs/categories.schema.json", {
      with: { type: "json" },
    }),
  "details": () =>
    import("../../schemas/outputs/details.schema.json", {
      with: { type: "json" },
    }),
  "error": () =>
    import("../../schemas/outputs/error.schema.json", {
      with: { type: "json" },
    }),
  "filter": () =>
    import("../../schemas/outputs/filter.schema.json", {
      with: { type: "json" },
    }),
  "filter-explain": () =>
    import("../../schemas/outputs/filter-explain.schema.json", {
      with: { type: "json" },
    }),
  "info": () =>
    import("../../schemas/outputs/info.schema.json", {
      with: { type: "json" },
    }),
  "install": () =>
    import("../../schemas/outputs/install.schema.json", {
      with: { type: "json" },
    }),
  "key-new": () =>
    import("../../schemas/outputs/key-new.schema.json", {
      with: { type: "json" },
    }),
  "list": () =>
    import("../../schemas/outputs/list.schema.json", {
      with: { type: "json" },
    }),
  "outdated": () =>
    import("../../schemas/outputs/outdated.schema.json", {
      with: { type: "json" },
    }),
  "packages": () =>
    import("../../schemas/outputs/packages.schema.json", {
      with: { type: "json" },
    }),
  "packages-event": () =>
    import("../../schemas/outputs/packages-event.schema.json", {
      with: { type: "json" },
    }),
  "publish": () =>
    import("../../schemas/outputs/publish.schema.json", {
      with: { type: "json" },
    }),
  "repos-list": () =>
    import("../../schemas/outputs/repos-list.schema.json", {
      with: { type: "json" },
    }),
  "schema": () =>
    import("../../schemas/outputs/schema.schema.json", {
      with: { type: "json" },
    }),
  "search": () =>
    import("../../schemas/outputs/search.schema.json", {
      with: { type: "json" },
    }),
  "sections": () =>
    import("../../schemas/outputs/sections.schema.json", {
      with: { type: "json" },
    }),
  "sign": () =>
    import("../../schemas/outputs/sign.schema.json", {
      with: { type: "json" },
    }),
  "stores-add": () =>
    import("../../schemas/outputs/stores-add.schema.json", {
      with: { type: "json" },
    }),
  "stores-export": () =>
    import("../../schemas/outputs/stores-export.schema.json", {
      with: { type: "json" },
    }),
  "stores-health": () =>
    import("../../schemas/outputs/stores-health.schema.json", {
      with: { type: "json" },
    }),
  "stores-import": () =>
    import("../../schemas/outputs/stores-import.schema.json", {
      with: { type: "json" },
    }),
  "stores-list": () =>
    import("../../schemas/outputs/stores-list.schema.json", {
      with: { type: "json" },
    }),
  "stores-new": () =>
    import("../../schemas/outputs/stores-new.schema.json", {
      with: { type: "json" },
    }),
  "stores-show": () =>
    import("../../schemas/outputs/stores-show.schema.json", {
      with: { type: "json" },
    }),
  "unpublish": () =>
    import("../../schemas/outputs/unpublish.schema.json", {
      with: { type: "json" },
    }),
  "verify": () =>
    import("../../schemas/outputs/verify.schema.json", {
      with: { type: "json" },
    }),
  "version": () =>
    import("../../schemas/outputs/version.schema.json", {
      with: { type: "json" },
    }),
};
