/**
 * The definitions that come with storectl, inside the program: a machine without any of its own can use them
 * by id, and they stay out of its list of stores.
 *
 * @module
 */

import development from "../../stores/development.yaml" with { type: "text" };
import games from "../../stores/games.yaml" with { type: "text" };
import homeServer from "../../stores/home-server.yaml" with { type: "text" };
import marine from "../../stores/marine.yaml" with { type: "text" };
import network from "../../stores/network.yaml" with { type: "text" };
import office from "../../stores/office.yaml" with { type: "text" };
import science from "../../stores/science.yaml" with { type: "text" };

/** Texts by file name. */
export const SHIPPED_DEFINITIONS: Readonly<Record<string, string>> = {
  "stores/development.yaml": development,
  "stores/games.yaml": games,
  "stores/home-server.yaml": homeServer,
  "stores/marine.yaml": marine,
  "stores/network.yaml": network,
  "stores/office.yaml": office,
  "stores/science.yaml": science,
};
