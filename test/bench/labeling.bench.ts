/**
 * Trains on the tags of Universal Dependencies' English ParTUT with all defaults, and with words alone, and prints what
 * the best epoch by validation reaches on the files for development and test. Left out, and said, where the data is not
 * there. Writes test/bench/results/labeling.md.
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Config } from '../../engine/config.ts';
import type { EvaluateResult } from '../../engine/protocol.ts';
import { describeHere } from './describeHere.ts';
import { markdownTable } from './speed/markdownTable.ts';
import { trainToEnd } from './client/trainToEnd.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const treebank = join(import.meta.dirname, '../../../shared/data/ud-english-partut');

const variants: readonly (readonly [name: string, model: Config['model']])[] = [
  ['words and their characters (defaults)', {}],
  ['words alone', { characterSize: 0 }],
];
const parts = ['train', 'dev', 'test'] as const;

interface Outcome {
  readonly dev: EvaluateResult;
  readonly test: EvaluateResult;
  readonly seconds: number;
  readonly parameters: number;
}

const train = (folder: string, model: Config['model']): Promise<Outcome> => {
  // The test part is a file of its own.
  const config: Config = { data: { split: { valid: 0.1, test: 0 } }, model };
  return trainToEnd(join(folder, 'train.conllu'), config, folder, async ({ begun, done, evaluate }) => {
    const measure = (part: string): Promise<EvaluateResult> => evaluate(join(folder, `${part}.conllu`));
    return {
      dev: await measure('dev'),
      test: await measure('test'),
      seconds: done.seconds,
      parameters: begun.parameters,
    };
  });
};

const percent = (value: number | null | undefined): string => `${(100 * (value ?? NaN)).toFixed(2)} %`;

const files = await readdir(treebank).catch(() => []);
if (files.length === 0) console.log('left out, the data is not here');
else {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const rows: string[][] = [];
  try {
    for (const part of parts) {
      const file = files.find((name) => name.includes(part)) ?? '';
      await writeFile(join(folder, `${part}.conllu`), gunzipSync(await readFile(join(treebank, file))));
    }
    for (const [name, model] of variants) {
      const { dev, test, seconds, parameters } = await train(folder, model);
      const accuracies = [dev, test].map(({ metrics }) => percent(metrics['tokenAccuracy']));
      rows.push([name, ...accuracies, parameters.toLocaleString('en'), seconds.toFixed(0)]);
      if (name !== variants.at(-1)?.[0]) continue;
      for (const baseline of ['wordMajority', 'majority']) {
        const reached = [dev, test].map(({ baselines }) => percent(baselines[baseline]?.['tokenAccuracy']));
        rows.push([baseline === 'majority' ? 'commonest tag' : 'commonest tag of the word', ...reached, '', '']);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const page = `# Tags of words

${describeHere('labeling')}

UD English ParTUT, column UPOS: trained on nine tenths of the sentences of its training file, the epoch chosen on the rest,
seed 1. Right tags of the words of its files for development and test.

${markdownTable(['read', 'development', 'test', 'parameters', 'seconds'], rows)}
`;
  console.log(`\n${page}`);
  await writeFile(fileURLToPath(new URL('./results/labeling.md', import.meta.url)), page);
}
