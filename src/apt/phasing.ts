/**
 * Phased updates: which machines get a version early.
 *
 * @module
 */

import type { AptConfig } from "./apt_config.ts";

/** What decides whether a phased version is held back on this machine. */
export interface Phasing {
  /** Whether `APT::Get::Phase-Policy` makes phasing part of the policy at all. */
  readonly isPolicy: boolean;
  /** Whether no phased version is ever taken. */
  readonly isNever: boolean;
  /** Whether every phased version is taken. */
  readonly isAlways: boolean;
  /** Content of `/etc/machine-id` or `APT::Machine-ID`; "" where there is none. */
  readonly machineId: string;
}

/** Reads the options of phasing. Source: apt.conf(5), «Phased updates». */
export function phasingOf(config: AptConfig, machineId: string): Phasing {
  const flag = (name: string) =>
    config.flag(`APT::Get::${name}`) || config.flag(`Update-Manager::${name}`);
  return {
    isPolicy: config.flag("APT::Get::Phase-Policy"),
    isNever: flag("Never-Include-Phased-Updates"),
    isAlways: flag("Always-Include-Phased-Updates"),
    machineId: config.find("APT::Machine-ID") ?? machineId,
  };
}

/** The four words that C++ `std::seed_seq` generates from the characters of a text; the last one is the seed. */
function seedOf(text: string): number {
  const seeds = [...new TextEncoder().encode(text)];
  const n = 4;
  const words = new Uint32Array(n).fill(0x8b8b8b8b);
  const p = 1;
  const q = 2; // n < 7: t = (n - 1) / 2 = 1, p = (n - t) / 2, q = p + t
  const m = Math.max(seeds.length + 1, n);
  const mix = (x: number) => (x ^ (x >>> 27)) >>> 0;
  for (let k = 0; k < m; k++) {
    const r = Math.imul(
      1664525,
      mix(words[k % n]! ^ words[(k + p) % n]! ^ words[(k + n - 1) % n]!),
    ) >>> 0;
    const added = k === 0
      ? seeds.length
      : k <= seeds.length
      ? (k % n) + seeds[k - 1]!
      : k % n;
    const r2 = (r + added) >>> 0;
    words[(k + p) % n] = words[(k + p) % n]! + r;
    words[(k + q) % n] = words[(k + q) % n]! + r2;
    words[k % n] = r2;
  }
  for (let k = m; k < m + n; k++) {
    const r = Math.imul(
      1566083941,
      mix(
        (words[k % n]! + words[(k + p) % n]! + words[(k + n - 1) % n]!) >>> 0,
      ),
    ) >>> 0;
    const r2 = (r - (k % n)) >>> 0;
    words[(k + p) % n] = words[(k + p) % n]! ^ r;
    words[(k + q) % n] = words[(k + q) % n]! ^ r2;
    words[k % n] = r2;
  }
  return words[3]!;
}

/**
 * A whole number of 0 to 100 that is always the same for one text: `std::minstd_rand`, seeded by the text, through
 * `std::uniform_int_distribution` as libstdc++ writes it.
 */
function percentOf(text: string): number {
  const modulus = 2147483647;
  let state = seedOf(text) % modulus || 1;
  const scaling = Math.floor((modulus - 2) / 101);
  for (;;) {
    state = Number((BigInt(state) * 48271n) % BigInt(modulus));
    if (state - 1 < 101 * scaling) return Math.floor((state - 1) / scaling);
  }
}

/**
 * Whether this machine has to wait for a phased version.
 *
 * @param percentage Share of machines that get it, 0 to 99.
 */
export function isPhasedOut(
  phasing: Phasing,
  source: string,
  sourceVersion: string,
  percentage: number,
): boolean {
  if (!phasing.isPolicy || phasing.isAlways) return false;
  if (phasing.isNever) return true;
  if (phasing.machineId === "") return false;
  return percentOf(`${source}-${sourceVersion}-${phasing.machineId}`) >
    percentage;
}
