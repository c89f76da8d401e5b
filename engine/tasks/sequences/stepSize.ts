import { count } from '../../words/count.ts';

/** Longer sequences of few values train slowly and forget their beginning. */
const comfortableSteps = 100;

/** Whether so many values a row make whole steps, or the values of whole rows one. */
export const canBeCut = (inputs: number, stepSize: number, group: string | null): boolean =>
  inputs % stepSize === 0 || (group !== null && stepSize % inputs === 0);

/**
 * Of a row that is a sequence: the network's own input size if it fits; the side of a square, as an image has; else the
 * least divisor that keeps the sequence short.
 */
export const stepOfRow = (inputs: number, inputSize: number | undefined): number => {
  if (inputSize !== undefined && inputs % inputSize === 0) return inputSize;
  const side = Math.sqrt(inputs);
  if (Number.isInteger(side) && side >= 3) return side;
  for (let size = 1; size <= Math.sqrt(inputs); size++) {
    if (inputs % size === 0 && inputs / size <= comfortableSteps) return size;
  }
  return 1;
};

/** Of rows that are steps: the network's own input size if it fits; else as many whole rows as keep the sequence short. */
export const stepOfRows = (inputs: number, rows: number, inputSize: number | undefined): number => {
  if (inputSize !== undefined && inputs > 0 && canBeCut(inputs, inputSize, '')) return inputSize;
  return Math.max(1, inputs) * Math.ceil(rows / comfortableSteps);
};

export const describeSteps = (steps: number, stepSize: number): string =>
  `Each sequence is read in ${count(steps, 'step')} of ${count(stepSize, 'value')}.`;
