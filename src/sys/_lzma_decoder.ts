/**
 * The LZMA algorithm: a range decoder, its models, and the dictionary that it copies from.
 *
 * Source: the LZMA specification by Igor Pavlov, {@link https://www.7-zip.org/sdk.html}, `lzma-specification.txt`.
 * The names of the models and the order of the steps are those of the specification.
 *
 * @module
 */

const INITIAL_PROBABILITY = 1024;
const PROBABILITY_BITS = 11;
const MOVE_BITS = 5;
const TOP = 1 << 24;
const SHORTEST_MATCH = 2;
const STATES = 12;
const POSITION_STATES = 16;
/** Distances from this slot on have direct bits. */
const FIRST_DIRECT_SLOT = 14;
const ALIGN_BITS = 4;
/** The distance that stands for the end. */
const END_DISTANCE = 0xffffffff;

/** The data end before the decoder does. */
export class LzmaEndError extends Error {}
/** The data are not what an encoder writes. */
export class LzmaDataError extends Error {}

/** The three numbers that an encoder chooses. */
export interface LzmaProperties {
  /** Bits of the previous byte that choose a literal's model. */
  readonly lc: number;
  /** Bits of the position that choose a literal's model. */
  readonly lp: number;
  /** Bits of the position that choose other models. */
  readonly pb: number;
}

function models(count: number): Uint16Array {
  return new Uint16Array(count).fill(INITIAL_PROBABILITY);
}

/** The models of a length. */
class LengthModels {
  readonly choice = models(2);
  readonly low = models(POSITION_STATES << 3);
  readonly mid = models(POSITION_STATES << 3);
  readonly high = models(1 << 8);
}

/** Unpacks one stream; {@linkcode LzmaDecoder.run} goes on from where it stopped. */
export class LzmaDecoder {
  /** Bytes unpacked so far. */
  total = 0;
  /** The last bytes unpacked, of which the next goes to `window[total % window.length]`. */
  readonly window: Uint8Array;
  /** Where the next byte of the input stands. */
  position: number;

  readonly #properties: LzmaProperties;
  readonly #data: Uint8Array;
  #range = 0xffffffff;
  #code = 0;
  #state = 0;
  #rep0 = 0;
  #rep1 = 0;
  #rep2 = 0;
  #rep3 = 0;
  readonly #dictionaryBytes: number;
  readonly #literals: Uint16Array;
  readonly #isMatch = models(STATES * POSITION_STATES);
  readonly #isRep = models(STATES);
  readonly #isRepG0 = models(STATES);
  readonly #isRepG1 = models(STATES);
  readonly #isRepG2 = models(STATES);
  readonly #isRep0Long = models(STATES * POSITION_STATES);
  readonly #slots = [models(64), models(64), models(64), models(64)] as const;
  readonly #positions = models(1 + 128 - FIRST_DIRECT_SLOT);
  readonly #align = models(1 << ALIGN_BITS);
  readonly #length = new LengthModels();
  readonly #repLength = new LengthModels();

