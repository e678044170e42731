/**
 * The one error class storectl throws on purpose; anything else is a bug.
 *
 * @module
 */

/** Exit status by code: every way storectl can fail. */
export const EXIT_STATUS = {
  /** No package list at all: run `apt update`. */
  APT_LISTS_MISSING: 1,
  /** A store, package or extension that was asked for by name does not exist. */
  NOT_FOUND: 1,
  /** `--strict` found warnings. */
  NOT_CLEAN: 1,
  /** `verify` found problems. */
  PROBLEMS_FOUND: 1,
  /** `apt-get` refuses: dependencies, packages on hold, removals that nobody asked for. */
  APT_REFUSED: 1,
  /** Somebody else changes packages at the moment. */
  APT_LOCKED: 1,
  /** No versions fit together: the message says which extensions ask for what. */
  CONFLICT: 1,
  /** Other extensions need what is to be removed. */
  STILL_NEEDED: 1,
  /** No earlier version is kept. */
  NOTHING_TO_ROLL_BACK: 1,
  /** A lower version than the installed one was asked for, without saying that this is meant. */
  DOWNGRADE_REFUSED: 1,
  /** Another process has changed the same directory for too long. */
  LOCKED: 1,
  /** A store that takes part in answers gives none. */
  STORE_UNUSABLE: 1,
  /** The command line does not parse. */
  INVALID_ARGUMENT: 2,
  /** Something of that name is there already. */
  ALREADY_EXISTS: 2,
  /** An APT package was asked for what only an extension has. */
  NOT_AN_EXTENSION: 2,
  /** A value is over one of the limits of `limits.ts`. */
  LIMIT_EXCEEDED: 2,
  /** A server does not answer, breaks off, is too slow, or answers with an error. */
  NETWORK: 3,
  /** The operating system refuses access. */
  PERMISSION: 4,
  /** One of APT's or dpkg's files does not follow its grammar. */
  APT_SYNTAX: 5,
  /** `apt-get` began and failed. */
  APT_FAILED: 5,
  /** A compressed file cannot be unpacked. */
  DATA_CORRUPT: 5,
  /** The list of stores does not follow its schema. */
  CONFIG_INVALID: 5,
  /** A file is not what its link says: another checksum or size. */
  CHECKSUM_MISMATCH: 5,
  /** What should be a `store.json` is none. */
  STORE_INVALID: 5,
  /** A store is older than it was the last time. */
  STORE_ROLLBACK: 5,
  /** A store definition does not follow its schema. */
  DEFINITION_INVALID: 5,
  /** A file that should hold a private key does not. */
  KEY_INVALID: 5,
  /** The signature of a store does not parse, or is not what its key signed. */
  SIGNATURE_INVALID: 5,
  /** A store that has to be signed is not. */
  SIGNATURE_MISSING: 5,
  /** A store is signed, but by no key that is trusted. */
  SIGNATURE_UNTRUSTED: 5,
  /** The signature of a store has expired. */
  SIGNATURE_EXPIRED: 5,
  /** A store whose form is read but not written. */
  STORE_FORM: 5,
  /** What is to be published does not follow its rules. */
  EXTENSION_INVALID: 5,
  /** A path, or a link, leads out of its store. */
  PATH_UNSAFE: 5,
  /** A file cannot be read for a reason other than access. */
  IO: 5,
  /** The register of what is installed cannot be used. */
  REGISTRY_INVALID: 5,
  /** A defect of storectl itself. */
  BUG: 70,
  /** A signal ended what was begun. */
  INTERRUPTED: 130,
} as const;

/** Stable name of a failure; part of the JSON contract. */
export type ErrorCode = keyof typeof EXIT_STATUS;

/** Facts that travel with a failure. */
export interface StoreErrorDetails extends ErrorOptions {
  /** What to do next: one imperative sentence. */
  readonly hint?: string;
  /** Where it stands: `file`, `file:line` or `file:line:column`, 1-based. */
  readonly at?: string;
}

/** A failure as it is written on the wire. */
export interface ErrorReply {
  /** Stable name of the failure. */
  readonly code: ErrorCode;
  /** One sentence without a final period. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  /** Where it stands, when it is about a file. */
  readonly details?: { readonly at: string };
}

/** A failure that a user, or the Cockpit page, can act on. */
export class StoreError extends Error {
  /** Always the same. */
  override readonly name = "StoreError";

  /**
   * Makes a failure.
   *
   * @param code Stable name of the failure.
   * @param message «Cannot verb "value": current state», without a final period.
   * @param details Hint, place and cause.
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: StoreErrorDetails = {},
  ) {
    super(message, details);
  }

  /** Tells one by its name: the bundle can hold this class twice. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "StoreError";
  }

  /** The exit status that belongs to the code. */
  get exitStatus(): number {
    return EXIT_STATUS[this.code];
  }

  /** The shape on the wire: no stack, no cause. */
  toJSON(): ErrorReply {
    const { hint, at } = this.details;
    return {
      code: this.code,
      message: this.message,
      ...(hint === undefined ? {} : { hint }),
      ...(at === undefined ? {} : { details: { at } }),
    };
  }
}
