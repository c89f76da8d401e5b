import { fitScaleOn } from '../../encoding/scale.ts';
import { TokenCounts } from '../../encoding/tokenCounts.ts';
import { findNumbers, findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { foldToken } from './foldToken.ts';
import type { LabelingCodec } from './labelingCodec.ts';
import type { LabelingData } from './labelingFields.ts';
import { lettersOf } from './spellWords.ts';

/** A character that stands fewer times in the training part is unknown. */
const fewCharacters = 2;

/** Fits what the network reads to the training rows: the words that are not too rare, or a scale for each column. */
export const fitSteps = (
  table: Table,
  data: LabelingData,
  trainRows: Int32Array,
  readsCharacters: boolean,
): LabelingCodec['inputs'] => {
  const { token, lowercase, digits, minCount, inputs = [], scaling } = data;
  if (token === null) {
    const columns = inputs.map((column) => ({
      column,
      ...fitScaleOn([findNumbers(table, column).values], trainRows, scaling),
    }));
    return { kind: 'numbers', columns };
  }
  const texts = findTexts(table, token);
  const counts = new TokenCounts();
  for (const row of trainRows) counts.add([foldToken({ lowercase, digits }, texts.at(row))]);
  const tokens = counts.frequent(minCount);
  if (!readsCharacters) return { kind: 'tokens', lowercase, digits, tokens };
  const characters = new TokenCounts();
  for (const row of trainRows) characters.add(lettersOf(texts.at(row)));
  return { kind: 'tokens', lowercase, digits, tokens, characters: characters.frequent(fewCharacters) };
};
