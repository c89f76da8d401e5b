import * as z from 'zod';

const positiveInteger = z.number().int().positive();

/** Of an ensemble. */
export const mostNetworks = 50;

export const scheduleSchema = z
  .strictObject({
    kind: z
      .enum(['constant', 'linear', 'cosine', 'step', 'exponential', 'oneCycle', 'plateau'])
      .describe('How the learning rate changes: linear and cosine fall to the end, oneCycle rises before it.'),
    warmupSteps: z.number().int().min(0).describe('Training steps over which the learning rate rises first.'),
    stepEpochs: positiveInteger.describe('Epochs between two cuts of the step schedule.'),
    factor: z
      .number()
      .positive()
      .max(1)
      .describe('What a cut multiplies the learning rate with; exponential cuts after every epoch.'),
    patience: z.number().int().min(0).describe('Epochs without improvement before plateau cuts.'),
    minLearningRate: z.number().min(0),
  })
  .partial();

export const trainingSchema = z
  .strictObject({
    loss: z
      .enum(['crossEntropy', 'mse', 'huber', 'gaussian', 'quantile', 'studentT', 'negativeBinomial'])
      .describe(
        "quantile learns the median and the tenths on either side of it, which never cross; studentT the location, scale and degrees of freedom of Student's t; negativeBinomial the mean and dispersion of counts.",
      ),
    huberDelta: z.number().positive(),
    classWeights: z
      .union([z.enum(['none', 'balanced']), z.record(z.string(), z.number().positive().max(1e6))])
      .describe(
        'What the cross-entropy of each class counts: alike (none), in inverse proportion to how often it stands in the training split (balanced), or a number by label, 1 for labels that are not named.',
      ),
    labelSmoothing: z
      .number()
      .min(0)
      .max(0.9)
      .describe(
        'Share of each target of the cross-entropy that all classes or symbols get alike (Szegedy et al. 2016), as PyTorch has it. Training losses are told with it, those of the other splits without.',
      ),
    teacherForcing: z
      .number()
      .min(0)
      .max(1)
      .describe(
        'Share of the steps of a decoder that read the true symbol while it trains, from the first update on; the others read what it puts out itself, of a pass over the true symbols (Bengio et al. 2015, Mihaylova and Martins 2019).',
      ),
    teacherForcingEnd: z
      .number()
      .min(0)
      .max(1)
      .describe('The share to which teacherForcing goes in a straight line, at the last update.'),
    optimizer: z
      .enum(['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'])
      .describe('gd takes one step an epoch, on the whole training split.'),
    learningRate: z.number().positive().max(1000),
    momentum: z
      .number()
      .min(0)
      .max(0.9999)
      .describe('Share of the last step that momentum and nesterov keep; the other optimizers do not read it.'),
    beta1: z
      .number()
      .min(0)
      .max(0.9999)
      .describe("How slowly the mean gradient of adam and adamw changes, the first of PyTorch's betas."),
    beta2: z
      .number()
      .min(0)
      .max(0.99999)
      .describe(
        "How slowly the mean squared gradient of adam, adamw and rmsprop changes: the second of PyTorch's betas, the alpha of its RMSprop.",
      ),
    epsilon: z.number().positive().describe('Added to what adam, adamw and rmsprop divide by, the eps of PyTorch.'),
    weightDecay: z
      .number()
      .min(0)
      .max(1000)
      .describe(
        'Share of each weight added to its gradient, weight_decay of PyTorch; adamw takes it, times the rate, off the weight.',
      ),
    gradClip: z.number().min(0).describe('Largest global norm of the gradient, 0 for none.'),
    clipValue: z.number().min(0).describe('Largest size of each value of the gradient, after gradClip; 0 for none.'),
    batchSize: positiveInteger.max(65536),
    accumulationSteps: positiveInteger.describe('Batches whose gradients together make one update.'),
    averageDecay: z
      .number()
      .min(0)
      .max(0.99999)
      .describe('Keeps a moving average of the weights, which is what is validated and saved as best; 0 for none.'),
    epochs: positiveInteger,
    patience: z.number().int().min(0).describe('Epochs without improvement before training stops, 0 for never.'),
    refit: z
      .boolean()
      .describe(
        'When the training has ended, train anew on the rows of all parts for as many epochs as were best; what the test says is measured before.',
      ),
    ensemble: positiveInteger
      .max(mostNetworks)
      .describe(
        'Networks that are trained one after the other from other first weights; what they put out is averaged.',
      ),
    schedule: scheduleSchema,
    seed: z.number().int().min(0).max(0xffffffff),
    threads: positiveInteger.max(64),
    kernels: z
      .enum(['auto', 'wasm'])
      .describe('auto computes natively where it can; wasm is the same on every machine.'),
    precision: z
      .enum(['float32', 'bfloat16', 'auto'])
      .describe(
        'What factors of the products of training are rounded to; sums and all else are float32. bfloat16: where the ' +
          'processor has it, else float32. auto: bfloat16 where that measures faster for the network.',
      ),
  })
  .partial();
