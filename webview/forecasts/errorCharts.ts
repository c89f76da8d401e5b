import type { Autocorrelation, IntervalReport, ResidualReport } from '../../engine/protocol.ts';
import type { Chart } from '../chart/chartOptions.ts';
import { formatCount, formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';
import type { Theme } from '../theme.ts';
import { biasWords, coverageWords, patternWords } from './errorWords.ts';

const height = 180;
/** The share of the truth that intervals are to hold. */
const intervalShare = 0.8;
/** Times as wide as they are that intervals are shown, unless more is needed. */
const usualReach = 3;
const leastCorrelation = 0.25;

/** How often residuals of which size came. */
export const histogramChart = (report: ResidualReport, theme: Theme): Chart => {
  const { count, histogram, mean } = report;
  const { from, width, counts, below, above } = histogram;
  const x = counts.map((_, bin) => from + (bin + 0.5) * width);
  const most = counts.reduce((max, each) => Math.max(max, each), 0);
  const beyond = below + above > 0 ? ` ${t('{0} lie further out.', formatCount(below + above))}` : '';
  return {
    key: 'residuals',
    label: t('Actual less forecast, one row ahead'),
    summary: `${t('{0} residuals.', formatCount(count))} ${biasWords(report)}${beyond}`,
    height,
    lines: [{ x, y: counts, label: t('residuals'), color: theme.valid, width: 1, isBars: true }],
    marks: [{ x: mean, label: t('mean') }],
    rangeX: { from, to: from + counts.length * width },
    rangeY: { from: 0, to: 1.1 * most },
    formatX: (value) => {
      const bin = Math.floor((value - from) / width);
      return t(
        '{0} to {1}',
        formatNumber(rounded(from + bin * width, width)),
        formatNumber(rounded(from + (bin + 1) * width, width)),
      );
    },
    formatTick: (value) => formatNumber(value),
    formatY: formatCount,
  };
};

/** The edge of a bin, which is a whole number of widths but for rounding. */
const rounded = (value: number, width: number): number => Number((Math.round(value / width) * width).toPrecision(12));

/** How alike residuals are to those some rows before, and between which bounds those of noise lie. */
export const correlationChart = ({ values, bound, pattern }: Autocorrelation, theme: Theme): Chart => {
  const x = values.map((_, index) => index + 1);
  const ends = [0.5, values.length + 0.5];
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), Math.max(leastCorrelation, bound));
  const edge = { color: theme.muted, width: 1, dash: [4, 3], isUnlisted: true };
  return {
    key: 'correlations',
    label: t('Autocorrelation of the residuals'),
    summary: patternWords(pattern),
    height,
    lines: [
      { x, y: values, label: t('correlation'), color: theme.train, width: 1, isBars: true },
      { x: ends, y: [bound, bound], ...edge, label: t('of noise at most') },
      { x: ends, y: [-bound, -bound], ...edge, label: t('of noise at least') },
    ],
    rangeX: { from: 0.5, to: values.length + 0.5 },
    rangeY: { from: -1.1 * largest, to: 1.1 * largest },
    formatX: (value) => t('{0} rows before', formatCount(value)),
    // Between two rows there is none.
    formatTick: (value) => (Number.isInteger(value) ? formatCount(value) : ''),
    formatY: (value) => formatNumber(value, 2),
  };
};

/** What share of the truth intervals of which width would have held. */
export const coverageChart = (report: IntervalReport, theme: Theme): Chart => {
  const { coverage, width, factors, held, needed } = report;
  const unit = width ?? 1;
  const reach = Math.max(usualReach, 1.25 * (needed ?? usualReach));
  const shown = factors.filter((factor) => factor <= reach);
  const x = [0, ...shown.map((factor) => factor * unit)];
  const end = x.at(-1) ?? unit;
  return {
    key: 'coverage',
    label: t('Coverage against width of the interval'),
    summary: coverageWords(report),
    height,
    lines: [
      {
        x: [0, end],
        y: [intervalShare, intervalShare],
        label: t('80 %'),
        color: theme.muted,
        width: 1,
        dash: [4, 3],
        isUnlisted: true,
      },
      { x, y: [null, ...held.slice(0, shown.length)], label: t('held'), color: theme.valid, width: 2 },
    ],
    dots: [{ x: unit, y: coverage, label: t('as it is'), color: theme.best }],
    marks: needed === null ? [] : [{ x: needed * unit, label: '' }],
    rangeX: { from: 0, to: end },
    rangeY: { from: 0, to: 1.05 },
    formatX: (value) =>
      width === null ? t('{0} times as wide', formatNumber(value, 2)) : t('width {0}', formatNumber(value, 3)),
    formatTick: (value) => formatNumber(value),
    formatY: (value) => `${Math.round(100 * value)} %`,
  };
};
