import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { type Chosen, chooseOnFolds } from '../../../../../engine/training/search/chooseOnFolds.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const rows = 300;
/** The first row of validation: of 70, 15 and 15 %. */
const heldFrom = 210;

/**
 * Every other row is 20 higher, on a level that wanders: the mean is the best simple forecast, and a bad one to learn
 * differences from. Rows from `heldFrom` on are others for each `held`.
 */
const content = (held = 0, count = rows): string => {
  const [random, other] = [createRandom(3), createRandom(70 + held)];
  let level = 0;
  const lines = Array.from({ length: count }, (_, row) => {
    level += 0.05 + 0.5 * random.normal();
    const value = level + (row % 2 === 0 ? -10 : 10) + 0.3 * random.normal();
    return (held > 0 && row >= heldFrom ? 500 * other.normal() : value).toFixed(3);
  });
  return ['value', ...lines, ''].join('\n');
};

const choose = async (text: string, { data, ...config }: Config): Promise<Chosen> => {
  const file = temporaryFile(text);
  const wanted: Config = {
    ...config,
    task: 'forecast',
    data: { season: 0, horizon: 6, chosenBy: 'folds', ...data },
    model: { hiddenSize: 8, ...config.model },
    training: { threads: 1, epochs: 8, ...config.training },
  };
  return chooseOnFolds(await new OpenedFiles().open(file), { file, config: wanted });
};

describe('a choice on folds', () => {
  test('takes another way where that is better by more than chance, and tells what was tried', async () => {
    const { params, choice } = await choose(content(), { training: { epochs: 25 } });
    if (!choice) throw new Error('nothing was tried');
    const { tried, chosen, folds, verdict } = choice;
    expect(tried[0]?.what).toBe('the values, window 30');
    expect(chosen).toBeGreaterThan(0);
    expect(tried.length).toBeGreaterThan(4);
    expect(tried.every(({ byFold }) => byFold.length === folds)).toBe(true);
    expect(tried[chosen]?.mean).toBeLessThan(0.8 * (tried[0]?.mean ?? NaN));
    expect(tried[chosen]?.updates).toBe(tried[0]?.updates);
    expect(verdict).toMatch(
      /^Chosen on \d+ folds of the rows that train: .*, which errs by \d+ % less than what rules/,
    );
    expect(params.config.data?.['anchor'] === 'last' || params.config.model?.normalisation !== 'none').toBe(true);
    expect(params.config.data).toMatchObject({ horizon: 6, season: 0 });
  });

  test('is the same each time, and no row of validation or test changes it', async () => {
    const first = await choose(content(), {});
    for (const held of [0, 1, 2]) {
      const { params, choice } = await choose(content(held), {});
      expect(choice).toEqual(first.choice);
      expect(params.config).toEqual(first.params.config);
    }
    const changed = await choose(content().replace(/\n(-?\d+)\.\d+\n(?=(.*\n){100}$)/, '\n900\n'), {});
    expect(changed.choice).not.toEqual(first.choice);
  });

  test('never changes what the config says', async () => {
    const asked: Config = { data: { window: 12 }, model: { normalisation: 'none', decoding: 'direct' } };
    const { params, choice } = await choose(content(), asked);
    expect(choice?.tried.map(({ what }) => what).toSorted()).toEqual([
      'differences from the last value, window 12',
      'the values, window 12',
    ]);
    expect(params.config.data?.['window']).toBe(12);
    expect(params.config.model).toMatchObject({ normalisation: 'none', decoding: 'direct' });
    const all: Config = { ...asked, data: { window: 12, anchor: 'none' } };
    const { note, params: same } = await choose(content(), all);
    expect(note).toBe('The config leaves nothing to choose on folds.');
    expect(same.config.data).toMatchObject({ window: 12, anchor: 'none' });
  });

  test('is left to the rules where the rows that train are too few for it', async () => {
    const { choice, note, params } = await choose(content(0, 90), {
      data: { season: 0, horizon: 6, chosenBy: 'folds' },
    });
    expect(choice).toBeUndefined();
    expect(note).toBe('The rows that train are too few for folds to choose on: rules have chosen.');
    expect(params.config.data?.['anchor']).toBeUndefined();
  });

  test('is none where the config does not ask for it', async () => {
    const { choice, note } = await choose(content(), { data: { season: 0, chosenBy: 'rules' } });
    expect(choice).toBeUndefined();
    expect(note).toBeUndefined();
  });
});
