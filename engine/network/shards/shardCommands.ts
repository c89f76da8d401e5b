import type { PassOptions } from '../passOptions.ts';
import type { Precision } from '../precision/precision.ts';

/** What the threads can be told to do at once, from 1 on: 0 ends them. */
export const commands = {
  /** Take the source tables sent by message. */
  load: 1,
  /** Transpose the weights for the backward pass. */
  transpose: 2,
  /** This and the next two, and the last two, are told more by `passFields`. */
  train: 3,
  evaluate: 4,
  predict: 5,
  /** Sum the threads' gradients. */
  sum: 6,
  /** Told more by `updateFields`. Ends with `clear`. */
  step: 7,
  /** Zero all gradients. */
  clear: 8,
  /** Bring the lanes to where a decoder begins. */
  encode: 9,
  /** One step of the decoder: its symbols, and whose states it goes on from, lie in the plan. */
  decode: 10,
  /** As `transpose`, and round the weights and their transposes for products in bfloat16. */
  round: 11,
} as const;

export type Command = (typeof commands)[keyof typeof commands];

/** What a pass is told. */
export const passFields = [
  'examples',
  'isCarried',
  'dropoutKey',
  'skip',
  'keepAfter',
  'isDiagnosed',
  'ownShare',
  'turn',
  'best',
  'isRounded',
] as const;
export type PassNumbers = Readonly<Record<(typeof passFields)[number], number>>;

/** What a pass is told where it learns nothing and begins from zeros. */
export const plainPass: PassNumbers = {
  examples: 0,
  isCarried: 0,
  dropoutKey: 0,
  skip: 0,
  keepAfter: 0,
  isDiagnosed: 0,
  ownShare: 0,
  turn: 0,
  best: 0,
  isRounded: 0,
};

/** What a training pass over so many examples is told. */
export const passNumbers = (examples: number, pass: PassOptions, steps: number, precision: Precision): PassNumbers => ({
  ...plainPass,
  examples,
  isCarried: pass.carryState ? 1 : 0,
  dropoutKey: pass.dropoutSeed,
  skip: pass.skip ?? 0,
  keepAfter: pass.keepAfter ?? steps,
  isDiagnosed: pass.diagnose ? 1 : 0,
  ownShare: pass.ownShare ?? 0,
  isRounded: precision === 'bfloat16' ? 1 : 0,
});

/** What a pass is told that learns nothing. */
export const forwardNumbers = (told: Partial<PassNumbers>, precision: Precision): PassNumbers => ({
  ...plainPass,
  ...told,
  isRounded: precision === 'bfloat16' ? 1 : 0,
});
