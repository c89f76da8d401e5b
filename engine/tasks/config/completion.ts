import type { NetworkShape } from '../../network/networkShape.ts';
import type { Config, Split } from '../../config.ts';

/** Something a config asks for that cannot be. `path` is the field, `data.window`. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
}

/** What suits the data where a config does not say, in the place of the defaults of its task. */
export interface Usual {
  readonly model?: Config['model'];
  readonly training?: Config['training'];
  /** See `NetworkDefaults`. */
  readonly enoughUpdates?: number;
  readonly longest?: number;
}

/** The data part of a config, filled in, and what that means for the network. */
export interface Completion<Data> {
  readonly data: Data;
  readonly shape: NetworkShape;
  /** How many symbols there are is known only when they are counted: `shape` has about as many. */
  readonly isShapeEstimated?: boolean;
  /** Time steps of one example. */
  readonly steps: number;
  /** Examples in the training split, about. */
  readonly examples: number;
  /** Examples that begin within the steps of one, where stretches of text overlap; 1 when not given. */
  readonly overlap?: number;
  readonly usual?: Usual | undefined;
  readonly choices: string[];
  readonly problems: ConfigProblem[];
}

/** The split wanted, with defaults for what is not said; shares that leave nothing to train on are a problem. */
export const completeSplit = (
  wanted: Partial<Split> | undefined,
  defaults: Split,
  problems: ConfigProblem[],
): Split => {
  const split = {
    ...withoutNothing(wanted ?? {}),
    valid: wanted?.valid ?? defaults.valid,
    test: wanted?.test ?? defaults.test,
  };
  if (split.valid + split.test < 0.95) return split;
  problems.push({
    path: 'data.split',
    message: `valid ${split.valid} + test ${split.test} leaves next to nothing to train on; use at most 0.9 together`,
  });
  return defaults;
};

/** Fields that ask for something; that no column says the parts, where one might, is something too. */
const withoutNothing = (wanted: Partial<Split>): Partial<Split> =>
  Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== false && (value !== null || field === 'column')),
  );

/** `value` rounded and kept between two bounds; the lower one wins when they cross. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, Math.round(value)));
