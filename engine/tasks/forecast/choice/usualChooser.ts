import type { Config } from '../../../config.ts';

/** Rows that train, of all series together: of fewer nothing was gained, and of more it is for whoever asks for it. */
const [fewestRows, mostRows] = [1500, 50_000];
/** A training that reads fewer windows in all is over sooner than others could be tried. */
const fewestWindows = 50_000;

const ownWays = {
  data: ['anchor', 'window'],
  model: ['normalisation', 'decoding', 'segmentLength', 'channels'],
} as const;

/**
 * What picks the way to forecast where a config does not say what picks it: folds for files of a size at which that was
 * seen to help and to cost little (test/bench/results/forecasting.md), as long as nothing is said of the way itself;
 * undefined, which is rules, for others.
 * @param trainRows of each series
 * @param isUsual whether there is a way that suits such data, which is not left open
 */
export const usualChooser = (
  { data, model, training }: Config,
  trainRows: readonly number[],
  isUsual: boolean,
): 'folds' | undefined => {
  const saysWay =
    ownWays.data.some((field) => data?.[field] !== undefined) ||
    ownWays.model.some((field) => model?.[field] !== undefined);
  const rows = trainRows.reduce((sum, each) => sum + each, 0);
  const isShort = (training?.epochs ?? Infinity) * rows < fewestWindows;
  return isUsual || saysWay || isShort || rows < fewestRows || rows > mostRows ? undefined : 'folds';
};
