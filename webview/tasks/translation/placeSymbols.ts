/** A part of a text, and which symbol stands there; undefined for what lies between symbols. */
export interface Piece {
  readonly text: string;
  readonly symbol: number | undefined;
}

/**
 * A text cut where its symbols stand: words, characters, or pieces of words with the space before them. One that is not
 * known, '', is what lies between its neighbours. The pieces together are the text.
 */
export const placeSymbols = (whole: string, symbols: readonly string[]): readonly Piece[] => {
  const text = whole.normalize('NFC');
  const lower = text.toLowerCase();
  // A model may know words in lower case alone.
  const searched = lower.length === text.length ? lower : text;
  const pieces: Piece[] = [];
  let end = 0;
  let unknown: number[] = [];
  const take = (to: number, symbol?: number): void => {
    if (to > end) pieces.push({ text: text.slice(end, to), symbol });
    end = Math.max(end, to);
  };
  const takeUnknown = (to: number): void => {
    partsBetween(text.slice(end, to), unknown.length).forEach((part, index) => {
      const begin = text.indexOf(part, end);
      take(begin);
      take(begin + part.length, unknown[index]);
    });
    unknown = [];
    take(to);
  };
  symbols.forEach((symbol, place) => {
    if (symbol === '') {
      unknown.push(place);
      return;
    }
    const core = symbol.trim() === '' ? symbol : symbol.trim();
    const found = searched.indexOf(searched === lower ? core.toLowerCase() : core, end);
    if (found < 0) return;
    takeUnknown(found);
    take(found + core.length, place);
  });
  takeUnknown(text.length);
  return pieces;
};

/** What so many unknown symbols are of what lies between their neighbours: its words, its characters, or all is the first. */
const partsBetween = (between: string, count: number): readonly string[] => {
  if (count === 0 || between.trim() === '') return [];
  const words = between.trim().split(/\s+/);
  if (words.length === count) return words;
  const characters = [...between.trim()];
  return characters.length === count ? characters : [between.trim()];
};
