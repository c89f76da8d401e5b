import type { LearningRatePoint } from '../../../../engine/protocol.ts';

/** Points of a range test whose rates are ten apart from 1e-7 on, from smoothed losses and where they differ raw ones. */
export const pointsOf = (smoothed: readonly number[], losses = smoothed): LearningRatePoint[] =>
  smoothed.map((value, i) => ({ learningRate: 10 ** (i - 7), loss: losses[i] ?? value, smoothed: value }));
