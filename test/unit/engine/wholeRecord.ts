import type { RunEvent, RunRecord } from '../../../engine/protocol.ts';
import { forecastConfig } from './wholeConfig.ts';

const config = forecastConfig();
const headline = { metric: 'mae', lowerIsBetter: true };
const metrics = { mae: 1.5, rmse: 2 };
const baselines = { lastValue: { mae: 2, rmse: 3 } };
const tested = { loss: 0.25, metrics, baselines };

/** A record of a finished run, with every field. */
export const wholeRecord: RunRecord = {
  version: 1,
  id: 'weather-lstm9-20260101-000000-3f2a',
  created: '2026-01-01T00:00:00.000Z',
  updated: '2026-01-01T00:01:00.000Z',
  status: 'finished',
  pid: 1,
  software: '0.1.0',
  file: config.data.file,
  fingerprint: { bytes: 1000, sha256: 'a'.repeat(64) },
  config,
  choices: ['The target is value.'],
  parameters: 400,
  stepsPerEpoch: 20,
  baselines,
  headline,
  kernels: 'WASM SIMD',
  threads: 1,
  epoch: 2,
  step: 40,
  seconds: 3.5,
  best: { epoch: 2, validLoss: 0.5, metrics },
  test: tested,
  error: { message: 'no space left on device', place: { file: '/data', line: 1, column: 2 } },
};

type Kind = RunEvent['event'];

/** A report of each kind, with every field. */
export const wholeEvents: { readonly [K in Kind]: Extract<RunEvent, { event: K }> } = {
  config: {
    event: 'config',
    run: '/runs/a',
    config,
    choices: [],
    parameters: 400,
    stepsPerEpoch: 20,
    baselines,
    headline,
    kernels: 'WASM SIMD',
    threads: 1,
  },
  step: {
    event: 'step',
    epoch: 1,
    step: 1,
    stepsPerEpoch: 20,
    trainLoss: 1,
    gradNorm: 2,
    learningRate: 0.003,
    perSecond: 100,
    seconds: 0.1,
    eta: 9,
  },
  epoch: {
    event: 'epoch',
    epoch: 1,
    epochs: 2,
    step: 20,
    trainLoss: 1,
    validLoss: 0.5,
    metrics,
    baselines,
    learningRate: 0.003,
    isBest: true,
    seconds: 1,
    perSecond: 100,
    eta: 1,
  },
  sample: { event: 'sample', epoch: 1, validLoss: 1, prime: '\n', text: 'anna', temperature: 0.8 },
  gradients: {
    event: 'gradients',
    epoch: 1,
    step: 1,
    layers: [{ name: 'l0', stateGradients: [1e-20, 0.5], saturated: { hidden: 0 }, dead: 0.5 }],
    tensors: [{ name: 'head.bias', weight: 1, gradient: 0.1, update: 0.01 }],
    clippedUpdates: 0,
    clippedValues: 0,
    verdicts: [{ kind: 'healthy', message: 'Gradients reach every step.' }],
  },
  plot: { event: 'plot', epoch: 1, file: '/runs/a/forecast.json' },
  log: { event: 'log', message: 'cannot write' },
  done: {
    event: 'done',
    reason: 'finished',
    run: '/runs/a',
    best: { epoch: 2, validLoss: 0.5 },
    test: tested,
    measuredOn: 'test',
    metrics: { accuracy: 0.5, perClass: { oak: { precision: null, recall: 0, f1: 0, support: 3 } } },
    baselines: { majority: { accuracy: 0.4 } },
    epochs: 2,
    seconds: 3.5,
  },
  error: { event: 'error', message: 'no space left', isInputError: true, place: { file: '/data' } },
};
