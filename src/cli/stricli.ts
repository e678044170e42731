/**
 * The library that parses command lines; nothing else imports it.
 *
 * @module
 */

export {
  ArgumentParseError,
  buildApplication,
  buildCommand,
  buildRouteMap,
  run,
  text_en,
} from "@stricli/core";
export type {
  ApplicationText,
  Command,
  FlagParametersForType,
} from "@stricli/core";
