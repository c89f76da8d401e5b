import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../../engine/config.ts';
import { trainToEnd } from '../client/trainToEnd.ts';
import { markdownTable } from '../speed/markdownTable.ts';

interface QualitySet {
  readonly name: string;
  readonly file: string;
  /** The file's name when it is trained on: by it the kind of data is known. */
  readonly as: string;
  readonly config: Config;
  /** Takes hours. */
  readonly isLong?: boolean;
}

const root = join(import.meta.dirname, '../../..');
const shared = (...path: readonly string[]): string => join(root, '../shared/data', ...path);
const text = (hiddenSize: number, epochs: number): Config => ({
  model: { cell: 'lstm', numLayers: 2, hiddenSize },
  training: { epochs },
});

const sets: readonly QualitySet[] = [
  { name: 'weather', file: join(root, 'samples/weather.csv'), as: 'weather.csv', config: {} },
  { name: 'digits', file: join(root, 'samples/digits.csv'), as: 'digits.csv', config: {} },
  { name: 'SMS spam', file: shared('sms-spam/SMSSpamCollection'), as: 'sms.tsv', config: {} },
  {
    name: 'Tiny Shakespeare, LSTM 2×128',
    file: shared('tinyshakespeare/input.txt'),
    as: 'input.txt',
    config: text(128, 10),
  },
  {
    name: 'Tiny Shakespeare, LSTM 2×512',
    file: shared('tinyshakespeare/input.txt'),
    as: 'input.txt',
    config: text(512, 5),
    isLong: true,
  },
];

/** The best validation loss with each seed from 1 on; undefined for a run that diverged. */
const train = async ({ file, as, config }: QualitySet, precision: 'float32' | 'bfloat16', seed: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-precision-'));
  try {
    await copyFile(file, join(folder, as));
    const asked = { ...config, training: { ...config.training, seed, precision } };
    return await trainToEnd(join(folder, as), asked, folder, ({ done, begun }) => {
      if (begun.precision !== precision) throw new Error(`the products were in ${begun.precision}`);
      return done.best.validLoss ?? undefined;
    });
  } catch (error) {
    if (error instanceof Error && error.message.includes('training stopped')) return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The mean best validation losses of so many seeds in either precision, as a table: aimed at are 0.5 % and no run diverged. */
export const comparePrecisionQuality = async (
  seeds: number,
  withLong: boolean,
  log: (text: string) => void,
): Promise<string> => {
  const rows: string[][] = [];
  for (const set of sets) {
    if (!existsSync(set.file) || (set.isLong && !withLong)) {
      log(`${set.name} is left out: ${existsSync(set.file) ? 'long=yes trains it' : `${set.file} is not there`}`);
      continue;
    }
    const losses: Record<'float32' | 'bfloat16', (number | undefined)[]> = { float32: [], bfloat16: [] };
    for (let seed = 1; seed <= seeds; seed++) {
      for (const precision of ['float32', 'bfloat16'] as const) {
        const loss = await train(set, precision, seed);
        losses[precision].push(loss);
        log(`${set.name}, seed ${seed}, ${precision}: ${loss ?? 'diverged'}`);
      }
    }
    const mean = (all: readonly (number | undefined)[]): number => {
      const kept = all.filter((loss) => loss !== undefined);
      return kept.reduce((sum, loss) => sum + loss, 0) / kept.length;
    };
    const [wide, narrow] = [mean(losses.float32), mean(losses.bfloat16)];
    const diverged = losses.bfloat16.filter((loss) => loss === undefined).length;
    const change = `${narrow < wide ? '−' : '+'}${Math.abs((narrow / wide - 1) * 100).toFixed(2)} %`;
    rows.push([set.name, wide.toPrecision(5), narrow.toPrecision(5), change, String(diverged)]);
  }
  return markdownTable(['mean validation loss', 'float32', 'bfloat16', 'change', 'diverged'], rows);
};
