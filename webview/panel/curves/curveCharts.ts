import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';
import type { Chart } from '../../chart/chartOptions.ts';
import { formatTick, formatX } from './curveAxis.ts';
import type { CurveLines } from './curveLines.ts';
import type { XAxis } from '../runHistory.ts';
import type { ViewState } from '../viewState.ts';

/** Loss: raw training thin under its smoothed line, validation, and the best epoch. */
export const lossChart = (lines: CurveLines, view: ViewState, theme: Theme): Chart => {
  const { train, smoothed, valid, best } = lines;
  const isSmoothed = view.smoothing > 0;
  return {
    key: `loss over ${view.xAxis}`,
    label: t('Loss'),
    summary: [
      t('Training loss {0}.', formatNumber(smoothed.y.at(-1))),
      ...(valid.y.length > 0 ? [t('Validation loss {0}.', formatNumber(valid.y.at(-1)))] : []),
      ...(best ? [t('Best validation loss {0}.', formatNumber(best.y))] : []),
    ].join(' '),
    height: 300,
    isLog: view.isLog && lines.isPositive,
    lines: [
      {
        ...train,
        label: t('train'),
        color: theme.train,
        width: 1,
        alpha: isSmoothed ? 0.4 : 1,
      },
      ...(isSmoothed ? [{ ...smoothed, label: t('smoothed'), color: theme.train, width: 2.5 }] : []),
      { ...valid, label: t('valid'), color: theme.valid, width: 2 },
    ],
    dots: best ? [{ ...best, label: t('best'), color: theme.best }] : [],
    formatX: formatX(view.xAxis),
    formatTick: formatTick(view.xAxis),
    formatY: formatNumber,
  };
};

/** What drives the loss: learning rate, read on the right, and gradient norm. */
export const driveChart = ({ gradNorm, learningRate }: CurveLines, xAxis: XAxis, theme: Theme): Chart => ({
  key: `drive over ${xAxis}`,
  label: t('Learning rate and gradient norm'),
  summary: t(
    'Gradient norm {0}, learning rate {1}.',
    formatNumber(gradNorm.y.at(-1)),
    formatNumber(learningRate.y.at(-1)),
  ),
  height: 120,
  lines: [
    { ...gradNorm, label: t('gradient norm'), color: theme.future, width: 1 },
    { ...learningRate, label: t('learning rate'), color: theme.best, width: 2, dash: [6, 3], isRight: true },
  ],
  formatX: formatX(xAxis),
  formatTick: formatTick(xAxis),
  formatY: formatNumber,
});
