import type { TaskDescription } from '../../engine/protocol.ts';
import type { Chart } from '../chart/chartOptions.ts';
import type { ComparedRun } from '../protocol.ts';
import { t } from '../strings.ts';
import type { Theme } from '../theme.ts';
import { formatTick, formatX, xOfEpoch } from './curves/curveAxis.ts';
import { metricName, metricValue } from './metricWords.ts';
import type { RunHistory, XAxis } from './runHistory.ts';

/** This run's validation metric after each epoch, and that of other runs on the same file. */
export const comparisonChart = (
  { epochs }: RunHistory,
  compared: readonly ComparedRun[],
  { task, metric }: { readonly task: TaskDescription | undefined; readonly metric: string },
  xAxis: XAxis,
  theme: Theme,
): Chart => {
  const colors = [theme.train, theme.best, theme.future, theme.foreground, theme.muted];
  const name = metricName(task, metric);
  const own = epochs.map(({ metrics }) => metrics[metric] ?? null);
  const others = compared.map((run, index) => ({
    x: run[xAxis],
    y: run.value,
    label: run.title,
    color: colors[index % colors.length] ?? theme.foreground,
    width: 1.5,
  }));
  const format = (value: number): string => metricValue(task, metric, value);
  return {
    key: `${metric} over ${xAxis}`,
    label: t('{0} of the compared runs', name),
    summary: others.map(({ label, y }) => `${label}: ${format(y.at(-1) ?? NaN)}`).join('; '),
    height: 200,
    lines: [
      {
        x: epochs.map((event) => xOfEpoch(event, xAxis)),
        y: own,
        label: t('this run, {0}', name),
        color: theme.valid,
        width: 2.5,
      },
      ...others,
    ],
    formatX: formatX(xAxis),
    formatTick: formatTick(xAxis),
    formatY: format,
  };
};
