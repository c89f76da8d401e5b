import type { TrainingConfig } from '../config.ts';
import { describeLack } from '../network/precision/fasterPrecision.ts';
import type { Session } from '../network/session.ts';

/** Which precision a model predicted in, a sentence each, after it has: float32 is not worth a word where it was asked for. */
export const describePrecision = (
  { forward, hasBfloat16, kernels }: Session,
  asked: TrainingConfig['precision'] | undefined,
): readonly string[] => {
  if (asked === undefined || asked === 'float32') return [];
  return hasBfloat16 ? forward.describe() : [describeLack(kernels)];
};
