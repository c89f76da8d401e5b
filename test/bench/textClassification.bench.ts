/**
 * Trains with all defaults on public sets of labelled texts, and prints what the best epoch by validation reaches on the
 * test split beside naive Bayes and the commonest class. Sets that are not there are left out and named. Writes
 * test/bench/results/textClassification.md.
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Config } from '../../engine/config.ts';
import type { ClassReport } from '../../engine/plots.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { trainToEnd } from './client/trainToEnd.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const sharedData = (...path: readonly string[]): string => join(import.meta.dirname, '../../../shared/data', ...path);

interface TextSet {
  readonly name: string;
  readonly content: () => Promise<string>;
  readonly split: { readonly valid: number; readonly test: number };
  /** As many splits, each of a seed of its own, from 1. */
  readonly splits: number;
  /** The class whose F1 is told instead of the mean over the classes. */
  readonly label?: string;
}

/** Surnames, a file for each language, as lines of a name and its language. */
const readNames = async (): Promise<string> => {
  const files = (await readdir(sharedData('names'))).filter((file) => file.endsWith('.txt')).sort();
  const lines = await Promise.all(
    files.map(async (file) => {
      const names = (await readFile(sharedData('names', file), 'utf8'))
        .split('\n')
        .filter((name) => name.trim() !== '');
      return names.map((name) => `${name.trim()}\t${file.replace('.txt', '')}`);
    }),
  );
  return `name\tlanguage\n${lines.flat().join('\n')}\n`;
};

const unzipped = (file: string) => async (): Promise<string> =>
  gunzipSync(await readFile(sharedData('sentences', file))).toString('utf8');

const usual = { valid: 0.1, test: 0.2 };
const sentences = { valid: 0.1, test: 0.1 };
const sets: readonly TextSet[] = [
  {
    name: 'SMS spam',
    content: () => readFile(sharedData('sms-spam', 'SMSSpamCollection'), 'utf8'),
    split: usual,
    splits: 2,
    label: 'spam',
  },
  { name: 'names by language', content: readNames, split: usual, splits: 2 },
  { name: 'customer reviews', content: unzipped('customer-reviews.tsv.gz'), split: sentences, splits: 5 },
  { name: 'subjectivity', content: unzipped('subjectivity.tsv.gz'), split: sentences, splits: 3 },
];

interface Outcome {
  readonly accuracy: number;
  readonly f1: number;
  readonly naiveBayes: number;
  readonly majority: number;
  readonly seconds: number;
}

const train = async (folder: string, { content, split, label }: TextSet, seed: number): Promise<Outcome> => {
  const file = join(folder, 'texts.tsv');
  await writeFile(file, await content());
  const config: Config = { data: { split }, training: { seed } };
  return trainToEnd(file, config, folder, async ({ run, done }) => {
    const report = JSON.parse(await readFile(join(run, 'results.json'), 'utf8')) as ClassReport;
    const { metrics, baselines } = done.test;
    const f1 = label === undefined ? metrics['f1Macro'] : report.classes.find((each) => each.label === label)?.f1;
    return {
      accuracy: metrics['accuracy'] ?? NaN,
      f1: f1 ?? NaN,
      naiveBayes: baselines['naiveBayes']?.['accuracy'] ?? NaN,
      majority: baselines['majority']?.['accuracy'] ?? NaN,
      seconds: done.seconds,
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
    const isThere = await set.content().then(
      () => true,
      () => false,
    );
    if (!isThere) {
      missing.push(set.name);
      continue;
    }
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= set.splits; seed++) {
      const outcome = await train(folder, set, seed);
      console.log(set.name, seed, JSON.stringify(outcome));
      outcomes.push(outcome);
    }
    const accuracies = outcomes.map(({ accuracy }) => accuracy);
    rows.push([
      set.name,
      percent(mean(accuracies)),
      accuracies.map(percent).join(', '),
      mean(outcomes.map(({ f1 }) => f1)).toFixed(3) + (set.label === undefined ? '' : ` (of ${set.label})`),
      percent(mean(outcomes.map(({ naiveBayes }) => naiveBayes))),
      percent(mean(outcomes.map(({ majority }) => majority))),
      mean(outcomes.map(({ seconds }) => seconds)).toFixed(0),
    ]);
  }
} finally {
  await rm(folder, { recursive: true });
}
for (const name of missing) console.log(`${name}: left out, the data is not here`);
const header = ['texts', 'accuracy', 'of each split', 'F1', 'naive Bayes', 'commonest class', 'seconds'];
const page = `# Texts told apart

${describeHere('textClassification')}

All defaults, each seed from 1 on with a split of its own (sentences 80/10/10, the others 70/10/20); the epoch is chosen on the
validation split, the figures are those of the test split.

${markdownTable(header, rows)}
`;
console.log(`\n${page}`);
if (missing.length === 0) {
  await writeFile(fileURLToPath(new URL('./results/textClassification.md', import.meta.url)), page);
}
