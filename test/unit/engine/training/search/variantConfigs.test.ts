import { expect, test } from 'vitest';
import type { CompletedConfig } from '../../../../../engine/tasks/config/completeConfig.ts';
import { wishFor } from '../../../../../engine/training/search/variantConfigs.ts';
import { forecastConfig } from '../../wholeConfig.ts';

test('a wish for a way says what has chosen it, though nobody had: a config that says a window is left to rules', () => {
  const config = forecastConfig({ data: { chosenBy: 'folds', horizon: 6 } });
  const completed = { config, work: {} } as unknown as CompletedConfig;
  const wish = wishFor({ data: { window: 12 }, model: { decoding: 'direct' } }, { data: { season: 0 } }, completed);
  expect(wish.data).toEqual({ chosenBy: 'folds', horizon: 6, season: 0, window: 12 });
});
