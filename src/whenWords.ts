import type { Capability } from '../engine/protocol.ts';

// Words that `when` clauses of package.json ask for.

/** Context keys, without the prefix that all of ours have. */
export const contextKeys = [
  'isLoaded',
  'knowsTasks',
  'hasRuns',
  'hasRunning',
  'hasPaused',
  'hasResumable',
  'canGenerate',
  'canNextRows',
] as const;
export type ContextKey = (typeof contextKeys)[number];

/** What the list of runs says of a run, its `viewItem`. */
export const runWords = [
  'run',
  'liveRunning',
  'livePaused',
  'resumable',
  'hasModel',
  'canPredict',
  'canGenerate',
  'canNextRows',
] as const;
export type RunWord = (typeof runWords)[number];

/** What can be done with a run's model, in those words; what no menu has is not among them. */
export const capabilityWords = {
  predict: 'canPredict',
  generate: 'canGenerate',
  nextRows: 'canNextRows',
} as const satisfies Readonly<Partial<Record<Capability, RunWord>>>;
