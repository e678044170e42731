/**
 * How installed extensions are shown.
 *
 * @module
 */

import { ACTIVE, CURRENT } from "../installed/installed_paths.ts";
import { dependentsOf } from "../installed/plan_removal.ts";
import type { Installation } from "../installed/read_installation.ts";
import { currentVersion, versionIn } from "../installed/registry.ts";
import type { InstalledExtension, InstalledList } from "./contract.ts";
import type { View } from "./outcome.ts";
import { byteText } from "./progress_bar.ts";

/** An installed extension as the contract has it. */
export function installedOf(
  { data, registry }: Installation,
  id: string,
): InstalledExtension {
  const extension = registry.get(id)!;
  const { name, version, store, size, installed, dependencies } =
    currentVersion(extension);
  return {
    id,
    name,
    version,
    store,
    asked: extension.asked,
    held: extension.held,
    size,
    installed,
    path: `${data}/${CURRENT}/${ACTIVE}/${id}`,
    dependencies,
    neededBy: dependentsOf(registry, id),
    earlier: extension.history.map((directory) =>
      versionIn(extension, directory)!.version
    ),
  };
}

/** Why an extension is there, and whether it stays as it is. */
function stateText({ asked, held }: InstalledExtension): string {
  return `${asked ? "asked for" : "dependency"}${held ? ", held" : ""}`;
}

/** How `list`, `hold` and `unhold` are shown. */
export const INSTALLED_VIEW: View<InstalledList> = {
  document: (reply) => reply,
  rows: ({ extensions }) => extensions,
  table: ({ extensions }) =>
    extensions.length === 0 ? ["No extension is installed."] : [{
      columns: [
        { title: "ID" },
        { title: "VERSION" },
        { title: "STORE" },
        { title: "STATE" },
        { title: "SIZE", isNumber: true },
        { title: "NAME" },
      ],
      rows: extensions.map((extension) => [
        extension.id,
        extension.version,
        extension.store,
        stateText(extension),
        byteText(extension.size),
        extension.name,
      ]),
    }],
  warnings: ({ warnings }) => warnings,
};
