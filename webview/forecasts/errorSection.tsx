import { useMemo, useState } from 'preact/hooks';
import type { ErrorReport } from '../../engine/protocol.ts';
import { ChartView } from '../chart/chart.tsx';
import type { Chart } from '../chart/chartOptions.ts';
import type { Range } from '../chart/zoomRange.ts';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import { correlationChart, coverageChart, histogramChart } from './errorCharts.ts';
import { biasWords, coverageWords, patternWords, unitWords } from './errorWords.ts';

/** What is left of the truth when it has been forecast: how far off, whether a pattern is left in it, and what intervals held. */
export const ErrorSection = ({ report: { residuals, intervals } }: { readonly report: ErrorReport }) => {
  const theme = useTheme();
  const charts = useMemo(
    () => ({
      histogram: residuals && histogramChart(residuals, theme),
      correlations: residuals?.autocorrelation && correlationChart(residuals.autocorrelation, theme),
      coverage: intervals && coverageChart(intervals, theme),
    }),
    [residuals, intervals, theme],
  );
  return (
    <div class="halves error-charts">
      {residuals && charts.histogram && (
        <Figure title={t('Actual less forecast, one row ahead')} chart={charts.histogram} words={biasWords(residuals)}>
          {unitWords(residuals.isScaled)}
        </Figure>
      )}
      {residuals?.autocorrelation && charts.correlations && (
        <Figure
          title={t('Autocorrelation of the residuals')}
          chart={charts.correlations}
          words={patternWords(residuals.autocorrelation.pattern)}
        >
          {t('Between the dashed lines lie 95 % of those of noise.')}
        </Figure>
      )}
      {intervals && charts.coverage && (
        <Figure title={t('Coverage against width')} chart={charts.coverage} words={coverageWords(intervals)}>
          {unitWords(intervals.isScaled)}
        </Figure>
      )}
      {!residuals && !intervals && <p class="muted">{t('Too few rows were forecast to say more of the errors.')}</p>}
    </div>
  );
};

interface FigureProps {
  readonly title: string;
  readonly chart: Chart;
  /** What it says, in a sentence. */
  readonly words: string;
  /** How to read it. */
  readonly children?: string;
}

const Figure = ({ title, chart, words, children = '' }: FigureProps) => {
  const [zoom, setZoom] = useState<Range>();
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p class="told">
        {words} {children !== '' && <span class="muted">{children}</span>}
      </p>
      <ChartView chart={chart} zoom={zoom} onZoom={setZoom} />
    </section>
  );
};
