import { expect, test } from 'vitest';
import { askedPaths } from '../../../../../../engine/tasks/forecast/paths/askedPaths.ts';

const params = { model: 'm', file: 'f', token: 't' };
const of = { horizon: 48, targets: 2, series: 100, file: 'm.safetensors' };
const model = { residualRanks: [[1], [-2]] };

test('as many as are asked for, by the seed 1 where none is said', () => {
  expect(askedPaths(params, model, of)).toBeUndefined();
  expect(askedPaths({ ...params, paths: 9 }, model, of)).toEqual({ count: 9, seed: 1, ranks: model.residualRanks });
});

test('a model of before, or with too short a validation part, is named, and the way out', () => {
  const asking = () => askedPaths({ ...params, paths: 9 }, {}, of);
  expect(asking).toThrow('does not know how its errors hang together, of which paths are made; train it anew');
  expect(asking).toThrow(expect.objectContaining({ place: { file: 'm.safetensors' } }) as Error);
});

test('more values than an answer has room for go to a file', () => {
  const many = { ...params, paths: 1000 };
  expect(() => askedPaths(many, model, of)).toThrow('1000 paths are 9600000 values, too many for an answer');
  expect(askedPaths({ ...many, out: 'paths.csv' }, model, of)?.count).toBe(1000);
  expect(askedPaths({ ...many, horizon: 2 }, model, of)?.count).toBe(1000);
});
