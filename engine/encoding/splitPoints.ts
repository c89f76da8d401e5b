import type { Split } from '../config.ts';

/** Where validation and test begin among `count` things in order: train, then valid, then test. */
export interface SplitPoints {
  readonly validStart: number;
  readonly testStart: number;
}

export const splitPoints = (count: number, { valid, test }: Split): SplitPoints => {
  const testStart = count - Math.round(count * test);
  return { validStart: Math.max(0, testStart - Math.round(count * valid)), testStart };
};
