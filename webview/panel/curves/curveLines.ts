import type { Line } from '../../chart/decimate.ts';
import { xOfEpoch } from './curveAxis.ts';
import type { RunHistory, XAxis } from '../runHistory.ts';
import { smooth } from './smooth.ts';

/** The lines of the curves tab over the chosen x axis. */
export interface CurveLines {
  readonly train: Line & { readonly y: readonly number[] };
  readonly smoothed: Line;
  readonly valid: Line;
  readonly best: { readonly x: number; readonly y: number } | undefined;
  readonly learningRate: Line;
  readonly gradNorm: Line;
  /** A logarithm of every value that is known exists. */
  readonly isPositive: boolean;
}

/** Picks the columns for the x axis and smooths the training loss; `smoothing` is 0 … 1. */
export const curveLines = (history: RunHistory, axis: XAxis, smoothing: number): CurveLines => {
  const { steps, epochs, best } = history;
  const epochX = epochs.map((event) => xOfEpoch(event, axis));
  // Epochs of a few milliseconds report fewer steps than epochs; the epochs' own means are then the fuller curve.
  const train =
    steps.step.length >= epochs.length
      ? { x: steps[axis], y: steps.trainLoss }
      : { x: epochX, y: epochs.map(({ trainLoss }) => trainLoss) };
  const valid = { x: epochX, y: epochs.map(({ validLoss }) => validLoss) };
  return {
    train,
    smoothed: { x: train.x, y: smooth(train.x, train.y, smoothing) },
    valid,
    best: best && best.validLoss !== null ? { x: xOfEpoch(best, axis), y: best.validLoss } : undefined,
    learningRate: {
      x: train.x,
      y: steps.step.length >= epochs.length ? steps.learningRate : epochs.map((e) => e.learningRate),
    },
    gradNorm: { x: steps[axis], y: steps.gradNorm },
    isPositive: train.y.every((value) => value > 0) && valid.y.every((value) => value === null || value > 0),
  };
};
