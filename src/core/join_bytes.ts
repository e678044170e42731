/**
 * Files in pieces.
 *
 * @module
 */

/** The bytes of a file, one piece behind the other. */
export type Pieces = readonly Uint8Array[];

/** Puts pieces together; one alone is given as it is. */
export function joinBytes<Buffer extends ArrayBufferLike>(
  pieces: readonly Uint8Array<Buffer>[],
): Uint8Array<Buffer | ArrayBuffer> {
  const [only] = pieces;
  if (pieces.length === 1) return only!;
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
