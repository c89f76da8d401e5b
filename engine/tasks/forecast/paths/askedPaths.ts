import { InputError } from '../../../errors.ts';
import type { PredictParams } from '../../../protocol.ts';
import type { Calibration, ModelParts } from '../../model.ts';
import type { ForecastData } from '../forecastFields.ts';

const mostPaths = 10_000;
/** Values that an answer has room for; a file has room for all. */
const mostValues = 2 ** 20;
const mostSeed = 2 ** 32 - 1;

/** Paths that are asked for, of a model that can draw them. */
export interface AskedPaths {
  readonly count: number;
  readonly seed: number;
  /** See `residualRanks`. */
  readonly ranks: readonly (readonly number[])[];
}

/** Of what the paths are drawn. */
interface PathsOf {
  readonly horizon: number;
  readonly targets: number;
  readonly series: number;
  /** Of the model. */
  readonly file: string;
}

/** Steps and targets that a model forecasts. */
export const sizesOf = ({ config: { data } }: ModelParts<ForecastData>): Pick<PathsOf, 'horizon' | 'targets'> => ({
  horizon: data.horizon,
  targets: data.targets.length,
});

/** Undefined where none are asked for. Throws an `InputError` for what a model cannot draw. */
export const askedPaths = (
  { paths, seed, horizon: asked, out }: PredictParams,
  { residualRanks: ranks }: Calibration,
  { horizon, targets, series, file }: PathsOf,
): AskedPaths | undefined => {
  if (paths === undefined) {
    if (seed !== undefined) throw new InputError(`seed ${seed} does nothing without paths; say how many`);
    return undefined;
  }
  if (!Number.isInteger(paths) || paths < 1 || paths > mostPaths) {
    throw new InputError(`paths ${paths} is not a whole number from 1 to ${mostPaths}`);
  }
  if (seed !== undefined && (!Number.isInteger(seed) || seed < 0 || seed > mostSeed)) {
    throw new InputError(`seed ${seed} is not a whole number from 0 to ${mostSeed}`);
  }
  if (asked !== undefined && asked > horizon) {
    throw new InputError(
      `paths reach as far as the model's horizon, ${horizon} steps, and not ${asked}: nothing is known of errors beyond; leave the horizon out, or train with data.horizon ${asked}`,
    );
  }
  if (!ranks) {
    throw new InputError(
      'does not know how its errors hang together, of which paths are made; train it anew, with a validation part of ten whole windows or more',
      { file },
    );
  }
  const values = paths * (asked ?? horizon) * targets * series;
  if (out === undefined && values > mostValues) {
    throw new InputError(
      `${paths} paths are ${values} values, too many for an answer of at most ${mostValues}; ask for fewer, or have them written to a file with out`,
    );
  }
  return { count: paths, seed: seed ?? 1, ranks };
};
