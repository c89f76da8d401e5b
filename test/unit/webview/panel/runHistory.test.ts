import { describe, expect, test } from 'vitest';
import type { EpochEvent, RunEvent, SampleEvent, StepEvent } from '../../../../engine/protocol.ts';
import { curveLines } from '../../../../webview/panel/curves/curveLines.ts';
import { RunHistory } from '../../../../webview/panel/runHistory.ts';
import { gradientsOf } from './gradients/gradientsOf.ts';

const step = (number: number, trainLoss = 1 / number): StepEvent => ({
  event: 'step',
  epoch: Math.ceil(number / 10),
  step: number,
  stepsPerEpoch: 10,
  trainLoss,
  gradNorm: 2,
  learningRate: 0.01,
  perSecond: 100,
  seconds: number / 2,
  eta: 5,
});
const epoch = (number: number, validLoss: number, isBest: boolean): EpochEvent => ({
  event: 'epoch',
  epoch: number,
  epochs: 5,
  step: number * 10,
  trainLoss: 0.5,
  validLoss,
  metrics: { mae: validLoss },
  baselines: {},
  learningRate: 0.01,
  isBest,
  seconds: number * 5,
  perSecond: 100,
  eta: 1,
});
const sample = (number: number): SampleEvent => ({
  event: 'sample',
  epoch: number,
  validLoss: 1,
  prime: '',
  text: `text ${number}`,
  temperature: 0.8,
});

describe('RunHistory', () => {
  test('keeps steps, epochs, samples and log lines in order and knows the best epoch', () => {
    const history = new RunHistory();
    history.append([step(5), step(10), epoch(1, 0.9, true), sample(1), { event: 'log', message: 'saved' }, step(15)]);
    history.append([step(20), epoch(2, 0.7, true), step(30), epoch(3, 0.8, false)]);
    expect(history.steps.step).toEqual([5, 10, 15, 20, 30]);
    expect(history.steps.epoch).toEqual([0.5, 1, 1.5, 2, 3]);
    expect(history.best?.epoch).toBe(2);
    expect(history.log).toEqual([{ order: 0, text: 'saved' }]);
    expect(history.lastStep?.step).toBe(30);
  });

  test('keeps an even selection of a million epochs, with the best and the newest, and of samples and the log', () => {
    const history = new RunHistory();
    for (let number = 1; number <= 1_000_000; number++) {
      history.append([epoch(number, 1, number === 123_456)]);
      if (number % 100 === 0) history.append([sample(number), { event: 'log', message: `${number}` }]);
    }
    const epochs = history.epochs.map((event) => event.epoch);
    expect(history.isSelection).toBe(true);
    expect(epochs.length).toBeLessThan(8200);
    expect(epochs.slice(0, 3)).toEqual([1, 257, 513]);
    expect(history.best?.epoch).toBe(123_456);
    expect(epochs.at(-1)).toBe(1_000_000);
    expect(history.samples.length).toBeLessThan(2100);
    expect(history.samples.length).toBeGreaterThan(1000);
    expect(history.log.length).toBeLessThan(2100);
    expect(history.log.at(-1)).toEqual({ order: 9999, text: '1000000' });
  });

  test('replaces what a resumed run does again, so that no x goes back', () => {
    const history = new RunHistory();
    history.append([step(10), epoch(1, 0.9, true), sample(1), step(20), epoch(2, 0.5, true), sample(2), step(25)]);
    history.append([step(15), step(20), epoch(2, 0.6, true)]);
    expect(history.steps.step).toEqual([10, 15, 20]);
    expect(history.epochs.map(({ validLoss }) => validLoss)).toEqual([0.9, 0.6]);
    expect(history.samples.map(({ epoch }) => epoch)).toEqual([1]);
  });

  test('replaces the gradients from a step on when they, a step or an epoch before them come again', () => {
    const stepsAfter = (again: RunEvent): number[] => {
      const history = new RunHistory();
      history.append([gradientsOf(1), step(10), gradientsOf(10), epoch(1, 0.9, true), gradientsOf(15), again]);
      return history.gradients.map((event) => event.step);
    };
    expect(stepsAfter(gradientsOf(20))).toEqual([1, 10, 15, 20]);
    expect(stepsAfter(gradientsOf(10))).toEqual([1, 10]);
    expect(stepsAfter(step(12))).toEqual([1, 10]);
    expect(stepsAfter(step(15))).toEqual([1, 10, 15]);
    expect(stepsAfter(epoch(1, 0.8, true))).toEqual([1, 10]);
  });

  test('forgets that the run had ended once it trains again', () => {
    const history = new RunHistory();
    history.append([{ event: 'error', message: 'loss is NaN', isInputError: true }]);
    expect(history.error?.message).toBe('loss is NaN');
    history.append([step(5)]);
    expect(history.error).toBeUndefined();
  });
});

describe('curveLines', () => {
  const history = new RunHistory();
  history.append([step(5), step(10), epoch(1, 0.9, true), step(15), step(20), epoch(2, 0.7, true)]);

  test.each([
    ['step', [5, 10, 15, 20], [10, 20]],
    ['epoch', [0.5, 1, 1.5, 2], [1, 2]],
    ['time', [2.5, 5, 7.5, 10], [5, 10]],
  ] as const)('puts training and validation over the same %s axis', (axis, train, valid) => {
    const lines = curveLines(history, axis, 0.5);
    expect(lines.train.x).toEqual(train);
    expect(lines.valid.x).toEqual(valid);
    expect(lines.best).toEqual({ x: valid[1], y: 0.7 });
  });

  test('draws the epoch means when a run reported fewer steps than epochs', () => {
    const quick = new RunHistory();
    quick.append([epoch(1, 0.9, true), epoch(2, 0.8, true)]);
    expect(curveLines(quick, 'epoch', 0).train).toEqual({ x: [1, 2], y: [0.5, 0.5] });
  });

  test('says that a loss below 0 has no logarithm', () => {
    const gaussian = new RunHistory();
    gaussian.append([step(1, -0.2)]);
    expect(curveLines(gaussian, 'step', 0).isPositive).toBe(false);
    expect(curveLines(history, 'step', 0).isPositive).toBe(true);
  });
});
