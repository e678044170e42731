/**
 * Whether to try again, and when. Pure: chance and time are given.
 *
 * @module
 */

import type { HttpLimits } from "./http_clock.ts";

/** Answers that may be others a moment later. */
const PASSING_STATUS: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** Whether an answer with this status is worth another attempt. */
export function isPassing(status: number): boolean {
  return PASSING_STATUS.includes(status);
}

/**
 * What a `Retry-After` field asks for. Source: RFC 9110, section 10.2.3.
 *
 * @param now Milliseconds since 1970.
 * @returns Milliseconds from now, at least 0; undefined where there is none or it does not parse.
 */
export function parseRetryAfter(
  text: string | null,
  now: number,
): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * The pause before the next attempt: it doubles each time, and chance takes up to half of it away, so that many
 * clients do not come back at once.
 *
 * @param attempt The attempt that failed, from 1.
 * @param random At least 0, less than 1.
 * @param retryAfter What the server asks for, in milliseconds; it is a lower bound.
 * @returns Milliseconds; null to give up: no attempt is left, or the server asks for too long a pause.
 */
export function retryPause(
  attempt: number,
  limits: Pick<HttpLimits, "attempts" | "firstPause" | "longestPause">,
  random: number,
  retryAfter = 0,
): number | null {
  const { attempts, firstPause, longestPause } = limits;
  if (attempt >= attempts || retryAfter > longestPause) return null;
  const pause = Math.min(longestPause, firstPause * 2 ** (attempt - 1));
  return Math.max(retryAfter, pause * (1 - random / 2));
}
