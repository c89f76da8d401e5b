import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { countSymbols } from '../../../../engine/compute/textSymbols.ts';
import type { Config } from '../../../../engine/config.ts';
import { completeFile } from './completeFile.ts';
import { inspectFile } from '../../../../engine/tasks/inspectFile.ts';
import { prepareData } from './prepareData.ts';
import { skipUnless } from '../../../skipUnless.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const data = join(import.meta.dirname, '../../../../../shared/data');

const prepare = async (file: string) => {
  const wanted: Config = { data: { file } };
  const { config, problems } = await completeFile(file, wanted);
  expect(problems).toEqual([]);
  return { config, ...(await prepareData(config)) };
};

describe('real data of ../shared/data', skipUnless(existsSync(data), '../shared/data is not here'), () => {
  test.each([
    ['airline-passengers.csv', { targets: ['Passengers'], season: 12, anchor: 'seasonal' }, '1961-01'],
    ['daily-min-temperatures.csv', { targets: ['Temp'], season: 365 }, '1991-01-01'],
    ['monthly-sunspots.csv', { targets: ['Sunspots'], anchor: 'last' }, '1984-01'],
    ['co2.csv', { targets: ['co2'], season: 52, anchor: 'last' }, '20020105'],
  ])('%s becomes a forecast with both baselines', async (name, expected, next) => {
    const { config, splits, baselines, rows } = await prepare(join(data, 'series', name));
    expect(config.data).toMatchObject(expected);
    expect(rows!.nextTimes(1)).toEqual([next]);
    for (const split of [splits.train, splits.valid, splits.test]) expect(split.length).toBeGreaterThan(5);
    for (const baseline of ['lastValue', 'seasonalNaive']) expect(baselines.test[baseline]!['mase']).toBeLessThan(3);
  });

  test('the seasonal naive forecast of the daily temperatures has a MASE near 1', async () => {
    const { baselines } = await prepare(join(data, 'series', 'daily-min-temperatures.csv'));
    expect(baselines.test['seasonalNaive']!['mase']).toBeGreaterThan(0.85);
    expect(baselines.test['seasonalNaive']!['mase']).toBeLessThan(1.15);
  });

  test('the digits become 8 steps of 8 values with 10 classes', async () => {
    const file = temporaryFile(gunzipSync(readFileSync(join(data, 'digits/digits.csv.gz'))));
    const { config, shape, steps, splits } = await prepare(file);
    expect(config.task).toBe('classification');
    expect([steps, shape.outputSize, shape.input]).toEqual([8, 10, { kind: 'numbers', size: 8 }]);
    expect([splits.train.length, splits.valid.length, splits.test.length]).toEqual([1258, 180, 359]);
  });

  test.each([
    ['ItalyPowerDemand', 67, 24, 2],
    ['ArrowHead', 36, 251, 3],
  ])(
    '%s is %i sequences of %i values, and its test file is left for the test',
    async (name, count, length, classes) => {
      const { config, source, splits, shape, rows } = await prepare(join(data, `ucr/${name}_TRAIN.ts`));
      expect(config.task).toBe('classification');
      expect([rows!.count, shape.outputSize, splits.test.length]).toEqual([count, classes, 0]);
      expect(source.kind === 'vectors' && source.steps).toBe(
        Math.ceil(length / (shape.input as { size: number }).size),
      );
    },
  );

  test('the Shakespeare has 65 symbols, and seven symbols say more of it than one', async () => {
    const { config, shape, source, baselines, lateBaselines } = await prepare(join(data, 'tinyshakespeare/input.txt'));
    expect(config.task).toBe('languageModel');
    expect(shape.outputSize).toBe(65);
    expect(source.kind === 'symbols' && countSymbols(source)).toBe(1_115_394);
    expect(baselines.valid['unigram']!['crossEntropy']).toBeCloseTo(3.33, 1);
    const late = await lateBaselines!.make(new AbortController().signal, () => undefined);
    // Published for this text: 1.67 with 5-grams and Witten-Bell smoothing.
    expect(late.valid['ngram7']!['crossEntropy']).toBeCloseTo(1.453, 2);
    expect(late.test['ngram7']!['crossEntropy']).toBeCloseTo(1.58, 2);
  });

  test('the names of every language are texts', async () => {
    for (const name of ['Arabic', 'Chinese', 'Russian', 'Vietnamese']) {
      const { config } = await prepare(join(data, 'names', `${name}.txt`));
      expect(config.task).toBe('languageModel');
    }
  });

  test('the messages, whose quotes are ordinary characters, are read row for row', async () => {
    const file = join(data, 'sms-spam/SMSSpamCollection');
    const inspection = await inspectFile(file, { task: 'classification' });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
    expect(inspection).toMatchObject({ kind: 'table', delimiter: '\t' });
    expect(inspection.kind === 'table' && inspection.rows + Number(inspection.header)).toBe(lines);
  });
});
