import type { BacktestFold, BacktestVerdict } from '../../engine/protocol.ts';
import type { Chart } from '../chart/chartOptions.ts';
import { formatCount, formatDecimals } from '../formatNumber.ts';
import { formatTime } from '../formatTime.ts';
import { t } from '../strings.ts';
import type { Theme } from '../theme.ts';

interface FoldOf {
  /** Names what is shown, so that another is drawn anew. */
  readonly key: string;
  readonly verdict: BacktestVerdict | undefined;
}

/** What was forecast in a fold, with its interval, beside what came and what the best baseline said. */
export const foldChart = (plot: BacktestFold, { key, verdict }: FoldOf, theme: Theme): Chart => {
  const { x, actual, forecasts, low, high, xIsTime, decimals } = plot;
  const model = forecasts['model'] ?? [];
  const rival = verdict && forecasts[verdict.rival];
  const first = model.findIndex((value) => value !== null);
  const start = first < 0 ? undefined : x[first];
  const edge = { color: theme.valid, width: 0, isUnlisted: true };
  return {
    key,
    label: t('Forecast of the fold'),
    summary: summarise(plot, model),
    height: 320,
    isTime: xIsTime,
    lines: [
      { x, y: low, ...edge, label: t('low') },
      { x, y: high, ...edge, label: t('high') },
      ...(verdict && rival
        ? [{ x, y: rival, label: t(verdict.rivalName), color: theme.muted, width: 1.5, dash: [4, 3] }]
        : []),
      { x, y: actual, label: t('actual'), color: theme.train, width: 1.5 },
      { x, y: model, label: t('model'), color: theme.valid, width: 2.5 },
    ],
    band: { low: 0, high: 1, fill: `color-mix(in srgb, ${theme.valid} 20%, transparent)` },
    ...(start !== undefined && { marks: [{ x: start, label: t('forecast from here') }] }),
    formatX: xIsTime ? formatTime : (value) => t('row {0}', formatCount(value)),
    formatY: (value) => formatDecimals(value, decimals),
  };
};

/** Of those rows of which both are known. */
const summarise = ({ actual, low, high }: BacktestFold, model: readonly (number | null)[]): string => {
  const judged = model.flatMap((value, row) => {
    const came = actual[row] ?? null;
    return value === null || came === null ? [] : [{ came, low: low[row] ?? null, high: high[row] ?? null }];
  });
  const bounded = judged.filter((each) => each.low !== null && each.high !== null);
  const held = bounded.filter(({ came, low: from, high: to }) => came >= (from ?? NaN) && came <= (to ?? NaN));
  return bounded.length === 0
    ? t('{0} rows were forecast.', judged.length)
    : t('{0} rows were forecast; {1} of them lie in the interval.', judged.length, held.length);
};
