import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import type { Chart } from '../chart/chartOptions.ts';
import { formatCount } from '../formatNumber.ts';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import type { Theme } from '../theme.ts';

/** The error of the model, of the network in it and of the best baseline by how far ahead they forecast. */
export const stepChart = (result: BacktestResult, task: TaskDescription | undefined, theme: Theme): Chart => {
  const { byStep, verdict } = result;
  const metric = verdict?.metric ?? 'mae';
  const x = byStep.map((_, ahead) => ahead + 1);
  const of = (who: string) => ({ x, y: byStep.map((metrics) => metrics[who]?.[metric] ?? null) });
  const format = (value: number): string => metricValue(task, metric, value);
  const name = metricName(task, metric);
  const [first, last] = [byStep[0], byStep.at(-1)].map((metrics) => metrics?.['model']?.[metric] ?? NaN);
  return {
    key: 'error by step',
    label: t('{0} by rows ahead', name),
    summary: t('From {0} one row ahead to {1} at {2}.', format(first ?? NaN), format(last ?? NaN), byStep.length),
    height: 200,
    lines: [
      ...(verdict
        ? [{ ...of(verdict.rival), label: t(verdict.rivalName), color: theme.muted, width: 1.5, dash: [4, 3] }]
        : []),
      ...(byStep.some(({ network }) => network)
        ? [{ ...of('network'), label: t('network alone'), color: theme.future, width: 1.5 }]
        : []),
      { ...of('model'), label: t('model, {0}', name), color: theme.valid, width: 2.5 },
    ],
    formatX: (value) => t('{0} ahead', formatCount(value)),
    formatY: format,
  };
};
