import { describe, expect, test } from 'vitest';
import { growthOf, isFelt } from '../../../../../engine/prediction/explain/growthOf.ts';
import { judgeImportance } from '../../../../../engine/prediction/explain/judgeImportance.ts';

const column = (name: string, growth: number | null, spread = 0.01) => ({ column: name, growth, spread });
const step = (from: number, to: number, growth: number, spread = 0.001) => ({ from, to, growth, spread });

describe('what a prediction rests on', () => {
  test('the columns that have a fifth of the largest growth, the most important first; those within chance are idle', () => {
    const columns = [column('wind', 0.004), column('rain', 0.03), column('temp', 0.5), column('sun', 0.12)];
    expect(judgeImportance([...columns, column('noise', 0.02, 0.05), column('bare', null)], [], 5)).toEqual({
      rests: { columns: [{ column: 'temp' }, { column: 'sun' }], steps: [] },
      idle: [{ column: 'wind' }, { column: 'noise' }, { column: 'bare' }],
    });
  });

  test('the fewest steps that hold four fifths of what steps do, neighbours as one', () => {
    const steps = [step(1, 1, 0.3), step(2, 2, 0.2), step(3, 10, 0.05), step(11, 12, 0.25), step(13, 20, 0.002)];
    expect(judgeImportance([], steps, 5).rests.steps).toEqual([
      { from: 1, to: 2 },
      { from: 11, to: 12 },
    ]);
  });
});

describe('how much errors grow', () => {
  test('each target by its own error, all of them alike, with the spread over permutations', () => {
    const before = { errors: Float64Array.of(1, 100), isRelative: true };
    const { overall, byTarget } = growthOf(before, [Float64Array.of(2, 100), Float64Array.of(2, 140)]);
    expect(byTarget[0]).toEqual({ growth: 1, spread: 0 });
    expect(byTarget[1]?.growth).toBeCloseTo(0.2, 12);
    expect(byTarget[1]?.spread).toBeCloseTo(Math.SQRT1_2 * 0.4, 12);
    expect(overall.growth).toBeCloseTo(0.6, 12);
  });

  test('a target that is never wrong before says nothing of all', () => {
    const { overall } = growthOf({ errors: Float64Array.of(0, 2), isRelative: true }, [Float64Array.of(0, 3)]);
    expect(overall.growth).toBe(0.5);
  });

  test('wrong answers grow by their difference', () => {
    const { overall } = growthOf({ errors: Float64Array.of(0), isRelative: false }, [Float64Array.of(0.25)]);
    expect(overall).toEqual({ growth: 0.25, spread: 0 });
  });

  test('what is within what chance does to five permutations, or below half a percent, is not felt', () => {
    expect(isFelt({ growth: 0.1, spread: 0.2 }, 5)).toBe(false);
    expect(isFelt({ growth: 0.1, spread: 0.07 }, 5)).toBe(true);
    expect(isFelt({ growth: 0.004, spread: 0 }, 5)).toBe(false);
    expect(isFelt({ growth: -0.3, spread: 0 }, 5)).toBe(false);
    expect(isFelt({ growth: NaN, spread: 0 }, 5)).toBe(false);
  });
});
