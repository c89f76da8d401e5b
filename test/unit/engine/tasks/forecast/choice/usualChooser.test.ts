import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../../engine/config.ts';
import { usualChooser } from '../../../../../../engine/tasks/forecast/choice/usualChooser.ts';
import { complete, lines, wave } from '../../config/completeMade.ts';

const chooser = (config: Config, trainRows: readonly number[] = [2000]): string =>
  usualChooser(config, trainRows, false) ?? 'rules';

describe('what picks the way to forecast where nobody says', () => {
  test('is folds from 1,500 to 50,000 rows that train, of all series together, and rules for others', () => {
    expect([1499, 1500, 50_000, 50_001].map((rows) => chooser({}, [rows]))).toEqual([
      'rules',
      'folds',
      'folds',
      'rules',
    ]);
    expect(chooser({}, [800, 700])).toBe('folds');
    expect(chooser({}, [800, 699])).toBe('rules');
  });

  test('is rules where the config says any of the way itself, or there is a way that suits such data', () => {
    const ways: readonly Config[] = [
      { data: { window: 12 } },
      { data: { anchor: 'last' } },
      { model: { normalisation: 'none' } },
      { model: { decoding: 'direct' } },
      { model: { segmentLength: 4 } },
      { model: { channels: 'apart' } },
    ];
    expect(new Set(ways.map((way) => chooser(way)))).toEqual(new Set(['rules']));
    expect(chooser({ data: { horizon: 3, season: 12 }, model: { cell: 'gru' } })).toBe('folds');
    expect(usualChooser({}, [2000], true)).toBeUndefined();
  });

  test('is rules for a training that is over sooner than others could be tried', () => {
    expect(chooser({ training: { epochs: 24 } })).toBe('rules');
    expect(chooser({ training: { epochs: 25 } })).toBe('folds');
  });

  test('stands in the completed config where it is folds, and in no other', async () => {
    const chosenBy = async (rows: number, config: Config = {}): Promise<unknown> =>
      (
        (await complete(`x\n${lines(rows, (row) => wave(row, 12).toFixed(2))}`, config)).config.data as Config['data']
      )?.['chosenBy'];
    expect(await chosenBy(2200)).toBe('folds');
    expect(await chosenBy(2200, { data: { chosenBy: 'rules' } })).toBe('rules');
    expect(await chosenBy(300)).toBeUndefined();
  });
});
