import type { TrainingConfig } from '../config.ts';
import type { HeadSpec } from './networkSpec.ts';

/** Blocks of outputs that a loss is of: what each of them says of a value, `predictAll` knows. */
const groups: Readonly<Record<TrainingConfig['loss'], HeadSpec['groups']>> = {
  crossEntropy: 1,
  mse: 1,
  huber: 1,
  gaussian: 2,
  quantile: 3,
  studentT: 3,
  negativeBinomial: 2,
};

/** Outputs for each value that is predicted. */
export const groupsOf = (loss: TrainingConfig['loss']): HeadSpec['groups'] => groups[loss];

/** Whether counts are learned, which come with what they are divided by. */
export const isOfCounts = (loss: TrainingConfig['loss']): boolean => loss === 'negativeBinomial';

/** Whether the outputs say more of a value than the value: no activation may then bound them. */
export const isDistribution = (loss: TrainingConfig['loss']): boolean => groups[loss] > 1;
