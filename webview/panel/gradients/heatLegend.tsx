import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { decadeTicks } from '../../chart/decadeTicks.ts';
import type { Range } from '../../chart/zoomRange.ts';
import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import type { HeatColumns } from './heatGrid.ts';
import { isNotFinite } from './heatGrid.ts';
import type { HeatPalette } from './heatPalette.ts';
import { paintHeat } from './heatPalette.ts';

interface HeatLegendProps {
  readonly map: HeatColumns;
  readonly scale: Range | undefined;
  readonly palette: HeatPalette;
}

const steps = 128;
const mostTicks = 4;

/** Which colour is which norm, and how a 0 and what is no number look, where there are such. */
export const HeatLegend = ({ map, scale, palette }: HeatLegendProps) => {
  const { hasZero, hasNotFinite } = useMemo(
    () => ({
      hasZero: map.profiles.some((profile) => profile.includes(0)),
      hasNotFinite: map.profiles.some((profile) => profile.some(isNotFinite)),
    }),
    [map],
  );
  return (
    <div class="heat-legend">
      {scale && (
        <div class="heat-scale">
          <Swatch columns={steps} rows={1} scale={scale} palette={palette} valueAt={(at) => valueAt(scale, at)} />
          <ul class="heat-ticks">
            {decadeTicks(scale.from, scale.to, mostTicks).map((tick) => (
              <li key={tick} style={{ left: `${(100 * (tick - scale.from)) / (scale.to - scale.from)}%` }}>
                {formatNumber(10 ** tick, 3)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {hasZero && (
        <span class="heat-key">
          <Swatch columns={16} rows={12} scale={scale} palette={palette} valueAt={() => -Infinity} /> {t('exactly 0')}
        </span>
      )}
      {hasNotFinite && (
        <span class="heat-key">
          <Swatch columns={16} rows={12} scale={scale} palette={palette} valueAt={() => Infinity} /> {t('not finite')}
        </span>
      )}
    </div>
  );
};

const valueAt = ({ from, to }: Range, at: number): number => from + ((to - from) * at) / (steps - 1);

interface SwatchProps extends Omit<HeatLegendProps, 'map'> {
  readonly columns: number;
  readonly rows: number;
  readonly valueAt: (index: number) => number;
}

const Swatch = ({ columns, rows, scale, palette, valueAt }: SwatchProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    const grid = Float32Array.from({ length: columns * rows }, (_, index) => valueAt(index));
    paintHeat(grid, columns, scale, palette, image.data);
    context.putImageData(image, 0, 0);
  });
  return <canvas ref={canvas} width={columns} height={rows} aria-hidden="true" />;
};
