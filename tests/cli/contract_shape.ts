/**
 * The types of the contract as `deno doc` reads them, to hold replies against.
 *
 * @module
 */

import { EXIT_STATUS } from "../../src/core/store_error.ts";

/** A type, as far as the contract uses types. */
interface DocType {
  readonly kind: string;
  // deno-lint-ignore no-explicit-any -- differs by kind
  readonly value: any;
}

interface DocProperty {
  readonly name: string;
  readonly optional?: boolean;
  readonly tsType: DocType;
}

interface DocDeclaration {
  readonly kind: string;
  readonly def: {
    readonly properties?: readonly DocProperty[];
    readonly extends?: readonly DocType[];
    readonly tsType?: DocType;
  };
}

/** Modules that declare what stands in replies. */
const MODULES = [
  "src/cli/contract.ts",
  "src/core/store_error.ts",
  "src/core/warning.ts",
];

/** The interfaces and type aliases of the contract. */
export class ContractShape {
  readonly #declarations = new Map<string, DocDeclaration>();

  private constructor(
    documents: Iterable<
      { symbols: { name: string; declarations: DocDeclaration[] }[] }
    >,
  ) {
    for (const { symbols } of documents) {
      for (const { name, declarations } of symbols) {
        const own = declarations.find(({ kind }) =>
          kind === "interface" || kind === "typeAlias"
        );
        if (own !== undefined) this.#declarations.set(name, own);
      }
    }
  }

  /** Asks Deno what the modules declare. */
  static async read(): Promise<ContractShape> {
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: ["doc", "--json", ...MODULES],
        cwd: new URL("../../", import.meta.url),
        stdin: "null",
      },
    ).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new ContractShape(
      Object.values(JSON.parse(new TextDecoder().decode(stdout)).nodes),
    );
  }

  /** The properties of an interface, inherited ones first. */
  properties(name: string): readonly DocProperty[] {
    const { def, kind } = this.#declarations.get(name) ?? {};
    if (kind !== "interface") throw new Error(`Expected an interface ${name}`);
    return [
      ...(def!.extends ?? []).flatMap(({ value }) =>
        this.properties(value.typeName)
      ),
      ...def!.properties ?? [],
    ];
  }

  /** What is wrong with a value that should be of an interface; nothing where all is well. */
  problems(value: unknown, name: string, at = name): string[] {
    return this.#interface(value, this.properties(name), at, false);
  }

  #interface(
    value: unknown,
    properties: readonly DocProperty[],
    at: string,
    isPartial: boolean,
  ): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return [`${at} is no object`];
    }
    const keys = Object.keys(value);
    const known = properties.map(({ name }) => name);
    const order = known.filter((name) => keys.includes(name));
    return [
      ...keys.filter((key) => !known.includes(key)).map((key) =>
        `${at}.${key} is not in the contract`
      ),
      ...(keys.join() === order.join()
        ? []
        : [`${at} has its keys in another order: ${keys}`]),
      ...properties.flatMap(({ name, optional, tsType }) => {
        if (!keys.includes(name)) {
          return optional || isPartial ? [] : [`${at}.${name} is missing`];
        }
        return this.#type(
          (value as Record<string, unknown>)[name],
          tsType,
          `${at}.${name}`,
        );
      }),
    ];
  }

  #type(value: unknown, type: DocType, at: string): string[] {
    const wrong = [
      `${at} is ${JSON.stringify(value)?.slice(0, 80)}, not ${type.kind} ${
        JSON.stringify(type.value).slice(0, 80)
      }`,
    ];
    switch (type.kind) {
      case "keyword": {
        const actual = value === null ? "null" : typeof value;
        return actual === type.value ? [] : wrong;
      }
      case "literal":
        return value === type.value[type.value.kind] ? [] : wrong;
      case "union":
        return type.value.some((member: DocType) =>
            this.#type(value, member, at).length === 0
          )
          ? []
          : wrong;
      case "array":
        if (!Array.isArray(value)) return wrong;
        return value.flatMap((item, index) =>
          this.#type(item, type.value, `${at}[${index}]`)
        );
      case "typeOperator":
        return this.#type(value, type.value.tsType, at);
      case "parenthesized":
        return this.#type(value, type.value, at);
      case "typeLiteral":
        return this.#interface(value, type.value.properties, at, false);
      case "typeRef":
        return this.#reference(value, type, at);
      default:
        throw new Error(
          `Cannot check ${at}: types of kind ${type.kind} are not known here`,
        );
    }
  }

  #reference(
    value: unknown,
    { value: { typeName, typeParams = [] } }: DocType,
    at: string,
  ): string[] {
    if (typeName === "Readonly") return this.#type(value, typeParams[0], at);
    if (typeName === "Partial") {
      return this.#interface(
        value,
        this.properties(typeParams[0].value.typeName),
        at,
        true,
      );
    }
    if (typeName === "Record") {
      if (typeof value !== "object" || value === null) {
        return [`${at} is no object`];
      }
      return Object.entries(value).flatMap(([key, item]) =>
        this.#type(item, typeParams[1], `${at}.${key}`)
      );
    }
    if (typeName === "ErrorCode") {
      return Object.hasOwn(EXIT_STATUS, String(value))
        ? []
        : [`${at} is no code: ${value}`];
    }
    const { kind, def } = this.#declarations.get(typeName) ?? {};
    if (kind === "typeAlias") return this.#type(value, def!.tsType!, at);
    return this.problems(value, typeName, at);
  }
}
