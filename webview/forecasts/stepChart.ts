import type { BacktestMetrics, BacktestVerdict, TaskDescription } from '../../engine/protocol.ts';
import type { Chart } from '../chart/chartOptions.ts';
import { formatCount } from '../formatNumber.ts';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import type { Theme } from '../theme.ts';

/** Those of the interval, which the model alone has. */
const ofInterval: ReadonlySet<string> = new Set(['coverage', 'width']);
const intervalShare = 0.8;

/** Metrics that are known by how far ahead is forecast, in the order in which they are offered. */
export const stepMetrics = (byStep: readonly BacktestMetrics[]): readonly string[] =>
  ['mae', 'rmse', 'mase', 'smape', 'coverage', 'width'].filter((metric) =>
    byStep.some(({ model }) => model?.[metric] !== undefined),
  );

/** A metric of the model, of the network in it and of the best baseline by how far ahead they forecast. */
export const stepChart = (
  { byStep, verdict }: { readonly byStep: readonly BacktestMetrics[]; readonly verdict?: BacktestVerdict | undefined },
  metric: string,
  task: TaskDescription | undefined,
  theme: Theme,
): Chart => {
  const x = byStep.map((_, ahead) => ahead + 1);
  const of = (who: string) => ({ x, y: byStep.map((metrics) => metrics[who]?.[metric] ?? null) });
  const format = (value: number): string => metricValue(task, metric, value);
  const name = metricName(task, metric);
  const [first, last] = [byStep[0], byStep.at(-1)].map((metrics) => metrics?.['model']?.[metric] ?? NaN);
  const hasRivals = !ofInterval.has(metric);
  const muted = { color: theme.muted, width: 1.5, dash: [4, 3] };
  return {
    key: `${metric} by step`,
    label: t('{0} by rows ahead', name),
    summary: t('From {0} one row ahead to {1} at {2}.', format(first ?? NaN), format(last ?? NaN), byStep.length),
    height: 200,
    lines: [
      ...(verdict && hasRivals ? [{ ...of(verdict.rival), ...muted, label: t(verdict.rivalName) }] : []),
      ...(hasRivals && byStep.some(({ network }) => network)
        ? [{ ...of('network'), label: t('network alone'), color: theme.future, width: 1.5 }]
        : []),
      ...(metric === 'coverage' ? [{ x, y: x.map(() => intervalShare), ...muted, label: t('as it should be') }] : []),
      { ...of('model'), label: t('model, {0}', name), color: theme.valid, width: 2.5 },
    ],
    formatX: (value) => t('{0} ahead', formatCount(value)),
    formatY: format,
  };
};
