import { mostDistinct } from './column.ts';

const longestShort = 8;
/** At least twice as many slots as texts are put in: few share one. */
const mostSlotBits = Math.ceil(Math.log2(2 * mostDistinct));
/** As long as texts are few: a small file may have thousands of columns. */
const leastSlotBits = 5;

/**
 * Different texts of a column, and their places in order of appearance. Short ones are found by their characters, as
 * two whole numbers: a map works out a hash of each cell and compares strings, which takes three times as long.
 */
export class CellTexts {
  private readonly placeOf = new Map<string, number>();
  /** By slot: the last four characters of a short text, 0 where there is none, the ones before, and its place. */
  private lows = new Int32Array(1 << leastSlotBits);
  private highs = new Int32Array(1 << leastSlotBits);
  private places = new Int16Array(1 << leastSlotBits);
  private slotBits = leastSlotBits;
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
    if (place > mostDistinct) return place;
    if (2 * place >= 1 << this.slotBits && this.slotBits < mostSlotBits) this.addSlots();
    else this.put(text, place);
    return place;
  }

  private put(text: string, place: number): void {
    const slot = this.slotOf(text);
    if (slot < 0) return;
    this.lows[slot] = this.low;
    this.highs[slot] = this.high;
    this.places[slot] = place;
  }

  private addSlots(): void {
    this.slotBits = Math.min(mostSlotBits, this.slotBits + 2);
    const slots = 1 << this.slotBits;
    this.lows = new Int32Array(slots);
    this.highs = new Int32Array(slots);
    this.places = new Int16Array(slots);
    for (const [text, place] of this.placeOf) this.put(text, place);
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
    let slot = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> (32 - this.slotBits);
    const { lows, highs } = this;
    while (lows[slot] !== 0 && !(lows[slot] === low && highs[slot] === high)) slot = (slot + 1) & (lows.length - 1);
    return slot;
  }
}