  /**
   * @param data The packed stream, starting at `position`.
   * @param dictionaryBytes How far back a match may reach.
   * @param windowBytes At least that, and room for what is not taken away between two calls of `run`.
   */
  constructor(
    data: Uint8Array,
    position: number,
    properties: LzmaProperties,
    dictionaryBytes: number,
    windowBytes: number,
  ) {
    this.#data = data;
    this.position = position;
    this.#properties = properties;
    this.#dictionaryBytes = dictionaryBytes;
    this.window = new Uint8Array(windowBytes);
    this.#literals = models(0x300 << (properties.lc + properties.lp));
    if (this.#byte() !== 0) throw new LzmaDataError();
    for (let i = 0; i < 4; i++) {
      this.#code = ((this.#code << 8) | this.#byte()) >>> 0;
    }
    if (this.#code === 0xffffffff) throw new LzmaDataError();
  }

  /** Whether the range decoder is where an encoder ends a stream. */
  get isAtEnd(): boolean {
    return this.#code === 0;
  }

  /**
   * Unpacks until `total` reaches `limit`.
   *
   * @param size The size of everything unpacked, which no match may cross.
   * @returns True where the data say that they end here.
   */
  run(limit: number, size: number): boolean {
    const positionMask = (1 << this.#properties.pb) - 1;
    while (this.total < limit) {
      const positionState = this.total & positionMask;
      const stateIndex = (this.#state << 4) + positionState;
      if (this.#bit(this.#isMatch, stateIndex) === 0) {
        this.#literal();
        continue;
      }
      let length: number;
      if (this.#bit(this.#isRep, this.#state) === 0) {
        this.#rep3 = this.#rep2;
        this.#rep2 = this.#rep1;
        this.#rep1 = this.#rep0;
        length = this.#lengthOf(this.#length, positionState);
        this.#state = this.#state < 7 ? 7 : 10;
        this.#rep0 = this.#distance(length);
        if (this.#rep0 === END_DISTANCE) {
          this.#normalize();
          return true;
        }
      } else {
        if (this.total === 0) throw new LzmaDataError();
        if (this.#rep(stateIndex)) {
          length = this.#lengthOf(this.#repLength, positionState);
          this.#state = this.#state < 7 ? 8 : 11;
        } else {
          length = 1 - SHORTEST_MATCH;
          this.#state = this.#state < 7 ? 9 : 11;
        }
      }
      this.#copy(length + SHORTEST_MATCH, size);
    }
    return false;
  }

  /** Reads the end marker that may follow data of a known size. */
  finish(): void {
    this.#normalize();
    if (this.isAtEnd) return;
    const isEnd = this.run(this.total + 1, this.total);
    if (!isEnd) throw new LzmaDataError();
  }

  #byte(): number {
    const byte = this.#data[this.position++];
    if (byte === undefined) throw new LzmaEndError();
    return byte;
  }

  #normalize(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#byte()) >>> 0;
  }

  #bit(probabilities: Uint16Array, index: number): 0 | 1 {
    this.#normalize();
    const probability = probabilities[index]!;
    const bound = (this.#range >>> PROBABILITY_BITS) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      probabilities[index] = probability +
        (((1 << PROBABILITY_BITS) - probability) >> MOVE_BITS);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    probabilities[index] = probability - (probability >> MOVE_BITS);
    return 1;
  }

  #directBits(count: number): number {
    let result = 0;
    for (let i = 0; i < count; i++) {
      this.#normalize();
      this.#range >>>= 1;
      const isSet = this.#code >= this.#range;
      if (isSet) this.#code -= this.#range;
      result = result * 2 + (isSet ? 1 : 0);
    }
    return result;
  }

  #tree(probabilities: Uint16Array, start: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) {
      node = (node << 1) | this.#bit(probabilities, start + node);
    }
    return node - (1 << bits);
  }

  #reverseTree(
    probabilities: Uint16Array,
    start: number,
    bits: number,
  ): number {
    let node = 1, result = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.#bit(probabilities, start + node);
      node = (node << 1) | bit;
      result |= bit << i;
    }
    return result;
  }

  #lengthOf(length: LengthModels, positionState: number): number {
    if (this.#bit(length.choice, 0) === 0) {
      return this.#tree(length.low, positionState << 3, 3);
    }
    if (this.#bit(length.choice, 1) === 0) {
      return 8 + this.#tree(length.mid, positionState << 3, 3);
    }
    return 16 + this.#tree(length.high, 0, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(
      this.#slots[Math.min(length, 3) as 0 | 1 | 2 | 3],
      0,
      6,
    );
    if (slot < 4) return slot;
    const directBits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** directBits;
    if (slot < FIRST_DIRECT_SLOT) {
      return base + this.#reverseTree(this.#positions, base - slot, directBits);
    }
    return base +
      this.#directBits(directBits - ALIGN_BITS) * (1 << ALIGN_BITS) +
      this.#reverseTree(this.#align, 0, ALIGN_BITS);
  }

  /** Chooses one of the last four distances; false where one byte is meant. */
  #rep(stateIndex: number): boolean {
    const state = this.#state;
    if (this.#bit(this.#isRepG0, state) === 0) {
      return this.#bit(this.#isRep0Long, stateIndex) === 1;
    }
    let distance = this.#rep1;
    if (this.#bit(this.#isRepG1, state) === 1) {
      distance = this.#rep2;
      if (this.#bit(this.#isRepG2, state) === 1) {
        distance = this.#rep3;
        this.#rep3 = this.#rep2;
      }
      this.#rep2 = this.#rep1;
    }
    this.#rep1 = this.#rep0;
    this.#rep0 = distance;
    return true;
  }

  #literal(): void {
    const { lc, lp } = this.#properties;
    const size = this.window.length;
    const at = this.total % size;
    const previous = this.total === 0
      ? 0
      : this.window[at === 0 ? size - 1 : at - 1]!;
    const context = ((this.total & ((1 << lp) - 1)) << lc) +
      (previous >> (8 - lc));
    const start = 0x300 * context;
    const literals = this.#literals;
    let symbol = 1;
    if (this.#state >= 7) {
      const back = at - this.#rep0 - 1;
      let match = this.window[back < 0 ? back + size : back]!;
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = this.#bit(literals, start + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (matchBit !== bit) break;
      }
    }
    while (symbol < 0x100) {
      symbol = (symbol << 1) | this.#bit(literals, start + symbol);
    }
    this.window[at] = symbol & 0xff;
    this.total++;
    this.#state = this.#state < 4
      ? 0
      : this.#state < 10
      ? this.#state - 3
      : this.#state - 6;
  }

  #copy(length: number, size: number): void {
    const back = this.#rep0 + 1;
    if (
      back > this.total || back > this.#dictionaryBytes ||
      this.total + length > size
    ) throw new LzmaDataError();
    const window = this.window;
    let to = this.total % window.length;
    let from = to - back;
    if (from < 0) from += window.length;
    for (let i = 0; i < length; i++) {
      window[to] = window[from]!;
      if (++to === window.length) to = 0;
      if (++from === window.length) from = 0;
    }
    this.total += length;
  }
}
