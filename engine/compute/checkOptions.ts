import { InputError } from '../errors.ts';
import type { SessionOptions } from './session.ts';

/** Throws an `InputError` for a network that cannot be. */
export const checkOptions = ({ model, training }: SessionOptions): void => {
  if (training.loss === 'gaussian' && model.outputActivation !== 'none') {
    throw new InputError(
      `model.outputActivation ${model.outputActivation} does not go with the gaussian loss, ` +
        'whose outputs are a mean and a log variance: set it to none, or take mse or huber.',
    );
  }
};
