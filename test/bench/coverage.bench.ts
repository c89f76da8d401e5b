/**
 * How much of the truth the 80 % intervals of forecasts hold, on the test parts of series that are made here: of each kind
 * 200, of 500 rows, trained with defaults. `seeds=20` makes fewer, `kind=seasonal` one kind.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../engine/compute/random.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { trainToEnd } from './client/trainToEnd.ts';

const rows = 500;
const settings = new Map(
  process.argv.slice(2).map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]),
);
const seeds = Number(settings.get('seeds') ?? 200);

type Noise = () => number;

/** A series of `rows` values, of noise with a mean of 0 and a deviation of 1. */
const kinds: Readonly<Record<string, (noise: Noise) => number[]>> = {
  'AR(1), 0.8': (noise) => {
    let state = 0;
    return Array.from({ length: rows }, () => (state = 0.8 * state + noise()));
  },
  'season of 12': (noise) =>
    Array.from({ length: rows }, (_, row) => 100 + 10 * Math.sin((2 * Math.PI * row) / 12) + 2 * noise()),
  'changing spread': (noise) =>
    Array.from({ length: rows }, (_, row) => 50 + noise() * (2 + 1.5 * Math.sin((2 * Math.PI * row) / 90))),
  'shifts of level': (noise) => {
    let level = 100;
    return Array.from({ length: rows }, () => {
      // One in fifty rows begins another level.
      if (Math.abs(noise()) > 2.326) level += 8 * noise();
      return level + noise();
    });
  },
};

const noiseOf = (seed: number): Noise => {
  const random = createRandom(seed);
  return () => random.normal();
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  const lines: string[][] = [];
  for (const [kind, make] of Object.entries(kinds)) {
    if (!kind.includes(settings.get('kind') ?? '')) continue;
    const held: number[] = [];
    const gained: number[] = [];
    let without = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const file = join(folder, 'series.csv');
      await writeFile(
        file,
        `value\n${make(noiseOf(seed))
          .map((value) => `${value.toFixed(3)}\n`)
          .join('')}`,
      );
      const config = { task: 'forecast' as const, training: { seed, threads: 1 } };
      const test = await trainToEnd(file, config, folder, ({ done }) => done.test);
      const { coverage, mae } = test.metrics;
      if (typeof coverage !== 'number') without++;
      else held.push(coverage);
      const best = Math.min(
        ...Object.entries(test.baselines).flatMap(([name, metrics]) =>
          name === 'network' ? [] : (metrics['mae'] ?? []),
        ),
      );
      gained.push((mae ?? NaN) / best);
      await rm(join(folder, '.rnn-studio'), { recursive: true, force: true });
    }
    const sorted = held.toSorted((a, b) => a - b);
    const at = (share: number): string => `${(100 * (sorted[Math.floor(share * sorted.length)] ?? NaN)).toFixed(0)} %`;
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    lines.push([
      ...[kind, `${(100 * mean(held)).toFixed(1)} %`, `${at(0.1)} to ${at(0.9)}`],
      ...[String(without), mean(gained).toFixed(3)],
    ]);
    console.log(lines.at(-1)?.join(' | '));
  }
  const heads = [
    'series',
    'held, mean of seeds',
    'in eight of ten',
    'without intervals',
    'MAE beside the best baseline',
  ];
  console.log(`\n# What intervals hold\n\n${describeHere('coverage')}\n\n${markdownTable(heads, lines)}`);
} finally {
  await rm(folder, { recursive: true });
}
