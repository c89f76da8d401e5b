import { expect, test } from 'vitest';
import { describeChoice } from '../../../../engine/cli/describeChoice.ts';

test('what was tried is a table, in which the way that is trained has an asterisk', () => {
  const lines = describeChoice({
    ...{ metric: 'mase', folds: 3, horizon: 2, chosen: 1, share: 0.2, verdict: '' },
    tried: [
      { what: 'the values, window 24', mean: 1.2, byFold: [1.1, 1.2, 1.3], better: 0, network: 1.5, updates: 1200 },
      { what: 'differences, window 12', mean: 0.9, byFold: [0.8, 1.3, 0.6], better: 2, network: 0.95, updates: 1200 },
      { what: 'segments', mean: null, byFold: [], better: 0, network: null, updates: 100 },
    ],
  });
  expect(lines).toEqual([
    'tried                       MASE  its network  better in  updates',
    '  the values, window 24    1.200        1.500   by rules    1,200',
    '* differences, window 12  0.9000       0.9500     2 of 3    1,200',
    '  segments                     –            –     0 of 3      100',
  ]);
});
