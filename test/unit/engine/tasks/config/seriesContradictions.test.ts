import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { complete, day, digits, lines, noise, problemsOf, wave, weather } from './completeMade.ts';

const bySegments = { decoding: 'segments' } as const;

describe('a forecast by segments', () => {
  const completed = async (wanted: Config) => {
    const { config, problems, choices } = await complete(weather, wanted);
    expect(problems).toEqual([]);
    return { model: config.model, data: config.data as ForecastData, choices };
  };

  test('goes less the last value, targets apart, by segments that window and horizon are whole numbers of', async () => {
    const { model, data, choices } = await completed({
      data: { targets: ['temp_max', 'temp_min'], horizon: 24 },
      model: bySegments,
    });
    expect(model).toMatchObject({ segmentLength: 12, channels: 'apart', normalisation: 'last' });
    expect([data.window, data.horizon, data.anchor]).toEqual([24, 24, 'none']);
    expect(choices).toContain('It goes by segments of 12 rows, each target by itself.');
  });

  test('has a window and a horizon of whole segments of the length that is asked for', async () => {
    const { model, data } = await completed({ model: { ...bySegments, segmentLength: 5 } });
    expect(model.segmentLength).toBe(5);
    expect([data.window % 5, data.horizon % 5]).toEqual([0, 0]);
    expect(data.horizon).toBe(10);
  });

  test('has the longest segment that the lengths asked for have in common, of a horizon of primes one row', async () => {
    const lengthOf = async (window: number, horizon: number) =>
      (await completed({ data: { window, horizon }, model: bySegments })).model.segmentLength;
    expect([await lengthOf(48, 20), await lengthOf(30, 7), await lengthOf(40, 40)]).toEqual([4, 1, 20]);
  });

  test('keeps the anchor where nothing is taken off the windows', async () => {
    const { data } = await completed({ model: { ...bySegments, normalisation: 'none' } });
    expect(data.anchor).not.toBe('none');
  });

  test('completes to itself, and with nothing asked for no option of it is set', async () => {
    const first = await complete(weather, { model: { ...bySegments, normalisation: 'instance' } });
    const again = await complete(weather, first.config as unknown as Config);
    const { file } = first.config.data;
    expect(again.problems).toEqual([]);
    expect({ ...again.config, data: { ...again.config.data, file } }).toEqual(first.config);
    const plain = { decoding: 'direct', segmentLength: 0, channels: 'together', normalisation: 'none' };
    expect((await complete(weather, {})).config.model).toMatchObject(plain);
  });
});

describe('what does not go with segments or levels is refused, with the way out', () => {
  test.each<[string, Config, string, string]>([
    [
      'a window of broken segments',
      { data: { window: 50, horizon: 12 }, model: { ...bySegments, segmentLength: 12 } },
      'data.window',
      'window 50 is no whole number of segments of 12; use 48 or 60',
    ],
    [
      'a horizon shorter than a segment',
      { data: { window: 24, horizon: 5 }, model: { ...bySegments, segmentLength: 12 } },
      'data.horizon',
      'horizon 5 is no whole number of segments of 12; use 12',
    ],
    ['two directions', { model: { ...bySegments, bidirectional: true } }, 'model.bidirectional', 'the last state'],
    ['a pool', { model: { ...bySegments, pool: 'mean' } }, 'model.pool', 'go on from the last state'],
    [
      'the gaussian loss',
      { model: { normalisation: 'instance' }, training: { loss: 'gaussian' } },
      'training.loss',
      'more of each step ahead than one value, which normalisation instance does not put out; use huber or mse',
    ],
    [
      'an anchor and a level',
      { data: { anchor: 'last' }, model: { normalisation: 'last' } },
      'data.anchor',
      'takes the level off each window already',
    ],
    [
      'a target that is not read',
      { data: { targets: ['temp_max'], inputs: ['rain'] }, model: { normalisation: 'last' } },
      'data.inputs',
      'name all of data.targets among the inputs',
    ],
    ['a length without segments', { model: { segmentLength: 7 } }, 'model.segmentLength', 'set model.decoding'],
    ['targets apart without segments', { model: { channels: 'apart' } }, 'model.channels', 'set model.decoding'],
  ])('%s', async (_, wanted, path, message) => {
    const problems = await problemsOf(weather, wanted);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });

  test('another task', async () => {
    const [problem] = await problemsOf(digits, { model: bySegments });
    expect(problem).toMatchObject({ path: 'model.decoding' });
    expect(problem?.message).toContain('set task to forecast');
  });
});

test('columns of words beside the target leave it at its place among the values of a step', async () => {
  const content = `day,kind,load\n${lines(300, (row) => `${day(row)},${['a', 'b', 'c'][row % 3]},${wave(row, 7) + noise(row)}`)}`;
  const { work } = await complete(content, {
    data: { inputs: ['kind', 'load'], targets: ['load'] },
    model: bySegments,
  });
  expect(work.shape.series).toMatchObject({ numbers: [3], targets: [3] });
});
