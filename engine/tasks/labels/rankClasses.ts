import type { Alternative } from '../../protocol.ts';

/** A person compares a few; all classes of many would fill the screen. */
const mostShown = 5;

/** The likeliest classes first, of one example's probabilities; at most five. What is no number comes first: it must not go unseen. */
export const rankClasses = (probabilities: Float32Array, labels: readonly string[]): Alternative[] => {
  const valueOf = (index: number): number => probabilities[index] ?? NaN;
  const order = [...probabilities.keys()].sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
    return right - left || a - b;
  });
  return order.slice(0, mostShown).map((index) => ({ text: labels[index] ?? '', probability: valueOf(index) }));
};
