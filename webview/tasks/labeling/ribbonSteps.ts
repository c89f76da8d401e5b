import type { LabelledSequence, Measured } from '../../../engine/protocol.ts';

/** A step of a ribbon. */
export interface RibbonStep {
  /** From 1. */
  readonly number: number;
  readonly line: number;
  readonly word: string | undefined;
  /** Places among the labels; undefined where there is none. */
  readonly actual: number | undefined;
  readonly predicted: number | undefined;
  readonly probability: Measured;
  /** A step without a label in the file is neither right nor wrong. */
  readonly isWrong: boolean;
}

/** The steps of a sequence one by one. */
export const ribbonSteps = (sequence: LabelledSequence): readonly RibbonStep[] =>
  sequence.lines.map((line, step) => {
    const actual = known(sequence.actual[step]);
    const predicted = known(sequence.predicted[step]);
    return {
      ...{ number: step + 1, line, word: sequence.words?.[step], actual, predicted },
      probability: sequence.probabilities[step] ?? null,
      isWrong: actual !== undefined && actual !== predicted,
    };
  });

const known = (label: number | undefined): number | undefined => (label === undefined || label < 0 ? undefined : label);
