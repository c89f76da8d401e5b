/** A place on the plot, in pixels. */
export interface Pixel {
  readonly left: number;
  readonly top: number;
}

/** The place of the point nearest to `to` and no further than `reach` pixels; undefined where there is none. */
export const nearestPoint = (points: readonly Pixel[], to: Pixel, reach: number): number | undefined => {
  let best: number | undefined;
  let least = reach * reach;
  for (const [at, { left, top }] of points.entries()) {
    const distance = (left - to.left) ** 2 + (top - to.top) ** 2;
    if (distance > least) continue;
    least = distance;
    best = at;
  }
  return best;
};
