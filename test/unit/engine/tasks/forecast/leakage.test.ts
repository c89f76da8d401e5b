import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

const rows = 400;
/** The first row that is held back: of 70, 15 and 15 %. */
const heldFrom = 280;
const day = (row: number): string => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);

/** A table with gaps and words whose rows from `heldFrom` on are others for each `seed` of `held`. */
const content = (held: number, series: readonly string[], hasTime: boolean): string => {
  const lines = series.flatMap((name, at) => {
    const known = createRandom(11 + at);
    const other = createRandom(1000 * held + at);
    return Array.from({ length: rows }, (_, row) => {
      const random = row < heldFrom ? known : other;
      const scale = row < heldFrom ? 1 : 1 + 20 * held;
      const sales = scale * (100 * (at + 1) + 30 * Math.sin((2 * Math.PI * row) / 7) + 5 * random.normal());
      const wind = random.next() < 0.1 ? '' : (scale * random.normal()).toFixed(2);
      const word = ['dry', 'wet', ...(row < heldFrom ? [] : ['snow'])][random.integer(row < heldFrom ? 2 : 3)];
      return [...(hasTime ? [day(row)] : []), name, sales.toFixed(1), wind, word].join(',');
    });
  });
  return [[...(hasTime ? ['day'] : []), 'shop', 'sales', 'wind', 'weather'].join(','), ...lines, ''].join('\n');
};

/** All that is chosen and fitted, and what the network reads of the rows that train. */
const learnedOf = async (held: number, series: readonly string[], hasTime: boolean, config: Config) => {
  const file = temporaryFile(content(held, series, hasTime));
  const completed = await completeFile(file, { ...config, data: { ...config.data, file } });
  expect(completed.problems).toEqual([]);
  const { data, ...rest } = completed.config as typeof completed.config & { readonly data: ForecastData };
  const { codec, source, splits, scales, shape } = await prepareData(completed.config);
  if (source.kind !== 'windows') throw new Error('a forecast reads windows');
  const { window, horizon } = data;
  const read = (values: ArrayLike<number>, columns: number, from: number, to: number): number[] => {
    const rowsRead = new Set(
      [...splits.train].flatMap((example) => Array.from({ length: to - from }, (_, at) => example + from + at)),
    );
    return [...rowsRead].flatMap((row) =>
      Array.from({ length: columns }, (_, column) => values[row * columns + column] ?? NaN),
    );
  };
  return {
    ...{ codec, shape, train: [...splits.train], config: { ...rest, data: { ...data, file: '' } } },
    inputs: read(source.values as Float32Array, source.columns, 0, window),
    known: source.known && read(source.known.values as Float32Array, source.known.columns, window, window + horizon),
    targets: read(source.targets as Float32Array, source.targetColumns, window, window + horizon),
    scales: data.targets.map((_, target) => scales?.at(target, heldFrom - 1)),
    chosen: completed.choices.filter((choice) => !choice.includes('empty cells')),
  };
};

test.each<[string, readonly string[], boolean, Config]>([
  ['a series with times, words and gaps', ['a'], true, {}],
  ['one without times', ['a'], false, {}],
  ['several series, each with a scale of its own', ['a', 'b', 'c'], true, {}],
  ['a difference from the last value, scaled to a range', ['a'], true, { data: { anchor: 'last', scaling: 'minmax' } }],
  ['columns that are known ahead', ['a'], true, { data: { known: ['wind', 'weather'] } }],
  ['gaps that are flagged, of several series', ['a', 'b'], true, { data: { flagMissing: true } }],
  ['segments less their mean', ['a'], true, { model: { decoding: 'segments', normalisation: 'instance' } }],
])('of %s, no value held back changes a choice, a scale or what is read of the rows that train', async (...given) => {
  const [, series, hasTime, config] = given;
  const before = await learnedOf(0, series, hasTime, config);
  expect(before.inputs.length).toBeGreaterThan(1000);
  expect(await learnedOf(1, series, hasTime, config)).toEqual(before);
  expect(await learnedOf(2, series, hasTime, config)).toEqual(before);
});
