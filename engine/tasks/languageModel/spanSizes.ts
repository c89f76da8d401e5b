import type { SymbolSource } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { TextCoder } from '../../encoding/textCoder.ts';
import type { UnknownPieces } from './pieceFile.ts';

/** How long what is predicted of a span of text is: all but its first symbol. */
export interface SpanSize {
  readonly symbols: number;
  readonly characters: number;
  /** What stands between spaces and line breaks, and the line breaks. */
  readonly words: number;
  /** Nats for spelling what is not known. */
  readonly spelling: number;
}

// What a symbol is in a text of words.
const beginsWithSpace = 1;
const endsWithSpace = 2;
const hasLetters = 4;

/** Sizes of spans of a text, by which models of different symbols can be compared. */
export class SpanSizes {
  private readonly source: SymbolSource;
  /** By id. */
  private readonly characters: Uint32Array;
  private readonly breaks: Uint32Array;
  private readonly looks: Uint8Array;
  /** By where a span begins. */
  private readonly unknown = new Map<number, UnknownPieces>();
  private readonly known = new Map<string, SpanSize>();

  constructor(source: SymbolSource, coder: TextCoder) {
    this.source = source;
    this.characters = new Uint32Array(source.vocabulary);
    this.breaks = new Uint32Array(source.vocabulary);
    this.looks = new Uint8Array(source.vocabulary);
    for (let id = 0; id < source.vocabulary; id++) {
      const text = coder.textOf(id);
      this.characters[id] = [...text].length;
      this.breaks[id] = text.split('\n').length - 1;
      const { unwritten } = coder;
      this.looks[id] =
        id === unwritten?.id
          ? hasLetters | (unwritten.isWord ? beginsWithSpace : 0)
          : (/^\s/.test(text) ? beginsWithSpace : 0) |
            (/\s$/.test(text) ? endsWithSpace : 0) |
            (/\S/.test(text) ? hasLetters : 0);
    }
  }

  /** What is not known of the span that begins there. */
  addUnknown(from: number, pieces: UnknownPieces): void {
    this.unknown.set(from, pieces);
  }

  of([from = 0, to = 0]: Int32Array): SpanSize {
    const key = `${from} ${to}`;
    const size = this.known.get(key) ?? this.measure(from, to);
    this.known.set(key, size);
    return size;
  }

  private measure(from: number, to: number): SpanSize {
    const { looks, characters: lengths, breaks } = this;
    const unknown = this.unknown.get(from);
    let characters = unknown?.characters ?? 0;
    let words = 0;
    let isAfterSpace = true;
    let isFirst = true;
    for (const piece of readSymbols(this.source, from, to)) {
      for (const id of piece) {
        const look = looks[id] ?? 0;
        if (!isFirst) {
          characters += lengths[id] ?? 0;
          const isWord = (look & hasLetters) !== 0 && (isAfterSpace || (look & beginsWithSpace) !== 0);
          words += (isWord ? 1 : 0) + (breaks[id] ?? 0);
        }
        isFirst = false;
        isAfterSpace = (look & endsWithSpace) !== 0;
      }
    }
    return { symbols: Math.max(0, to - from - 1), characters, words, spelling: unknown?.nats ?? 0 };
  }
}
