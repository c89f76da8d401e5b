import { useMemo } from 'preact/hooks';
import type { RunState } from '../../protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { useTheme } from '../../theme.ts';
import { ChartView } from '../../chart/chart.tsx';
import { Comparison } from '../comparison.tsx';
import { driveChart, lossChart } from './curveCharts.ts';
import { curveLines } from './curveLines.ts';
import { CurvesToolbar } from './curvesToolbar.tsx';
import type { LogLine, RunHistory } from '../runHistory.ts';
import type { TabProps } from '../tabProps.ts';
import type { Range } from '../../chart/zoomRange.ts';

/** Loss while training, under it what drives it, and what the run had to say. */
export const Curves = ({ model, post, updateView }: TabProps) => {
  const { history, view, version, state } = model;
  const theme = useTheme();
  const lines = useMemo(
    () => curveLines(history, view.xAxis, view.smoothing),
    [history, version, view.xAxis, view.smoothing],
  );
  const loss = useMemo(() => lossChart(lines, view, theme), [lines, theme, view.isLog, view.xAxis, view.smoothing]);
  const drive = useMemo(() => driveChart(lines, view.xAxis, theme), [lines, theme, view.xAxis]);
  const onZoom = (zoom: Range | undefined): void => updateView({ zoom });
  return (
    <>
      {lines.train.x.length === 0 ? (
        <p class="muted">{emptyWords(state)}</p>
      ) : (
        <div class="curve">
          <CurvesToolbar view={view} canLog={lines.isPositive} updateView={updateView} post={post} />
          <ChartView chart={loss} zoom={view.zoom} onZoom={onZoom} />
          {history.isSelection && <p class="muted">{selectionWords(history)}</p>}
        </div>
      )}
      <Comparison model={model} onZoom={onZoom} />
      {lines.gradNorm.x.length > 1 && <ChartView chart={drive} zoom={view.zoom} onZoom={onZoom} />}
      {history.log.length > 0 && <Log lines={history.log} />}
    </>
  );
};

const selectionWords = ({ epochs }: RunHistory): string =>
  t(
    'Of this long run the curves show {0} of {1} epochs, an even selection with the best and the newest.',
    formatCount(epochs.length),
    formatCount(epochs.at(-1)?.epoch ?? 0),
  );

const emptyWords = (state: RunState): string =>
  ['starting', 'running', 'paused'].includes(state)
    ? t('The curves begin with the first training steps.')
    : t('The run ended before its first training step.');

const Log = ({ lines }: { readonly lines: readonly LogLine[] }) => (
  <>
    <h2>{t('Log')}</h2>
    <ol class="log" tabIndex={0} aria-label={t('Log, newest first')}>
      {lines
        .slice(-200)
        .reverse()
        .map(({ order, text }) => (
          <li key={order}>{text}</li>
        ))}
    </ol>
  </>
);
