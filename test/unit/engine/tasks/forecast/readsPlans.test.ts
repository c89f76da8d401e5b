import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import { LoadedModels } from '../../../../../engine/prediction/loadedModels.ts';
import { predictFile } from '../../../../../engine/prediction/predictFile.ts';
import { startRun } from '../../../../../engine/training/startRun.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const [rows, ahead, effect] = [300, 8, 30];

/** Sales of some shops, which a promotion lifts by 30, and what they will be. */
const madeSales = (shops: readonly string[]) => {
  const random = createRandom(2);
  return shops.flatMap((shop) =>
    Array.from({ length: rows + ahead }, (_, row) => {
      const promotion = random.integer(4) === 0 ? 1 : 0;
      return { shop, row, promotion, sales: 50 + effect * promotion + 2 * random.normal() };
    }),
  );
};

type Sale = ReturnType<typeof madeSales>[number];

/** The last rows have no sales, and a promotion as far as `known`. */
const textOf = (sales: readonly Sale[], known = ahead): string =>
  [
    'shop,promotion,sales',
    ...sales.map(({ shop, row, promotion, sales: sold }) =>
      [shop, row < rows + known ? promotion : '', row < rows ? sold.toFixed(1) : ''].join(','),
    ),
    '',
  ].join('\n');

let models: LoadedModels;
beforeAll(() => {
  models = new LoadedModels();
});
afterAll(() => models.dispose());

const train = async (text: string, data: Config['data']): Promise<string> => {
  const config: Config = {
    task: 'forecast',
    data: { targets: ['sales'], window: 10, horizon: ahead, ...data },
    model: { cell: 'gru', hiddenSize: 8 },
    training: { epochs: 25, threads: 1 },
  };
  const runs = await mkdtemp(join(tmpdir(), 'rnn-plans-'));
  const listener = { report: () => undefined, setStatus: () => undefined };
  const started = await startRun({ file: temporaryFile(text), config, runs }, listener);
  await started.run.run();
  await started.session.dispose();
  return started.folder.path;
};

describe.each<[string, readonly string[], Config['data']]>([
  ['of one series', ['a'], { series: null, inputs: ['promotion', 'sales'] }],
  ['of several', ['a', 'b', 'c'], { series: 'shop' }],
])('a model %s that knows promotions ahead', (_, shops, data) => {
  const sales = madeSales(shops);
  const future = sales.filter(({ row }) => row >= rows);
  let model: string;
  beforeAll(async () => {
    model = await train(textOf(sales), data);
  }, 120_000);

  test('fills the rows to be forecast, the promotions among them too, and forecasts none after them', async () => {
    const { rows: filled, next, notes = [] } = await predictFile(models, { model, file: temporaryFile(textOf(sales)) });
    expect(filled).toHaveLength(future.length);
    const errors = filled.map(({ cells }, at) => Math.abs((cells[0]?.value as number) - (future[at]?.sales ?? NaN)));
    // Without the promotions, a forecast errs by a third of their effect or more.
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(effect / 6);
    expect(next).toEqual([]);
    expect(notes.join('\n')).toContain(`nothing is known of 'promotion': no row is forecast there.`);
  });

  test('says where a promotion is missing among them, and goes on with the one before', async () => {
    const file = temporaryFile(textOf(sales, 3));
    const { rows: filled, notes = [] } = await predictFile(models, { model, file });
    expect(filled).toHaveLength(future.length);
    expect(notes.join('\n')).toContain(`empty in line ${rows + 5} and 4 other rows of those: it counts as the value`);
  });

  test('forecasts rows after the last as if its promotion went on, and says so', async () => {
    const file = temporaryFile(textOf(sales.filter(({ row }) => row < rows)));
    const { next, notes = [] } = await predictFile(models, { model, file });
    expect(next).toHaveLength(ahead * shops.length);
    expect(notes.join('\n')).toContain('the rows there are forecast as if it stayed as it is');
    const last = sales.findLast(({ shop, row }) => shop === shops.at(-1) && row === rows - 1)?.promotion ?? NaN;
    for (const { cells } of next.slice(-ahead)) {
      expect(Math.abs((cells[0]?.value as number) - (50 + effect * last))).toBeLessThan(effect / 3);
    }
  });
});
