import { describe, expect, test } from 'vitest';
import type { Config, RunConfig } from '../../../../engine/config.ts';
import type { Codec } from '../../../../engine/encoding/codec.ts';
import { completeFile } from '../tasks/completeFile.ts';
import { encodeFile, prepareData } from '../tasks/prepareData.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const hour = 3_600_000;
const monday = Date.UTC(2024, 0, 1);

interface Series {
  readonly rows: number;
  /** Hours from one row to the next. */
  readonly step?: number;
  readonly isKept?: (time: Date) => boolean;
  /** What the values are multiplied with. */
  readonly times?: number;
}

const series = ({ rows, step = 24, isKept = () => true, times = 1 }: Series): string => {
  const lines = ['when,x'];
  for (let time = monday; lines.length <= rows; time += step * hour) {
    const x = times * (10 + Math.sin(lines.length) + lines.length / 1000);
    if (isKept(new Date(time))) lines.push(`${new Date(time).toISOString().slice(0, 16)},${x.toFixed(3)}`);
  }
  return `${lines.join('\n')}\n`;
};

const isWorkday = (time: Date): boolean => time.getUTCDay() % 6 !== 0;
const isInOffice = (time: Date): boolean => isWorkday(time) && time.getUTCHours() >= 9 && time.getUTCHours() < 16;

const learn = async (content: string, wanted: Config): Promise<{ config: RunConfig; codec: Codec }> => {
  const file = temporaryFile(content);
  const { config, problems } = await completeFile(file, { ...wanted, data: { ...wanted.data, file } });
  expect(problems).toEqual([]);
  return { config, codec: (await prepareData(config)).codec };
};

/** What is said of a file of such rows with a model of others. */
const misfits = async (trained: string, other: string, wanted: Config): Promise<readonly string[] | undefined> => {
  const { config, codec } = await learn(trained, wanted);
  return (await encodeFile(config, codec, temporaryFile(other))).misfits;
};

describe('a model of a forecast on another file', () => {
  const forecast: Config = { task: 'forecast', data: { window: 8, horizon: 2, season: 0 } };

  test.each<[string, Series, Series, readonly string[]]>([
    ['alike', { rows: 120 }, { rows: 90 }, []],
    [
      'hours where it learned days',
      { rows: 120 },
      { rows: 90, step: 1 },
      [
        'The rows are 1 hour apart here, those that the model was trained on 1 day: what it says of them is hardly of use.',
      ],
    ],
    [
      'business days where it learned all',
      { rows: 120 },
      { rows: 90, isKept: isWorkday },
      [
        'The rows come every business day here, those that the model was trained on came every day: what it says of them is hardly of use.',
      ],
    ],
    [
      'all hours where it learned those of an office',
      { rows: 150, step: 1, isKept: isInOffice },
      { rows: 400, step: 1 },
      [
        'The rows come every hour here, those that the model was trained on came seven hours a day (09:00 to 15:00), Monday to Friday: what it says of them is hardly of use.',
      ],
    ],
    ['too short to tell its week', { rows: 120, isKept: isWorkday }, { rows: 10, isKept: isWorkday }, []],
    [
      'values a thousand times as large',
      { rows: 120 },
      { rows: 90, times: 1000 },
      [
        expect.stringMatching(
          /^x lies between 9\d{3} and 11\d00 here, far from what the model was trained on, [\d.]+ give or take [\d.]+: /,
        ) as string,
      ],
    ],
  ])('%s', async (_, trained, other, told) => {
    expect(await misfits(series(trained), series(other), forecast)).toEqual(told);
  });

  test.each(['log', 'boxcox'] as const)('values learned as %s are held against others as such', async (transform) => {
    const wanted: Config = { ...forecast, data: { ...forecast.data, transform } };
    expect(await misfits(series({ rows: 120 }), series({ rows: 90 }), wanted)).toEqual([]);
    expect(await misfits(series({ rows: 120 }), series({ rows: 90, times: 1e6 }), wanted)).toEqual([
      expect.stringMatching(
        /^x lies between 9\d{6} and 11\d00000 here, far from what the model was trained on, mostly 9\.\d+ to 10\.\d+: /,
      ) as string,
    ]);
  });

  test('rows that are missing are counted with it, too', async () => {
    const { config, codec } = await learn(series({ rows: 120 }), forecast);
    const holed = temporaryFile(series({ rows: 90, isKept: (time) => time.getUTCDate() !== 20 }));
    expect((await encodeFile(config, codec, holed)).dropped).toContainEqual(
      expect.stringMatching(/^3 rows do not follow the row above by the usual time step, first in line 21;/),
    );
  });
});

describe('values far from those that were learned from are told by every task that reads numbers', () => {
  const rows = (times: number): string =>
    `id,a,b,kind,size\n${Array.from({ length: 60 }, (_, row) =>
      [`s${row >> 2}`, times * (1 + (row % 5)), times * (row % 7), row % 8 < 4 ? 'up' : 'down', (row % 12) / 2].join(
        ',',
      ),
    ).join('\n')}\n`;

  test.each<[string, Config]>([
    ['classes of rows', { task: 'classification', data: { label: 'kind', inputs: ['a', 'b'], group: null } }],
    ['classes of sequences', { task: 'classification', data: { label: 'kind', inputs: ['a', 'b'], group: 'id' } }],
    ['labels of steps', { task: 'labeling', data: { label: 'kind', inputs: ['a', 'b'] } }],
    ['numbers of rows', { task: 'regression', data: { targets: ['size'], inputs: ['a', 'b'] } }],
  ])('%s', async (_, wanted) => {
    const told = await misfits(rows(1), rows(1e4).replace(/,0,/g, ',10000,'), wanted);
    expect(told).toHaveLength(2);
    expect(told?.[0]).toMatch(
      /^a lies between 10000 and 50000 here, far from what the model was trained on, [23](?:\.\d+)? give /,
    );
  });
});
