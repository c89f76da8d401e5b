import type { CellPlace, TextPosition } from '../../engine/protocol.ts';

/** What an edit puts in the place of a stretch of the document. */
type Replacement = Pick<CellPlace, 'start' | 'end' | 'written'>;

/**
 * Replacements that fill these cells in, in the order of the document. Of more than `most` cells it is a single one, with
 * what stands between the cells, which `textBetween` tells: an editor looks at each replacement on its own, and is busy
 * for long with many.
 */
export const joinFillings = (
  places: readonly CellPlace[],
  most: number,
  textBetween: (start: TextPosition, end: TextPosition) => string,
): readonly Replacement[] => {
  const ordered = [...places].sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character);
  const [first, ...others] = ordered;
  if (!first || ordered.length <= most) return ordered;
  let { end } = first;
  const texts = [first.written];
  for (const place of others) {
    texts.push(textBetween(end, place.start), place.written);
    end = place.end;
  }
  return [{ start: first.start, end, written: texts.join('') }];
};
