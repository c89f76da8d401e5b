import { expect, test } from 'vitest';
import { findTexts } from '../../../../../engine/files/columns/findColumn.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { describeShortTargets } from '../../../../../engine/tasks/translation/describeShortTargets.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const say = async (targets: readonly string[]): Promise<string[]> => {
  const table = await readTable(
    temporaryFile(`source\ttarget\n${targets.map((text, at) => `s${at}\t${text}`).join('\n')}\n`, '.tsv'),
  );
  return describeShortTargets(findTexts(table, 'target'), Int32Array.from(targets.keys()));
};

test('targets of single words are said to have a BLEU of 0 by definition, mostly short ones to say little', async () => {
  expect(await say(['house', 'tree', 'old car'])).toEqual([
    'No target has the 4 words that BLEU looks for, so that it is 0 by definition where translations are as short; what tells are exact matches and chrF.',
  ]);
  expect(await say(['house', 'tree', 'a car on a road'])).toEqual([
    '2 of 3 targets have fewer than the 4 words that BLEU looks for, which says little of them; what tells are exact matches and chrF.',
  ]);
  expect(await say(['a house on a hill', 'tree', 'a car on a road'])).toEqual([]);
});
