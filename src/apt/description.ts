/**
 * Long descriptions.
 *
 * @module
 */

/**
 * The lines below the first one of a `Description` field, as plain text.
 *
 * Source: Debian policy 5.6.13: one blank in front of each line, a full stop for an empty line.
 */
export function longDescription(field: string): string {
  const [, ...lines] = field.split("\n");
  return lines.map((line) => {
    const text = line.replace(/^[ \t]/, "").trimEnd();
    return text === "." ? "" : text;
  }).join("\n");
}
