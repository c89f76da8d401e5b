import { describe, expect, test } from 'vitest';
import { usualNetwork } from '../../../../../../engine/tasks/forecast/series/usualNetwork.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';

const many = Array.from({ length: 12 }, () => 500);
const daily = { season: 24 };

describe('many long series that a season shapes', () => {
  test('go by segments of a season, in windows of as many seasons as leave room for others, 14 at most', () => {
    expect(usualNetwork(many, daily, {})).toMatchObject({
      window: 264,
      model: { decoding: 'segments', segmentLength: 24, normalisation: 'instance' },
    });
    expect(
      usualNetwork(
        many.map(() => 5000),
        daily,
        undefined,
      )?.window,
    ).toBe(336);
    expect(usualNetwork(many, { ...daily, window: 48, horizon: 48 }, { hiddenSize: 8 })?.window).toBe(48);
  });

  test.each([
    ['they are few', [500, 500], daily, {}],
    ['most of them are short', [9000, ...many.map(() => 300)], daily, {}],
    ['their season is short', many, { season: 7 }, {}],
    ['they have none', many, { season: 0 }, {}],
    ['the horizon is no whole number of seasons', many, { ...daily, horizon: 30 }, {}],
    ['the window is none', many, { ...daily, window: 100 }, {}],
    ['a config says what is learned the difference from', many, { ...daily, anchor: 'last' }, {}],
    ['a config says how a forecast is made', many, daily, { decoding: 'direct' }],
    ['a config says more of the network', many, daily, { bidirectional: true }],
  ] as const)('do not where %s', (_, trainRows, asked, model) => {
    expect(usualNetwork(trainRows, asked, model)).toBeUndefined();
  });

  test('are completed to a config that trains, which what is said changes', async () => {
    const rows = Array.from({ length: 12 }, (_, series) =>
      Array.from({ length: 700 }, (_unused, hour) => {
        const time = new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 16);
        const value = (series + 1) * (10 + 5 * Math.sin((hour * Math.PI) / 12) + ((hour * 7919 + series) % 13) / 9);
        return `s${series},${time},${value.toFixed(2)}`;
      }),
    ).flat();
    const file = temporaryFile(['sensor,time,load', ...rows, ''].join('\n'));
    const { config, problems, choices } = await completeFile(file, { data: { file } });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      data: {
        ...{ season: 24, horizon: 24, window: 264, anchor: 'none', ownScales: true },
        ...{ transform: 'boxcox', lambda: 0.5 },
      },
      model: { decoding: 'segments', segmentLength: 24, channels: 'apart', normalisation: 'instance', cell: 'gru' },
      training: { huberDelta: 0.03, schedule: { kind: 'oneCycle' } },
    });
    // Segments put out values alone, no distribution.
    const told = await completeFile(file, { data: { file }, training: { loss: 'studentT' } });
    expect(told.problems).toEqual([]);
    expect(told.config.model).toMatchObject({ decoding: 'direct', normalisation: 'none' });
    expect(choices).toContain('It goes by segments of 24 rows.');
    expect(choices).toContain(
      'The network learns square roots of load, in which large values weigh less; data.transform none lets it learn the values.',
    );
    const said = await completeFile(file, {
      data: { file, anchor: 'seasonal' },
      model: { cell: 'lstm' },
      training: { huberDelta: 1 },
    });
    expect(said.problems).toEqual([]);
    expect(said.config).toMatchObject({
      data: { anchor: 'seasonal', window: 48 },
      model: { decoding: 'direct', cell: 'lstm' },
      training: { huberDelta: 1, schedule: { kind: 'cosine' } },
    });
    const plain = await completeFile(file, { data: { file, transform: 'none' } });
    expect(plain.config).toMatchObject({ data: { transform: 'none' }, model: { decoding: 'segments' } });
    expect(plain.config.data).not.toHaveProperty('lambda');
    const power = await completeFile(file, { data: { file, lambda: 0.7 } });
    expect(power.config).toMatchObject({ data: { transform: 'boxcox', lambda: 0.7 } });
    const below = temporaryFile(['sensor,time,load', ...rows, ''].join('\n').replace(/^(s3,.*T05:00,).*$/m, '$1-4'));
    expect((await completeFile(below, { data: { file: below } })).config).toMatchObject({
      data: { transform: 'none' },
      model: { decoding: 'segments' },
    });
    // What comes after the training rows decides nothing.
    const later = temporaryFile(
      ['sensor,time,load', ...rows, ''].join('\n').replace(/^(s3,2024-01-29T05:00,).*$/m, '$1-4'),
    );
    expect((await completeFile(later, { data: { file: later } })).config).toMatchObject({
      data: { transform: 'boxcox', lambda: 0.5 },
    });
    const other = await completeFile(file, { data: { file }, model: { hiddenSize: 16 } });
    expect(other.config).toMatchObject({ model: { decoding: 'segments', hiddenSize: 16 } });
  });
});
