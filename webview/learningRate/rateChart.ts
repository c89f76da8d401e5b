import type { LearningRatePoint } from '../../engine/protocol.ts';
import type { Chart } from '../chart/chartOptions.ts';
import { nearestIndex } from '../chart/decimate.ts';
import { formatNumber } from '../formatNumber.ts';
import type { RateSearchState } from '../protocol.ts';
import { t } from '../strings.ts';
import type { Theme } from '../theme.ts';
import { formatRate } from './formatRate.ts';
import { isSmoothed, lossRange } from './lossRange.ts';

/** Loss over the logarithm of the rate: raw thin under its smoothed line, and the proposed rate marked on it. */
export const rateChart = (search: RateSearchState, theme: Theme): Chart => {
  const { points, highestRate, proposal, state } = search;
  const x = points.map(({ learningRate }) => Math.log10(learningRate));
  const smoothed = points.map((point) => point.smoothed);
  const proposed = proposal && Math.log10(proposal.learningRate);
  const rangeY = lossRange(points);
  return {
    key: 'loss over learning rate',
    label: t('Loss over learning rate'),
    summary: summarise(points, proposal?.learningRate),
    height: 340,
    isDecades: true,
    // While the test goes on, the room that is left says how far it is.
    ...(state === 'running' && highestRate !== undefined && x[0] !== undefined
      ? { rangeX: { from: x[0], to: Math.log10(highestRate) } }
      : {}),
    ...(rangeY && { rangeY }),
    lines: [
      { x, y: points.map(({ loss }) => loss), label: t('loss'), color: theme.train, width: 1, alpha: 0.55 },
      { x, y: smoothed, label: t('smoothed'), color: theme.train, width: 2.5 },
    ],
    ...(proposed !== undefined && {
      marks: [{ x: proposed, label: t('proposed {0}', formatRate(10 ** proposed)) }],
      dots: [{ x: proposed, y: smoothed[nearestIndex(x, proposed)] ?? NaN, label: '', color: theme.best }],
    }),
    formatX: (value) => t('rate {0}', formatRate(10 ** value)),
    // Between neighbouring ticks two digits may say nothing.
    formatTick: (value) => formatNumber(10 ** value, 3),
    formatY: formatNumber,
  };
};

const summarise = (points: readonly LearningRatePoint[], proposed: number | undefined): string => {
  const [first] = points;
  if (!first) return t('No rate has been tried yet.');
  const lowest = points
    .filter(isSmoothed)
    .reduce<LearningRatePoint>(
      (best, point) => (best.smoothed === null || point.smoothed < best.smoothed ? point : best),
      first,
    );
  const tried = t(
    '{0} rates from {1} to {2}; the smoothed loss is lowest, {3}, at {4}.',
    points.length,
    formatRate(first.learningRate),
    formatRate((points.at(-1) ?? first).learningRate),
    formatNumber(lowest.smoothed),
    formatRate(lowest.learningRate),
  );
  return proposed === undefined ? tried : `${tried} ${t('Proposed: {0}.', formatRate(proposed))}`;
};
