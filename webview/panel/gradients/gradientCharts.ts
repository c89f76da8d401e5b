import type { GradientsEvent } from '../../../engine/protocol.ts';
import type { Chart, ChartLine } from '../../chart/chartOptions.ts';
import type { Range } from '../../chart/zoomRange.ts';
import { formatCount, formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';
import { layerName } from './layerName.ts';
import type { LayerNorms } from './layerNorms.ts';
import { drawable } from './layerNorms.ts';
import { twoDecades } from './twoDecades.ts';

/** An update of about this share of the weights is what trains well. */
const healthyRatio = 1e-3;

/** The newest gradient of every layer on its way back through time: its norm by the time step, on a logarithmic axis. */
export const profileChart = ({ layers, step }: GradientsEvent, theme: Theme): Chart => {
  const lines = layers.map(({ name, stateGradients }, index) => ({
    x: stateGradients.map((_, time) => time + 1),
    y: stateGradients.map(drawable),
    label: layerName(name),
    ...lookOf(index, theme),
  }));
  return {
    key: 'gradient over time steps',
    label: t('Gradient by time step'),
    summary: [
      t('Training step {0}.', formatCount(step)),
      ...layers.map(({ name, stateGradients }) =>
        t(
          '{0}: {1} at the last time step, {2} at the first.',
          layerName(name),
          formatNumber(stateGradients.at(-1)),
          formatNumber(stateGradients[0]),
        ),
      ),
    ].join(' '),
    height: 220,
    isLog: hasValue(lines),
    ...(hasValue(lines) && { rangeY: rangeOf(lines) }),
    lines,
    formatX: (time) => t('time step {0}', formatCount(time)),
    formatTick: wholeTick,
    formatY: formatNumber,
  };
};

/** Norm of the gradient of every layer's parameters over the training. */
export const gradientChart = (norms: readonly LayerNorms[], theme: Theme): Chart => ({
  ...overSteps('gradient', norms, theme),
  label: t('Gradient norm by layer'),
});

/** Update over weight of every layer over the training, and a guide at what trains well. */
export const ratioChart = (norms: readonly LayerNorms[], theme: Theme): Chart => {
  const chart = overSteps('ratio', norms, theme);
  const x = norms[0]?.ratio.x ?? [];
  const ends = [x[0], x.at(-1)].filter((end) => end !== undefined);
  const guide = { color: theme.muted, width: 1, dash: [2, 4], isUnlisted: true, label: t('guide') };
  return {
    ...chart,
    label: t('Update over weight by layer'),
    isLog: true,
    lines: [...chart.lines, { x: ends, y: ends.map(() => healthyRatio), ...guide }],
  };
};

const overSteps = (of: 'gradient' | 'ratio', norms: readonly LayerNorms[], theme: Theme): Omit<Chart, 'label'> => {
  const lines = norms.map((norm, index) => ({ ...norm[of], label: layerName(norm.layer), ...lookOf(index, theme) }));
  return {
    key: `${of} over steps`,
    summary: lines.map(({ label, y }) => `${label} ${formatNumber(y.at(-1))}.`).join(' '),
    height: 160,
    isLog: hasValue(lines),
    lines,
    formatX: (step) => t('step {0}', formatCount(step)),
    formatTick: wholeTick,
    formatY: formatNumber,
  };
};

/** There is nothing between two steps. */
const wholeTick = (step: number): string => (Number.isInteger(step) ? formatCount(step) : '');

/** Four colours, then the same ones dashed. */
const lookOf = (index: number, theme: Theme): Pick<ChartLine, 'color' | 'width' | 'dash'> => {
  const colors = [theme.train, theme.valid, theme.best, theme.future];
  const dash = [undefined, [6, 3], [2, 3]][Math.floor(index / colors.length) % 3];
  return { color: colors[index % colors.length] ?? theme.foreground, width: 1.5, ...(dash && { dash }) };
};

/** Level lines look level. */
const rangeOf = (lines: readonly ChartLine[]): Range => {
  const logs = lines.flatMap(({ y }) => y.flatMap((value) => (value === null ? [] : [Math.log10(value)])));
  const { from, to } = logs.reduce(({ from, to }, log) => ({ from: Math.min(from, log), to: Math.max(to, log) }), {
    from: Infinity,
    to: -Infinity,
  });
  const range = twoDecades(from, to);
  return { from: 10 ** (range.from - 0.05), to: 10 ** (range.to + 0.05) };
};

/** A logarithmic axis needs something to begin at. */
const hasValue = (lines: readonly { readonly y: readonly (number | null)[] }[]): boolean =>
  lines.some(({ y }) => y.some((value) => value !== null));
