import type { BacktestMetrics, BacktestVerdict } from '../../../protocol.ts';
import { type SimpleName, simpleNames } from '../../simple/simpleForecasts.ts';

/** Errors that differ by a smaller share are alike: they come of two ways to reckon the same. */
const alikeWithin = 1e-6;

type Judged = Omit<BacktestVerdict, 'rivalName' | 'rival'> & { readonly rival: SimpleName };

/**
 * How the model does against the baseline that errs least over all, fold by fold. `wanted` is left for the mean error
 * where it is not known. Undefined where nobody could forecast.
 */
export const judgeFolds = (
  overall: BacktestMetrics,
  byFold: readonly BacktestMetrics[],
  wanted: 'mae' | 'mase',
): Judged | undefined => {
  const metric = typeof overall['model']?.[wanted] === 'number' ? wanted : 'mae';
  const errorOf = (who: string, { [who]: metrics }: BacktestMetrics): number => metrics?.[metric] ?? NaN;
  const known = simpleNames.filter((name) => Number.isFinite(errorOf(name, overall)));
  const [first, ...others] = known;
  if (first === undefined || !Number.isFinite(errorOf('model', overall))) return undefined;
  const rival = others.reduce((best, name) => (errorOf(name, overall) < errorOf(best, overall) ? name : best), first);
  const pairs = byFold
    .map((fold) => ({ own: errorOf('model', fold), other: errorOf(rival, fold) }))
    .filter(({ own, other }) => Number.isFinite(own) && Number.isFinite(other));
  const isAlike = ({ own, other }: (typeof pairs)[number]): boolean =>
    Math.abs(own - other) <= alikeWithin * Math.max(own, other);
  return {
    metric,
    rival,
    better: pairs.filter((pair) => !isAlike(pair) && pair.own < pair.other).length,
    alike: pairs.filter(isAlike).length,
    folds: pairs.length,
  };
};
