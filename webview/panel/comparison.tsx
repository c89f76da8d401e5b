import { useMemo } from 'preact/hooks';
import { ChartView } from '../chart/chart.tsx';
import type { Range } from '../chart/zoomRange.ts';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import { comparisonChart } from './comparisonChart.ts';
import type { PanelModel } from './panelModel.ts';

interface ComparisonProps {
  readonly model: PanelModel;
  readonly onZoom: (zoom: Range | undefined) => void;
}

/** The validation metric of this run beside that of the runs it is compared with; nothing when there are none. */
export const Comparison = ({ model, onZoom }: ComparisonProps) => {
  const theme = useTheme();
  const { compared, history, record, task, view, version } = model;
  const metric = (history.config ?? record)?.headline.metric;
  const chart = useMemo(
    () => metric !== undefined && comparisonChart(history, compared, { task, metric }, view.xAxis, theme),
    [history, version, compared, task, metric, view.xAxis, theme],
  );
  if (!chart || compared.length === 0) return null;
  return (
    <>
      <h2>{t('Compared on the validation split')}</h2>
      <ChartView chart={chart} zoom={view.zoom} onZoom={onZoom} />
    </>
  );
};
