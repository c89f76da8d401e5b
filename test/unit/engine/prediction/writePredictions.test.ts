import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePredictions } from '../../../../engine/prediction/writePredictions.ts';
import { OutputFile } from '../../../../engine/runs/outputFile.ts';
import type { PredictionTable } from '../../../../engine/tasks/predictionTable.ts';
import { temporaryFolder } from '../files/temporaryFile.ts';

const table: PredictionTable = {
  header: ['line', 'size'],
  count: 1,
  cellsOf: () => [2, '1,5'],
  rest: [['', 'a;b']],
};

test.each([
  [';', 'line;size\n2;1,5\n;"a;b"\n'],
  [',', 'line,size\n2,"1,5"\n,a;b\n'],
  ['\t', 'line\tsize\n2\t1,5\n\ta;b\n'],
])('cells are written between %j, those that have it in quotes', async (delimiter, written) => {
  const file = join(temporaryFolder, 'out.csv');
  await writePredictions(await OutputFile.choose(file, []), table, delimiter);
  expect(await readFile(file, 'utf8')).toBe(written);
});
