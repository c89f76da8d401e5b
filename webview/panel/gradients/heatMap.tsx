import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { usePlot } from '../../chart/usePlot.ts';
import { nearestIndex } from '../../chart/decimate.ts';
import type { Range } from '../../chart/zoomRange.ts';
import { formatCount, formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { useTheme } from '../../theme.ts';
import type { HeatColumns } from './heatGrid.ts';
import { heatGrid, heightOf, isNotFinite } from './heatGrid.ts';
import { HeatLegend } from './heatLegend.tsx';
import { heatOptions } from './heatOptions.ts';
import { paintHeat } from './heatPalette.ts';
import { heatRange } from './heatRange.ts';
import { themePalette } from './themePalette.ts';

interface HeatMapProps {
  readonly map: HeatColumns;
  /** Of the layer whose gradients these are. */
  readonly name: string;
}

/** What is pointed at: places in `HeatColumns`. */
interface Cell {
  readonly column: number;
  readonly time: number;
}

const height = 260;

/** Time step × training step, coloured by the norm of the gradient; read by pointing or with the arrow keys. */
export const HeatMap = ({ map, name }: HeatMapProps) => {
  const theme = useTheme();
  const [cell, setCell] = useState<Cell>();
  const palette = useMemo(() => themePalette(theme), [theme]);
  const scale = useMemo(() => heatRange(map), [map]);
  const whole = wholeRange(map.steps);
  const times = heightOf(map);
  // uPlot keeps the callbacks of its creation; they read what is current from here.
  const current = useRef({ map, scale, whole, times, palette });
  current.current = { map, scale, whole, times, palette };

  const { box, plot, width } = usePlot(
    (element, size) => {
      const options = heatOptions(theme, size, height, {
        ranges: () => ({ x: current.current.whole, y: { from: 0.5, to: current.current.times + 0.5 } }),
        draw: (self) => paint(self, current.current),
        hover: (at) => setCell(at && cellAt(current.current, at.step, at.time)),
      });
      return new uPlot(options, undefined, element);
    },
    [theme],
  );

  useLayoutEffect(() => {
    if (!plot.current) return;
    if (plot.current.width !== width) plot.current.setSize({ width, height });
    plot.current.setData([[...map.steps], map.steps.map(() => 1)]);
  }, [map, theme, width]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
    const self = plot.current;
    if (!move || !self || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The first key points at the newest gradient, at the end of the window.
    const from = cell ?? { column: map.steps.length - 1 - (move[0] ?? 0), time: times - 1 - (move[1] ?? 0) };
    const column = clamp(from.column + (move[0] ?? 0), map.steps.length);
    const time = clamp(from.time + (move[1] ?? 0), times);
    self.setCursor({ left: self.valToPos(map.steps[column] ?? 0, 'x'), top: self.valToPos(time + 1, 'y') });
  };

  return (
    <div class="chart">
      <ul class="legend heat-reading" aria-live="polite">
        {cell ? <Reading map={map} cell={cell} /> : <li class="muted">{t('Point at the map to read it.')}</li>}
      </ul>
      <div
        ref={box}
        class="plot heat"
        role="group"
        tabIndex={0}
        style={{ height: `${height}px` }}
        aria-roledescription={t('heat map')}
        aria-label={`${t('Gradient of {0} by time step and training step.', name)} ${summarise(map)} ${t('Arrow keys read values.')}`}
        onKeyDown={onKeyDown}
      />
      <HeatLegend map={map} scale={scale} palette={palette} />
    </div>
  );
};

const Reading = ({ map, cell }: { readonly map: HeatColumns; readonly cell: Cell }) => (
  <>
    <li>{t('step {0}', formatCount(map.steps[cell.column] ?? 0))}</li>
    <li>{t('time step {0}', cell.time + 1)}</li>
    <li>
      {t('gradient')} <b>{normWords(map.profiles[cell.column]?.[cell.time])}</b>
    </li>
  </>
);

const normWords = (norm: number | null | undefined): string =>
  isNotFinite(norm) ? t('not finite') : formatNumber(norm);

const summarise = ({ steps, profiles }: HeatColumns): string => {
  const newest = profiles.at(-1) ?? [];
  return t(
    'At training step {0} it is {1} at the last of {2} time steps, {3} at the first.',
    formatCount(steps.at(-1) ?? 0),
    normWords(newest.at(-1)),
    newest.length,
    normWords(newest[0]),
  );
};

const paint = (
  plot: uPlot,
  {
    map,
    scale,
    whole,
    palette,
  }: Pick<HeatMapProps, 'map'> & {
    readonly scale: Range | undefined;
    readonly whole: Range;
    readonly palette: ReturnType<typeof themePalette>;
  },
): void => {
  const { left, top, width, height } = plot.bbox;
  if (width < 1 || height < 1 || map.steps.length === 0) return;
  const image = plot.ctx.createImageData(width, height);
  paintHeat(heatGrid(map, whole, image.width, image.height), image.width, scale, palette, image.data);
  plot.ctx.putImageData(image, left, top);
};

const wholeRange = (steps: readonly number[]): Range => {
  const from = steps[0] ?? 0;
  const to = steps.at(-1) ?? 0;
  return from < to ? { from, to } : { from: from - 0.5, to: to + 0.5 };
};

const cellAt = (shown: { readonly map: HeatColumns; readonly times: number }, step: number, time: number): Cell => ({
  column: nearestIndex(shown.map.steps, step),
  time: clamp(Math.round(time) - 1, shown.times),
});

/** The nearest place of a list of `length`. */
const clamp = (index: number, length: number): number => Math.max(0, Math.min(length - 1, index));
