import type { BacktestScores } from '../../engine/protocol.ts';

/** A series of a backtest, by its place in the result. */
interface RankedSeries {
  readonly series: number;
  readonly name: string;
  /** Errors of the model; MASE where there is one, since it does not depend on the units of the series. */
  readonly error: number;
  readonly rivalError: number | undefined;
  readonly mae: number | undefined;
  readonly coverage: number | undefined;
}

/** The series with the largest error first; those of which none is known last. */
export const worstFirst = ({ bySeries, verdict }: Pick<BacktestScores, 'bySeries' | 'verdict'>): RankedSeries[] => {
  const metric = verdict?.metric ?? 'mase';
  return bySeries
    .map(({ name, metrics: { model, ...others } }, series) => ({
      series,
      name,
      error: model?.[metric] ?? NaN,
      rivalError: others[verdict?.rival ?? '']?.[metric] ?? undefined,
      mae: model?.['mae'] ?? undefined,
      coverage: model?.['coverage'] ?? undefined,
    }))
    .sort((a, b) => rank(b.error) - rank(a.error));
};

const rank = (error: number): number => (Number.isNaN(error) ? -Infinity : error);

/** Those whose names have all the words, whatever their case. */
export const findSeries = (ranked: readonly RankedSeries[], sought: string): readonly RankedSeries[] => {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return ranked;
  return ranked.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
};
