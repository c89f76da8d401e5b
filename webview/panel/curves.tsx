import { useMemo } from 'preact/hooks';
import { formatDuration } from '../formatDuration.ts';
import { formatCount, formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import { Checkbox, RadioGroup } from '../toolkit.tsx';
import { ChartView } from './chart.tsx';
import type { Chart } from './chartOptions.ts';
import { curveLines } from './curveLines.ts';
import type { TabProps } from './tabProps.ts';
import type { XAxis } from './runHistory.ts';

/** Loss while training, and under it what drives it: learning rate and gradient norm. */
export const Curves = ({ model, updateView }: TabProps) => {
  const { history, view, version } = model;
  const theme = useTheme();
  const lines = useMemo(
    () => curveLines(history, view.xAxis, view.smoothing),
    [history, version, view.xAxis, view.smoothing],
  );
  const isLog = view.isLog && lines.isPositive;
  const loss = useMemo((): Chart => {
    const { train, smoothed, valid, best } = lines;
    const isSmoothed = view.smoothing > 0;
    return {
      label: t('Loss'),
      summary: summarise(lines),
      height: 300,
      isLog,
      lines: [
        {
          ...train,
          label: t('train'),
          color: theme.train,
          width: 1,
          alpha: isSmoothed ? 0.4 : 1,
          isUnlisted: isSmoothed,
        },
        ...(isSmoothed ? [{ ...smoothed, label: t('train, smoothed'), color: theme.train, width: 2.5 }] : []),
        { ...valid, label: t('valid'), color: theme.valid, width: 2 },
      ],
      dots: best ? [{ ...best, label: t('best'), color: theme.best }] : [],
      formatX: formatX(view.xAxis),
      formatTick: formatTick(view.xAxis),
      formatY: formatNumber,
    };
  }, [lines, isLog, theme, view.xAxis, view.smoothing]);
  const drive = useMemo(
    (): Chart => ({
      label: t('Learning rate and gradient norm'),
      summary: t(
        'Gradient norm {0}, learning rate {1}.',
        formatNumber(lines.gradNorm.y.at(-1)),
        formatNumber(lines.learningRate.y.at(-1)),
      ),
      height: 120,
      lines: [
        { ...lines.gradNorm, label: t('gradient norm'), color: theme.future, width: 1 },
        { ...lines.learningRate, label: t('learning rate'), color: theme.best, width: 2, dash: [6, 3], isRight: true },
      ],
      formatX: formatX(view.xAxis),
      formatTick: formatTick(view.xAxis),
      formatY: formatNumber,
    }),
    [lines, theme, view.xAxis],
  );

  return (
    <>
      <div class="toolbar">
        <Checkbox
          isChecked={isLog}
          isDisabled={!lines.isPositive}
          title={lines.isPositive ? '' : t('A loss of 0 or below has no logarithm.')}
          onChange={(checked) => updateView({ isLog: checked })}
        >
          {t('log')}
        </Checkbox>
        <label class="slider">
          {t('smooth')}
          <input
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={view.smoothing}
            onInput={(event) => updateView({ smoothing: Number(event.currentTarget.value) })}
          />
          <output>{view.smoothing.toFixed(2)}</output>
        </label>
        <span class="axis-choice">
          <span aria-hidden="true">{t('x:')}</span>
          <RadioGroup
            label={t('x axis')}
            value={view.xAxis}
            choices={[
              { value: 'step', label: t('step') },
              { value: 'epoch', label: t('epoch') },
              { value: 'time', label: t('time') },
            ]}
            onChange={(value) => updateView({ xAxis: value as XAxis, zoom: undefined })}
          />
        </span>
      </div>
      <ChartView chart={loss} zoom={view.zoom} onZoom={(zoom) => updateView({ zoom })} />
      {lines.gradNorm.x.length > 0 && (
        <ChartView chart={drive} zoom={view.zoom} onZoom={(zoom) => updateView({ zoom })} />
      )}
      <h2>{t('Log')}</h2>
      {history.log.length === 0 ? (
        <p class="muted">{t('Nothing to tell yet.')}</p>
      ) : (
        <ol class="log" tabIndex={0} aria-label={t('Log, newest first')}>
          {history.log
            .slice(-200)
            .reverse()
            .map(({ order, text }) => (
              <li key={order}>{text}</li>
            ))}
        </ol>
      )}
    </>
  );
};

const formatX =
  (axis: XAxis) =>
  (value: number): string => {
    if (axis === 'time') return formatDuration(value);
    return axis === 'step' ? t('step {0}', formatCount(value)) : t('epoch {0}', Number(value.toFixed(2)));
  };

const formatTick =
  (axis: XAxis) =>
  (value: number): string =>
    axis === 'time' ? formatDuration(value) : formatNumber(value);

const summarise = ({ smoothed, valid, best }: ReturnType<typeof curveLines>): string =>
  [
    t('Training loss {0}.', formatNumber(smoothed.y.at(-1))),
    ...(valid.y.length > 0 ? [t('Validation loss {0}.', formatNumber(valid.y.at(-1)))] : []),
    ...(best ? [t('Best validation loss {0}.', formatNumber(best.y))] : []),
  ].join(' ');
