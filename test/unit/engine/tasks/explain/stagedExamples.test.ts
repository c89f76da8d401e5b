import { describe, expect, test } from 'vitest';
import type { Source, VectorSource, WindowSource } from '../../../../../engine/compute/source.ts';
import { stageSequences } from '../../../../../engine/tasks/explain/stageSequences.ts';
import { stageWindows } from '../../../../../engine/tasks/explain/stageWindows.ts';

const valuesOf = (source: Source): number[] => {
  if (!('values' in source) || !(source.values instanceof Float32Array)) throw new Error('not in memory');
  return [...source.values];
};

describe('windows of a series', () => {
  // Row r is [r, 100 + r].
  const rows = 8;
  const source: WindowSource = {
    ...{ kind: 'windows', columns: 2, targetColumns: 1, horizon: 2, lags: Int32Array.of(1, 2) },
    values: Float32Array.from({ length: rows * 2 }, (_, at) => (at % 2) * 100 + Math.floor(at / 2)),
    targets: new Float32Array(rows),
  };
  const staged = stageWindows(source, Int32Array.of(0, 1, 4), 3);

  test('have rows of their own, though they overlap in the file, and nothing is added to what is put out', () => {
    expect(valuesOf(staged.source)).toEqual([0, 100, 1, 101, 2, 102, 1, 101, 2, 102, 3, 103, 4, 104, 5, 105, 6, 106]);
    expect([...staged.examples]).toEqual([0, 3, 6]);
    expect(staged.source).toMatchObject({ lags: Int32Array.of(0, 0) });
    expect(staged.isUneven).toBe(false);
  });

  test('a column is exchanged among them at all steps, and the other stays', () => {
    const changed = valuesOf(staged.exchanged(Int32Array.of(2, 0, 1), { from: 0, to: 3, places: [1] }));
    expect(changed).toEqual([0, 104, 1, 105, 2, 106, 1, 100, 2, 101, 3, 102, 4, 101, 5, 102, 6, 103]);
  });

  test('steps are exchanged with all their columns, and what was exchanged before is back', () => {
    staged.exchanged(Int32Array.of(2, 0, 1), { from: 0, to: 3, places: [0] });
    const changed = valuesOf(staged.exchanged(Int32Array.of(1, 2, 0), { from: 2, to: 3 }));
    expect(changed).toEqual([0, 100, 1, 101, 3, 103, 1, 101, 2, 102, 6, 106, 4, 104, 5, 105, 2, 102]);
    expect(valuesOf(staged.source)).toHaveLength(18);
  });
});

describe('sequences of unequal length', () => {
  const source: VectorSource = {
    ...{ kind: 'vectors', steps: 4, size: 1, classes: 2 },
    values: Float32Array.of(1, 2, 10, 20, 30, 40, 5),
    starts: Float64Array.of(0, 2, 6, 7),
    labels: Int32Array.of(0, 1, 0),
  };
  const staged = stageSequences(source, Int32Array.of(0, 1));

  test('a step is the one that is as far through the other', () => {
    expect(staged.isUneven).toBe(true);
    expect(valuesOf(staged.exchanged(Int32Array.of(1, 0), { from: 0, to: 4 }))).toEqual([10, 30, 1, 1, 2, 2]);
  });

  test('steps are those of the longest: its second half is the second half of each', () => {
    expect(valuesOf(staged.exchanged(Int32Array.of(1, 0), { from: 2, to: 4 }))).toEqual([1, 30, 10, 20, 2, 2]);
  });
});

test('rows as sequences end where their values do', () => {
  const staged = stageSequences(
    {
      ...{ kind: 'rows', steps: 3, stepSize: 1, classes: 2, labels: Int32Array.of(0, 1) },
      values: Float32Array.of(1, 2, 3, 4, 5, 0),
      lengths: Int32Array.of(3, 2),
    },
    Int32Array.of(1, 0),
  );
  expect(valuesOf(staged.source)).toEqual([4, 5, 1, 2, 3]);
});
