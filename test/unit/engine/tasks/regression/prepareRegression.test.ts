import { describe, expect, test } from 'vitest';
import type { NumberTargets, RowSource, SequenceSource, VectorSource } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { RegressionCodec } from '../../../../../engine/tasks/regression/regressionCodec.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { floats, npyBytes, zipBytes } from '../../files/arrays/arrayBytes.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';
import { amountOf, amountTable, remarkTable, scoreOf } from './numberTables.ts';

const prepare = async (content: string | Uint8Array, data: Config['data'] = {}, extension = '.csv') => {
  const file = temporaryFile(content, extension);
  const { config, problems } = await completeFile(file, { task: 'regression', data: { ...data, file } });
  expect(problems).toEqual([]);
  const prepared = await prepareData(config);
  return { ...prepared, config, codec: prepared.codec as RegressionCodec };
};
type Vectors = InMemory<VectorSource<NumberTargets>>;

test('groups of rows are vectors with a number each, scaled by the training part alone', async () => {
  const { source, codec, splits, shape, steps, lengths, headline } = await prepare(amountTable(100));
  const { kind, targets, starts } = source as Vectors;
  expect([kind, steps, shape.outputSize, headline.metric]).toEqual(['vectors', 4, 1, 'mae']);
  expect([splits.train.length, splits.valid.length, splits.test.length]).toEqual([70, 10, 20]);
  expect([...lengths!.subarray(0, 3), starts[3]]).toEqual([2, 3, 4, 9]);
  const trained = Array.from(splits.train, amountOf);
  const mean = trained.reduce((sum, each) => sum + each, 0) / 70;
  const deviation = Math.sqrt(trained.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 70);
  const [target] = codec.targets;
  expect(target).toMatchObject({ column: 'amount', decimals: 1 });
  expect(target!.offset).toBeCloseTo(mean, 10);
  expect(target!.scale).toBeCloseTo(deviation, 10);
  for (const id of [0, 41, 99]) expect(targets[id]).toBeCloseTo((amountOf(id) - mean) / deviation, 5);
});

test('texts are ids, and rows without a text or a number are in no split; both are counted', async () => {
  const content = `${remarkTable(100, (row) => (row < 3 ? '' : String(scoreOf(row))))},5\n`;
  const { source, splits, dropped, rows, codec } = await prepare(content);
  expect(source.kind).toBe('sequences');
  expect((source as SequenceSource<NumberTargets>).targets.subarray(0, 3)).toEqual(new Float32Array(3).fill(NaN));
  const all = [...splits.train, ...splits.valid, ...splits.test].sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: 97 }, (_, at) => at + 3));
  expect(dropped).toContain('1 row has no text and is left out.');
  expect(dropped).toContain("3 rows have no 'score': not learned, and there to be predicted.");
  expect([rows!.hasInputs!(100), rows!.targets[0]!.isEmpty(2), rows!.targets[0]!.isEmpty(3)]).toEqual([
    false,
    true,
    false,
  ]);
  expect(rows!.excerptOf!(4)).toMatch(/^the \w+ room was/);
  expect(codec.leastSquares).toBeUndefined();
});

