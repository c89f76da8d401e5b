import type uPlot from 'uplot';
import type { Theme } from '../theme.ts';
import type { Chart } from './chartOptions.ts';

/** Paints what uPlot has no series for: upright split marks with their names, and single dots with theirs. */
export const paintMarks = (
  plot: uPlot,
  { marks = [], dots = [] }: Pick<Chart, 'marks' | 'dots'>,
  theme: Theme,
): void => {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const isInside = (x: number): boolean => x >= bbox.left && x <= bbox.left + bbox.width;
  ctx.save();
  ctx.font = `${11 * scale}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.lineWidth = scale;

  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.setLineDash([3 * scale, 3 * scale]);
  let freeFrom = -Infinity;
  for (const { x: value, label } of marks) {
    const x = Math.round(plot.valToPos(value, 'x', true));
    if (!isInside(x)) continue;
    ctx.strokeStyle = theme.muted;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    // At the edge a name stands before its line. One that would run into its neighbour, too, is left out: the line and
    // the text summary remain.
    const { width } = ctx.measureText(label);
    const isAtEdge = x + width + 8 * scale > bbox.left + bbox.width;
    const start = isAtEdge ? x - width - 4 * scale : x + 4 * scale;
    if (start < Math.max(freeFrom, bbox.left)) continue;
    ctx.fillStyle = theme.muted;
    ctx.fillText(label, start, bbox.top + 2 * scale);
    freeFrom = start + width + 4 * scale;
  }

  ctx.setLineDash([]);
  ctx.textBaseline = 'bottom';
  for (const { x: valueX, y: valueY, label, color } of dots) {
    const x = plot.valToPos(valueX, 'x', true);
    const y = plot.valToPos(valueY, 'y', true);
    if (!isInside(x) || !Number.isFinite(y)) continue;
    ctx.fillStyle = color;
    ctx.strokeStyle = theme.background;
    ctx.lineWidth = 2 * scale;
    ctx.beginPath();
    ctx.arc(x, y, 5 * scale, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.fill();
    const { width } = ctx.measureText(label);
    ctx.fillStyle = theme.foreground;
    ctx.fillText(label, Math.min(x - width / 2, bbox.left + bbox.width - width), y - 7 * scale);
  }
  ctx.restore();
};
