import type { LinesDrawing } from '../../protocol.ts';

/** What can be told apart in a small drawing. */
const most = { lines: 3, points: 64 } as const;

/** The first channels of a sequence (steps, channels) as lines; of a long one a point is the mean of several steps. */
export const drawLines = (values: Float32Array, channels: number): LinesDrawing => {
  const steps = Math.ceil(values.length / channels);
  const points = Math.min(most.points, steps);
  const lines = Array.from({ length: Math.min(most.lines, channels) }, (_, channel) =>
    Array.from({ length: points }, (__, point) => {
      const from = Math.floor((point * steps) / points);
      const to = Math.floor(((point + 1) * steps) / points);
      let [sum, count] = [0, 0];
      for (let step = from; step < to; step++) {
        const value = values[step * channels + channel];
        if (value === undefined) continue;
        sum += value;
        count++;
      }
      return count === 0 ? 0 : Number((sum / count).toPrecision(4));
    }),
  );
  return { kind: 'lines', lines, steps };
};
