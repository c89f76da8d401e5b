/**
 * Trains on public sets of sequences and images, each with several seeds, with all defaults or the config that stands here,
 * and prints what the best epoch by validation reaches on the test part beside the commonest class. Sets that are not there are left out and named.
 * Writes test/bench/results/sequenceClassification.md.
 */
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Config } from '../../engine/config.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { trainToEnd } from './client/trainToEnd.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const sharedData = (...path: readonly string[]): string => join(import.meta.dirname, '../../../shared/data', ...path);

interface SequenceSet {
  readonly name: string;
  readonly aim: number;
  /** The file to train on, where it is. */
  readonly file: (folder: string) => Promise<string>;
  /** The file to test on, where it is not a part of that. */
  readonly test?: string;
  readonly seeds: number;
  /** All defaults when not given. */
  readonly config?: Config;
}

const digits = async (folder: string): Promise<string> => {
  const file = join(folder, 'digits.csv');
  await writeFile(file, gunzipSync(await readFile(sharedData('digits', 'digits.csv.gz'))));
  return file;
};

const archived = (name: string): Pick<SequenceSet, 'file' | 'test'> => {
  const file = sharedData('ucr', `${name}_TRAIN.ts`);
  return { file: () => access(file).then(() => file), test: sharedData('ucr', `${name}_TEST.ts`) };
};

/** Where Debian's dataset-fashion-mnist puts it. */
const fashion = (name: string): string => join('/usr/share/datasets/fashion-mnist', name);

const sets: readonly SequenceSet[] = [
  { name: '8 × 8 digits', aim: 0.97, file: digits, seeds: 3 },
  { name: 'ItalyPowerDemand', aim: 0.95, ...archived('ItalyPowerDemand'), seeds: 5 },
  { name: 'ArrowHead', aim: 0.7, ...archived('ArrowHead'), seeds: 5 },
  {
    name: 'ArrowHead, gru',
    aim: 0.7,
    ...archived('ArrowHead'),
    seeds: 5,
    // A fifth of 36 sequences chooses an epoch badly: all of them train, as many epochs as cross-validation has chosen.
    config: {
      data: { stepSize: 5, split: { valid: 0, test: 0 } },
      model: { cell: 'gru', initializer: 'keras' },
      training: { epochs: 120, patience: 0, batchSize: 8 },
    },
  },
  {
    name: 'Fashion-MNIST',
    aim: 0.89,
    file: async () => {
      const file = fashion('train-images-idx3-ubyte.gz');
      await access(file);
      return file;
    },
    test: fashion('t10k-images-idx3-ubyte.gz'),
    seeds: 1,
    config: {
      data: { split: { valid: 0.1, test: 0 } },
      model: { hiddenSize: 128, inputDropout: 0.1, outputDropout: 0.3 },
      training: { epochs: 20 },
    },
  },
];

interface Outcome {
  readonly accuracy: number;
  readonly f1: number;
  readonly majority: number;
  readonly seconds: number;
  readonly parameters: number;
}

const train = (
  folder: string,
  file: string,
  { test, config: wanted }: Pick<SequenceSet, 'test' | 'config'>,
  seed: number,
): Promise<Outcome> => {
  const config: Config = { ...wanted, training: { ...wanted?.training, seed } };
  return trainToEnd(file, config, folder, async ({ begun, done, evaluate }) => {
    const { metrics, baselines } = test === undefined ? done.test : await evaluate(test);
    return {
      accuracy: metrics['accuracy'] ?? NaN,
      f1: metrics['f1Macro'] ?? NaN,
      majority: baselines['majority']?.['accuracy'] ?? NaN,
      ...{ seconds: done.seconds, parameters: begun.parameters },
    };
  });
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
const rows: string[][] = [];
const missing: string[] = [];
try {
  for (const set of sets) {
    const { name, aim, file: find, seeds } = set;
    const file = await find(folder).catch(() => undefined);
    if (file === undefined) {
      missing.push(name);
      continue;
    }
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const outcome = await train(folder, file, set, seed);
      console.log(name, seed, JSON.stringify(outcome));
      outcomes.push(outcome);
    }
    const accuracies = outcomes.map(({ accuracy }) => accuracy);
    rows.push([
      ...[name, percent(mean(accuracies)), accuracies.map(percent).join(', '), percent(aim)],
      mean(outcomes.map(({ f1 }) => f1)).toFixed(3),
      percent(mean(outcomes.map(({ majority }) => majority))),
      mean(outcomes.map(({ seconds }) => seconds)).toFixed(1),
      String(outcomes[0]?.parameters),
    ]);
  }
} finally {
  await rm(folder, { recursive: true });
}
for (const name of missing) console.log(`${name}: left out, the data is not here`);
const header = ['set', 'accuracy', 'of each seed', 'aim', 'F1', 'commonest class', 'seconds', 'parameters'];
const page = `# Sequences told apart

${describeHere('sequenceClassification')}

All defaults but for ArrowHead's second row, \`--set data.stepSize=5 --set data.split.valid=0 --set data.split.test=0
--set model.cell=gru --set model.initializer=keras --set training.epochs=120 --set training.patience=0
--set training.batchSize=8\`, and for Fashion-MNIST (Debian's dataset-fashion-mnist), \`--set data.split.valid=0.1 --set data.split.test=0
--set model.hiddenSize=128 --set model.inputDropout=0.1 --set model.outputDropout=0.3 --set training.epochs=20\`; the seed alone
differs. Digits: 70/10/20, the figures are those of the test split. The others: a fifth of the training file validates, of
Fashion-MNIST a tenth, of ArrowHead's second row nothing, and the archive's test file is evaluated once, after training. The
epoch is chosen on the validation split, where there is one.

${markdownTable(header, rows)}
`;
console.log(`\n${page}`);
if (missing.length === 0) {
  await writeFile(fileURLToPath(new URL('./results/sequenceClassification.md', import.meta.url)), page);
}
