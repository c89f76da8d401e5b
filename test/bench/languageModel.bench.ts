/**
 * Trains on Tiny Shakespeare, by letters and by words with defaults, and prints what they reach on the last tenth beside
 * n-grams. With `long=yes` also by a larger network, and then it writes test/bench/results/shakespeare.md. Left out, and
 * said, where the data is not there.
 */
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../engine/config.ts';
import type { Measured } from '../../engine/protocol.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { trainToEnd } from './client/trainToEnd.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const file = join(import.meta.dirname, '../../../shared/data/tinyshakespeare/input.txt');

/** All that is no test trains, for a number of epochs that is fixed before: the last tenth is read once, at the end. */
const split = { valid: 0, test: 0.1 };

const large: Config = {
  data: { split },
  model: {
    ...{ hiddenSize: 384, numLayers: 2, forgetBias: 1 },
    ...{ dropout: 0.3, outputDropout: 0.3, lockedDropout: true, weightDropout: 0.3 },
  },
  training: {
    ...{ epochs: 20, patience: 0, optimizer: 'adamw', learningRate: 0.004, schedule: { kind: 'oneCycle' } },
    ...{ averageDecay: 0.999, batchSize: 32, gradClip: 1 },
  },
};

const isLong = process.argv.includes('long=yes');
const variants: readonly (readonly [name: string, config: Config])[] = [
  ['letters, defaults', { data: { split } }],
  ['words, defaults', { data: { unit: 'words', split } }],
  ...(isLong ? ([['letters, 2 × 384, locked dropout and DropConnect', large]] as const) : []),
];

const isThere = await access(file).then(
  () => true,
  () => false,
);
if (!isThere) console.log('left out, the data is not here');
else {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const rows: string[][] = [];
  try {
    for (const [name, config] of variants) {
      const row = await trainToEnd(file, config, folder, ({ begun, done }) => {
        const { metrics, baselines } = done.test;
        const nats = (value: Measured | undefined): string => (value ?? NaN).toFixed(3);
        const grams = Object.entries(baselines).filter(([key]) => key !== 'unigram');
        return [
          ...[
            name,
            nats(metrics['crossEntropy']),
            grams.map(([key, each]) => `${key} ${nats(each['crossEntropy'])}`).join(', '),
          ],
          ...[begun.parameters.toLocaleString('en'), done.seconds.toFixed(0)],
        ];
      });
      console.log(row.join(' | '));
      rows.push(row);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const page = `# Shakespeare, held out

${describeHere('languageModel')}

Nats a symbol on the last tenth of the text, which is the test part. All before it trains, for a number of epochs that is
fixed before.

${markdownTable(['read by', 'network', 'n-grams', 'parameters', 'seconds'], rows)}
`;
  console.log(`\n${page}`);
  if (isLong) await writeFile(fileURLToPath(new URL('./results/shakespeare.md', import.meta.url)), page);
  else {
    console.log('2 × 384 is left out, it takes an hour and more; say `npm run bench -- languageModel long=yes`');
  }
}
