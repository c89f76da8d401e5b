/**
 * Trains on the seven columns of a transformer station (ETTh2) by segments, 96 and 336 hours ahead, and
 * prints the mean squared error over all windows of the test part, all columns standardised by the training part. Left
 * out, and said, where the data is not there.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Config } from '../../engine/config.ts';
import type { Metrics } from '../../engine/protocol.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { trainToEnd } from './client/trainToEnd.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const station = join(import.meta.dirname, '../../../shared/data/ett/ETTh2.csv.gz');

/** Hours that train, and those that are read in all; a fifth of them each for validation and test. */
const [trained, hours] = [8640, 14400];

const configOf = (columns: readonly string[], horizon: number): Config => ({
  task: 'forecast',
  data: {
    ...{ targets: columns, inputs: columns, calendar: false, scaling: 'none' },
    ...{ window: 720, horizon, split: { valid: 0.2, test: 0.2 } },
  },
  model: { decoding: 'segments', segmentLength: 48, cell: 'gru', hiddenSize: 128, outputDropout: 0.5 },
  training: {
    ...{ huberDelta: 0.1, learningRate: 3e-4, batchSize: 64, averageDecay: 0.99, seed: 1, threads: 2 },
    ...{ epochs: horizon > 96 ? 4 : 6, patience: 3 },
  },
});

/** The table with each column less its mean and over its deviation on the hours that train. */
const standardise = (content: string): { readonly columns: readonly string[]; readonly text: string } => {
  const [header = '', ...lines] = content
    .trim()
    .split('\n')
    .slice(0, hours + 1);
  const [time = '', ...columns] = header.trim().split(',');
  const rows = lines.map((line) => line.trim().split(','));
  const scales = columns.map((_, index) => {
    const values = rows.slice(0, trained).map((row) => Number(row[index + 1]));
    const mean = values.reduce((sum, value) => sum + value, 0) / trained;
    return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / trained) };
  });
  const text = rows.map(([at = '', ...cells]) =>
    [at, ...scales.map(({ mean, deviation }, index) => ((Number(cells[index]) - mean) / deviation).toFixed(6))].join(
      ',',
    ),
  );
  return { columns, text: [[time, ...columns].join(','), ...text, ''].join('\n') };
};

const squared = (metrics: Metrics | undefined): string => ((metrics?.['rmse'] ?? NaN) ** 2).toFixed(4);

const content = await readFile(station).catch(() => undefined);
if (!content) console.log('left out, the data is not here');
else {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const rows: string[][] = [];
  try {
    const { columns, text } = standardise(gunzipSync(content).toString());
    const file = join(folder, 'station.csv');
    await writeFile(file, text);
    for (const horizon of [96, 336]) {
      await trainToEnd(file, configOf(columns, horizon), folder, ({ begun, done, epochs }) => {
        const best = epochs.find(({ epoch }) => epoch === done.best.epoch);
        const { lastValue, seasonalNaive } = done.test.baselines;
        rows.push([
          ...[String(horizon), squared(best?.metrics), squared(done.test.metrics), squared(lastValue)],
          ...[squared(seasonalNaive), begun.parameters.toLocaleString('en'), done.seconds.toFixed(0)],
        ]);
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const heads = ['hours ahead', 'validation', 'test', 'last value', 'same hour yesterday', 'parameters', 'seconds'];
  console.log(`\n${describeHere('forecastSegments')}\n\n${markdownTable(heads, rows)}`);
}
