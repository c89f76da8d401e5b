import type { ModelConfig, TrainingConfig } from '../config.ts';
import type { KernelModule } from '../compute/loadKernels.ts';
import type { NetworkShape } from './networkShape.ts';
import type { NetworkSpec } from './networkSpec.ts';

type TrainingFields = 'loss' | 'huberDelta' | 'optimizer' | 'batchSize' | 'threads' | 'averageDecay';

/** What a session is made from. */
export interface SessionOptions {
  readonly shape: NetworkShape;
  readonly model: ModelConfig;
  readonly training: Pick<TrainingConfig, TrainingFields> &
    Partial<Pick<TrainingConfig, 'kernels' | 'labelSmoothing' | 'precision'>>;
  /** Instead of the one that the model's options describe. */
  readonly network?: NetworkSpec;
  /** Instead of what `training.kernels` chooses. */
  readonly kernels?: KernelModule;
  /** Time steps of an example. */
  readonly steps: number;
  /** The most steps of what a decoder puts out, where the network has one. */
  readonly targetSteps?: number;
  /** What cross-entropy multiplies the loss of each class with, as torch.nn.CrossEntropyLoss has it; 1 each when not given. */
  readonly classWeights?: Float32Array;
  /** Whether training passes can be diagnosed: it takes another copy of the parameters. */
  readonly diagnosable?: boolean;
}