test('rows are cut into steps', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 5},${row % 7},${row % 3},${row % 2},${row / 4}`);
  const { source, shape } = await prepare(`a,b,c,d,y\n${rows.join('\n')}\n`, { stepSize: 2, scaling: 'none' });
  const { kind, values, steps } = source as InMemory<RowSource<NumberTargets>>;
  expect([kind, steps, shape.input, [...values.subarray(4, 8)]]).toEqual([
    'rows',
    2,
    { kind: 'numbers', size: 2 },
    [1, 1, 1, 1],
  ]);
});

describe('several numbers of each sequence', () => {
  test('come of arrays', async () => {
    const y = floats(...Array.from({ length: 120 }, (_, at) => at / 4));
    const X = floats(...Array.from({ length: 60 * 4 * 5 }, (_, at) => at % 17));
    const archive = zipBytes({ 'X.npy': npyBytes("'<f4'", [60, 4, 5], X), 'y.npy': npyBytes("'<f4'", [60, 2], y) });
    const { source, codec, shape } = await prepare(archive, {}, '.npz');
    expect([shape.outputSize, (source as Vectors).targetColumns]).toEqual([2, 2]);
    expect(codec.targets.map(({ column }) => column)).toEqual(['label1', 'label2']);
  });

  test('come of lists of targets, of which some are missing', async () => {
    const lines = Array.from({ length: 60 }, (_, at) =>
      JSON.stringify({ sequence: [at, 1, at % 7], target: [at / 8, at % 6 === 0 ? null : 2 * at] }),
    );
    const { codec, dropped, splits, rows } = await prepare(lines.join('\n'), {}, '.jsonl');
    expect(codec.targets.map(({ column }) => column)).toEqual(['target1', 'target2']);
    expect(splits.train.length + splits.valid.length + splits.test.length).toBe(60);
    expect(dropped).toContain("10 sequences have only some of 'target1', 'target2': the rest is not scored.");
    expect([rows!.targets[1]!.isEmpty(6), rows!.targets[0]!.textAt(6)]).toEqual([true, '0.75']);
  });

  test('are refused where a list has another length, with the line', async () => {
    const lines = '{"sequence":[1],"target":[1,2]}\n{"sequence":[1],"target":[1]}\n';
    await expect(prepare(lines, {}, '.jsonl')).rejects.toThrow(
      `:2: the list under "target" has 1 numbers, that of the first line 2; give every line as many`,
    );
  });
});

test('the mean of the training part is a baseline with an R² near 0, least squares one that means and last values explain', async () => {
  const linear = (id: number): string => String(3 * ((id + 1) % 7) + 0.5);
  const { baselines, splits, codec } = await prepare(amountTable(200, linear), { targets: ['amount'], group: 'id' });
  const { offset } = codec.targets[0]!;
  const { mean, leastSquares } = baselines.test;
  const errors = Array.from(splits.test, (id) => Math.abs(Number(linear(id)) - offset));
  expect(mean!['mae']).toBeCloseTo(errors.reduce((sum, each) => sum + each, 0) / errors.length, 10);
  expect(Math.abs(mean!['r2']!)).toBeLessThan(0.1);
  expect(leastSquares!['r2']).toBeGreaterThan(0.9999);
});

test('a training part that has one value is said to have nothing to learn, and R² is null', async () => {
  const { dropped, baselines } = await prepare(
    amountTable(60, () => '4'),
    { targets: ['amount'], group: 'id' },
  );
  expect(dropped.join('\n')).toContain("'amount' is 4 in the whole training part: there is nothing to learn of it");
  expect(baselines.test['mean']).toEqual({ mae: 0, rmse: 0, r2: null });
});

test('sequences that stand in two parts, to the last value, are counted', async () => {
  const { dropped } = await prepare(amountTable(300));
  expect(dropped.join('\n')).toMatch(/\d+ sequences of the validation and test parts stand in the training part too/);
});

test('another file is read with what was fitted, with numbers or without', async () => {
  const { config, codec } = await prepare(amountTable(100));
  const some = amountTable(5, (id) => (id === 2 ? '' : String(amountOf(id))));
  const encoded = await encodeFile(config, codec, temporaryFile(some));
  expect([...encoded.examples]).toEqual([0, 1, 3, 4]);
  expect(Object.keys(encoded.baselines)).toEqual(['mean', 'leastSquares']);
  const bare = await encodeFile(config, codec, temporaryFile('id,time,x,y\na,1,2,3\na,2,3,4\nb,1,2,3\n'));
  expect([bare.rows!.count, bare.examples.length, bare.rows!.targets.length, bare.baselines]).toEqual([2, 0, 0, {}]);
});
