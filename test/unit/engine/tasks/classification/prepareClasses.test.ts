import { expect, test } from 'vitest';
import type { RowSource } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { ClassCodec } from '../../../../../engine/tasks/classification/classCodec.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const prepare = async (content: string, wanted: Config = {}) => {
  const file = temporaryFile(content);
  const asked: Config = { ...wanted, task: 'classification', data: { ...wanted.data, file } };
  const { config, problems } = await completeFile(file, asked);
  expect(problems).toEqual([]);
  const prepared = await prepareData(config);
  return { ...prepared, config, source: prepared.source as InMemory<RowSource>, codec: prepared.codec as ClassCodec };
};

const flowers = (
  count: number,
  value = (row: number, column: number): number => ((row + 1) * (column + 3)) % 11,
): string =>
  `a,b,c,d,species\n${Array.from({ length: count }, (_, row) => `${[0, 1, 2, 3].map((column) => value(row, column)).join(',')},${['oak', 'elm', 'ash'][row % 3]}`).join('\n')}\n`;

test('labels are sorted, numbers by their size', async () => {
  expect((await prepare(flowers(30))).codec.labels).toEqual(['ash', 'elm', 'oak']);
  const numbers = `a,b,c,d,label\n${Array.from({ length: 60 }, (_, row) => `${row % 7},1,2,${row % 5},${(row % 3) * 5}`).join('\n')}`;
  expect((await prepare(numbers)).codec.labels).toEqual(['0', '5', '10']);
});

test('rows are split at random: by the seed, without overlap, all of them', async () => {
  const first = await prepare(flowers(100), { training: { seed: 1 } });
  const same = await prepare(flowers(100), { training: { seed: 1 } });
  const other = await prepare(flowers(100), { training: { seed: 2 } });
  expect(same.splits).toEqual(first.splits);
  expect(other.splits).not.toEqual(first.splits);
  const { train, valid, test: held } = first.splits;
  expect([train.length, valid.length, held.length]).toEqual([70, 10, 20]);
  expect([...train, ...valid, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, row) => row));
});

test('held-out rows never change the scales', async () => {
  const { splits, codec } = await prepare(flowers(100));
  const late = new Set([...splits.valid, ...splits.test]);
  const changed = await prepare(flowers(100, (row, column) => (late.has(row) ? 1e6 : ((row + 1) * (column + 3)) % 11)));
  expect(changed.codec).toEqual(codec);
});

test('columns of one quantity share a scale, unlike ones have their own', async () => {
  const { codec } = await prepare(flowers(100));
  expect(new Set(codec.inputs.map(({ scale }) => scale)).size).toBe(1);
  const unlike = await prepare(flowers(100, (row, column) => (((row + 1) * (column + 3)) % 11) * 100 ** column));
  expect(new Set(unlike.codec.inputs.map(({ scale }) => scale)).size).toBe(4);
});

test('a row becomes steps of stepSize values, gaps the value before in the row', async () => {
  const content = `a,b,c,d,label\n${Array.from({ length: 20 }, (_, row) => `1,${row === 3 ? '' : 2},3,${row % 4},${row % 2 ? 'x' : 'y'}`).join('\n')}`;
  const { source, dropped, shape } = await prepare(content, { data: { stepSize: 2, scaling: 'none' } });
  expect(source).toMatchObject({ steps: 2, stepSize: 2, classes: 2 });
  expect(shape).toEqual({ input: { kind: 'numbers', size: 2 }, outputSize: 2, everyStep: false });
  expect([...source.values.subarray(12, 16)]).toEqual([1, 1, 3, 3]);
  // The last two are of rows that stand in two parts.
  expect(dropped.slice(0, -2)).toEqual(['1 empty cell counts as the value before in its row.']);
});

test('empty cells at the end of a row end its sequence, within its last step', async () => {
  const cells = (row: number): string => (row === 3 ? '1,,,' : row === 5 ? ',,,' : `1,2,3,${row % 4}`);
  const content = `a,b,c,d,label\n${Array.from({ length: 20 }, (_, row) => `${cells(row)},${row % 2 ? 'x' : 'y'}`).join('\n')}`;
  const { source, dropped } = await prepare(content, { data: { stepSize: 2, scaling: 'none' } });
  expect([...(source.lengths ?? [])]).toEqual(Array.from({ length: 20 }, (_, row) => (row === 3 || row === 5 ? 1 : 2)));
  expect([...source.values.subarray(12, 14)]).toEqual([1, 1]);
  expect(dropped.slice(0, -2)).toEqual([
    '3 empty cells count as the value before in its row.',
    '2 rows end at the last value, before the last column.',
  ]);
});

test('rows without a label are in no split, and are there to be predicted', async () => {
  const content = flowers(50).replace(/,oak\n/, ',\n');
  const { splits, rows, source } = await prepare(content);
  expect(splits.train.length + splits.valid.length + splits.test.length).toBe(49);
  expect([rows!.targets[0]!.isEmpty(0), rows!.targets[0]!.isEmpty(1), source.labels[0]]).toEqual([true, false, -1]);
  expect(rows!.targets[0]).toMatchObject({ column: 'species', cell: 4 });
  expect(rows!.targets[0]!.textAt(1)).toBe('elm');
});

test('outputs are scored by their likeliest class; the baseline is the commonest class of the training rows', async () => {
  const { source, splits, scorer, baselines } = await prepare(flowers(100));
  const right = Float32Array.from(
    [...splits.test].flatMap((row) => [0, 1, 2].map((id) => (id === source.labels[row] ? 0.5 : 0.25))),
  );
  const score = scorer!();
  score.add(right, splits.test);
  expect(score.metrics()).toEqual({ accuracy: 1, f1Macro: 1 });
  const counts = [0, 0, 0];
  for (const row of splits.train) counts[source.labels[row]!]!++;
  const commonest = counts.indexOf(Math.max(...counts));
  const share = [...splits.test].filter((row) => source.labels[row] === commonest).length / 20;
  expect(baselines.test['majority']!['accuracy']).toBeCloseTo(share, 12);
});

test('another file is encoded with or without its label column', async () => {
  const { config, codec } = await prepare(flowers(60));
  const unlabelled = await encodeFile(config, codec, temporaryFile('d,c,b,a\n1,2,3,4\n5,6,7,8\n'));
  const { scale, offset } = codec.inputs[0]!;
  expect((unlabelled.source as InMemory<RowSource>).values[0]).toBeCloseTo((4 - offset) / scale, 5);
  expect([unlabelled.examples.length, unlabelled.rows!.targets.length]).toEqual([0, 0]);
  const labelled = await encodeFile(
    config,
    codec,
    temporaryFile('a,b,c,d,species\n1,2,3,4,oak\n5,6,7,8,pine\n5,6,7,8,ash\n'),
  );
  expect([...(labelled.source as InMemory<RowSource>).labels]).toEqual([2, -1, 0]);
  expect([...labelled.examples]).toEqual([0, 2]);
  expect(labelled.dropped).toEqual(["1 row has a label that the model does not know ('pine') and is not scored."]);
});
