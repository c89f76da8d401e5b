import { describe, expect, test } from 'vitest';
import type { EpochEvent, GradientsEvent, RunEvent, SampleEvent, StepEvent } from '../../../../engine/protocol.ts';
import { RunReports } from '../../../../src/runs/runReports.ts';

const step = (at: number, epoch: number): StepEvent => ({
  event: 'step',
  epoch,
  step: at,
  stepsPerEpoch: 10,
  trainLoss: 1 / at,
  gradNorm: 1,
  learningRate: 0.01,
  perSecond: 1000,
  seconds: at,
  eta: 0,
});
const epoch = (at: number): EpochEvent => ({
  event: 'epoch',
  epoch: at,
  epochs: 4,
  step: at * 10,
  trainLoss: 1 / at,
  validLoss: 1 / at,
  metrics: {},
  baselines: {},
  learningRate: 0.01,
  isBest: true,
  seconds: at,
  perSecond: 1000,
  eta: 0,
});
const sample = (at: number): SampleEvent => ({
  event: 'sample',
  epoch: at,
  validLoss: 1,
  prime: '',
  text: `text ${at}`,
  temperature: 0.8,
});
const gradients = (at: number): GradientsEvent => ({
  event: 'gradients',
  epoch: 1,
  step: at,
  layers: [],
  tensors: [],
  clippedUpdates: 0,
  clippedValues: 0,
  verdicts: [],
});
const done: RunEvent = {
  event: 'done',
  reason: 'finished',
  run: '/runs/a',
  best: { epoch: 2, validLoss: 0.5 },
  test: { loss: 0.5, metrics: {}, baselines: {} },
  epochs: 2,
  seconds: 2,
};

const twoEpochs: readonly RunEvent[] = [
  step(5, 1),
  step(10, 1),
  epoch(1),
  sample(1),
  step(15, 2),
  step(20, 2),
  epoch(2),
  sample(2),
];

const historyOf = (...batches: readonly (readonly RunEvent[])[]): readonly RunEvent[] => {
  const history = new RunReports();
  for (const batch of batches) history.add(batch);
  return history.events;
};

describe('RunReports', () => {
  test('keeps reports in the order in which they come', () => {
    expect(historyOf(twoEpochs.slice(0, 3), twoEpochs.slice(3))).toEqual(twoEpochs);
  });

  test('a run resumed at the end of epoch 1 loses what it had reported of epoch 2', () => {
    expect(historyOf(twoEpochs, [step(12, 2)])).toEqual([...twoEpochs.slice(0, 4), step(12, 2)]);
  });

  test('a run resumed within epoch 2 keeps the steps before that', () => {
    expect(historyOf(twoEpochs, [step(17, 2), epoch(2), sample(2)])).toEqual([
      ...twoEpochs.slice(0, 5),
      step(17, 2),
      epoch(2),
      sample(2),
    ]);
  });

  test('a run resumed before a look at gradients loses it, and keeps those before', () => {
    const before = [step(5, 1), gradients(5), step(9, 1), gradients(9), step(10, 1)];
    expect(historyOf(before, [step(8, 1)])).toEqual([step(5, 1), gradients(5), step(8, 1)]);
  });

  test('looks at gradients that are known already change nothing', () => {
    const looks = [gradients(1), gradients(26), gradients(51)];
    expect(historyOf(looks, looks.slice(1))).toEqual(looks);
  });

  test('reports that are known already change nothing', () => {
    expect(historyOf(twoEpochs, [step(20, 2), epoch(2), sample(2)])).toEqual(twoEpochs);
  });

  test('a run that goes on has neither finished nor failed', () => {
    const failed: RunEvent = { event: 'error', message: 'out of space', isInputError: true };
    expect(historyOf(twoEpochs, [done], [step(25, 3)])).toEqual([...twoEpochs, step(25, 3)]);
    expect(historyOf(twoEpochs, [failed], [step(25, 3), done])).toEqual([...twoEpochs, step(25, 3), done]);
  });

  test('the end stands once, however often it is reported', () => {
    expect(historyOf([...twoEpochs, done], [done])).toEqual([...twoEpochs, done]);
  });
});

test('of a run of 100,000 epochs an even selection is kept with the best and the newest', () => {
  const history = new RunReports();
  for (let at = 1; at <= 100_000; at += 100) {
    history.add(Array.from({ length: 100 }, (_, index) => ({ ...epoch(at + index), isBest: at + index === 31_416 })));
  }
  const epochs = history.events.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
  expect(epochs.length).toBeLessThan(10_000);
  expect(epochs[0]).toBe(1);
  expect(epochs).toContain(31_416);
  expect(epochs.at(-1)).toBe(100_000);
});
