import { InputError } from '../errors.ts';
import type { ModelConfig, TrainingConfig } from '../config.ts';

/** Throws an `InputError` for a network that cannot be. */
export const checkOptions = (
  { outputActivation }: Pick<ModelConfig, 'outputActivation'>,
  { loss }: Pick<TrainingConfig, 'loss'>,
): void => {
  if (loss === 'gaussian' && outputActivation !== 'none') {
    throw new InputError(
      `model.outputActivation ${outputActivation} does not go with the gaussian loss, ` +
        'whose outputs are a mean and a log variance: set it to none, or take mse or huber.',
    );
  }
};
