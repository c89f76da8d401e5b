import type { Metrics } from '../../protocol.ts';

/**
 * Share of right answers, and the mean over classes of F1 = 2 * hits / (predicted + actual), which scikit-learn calls the
 * macro average. Classes that neither occur nor are predicted do not count.
 */
export const classMetrics = (actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): Metrics => {
  if (actual.length === 0) return {};
  const hits = new Int32Array(classes);
  const mentions = new Int32Array(classes);
  let right = 0;
  for (let index = 0; index < actual.length; index++) {
    const truth = actual[index] ?? -1;
    const answer = predicted[index] ?? -1;
    mentions[truth] = (mentions[truth] ?? 0) + 1;
    mentions[answer] = (mentions[answer] ?? 0) + 1;
    if (truth !== answer) continue;
    right++;
    hits[truth] = (hits[truth] ?? 0) + 1;
  }
  let f1 = 0;
  let present = 0;
  for (let label = 0; label < classes; label++) {
    if (mentions[label] === 0) continue;
    f1 += (2 * (hits[label] ?? 0)) / (mentions[label] ?? 1);
    present++;
  }
  return { accuracy: right / actual.length, f1Macro: f1 / present };
};
