import { parseNumber } from './parseNumber.ts';
import { parseTimestamp } from '../times/timeParser.ts';

/** Tells which cells are missing: empty and blank ones, and the words of a config's `missingValues`. */
export class MissingCells {
  private readonly words: ReadonlySet<string>;
  private readonly longest: number;
  /** Whether a cell that reads as a number or a time may be missing all the same. */
  readonly mayBeValues: boolean;

  constructor(missingValues: readonly string[]) {
    this.words = new Set(missingValues);
    this.longest = Math.max(0, ...missingValues.map((word) => word.length));
    this.mayBeValues = missingValues.some(
      (word) => !Number.isNaN(parseNumber(word, true)) || !Number.isNaN(parseTimestamp(word)),
    );
  }

  has(text: string): boolean {
    const { length } = text;
    if (length === 0) return true;
    const isTrimmed = text.charCodeAt(0) > 32 && text.charCodeAt(length - 1) > 32;
    if (isTrimmed) return length <= this.longest && this.words.has(text);
    const word = text.trim();
    return word === '' || (this.words.size > 0 && (this.words.has(text) || this.words.has(word)));
  }
}
