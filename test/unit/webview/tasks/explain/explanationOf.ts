import type { Explanation, ImportanceView } from '../../../../../engine/protocol.ts';

/** What somebody has explained, with what a test says of it. */
export const explanationOf = (patch: Partial<Explanation> = {}): Explanation => ({
  ...{ measure: 'mae', part: 'test', examples: 200, of: 213, repeats: 5, seed: 1, steps: 30 },
  ...{ countsBack: true, isUneven: false, stepLength: 86_400_000, views: [], seasons: [], notes: [] },
  ...patch,
});

export const viewOf = (patch: Partial<ImportanceView> = {}): ImportanceView => ({
  error: 2.791,
  columns: [],
  steps: [],
  given: [],
  rests: { columns: [], steps: [] },
  idle: [],
  ...patch,
});
