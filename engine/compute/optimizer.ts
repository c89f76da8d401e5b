import type { TrainingConfig } from '../config.ts';
import type { Kernels } from './kernels.ts';
import type { Offset } from './offset.ts';

/** Moments that an optimiser keeps per parameter. */
export const momentNames: Record<TrainingConfig['optimizer'], readonly string[]> = {
  gd: [],
  sgd: [],
  momentum: ['momentum'],
  nesterov: ['momentum'],
  rmsprop: ['square'],
  adam: ['mean', 'square'],
  adamw: ['mean', 'square'],
};

/** What one update does; `step` counts updates from 1, for Adam's bias correction. */
export interface UpdateOptions {
  readonly learningRate: number;
  /** Of momentum and nesterov. */
  readonly momentum: number;
  /** Of adam and adamw. */
  readonly beta1: number;
  /** Of adam and adamw, and the smoothing of rmsprop. */
  readonly beta2: number;
  readonly epsilon: number;
  /** Added to the gradient, times the parameter; adamw shrinks the parameter by it instead. */
  readonly weightDecay: number;
  /** Largest global norm of the gradient, 0 for none. */
  readonly gradClip: number;
  /** Largest size of each value of the gradient, after `gradClip`; 0 for none. */
  readonly clipValue: number;
  /** Of the moving average of the weights, where the session keeps one. */
  readonly averageDecay: number;
  readonly step: number;
}

/** What `stepOptimizer` reads: `factor` is what the gradient is multiplied with first. */
export const updateFields = [
  'factor',
  'learningRate',
  'momentum',
  'beta1',
  'beta2',
  'epsilon',
  'weightDecay',
  'clipValue',
  'averageDecay',
  'step',
] as const;

export type UpdateNumbers = Readonly<Record<(typeof updateFields)[number], number>>;

export const updateNumbers = (factor: number, { gradClip, ...options }: UpdateOptions): UpdateNumbers => ({
  ...options,
  factor,
  // The average begins with the first updated weights, as in torch.optim.swa_utils.AveragedModel.
  averageDecay: options.step === 1 ? 0 : options.averageDecay,
});

/** One update of `count` parameters by PyTorch's rules (torch.optim). */
export const stepOptimizer = (
  kernels: Kernels,
  optimizer: TrainingConfig['optimizer'],
  parameters: Offset,
  gradient: Offset,
  moments: readonly Offset[],
  numbers: UpdateNumbers,
  count: number,
): void => {
  const { learningRate: rate, momentum, beta1, beta2, epsilon, weightDecay: decay, step, clipValue } = numbers;
  if (clipValue > 0) kernels.clip_values(gradient, numbers.factor, clipValue, count);
  const factor = clipValue > 0 ? 1 : numbers.factor;
  const correction1 = 1 - beta1 ** step;
  const correction2 = 1 - beta2 ** step;
  const moment = (index: number): Offset => {
    const found = moments[index];
    if (found === undefined) throw new Error(`${optimizer} has no moment ${index}.`);
    return found;
  };
  switch (optimizer) {
    case 'gd':
    case 'sgd':
      kernels.descend(parameters, gradient, factor, rate, decay, count);
      break;
    case 'momentum':
    case 'nesterov': {
      const isNesterov = optimizer === 'nesterov' ? 1 : 0;
      kernels.descend_with_momentum(parameters, gradient, moment(0), factor, rate, decay, momentum, isNesterov, count);
      break;
    }
    case 'rmsprop':
      kernels.rmsprop(parameters, gradient, moment(0), factor, rate, decay, beta2, epsilon, count);
      break;
    case 'adam':
    case 'adamw': {
      const isDecoupled = optimizer === 'adamw';
      const shrink = isDecoupled ? 1 - rate * decay : 1;
      const added = isDecoupled ? 0 : decay;
      kernels.adam(
        parameters,
        gradient,
        moment(0),
        moment(1),
        factor,
        rate,
        added,
        shrink,
        beta1,
        beta2,
        epsilon,
        correction1,
        correction2,
        count,
      );
      break;
    }
    default:
      optimizer satisfies never;
  }
};
