import type { TrainingConfig } from '../config.ts';
import type { Kernels } from './kernels.ts';

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

/** The numbers that `stepOptimizer` reads. `factor` is what the gradient is multiplied with first. */
export const writeUpdateNumbers = (numbers: Float64Array, factor: number, options: UpdateOptions): void => {
  numbers[0] = factor;
  numbers[1] = options.learningRate;
  numbers[2] = options.momentum;
  numbers[3] = options.beta1;
  numbers[4] = options.beta2;
  numbers[5] = options.epsilon;
  numbers[6] = options.weightDecay;
  numbers[7] = options.step;
  numbers[8] = options.clipValue;
  // The average begins with the first updated weights, as in torch.optim.swa_utils.AveragedModel.
  numbers[9] = options.step === 1 ? 0 : options.averageDecay;
};

/** One update of `count` parameters by PyTorch's rules (torch.optim). Offsets in bytes. */
export const stepOptimizer = (
  kernels: Kernels,
  optimizer: TrainingConfig['optimizer'],
  parameters: number,
  gradient: number,
  moments: readonly number[],
  numbers: Float64Array,
  count: number,
): void => {
  const [scale = 0, rate = 0, momentum = 0, beta1 = 0, beta2 = 0, epsilon = 0, decay = 0, step = 1, limit = 0] =
    numbers;
  if (limit > 0) kernels.clip_values(gradient, scale, limit, count);
  const factor = limit > 0 ? 1 : scale;
  const [first = 0, second = 0] = moments;
  const correction1 = 1 - beta1 ** step;
  const correction2 = 1 - beta2 ** step;
  switch (optimizer) {
    case 'gd':
    case 'sgd':
      kernels.descend(parameters, gradient, factor, rate, decay, count);
      break;
    case 'momentum':
    case 'nesterov': {
      const isNesterov = optimizer === 'nesterov' ? 1 : 0;
      kernels.descend_with_momentum(parameters, gradient, first, factor, rate, decay, momentum, isNesterov, count);
      break;
    }
    case 'rmsprop':
      kernels.rmsprop(parameters, gradient, first, factor, rate, decay, beta2, epsilon, count);
      break;
    case 'adam':
    case 'adamw': {
      const isDecoupled = optimizer === 'adamw';
      const shrink = isDecoupled ? 1 - rate * decay : 1;
      const added = isDecoupled ? 0 : decay;
      kernels.adam(
        parameters,
        gradient,
        first,
        second,
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
