/**
 * A mean over the neighbourhood, weighted by exp(−distance along x): not by the number of points, so that a run that
 * reports twice as often gets the same curve. It looks both ways and does not lag behind a falling loss. `strength`
 * 0 … 1 is a share of the whole run (the cube of it, an eighth at most), so that the slider is fine at its low end.
 */
export const smooth = (x: readonly number[], y: readonly number[], strength: number): number[] => {
  const span = (x.at(-1) ?? 0) - (x[0] ?? 0);
  const memory = span * strength ** 3 * 0.125;
  if (!(memory > 0)) return [...y];
  const sums = new Float64Array(y.length);
  const weights = new Float64Array(y.length);

  let sum = 0;
  let weight = 0;
  let last = x[0] ?? 0;
  const take = (index: number, value: number): void => {
    const at = x[index] ?? last;
    const decay = Math.exp(-Math.abs(at - last) / memory);
    last = at;
    sum = sum * decay + value;
    weight = weight * decay + 1;
    sums[index] = (sums[index] ?? 0) + sum;
    weights[index] = (weights[index] ?? 0) + weight;
  };
  y.forEach((value, index) => take(index, value));
  sum = 0;
  weight = 0;
  for (let index = y.length - 1; index >= 0; index--) take(index, y[index] ?? 0);

  // Both directions counted the point itself.
  return y.map((value, index) => ((sums[index] ?? 0) - value) / ((weights[index] ?? 1) - 1));
};
