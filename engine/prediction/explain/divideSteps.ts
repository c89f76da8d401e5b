import type { StepRange } from '../../protocol.ts';

/** A stretch of steps with what was measured of it. */
export interface MeasuredSteps<T> extends StepRange {
  readonly measured: T;
}

/** Stretches to begin with. */
const firstParts = 8;
/** Times that a stretch is halved. */
const mostHalvings = 8;

/** Stretches measured of so many steps at the most. */
export const stepMeasurements = (steps: number): number =>
  steps <= firstParts + mostHalvings ? steps : firstParts + 2 * mostHalvings;

/**
 * Measures steps 1 to `steps` in stretches: few ones each alone, more of them in eighths, of which the one with the
 * greatest weight is halved, and so on, as long as there are halvings and any weighs anything. So a window of thousands
 * costs no more than one of two dozen, and what matters is told apart finely. In order.
 */
export const divideSteps = async <T>(
  steps: number,
  measure: (range: StepRange) => Promise<T>,
  weightOf: (measured: T) => number,
): Promise<MeasuredSteps<T>[]> => {
  const isAlone = steps <= firstParts + mostHalvings;
  const parts: MeasuredSteps<T>[] = [];
  const add = async (range: StepRange): Promise<void> => {
    parts.push({ ...range, measured: await measure(range) });
  };
  for (const range of cutEvenly(1, steps, isAlone ? steps : firstParts)) await add(range);
  for (let halving = 0; halving < mostHalvings; halving++) {
    const heaviest = parts
      .filter(({ from, to, measured }) => to > from && weightOf(measured) > 0)
      .reduce<MeasuredSteps<T> | undefined>(
        (best, part) => (best && weightOf(best.measured) >= weightOf(part.measured) ? best : part),
        undefined,
      );
    if (!heaviest) break;
    parts.splice(parts.indexOf(heaviest), 1);
    for (const range of cutEvenly(heaviest.from, heaviest.to, 2)) await add(range);
  }
  return parts.sort((a, b) => a.from - b.from);
};

const cutEvenly = (from: number, to: number, count: number): StepRange[] => {
  const length = to - from + 1;
  const edge = (part: number): number => from + Math.floor((part * length) / count);
  return Array.from({ length: count }, (_, part) => ({ from: edge(part), to: edge(part + 1) - 1 }));
};
