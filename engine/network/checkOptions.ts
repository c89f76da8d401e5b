import { InputError } from '../errors.ts';
import { isDistribution } from './lossGroups.ts';
import type { SessionOptions } from './sessionOptions.ts';

/** Throws for a network that cannot be, and an `InputError` where a config asks for it. */
export const checkOptions = ({
  shape: { outputSize },
  model: { outputActivation },
  training: { loss },
  classWeights,
}: SessionOptions): void => {
  if (isDistribution(loss) && outputActivation !== 'none') {
    throw new InputError(
      `model.outputActivation ${outputActivation} does not go with the ${loss} loss, ` +
        'whose outputs are more than values: set it to none, or take mse or huber.',
    );
  }
  if (!classWeights) return;
  if (loss !== 'crossEntropy') {
    throw new InputError(`Weights of classes go with training.loss crossEntropy, not with ${loss}: leave them out.`);
  }
  if (classWeights.length !== outputSize) {
    throw new Error(`There are ${classWeights.length} weights for ${outputSize} classes.`);
  }
  // A batch of nothing but weights of 0 would have no mean loss.
  const wrong = classWeights.find((weight) => !(weight > 0 && weight < Infinity));
  if (wrong !== undefined) throw new Error(`The weight of a class is ${wrong}, and has to be above 0 and finite.`);
};
