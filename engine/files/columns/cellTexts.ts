import { mostDistinct } from './column.ts';

const longestShort = 8;
/** At least twice as many as texts are put in: few share a slot. */
const slotBits = Math.ceil(Math.log2(2 * mostDistinct));
const slotCount = 1 << slotBits;

/**
 * Different texts of a column, and their places in order of appearance. Short ones are found by their characters, as
 * two whole numbers: a map works out a hash of each cell and compares strings, which takes three times as long.
 */
export class CellTexts {
  private readonly placeOf = new Map<string, number>();
  /** By slot: the last four characters of a short text, 0 where there is none, the ones before, and its place. */
  private readonly lows = new Int32Array(slotCount);
  private readonly highs = new Int32Array(slotCount);
  private readonly places = new Int16Array(slotCount);
  /** The text that was looked for in the map last: cells below each other are often the same. */
  private latest: string | undefined;
  private latestPlace = -1;
  private low = 0;
  private high = 0;

  get size(): number {
    return this.placeOf.size;
  }

  /** In order of appearance. */
  get texts(): string[] {
    return [...this.placeOf.keys()];
  }

  /** The place of a text, or -1. */
  find(text: string): number {
    const slot = this.slotOf(text);
    if (slot >= 0 && this.lows[slot] !== 0) return this.places[slot] ?? -1;
    if (text === this.latest) return this.latestPlace;
    this.latest = text;
    this.latestPlace = this.placeOf.get(text) ?? -1;
    return this.latestPlace;
  }

  /** Gives a new text the next place. */
  add(text: string): number {
    const place = this.placeOf.size;
    this.placeOf.set(text, place);
    this.latest = undefined;
    const slot = this.slotOf(text);
    if (slot >= 0 && place <= mostDistinct) {
      this.lows[slot] = this.low;
      this.highs[slot] = this.high;
      this.places[slot] = place;
    }
    return place;
  }

  /** The slot of a short text, or the empty one where it is to be put; -1 for all other texts. */
  private slotOf(text: string): number {
    const { length } = text;
    if (length === 0 || length > longestShort) return -1;
    let low = 0;
    let high = 0;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0 || code > 255) return -1;
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | code;
    }
    this.low = low;
    this.high = high;
    // Multiplied by two odd numbers, the highest bits depend on all characters (Knuth, TAOCP 3, 6.4).
    let slot = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> (32 - slotBits);
    while (this.lows[slot] !== 0 && !(this.lows[slot] === low && this.highs[slot] === high)) {
      slot = (slot + 1) & (slotCount - 1);
    }
    return slot;
  }
}
