import { tokenize } from '../../encoding/tokenizer.ts';
import type { Spacing } from './translationCodec.ts';

/** How often a word stood beside another one with a space between them, and how often without. */
interface Sides {
  spacedLeft: number;
  joinedLeft: number;
  spacedRight: number;
  joinedRight: number;
}

/** Learns from texts which words and marks have a space on either side. */
export class SpacingCounts {
  private readonly counts = new Map<string, Sides>();
  private readonly lowercase: boolean;

  constructor(lowercase: boolean) {
    this.lowercase = lowercase;
  }

  /** Takes a text, cut into words already. */
  add(text: string, words: readonly string[]): void {
    const normal = normalForm(text, this.lowercase);
    let end = 0;
    let before: Sides | undefined;
    for (const word of words) {
      const begin = normal.indexOf(word, end);
      const sides = this.sidesOf(word);
      if (before) {
        if (begin > end) {
          sides.spacedLeft += 1;
          before.spacedRight += 1;
        } else {
          sides.joinedLeft += 1;
          before.joinedRight += 1;
        }
      }
      before = sides;
      end = begin + word.length;
    }
  }

  /** Of `known` words those that oftener had no space on a side than one. */
  spacing(known: readonly string[]): Spacing {
    const sidesOf = (word: string): Sides => this.counts.get(word) ?? noSides;
    return {
      joinsLeft: known.filter((word) => sidesOf(word).joinedLeft > sidesOf(word).spacedLeft),
      joinsRight: known.filter((word) => sidesOf(word).joinedRight > sidesOf(word).spacedRight),
    };
  }

  private sidesOf(word: string): Sides {
    const known = this.counts.get(word);
    if (known) return known;
    const fresh = { ...noSides };
    this.counts.set(word, fresh);
    return fresh;
  }
}

const noSides: Readonly<Sides> = { spacedLeft: 0, joinedLeft: 0, spacedRight: 0, joinedRight: 0 };

/** Puts words together with the spaces that they had in the texts learned from. */
export class WordJoiner {
  private readonly left: ReadonlySet<string>;
  private readonly right: ReadonlySet<string>;

  constructor({ joinsLeft, joinsRight }: Spacing) {
    this.left = new Set(joinsLeft);
    this.right = new Set(joinsRight);
  }

  join(words: readonly string[]): string {
    let text = '';
    words.forEach((word, at) => {
      const before = words[at - 1];
      // A mark may stand on either side of what it belongs to: where one of the two words wants no space there is none.
      const isJoined = before === undefined || this.left.has(word) || this.right.has(before);
      text += isJoined ? word : ` ${word}`;
    });
    return text;
  }
}

/** A text as it is cut into tokens and compared: composed (NFC), folded to lower case where that is asked for. */
export const normalForm = (text: string, lowercase: boolean): string => {
  const normal = text.normalize('NFC');
  return lowercase ? normal.toLowerCase() : normal;
};

/** Characters of a text that say enough of it: one of millions would take seconds each time it is looked at. */
const longestLookedAt = 100_000;

/** What is looked at of a text where its whole length does not matter. */
export const beginningOf = (text: string): string => text.slice(0, longestLookedAt);

/** The words of a text, or its characters without the spaces around it. */
export const tokensOf = (unit: 'words' | 'characters', lowercase: boolean, text: string): string[] =>
  tokenize({ unit, lowercase }, text.trim());
