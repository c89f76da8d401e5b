import type { EpochEvent, GradientsEvent, SampleEvent, StepEvent } from '../../../engine/protocol.ts';

/** Reports of an imagined run with ten steps an epoch. */
export const epochEvent = (epoch: number, isBest = false): EpochEvent => ({
  event: 'epoch',
  epoch,
  epochs: 1_000_000,
  step: epoch * 10,
  trainLoss: 1 / epoch,
  validLoss: 1 / epoch,
  metrics: { mae: 1.25, rmse: 2.5 },
  baselines: { lastValue: { mae: 3, rmse: 4 } },
  learningRate: 0.1,
  isBest,
  seconds: epoch,
  perSecond: 1,
  eta: 1,
});

export const stepEvent = (step: number): StepEvent => ({
  event: 'step',
  epoch: Math.ceil(step / 10),
  step,
  stepsPerEpoch: 10,
  trainLoss: 1,
  gradNorm: 1,
  learningRate: 0.1,
  perSecond: 1,
  seconds: 1,
  eta: 1,
});

export const sampleEvent = (epoch: number): SampleEvent => ({
  event: 'sample',
  epoch,
  validLoss: 1,
  prime: '\n',
  text: 'ä\n"\u2028',
  temperature: 0.8,
});

export const gradientsEvent = (step: number): GradientsEvent => ({
  event: 'gradients',
  epoch: Math.ceil(step / 10),
  step,
  layers: [{ name: 'l0', stateGradients: [1e-20, 0.5], saturated: { hidden: 0 } }],
  tensors: [],
  clippedUpdates: 0,
  clippedValues: 0,
  verdicts: [],
});
