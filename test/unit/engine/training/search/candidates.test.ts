import { describe, expect, test } from 'vitest';
import { Candidates, withChanges } from '../../../../../engine/training/search/candidates.ts';
import { searchSpace } from '../../../../../engine/training/search/searchSpace.ts';
import { type Dimension, sizesAround } from '../../../../../engine/tasks/search/dimension.ts';
import { forecastConfig } from '../../wholeConfig.ts';

const config = forecastConfig({ model: { hiddenSize: 32, numLayers: 1 }, training: { learningRate: 0.003 } });
const space = searchSpace({}, config);
const some = (seed: number, count: number) => {
  const candidates = new Candidates(space, config, seed);
  return Array.from({ length: count }, (_, candidate) => candidates.at(candidate) ?? {});
};

describe('the candidates of a search', () => {
  test('begin with no change, and none comes twice', () => {
    const drawn = some(1, 300);
    expect(drawn[0]).toEqual({});
    expect(new Set(drawn.map((changes) => JSON.stringify(changes))).size).toBe(300);
  });

  test('are the same for the same seed, in whatever order they are asked for, and others for another', () => {
    const candidates = new Candidates(space, config, 1);
    expect(candidates.at(50)).toEqual(some(1, 51)[50]);
    expect(candidates.at(3)).toEqual(some(1, 4)[3]);
    expect(some(2, 20)).not.toEqual(some(1, 20));
  });

  test('try rates from a tenth to ten times the usual one, as often below as above, with two digits', () => {
    const rates = some(1, 400).flatMap((changes) => Number(changes['training.learningRate'] ?? []) || []);
    expect(rates.length).toBeGreaterThan(100);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.0003);
    expect(Math.max(...rates)).toBeLessThanOrEqual(0.03);
    const below = rates.filter((rate) => rate < 0.003).length / rates.length;
    expect(below).toBeGreaterThan(0.4);
    expect(below).toBeLessThan(0.6);
    for (const rate of rates) expect(Number(rate.toPrecision(2))).toBe(rate);
  });

  test.each(['gaussian', 'quantile', 'studentT', 'negativeBinomial'] as const)(
    'of a forecast with the loss %s vary its window, and neither segments nor what is taken off a window',
    (loss) => {
      const varied = searchSpace({}, forecastConfig({ training: { loss } })).map(({ path }) => path);
      expect(varied).toContain('data.window');
      expect(varied).not.toContain('model.decoding');
      expect(varied).not.toContain('model.normalisation');
      expect(space.map(({ path }) => path)).toEqual(expect.arrayContaining(['model.decoding', 'model.normalisation']));
    },
  );

  test('change nothing that then says nothing: dropout between layers where there is but one', () => {
    const drawn = some(1, 300).filter((changes) => 'model.dropout' in changes);
    expect(drawn.length).toBeGreaterThan(10);
    for (const changes of drawn) expect(changes['model.numLayers']).toBe(2);
  });

  test('never change a field to what it is', () => {
    for (const changes of some(1, 300)) {
      expect(changes['model.hiddenSize']).not.toBe(32);
      expect(changes['model.cell']).not.toBe(config.model.cell);
    }
  });

  test('end where all has been drawn', () => {
    const few: readonly Dimension[] = [{ path: 'model.cell', values: ['lstm', 'gru'] }];
    const candidates = new Candidates(few, { model: { cell: 'lstm' } }, 1);
    expect([0, 1, 2].map((candidate) => candidates.at(candidate))).toEqual([{}, { 'model.cell': 'gru' }, undefined]);
  });

  test('are put into the config that was asked for', () => {
    const wanted = { data: { targets: ['level'] }, model: { bias: false } };
    expect(withChanges(wanted, { 'data.window': 12, 'model.cell': 'gru', 'training.learningRate': 0.01 })).toEqual({
      data: { targets: ['level'], window: 12 },
      model: { bias: false, cell: 'gru' },
      training: { learningRate: 0.01 },
    });
  });
});

describe('what is varied', () => {
  const paths = (wanted: Parameters<typeof searchSpace>[0]): string[] =>
    searchSpace(wanted, config).map(({ path }) => path);

  test('of a forecast is cell, sizes, rate, dropout, window, decoding and normalisation', () => {
    expect(paths({})).toEqual([
      ...['model.cell', 'model.hiddenSize', 'model.numLayers', 'training.learningRate', 'model.outputDropout'],
      ...['model.dropout', 'data.window', 'model.decoding', 'model.normalisation'],
    ]);
  });

  test('is what the config leaves open', () => {
    const wanted = { model: { cell: 'gru' as const, layerSizes: [8, 4] }, data: { window: 12 } };
    expect(paths(wanted)).toEqual([
      ...['training.learningRate', 'model.outputDropout', 'model.dropout', 'model.decoding', 'model.normalisation'],
    ]);
  });

  test('sizes are powers of two around the usual one, within bounds', () => {
    expect(sizesAround(32, 2, [8, 512])).toEqual([8, 16, 32, 64, 128]);
    expect(sizesAround(200, 2, [8, 512])).toEqual([64, 128, 256, 512]);
  });
});
