import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Drawing, FramesDrawing, LinesDrawing } from '../../../engine/protocol.ts';
import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { drawingPixels } from './drawingPixels.ts';

interface DrawingViewProps<D extends Drawing> {
  readonly drawing: D;
  /** In pixels of the page. */
  readonly height: number;
}

/** What a network has read: a picture, the frames of a clip, or lines. */
export const DrawingView = ({ drawing, height }: DrawingViewProps<Drawing>) =>
  drawing.kind === 'frames' ? (
    <FramesView drawing={drawing} height={height} />
  ) : (
    <LinesView drawing={drawing} height={height} />
  );

const FramesView = ({ drawing, height }: DrawingViewProps<FramesDrawing>) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(() => drawingPixels(drawing), [drawing]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
  }, [pixels]);
  const { frames, rows, columns } = drawing;
  return (
    <canvas
      ref={canvas}
      class="drawing"
      role="img"
      aria-label={frames === 1 ? t('picture of {0} by {1}', columns, rows) : t('{0} frames of a clip', frames)}
      width={pixels.width}
      height={pixels.height}
      // No wider than the panel: the rows of frames are then less high.
      style={{ maxWidth: '100%', width: `${Math.round((height * pixels.width) / pixels.height)}px` }}
    />
  );
};

const LinesView = ({ drawing: { lines, steps }, height }: DrawingViewProps<LinesDrawing>) => {
  const all = lines.flat();
  const [least, largest] = [Math.min(...all), Math.max(...all)];
  const pointsOf = (line: readonly number[]): string =>
    line
      .map((value, at) => {
        const x = line.length === 1 ? 50 : (100 * at) / (line.length - 1);
        const y = largest === least ? 50 : 96 - (92 * (value - least)) / (largest - least);
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ');
  return (
    <svg
      class="drawing"
      role="img"
      aria-label={t('{0} steps from {1} to {2}', steps, formatNumber(least), formatNumber(largest))}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      width={3 * height}
      height={height}
    >
      {lines.map((line, index) => (
        <polyline key={index} points={pointsOf(line)} />
      ))}
    </svg>
  );
};
