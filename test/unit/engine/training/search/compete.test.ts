import { expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { InputError } from '../../../../../engine/errors.ts';
import { type Candidate, type Competition, compete } from '../../../../../engine/training/search/compete.ts';
import type { FoldJudge, Judged } from '../../../../../engine/training/search/foldJudge.ts';

/** How good a candidate is, as its config says. */
const errorOf = ({ model }: Config): number => model?.hiddenSize ?? NaN;

/** What longer training makes a little better; a config of 13 units cannot be trained. */
const judgeOf = (asked: (readonly [number, number])[]): FoldJudge => ({
  ...{ folds: 2, trainings: 1, horizon: 1 },
  judge: (config, { updates = 0 } = {}) => {
    if (errorOf(config) === 13) return Promise.reject(new InputError('13 is one too many'));
    asked.push([errorOf(config), updates]);
    const mean = errorOf(config) - updates / 1e6;
    const errors = { mean, byFold: [mean, mean] };
    return Promise.resolve({ metric: 'mae', forecast: errors, network: errors, updates } as unknown as Judged);
  },
});

const candidate = (error: number, updateWork = 1): Candidate<string> => ({
  ...{ what: `errs by ${error}`, config: { model: { hiddenSize: error } }, updateWork },
});

const competition = (
  [first, ...others]: readonly [Candidate<string>, ...Candidate<string>[]],
  change: Partial<Competition<string>> = {},
) => {
  const asked: (readonly [number, number])[] = [];
  const judge = judgeOf(asked);
  const options: Competition<string> = {
    ...{ judge, candidates: [first, ...others], work: 3000, fewestUpdates: 100, mostUpdates: 1e5 },
    followers: () => Promise.resolve([]),
    ...change,
  };
  return { asked, result: compete(options) };
};

test('each round has as much work, for the first and so many of the best that each is trained for longer', async () => {
  const { asked, result } = competition([9, 5, 6, 7, 8].map((error) => candidate(error)) as never);
  const { trials, spent } = await result;
  expect(asked.filter(([, updates]) => updates === 200).map(([error]) => error)).toEqual([9, 5, 6, 7, 8]);
  expect(asked.slice(5).map(([error]) => error)).toEqual([9, 5, 6, 9, 5]);
  expect(spent).toBeLessThanOrEqual(3000);
  expect(spent).toBeGreaterThan(2900);
  expect(trials.map(({ candidate: { what } }) => what)).toEqual([9, 5, 6, 7, 8].map((error) => `errs by ${error}`));
});

test('as many begin as there is work for trials that tell something, one at the least beside the first', async () => {
  const all = [9, 8, 7, 6, 5, 4].map((error) => candidate(error)) as never;
  const { asked, result } = competition(all, { work: 900 });
  await result;
  // Two rounds are enough for three.
  expect(asked.slice(0, 3)).toEqual([
    [9, 150],
    [8, 150],
    [7, 150],
  ]);
  expect(asked.slice(3).map(([error]) => error)).toEqual([9, 7]);
  const little = competition(all, { work: 60 });
  await little.result;
  expect(little.asked.slice(0, 2)).toEqual([
    [9, 30],
    [8, 30],
  ]);
});

test('what costs more is trained for as many updates as the others, and all for fewer', async () => {
  const { asked, result } = competition([candidate(9), candidate(5, 3)] as never, { work: 1200 });
  await result;
  // All at once: there is nobody to drop.
  expect(asked).toEqual([
    [9, 300],
    [5, 300],
  ]);
});

test('nobody is trained for longer than the training itself, or twice as long', async () => {
  const { asked, result } = competition([candidate(9), candidate(5)] as never, { mostUpdates: 50 });
  const { spent } = await result;
  expect(asked).toEqual([
    [9, 50],
    [5, 50],
  ]);
  expect(spent).toBe(100);
});

test('the best of the first round names others to try, where it is better than the first', async () => {
  const named: string[] = [];
  const followers = ({ what }: Candidate<string>) => {
    named.push(what);
    return Promise.resolve([candidate(2)]);
  };
  const { result } = competition([9, 5, 6, 7, 8].map((error) => candidate(error)) as never, { followers });
  const { trials } = await result;
  expect(named).toEqual(['errs by 5']);
  expect(trials[1]?.candidate.what).toBe('errs by 2');
  const worse = competition([candidate(1), candidate(5)] as never, { followers });
  await worse.result;
  expect(named).toHaveLength(1);
});

test('who cannot be trained comes last, and says why', async () => {
  const { result } = competition([candidate(9), candidate(13), candidate(14)] as never);
  const { trials } = await result;
  expect(trials.at(-1)).toMatchObject({ candidate: { what: 'errs by 13' }, problem: '13 is one too many' });
  expect(trials.map(({ candidate: { what } }) => what)).toEqual(['errs by 9', 'errs by 14', 'errs by 13']);
});
