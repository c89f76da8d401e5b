import { useMemo, useState } from 'preact/hooks';
import type { BacktestMetrics, BacktestVerdict, TaskDescription } from '../../engine/protocol.ts';
import { ChartView } from '../chart/chart.tsx';
import type { Range } from '../chart/zoomRange.ts';
import { metricName } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import { Dropdown } from '../toolkit.tsx';
import { stepChart, stepMetrics } from './stepChart.ts';

interface StepSectionProps {
  readonly byStep: readonly BacktestMetrics[];
  readonly verdict: BacktestVerdict | undefined;
  readonly task: TaskDescription | undefined;
}

/** Errors, coverage and width by how far ahead is forecast. */
export const StepSection = ({ byStep, verdict, task }: StepSectionProps) => {
  const theme = useTheme();
  const [zoom, setZoom] = useState<Range>();
  const [wanted, setWanted] = useState<string>();
  const metrics = useMemo(() => stepMetrics(byStep), [byStep]);
  const usual = verdict?.metric ?? 'mae';
  const metric = [wanted, usual].find((name) => name !== undefined && metrics.includes(name)) ?? metrics[0];
  const chart = useMemo(
    () => (metric === undefined ? undefined : stepChart({ byStep, verdict }, metric, task, theme)),
    [byStep, verdict, metric, task, theme],
  );
  if (!chart || metric === undefined) return null;
  return (
    <section class="by-step" aria-label={t('Error by rows ahead')}>
      <div class="head-line">
        <h2>{t('{0} by rows ahead', metricName(task, metric))}</h2>
        <Dropdown
          label={t('By rows ahead')}
          value={metric}
          choices={metrics.map((name) => ({ value: name, label: metricName(task, name) }))}
          onChange={setWanted}
        />
      </div>
      <ChartView chart={chart} zoom={zoom} onZoom={setZoom} />
    </section>
  );
};
