/**
 * Trains on the CMU Pronouncing Dictionary, spelling to sounds, and on the captions of Multi30k, German to English, each by
 * the config that stands here, and prints what the best epoch by validation reaches on the test part. Sets that are not
 * there are left out and named, and so is what takes long without `long=yes`. Writes a page of test/bench/results for each.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import type { Config } from '../../engine/config.ts';
import type { Measured } from '../../engine/protocol.ts';
import { describeHere } from './describeHere.ts';
import { type EndedTraining, trainToEnd } from './client/trainToEnd.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const shared = (...path: readonly string[]): string => join(import.meta.dirname, '../../../shared/data', ...path);
const unzip = async (file: string): Promise<string> => gunzipSync(await readFile(file)).toString('utf8');

interface TranslationSet {
  readonly title: string;
  readonly page: string;
  readonly config: Config;
  /** Of two cores, where it is long. */
  readonly takes?: string;
  /** The file to train on, in this folder. Rejects where its data is not there. */
  readonly place: (folder: string) => Promise<string>;
  /** The page, without its first lines. */
  readonly describe: (ended: EndedTraining, folder: string) => Promise<string>;
}

const percent = (share: Measured | undefined): string => `${(100 * (share ?? NaN)).toFixed(1)} %`;
const epochLines = ({ epochs }: EndedTraining): string =>
  epochs.map(({ epoch, validLoss }) => `- epoch ${epoch}: validation loss ${validLoss?.toFixed(3)}`).join('\n');
const sizeOf = ({ begun, done }: EndedTraining): string =>
  `${begun.parameters.toLocaleString('en')} parameters, ${Math.round(done.seconds)} seconds on ${begun.threads} threads.`;

/** Lines of a word and its sounds without stress; of a word with several ways to say it one line each. */
const pronunciations: TranslationSet = {
  title: 'Spelling to sounds',
  page: 'translation.md',
  config: { data: { split: { valid: 0.05, test: 0.05 } }, training: { epochs: 8 } },
  place: async (folder) => {
    const lines = (await unzip(shared('cmudict', 'dict.txt.gz'))).trimEnd().split('\n');
    const pairs = lines.flatMap((line) => {
      const [, word = '', sounds = ''] = /^(\S+?)(?:\(\d+\))?\s+(.*?)(?:\s+#.*)?$/.exec(line) ?? [];
      return word === '' ? [] : [`${word.toLowerCase()}\t${sounds.replace(/\d/g, '')}\n`];
    });
    const file = join(folder, 'cmudict.tsv');
    await writeFile(file, `word\tpronunciation\n${pairs.join('')}`);
    return file;
  },
  describe: async (ended) => {
    const { metrics, baselines } = ended.done.test;
    const wrong = (exact: Measured | undefined): string => percent(1 - (exact ?? NaN));
    return `The CMU Pronouncing Dictionary, 5 % of its words each for validation and test; a word is right where its sounds, stress
left out, are one of those listed for it. ${sizeOf(ended)}

Words of the test split that are wrong: ${wrong(metrics['exactMatch'])}; by the nearest training pair ${wrong(baselines['nearest']?.['exactMatch'])}.

${epochLines(ended)}`;
  },
};

const multi30k = (part: string, language: string): Promise<string> =>
  unzip(shared('multi30k-de-en', `${part}.${language}.gz`));

const placeCaptions = async (file: string, parts: readonly string[]): Promise<string> => {
  const rows: string[][] = [['de', 'en']];
  for (const part of parts) {
    const [german = [], english = []] = await Promise.all(
      ['de', 'en'].map(async (language) => (await multi30k(part, language)).trimEnd().split('\n')),
    );
    rows.push(...german.map((line, at) => [line.trim(), english[at]?.trim() ?? '']));
  }
  await writeFile(file, `${Papa.unparse(rows, { newline: '\n' })}\n`);
  return file;
};

const captions: TranslationSet = {
  title: 'Captions from German',
  page: 'captions.md',
  takes: 'an hour and a half',
  config: {
    data: {
      ...{ source: 'de', target: 'en', unit: 'bytePairs', targetUnit: 'bytePairs', pieces: 5000, lowercase: true },
      split: { valid: 0.034, test: 0 },
    },
    model: {
      ...{ cell: 'lstm', hiddenSize: 256, numLayers: 1, embeddingSize: 256, bidirectional: true },
      ...{ attention: 'additive', inputDropout: 0.3, outputDropout: 0.3 },
    },
    training: {
      ...{ epochs: 22, batchSize: 64, learningRate: 0.002, gradClip: 1, labelSmoothing: 0.1, seed: 1 },
      schedule: { kind: 'oneCycle' },
    },
  },
  place: (folder) => placeCaptions(join(folder, 'multi30k.csv'), ['train', 'val']),
  describe: async (ended, folder) => {
    const { metrics, baselines } = await ended.evaluate(
      await placeCaptions(join(folder, 'test2016.csv'), ['test_2016_flickr']),
    );
    return `Multi30k, German to English, lower-cased: trained on its files for training and validation, of which a random 3.4 %
validates; the figures are those of test 2016, evaluated once after training. ${sizeOf(ended)}

BLEU ${metrics['bleu']?.toFixed(2)}, chrF ${metrics['chrf']?.toFixed(2)}, exact ${percent(metrics['exactMatch'])}; by the nearest training pair BLEU ${baselines['nearest']?.['bleu']?.toFixed(2)}.

${epochLines(ended)}`;
  },
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  for (const { title, page, config, takes, place, describe } of [pronunciations, captions]) {
    if (takes !== undefined && !process.argv.includes('long=yes')) {
      console.log(`${page}: left out, it takes ${takes}; say \`npm run bench -- translation long=yes\``);
      continue;
    }
    const file = await place(folder).catch(() => undefined);
    if (file === undefined) {
      console.log(`${page}: left out, the data is not here`);
      continue;
    }
    const text = await trainToEnd(file, config, folder, (ended) => describe(ended, folder));
    const whole = `# ${title}\n\n${describeHere('translation')}\n\n${text}\n`;
    console.log(whole);
    await writeFile(join(import.meta.dirname, 'results', page), whole);
  }
} finally {
  await rm(folder, { recursive: true });
}
