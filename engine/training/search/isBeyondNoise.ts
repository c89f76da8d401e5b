/** A gain that is a smaller share of the mean error is none, however sure. */
const leastGain = 0.02;
/** One-sided 5 % points of Student's t, by degrees of freedom from 1 on; more folds have that of the last. */
const criticalValues = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812];

/**
 * Whether errors are smaller than those of a rival by more than chance would make them, paired by fold. Folds in which
 * one of the two is not known do not count.
 */
export const isBeyondNoise = (errors: readonly number[], rival: readonly number[]): boolean => {
  const pairs = errors
    .map((own, fold) => ({ own, other: rival[fold] ?? NaN }))
    .filter(({ own, other }) => Number.isFinite(own) && Number.isFinite(other));
  const count = pairs.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
  const gains = pairs.map(({ own, other }) => other - own);
  const gain = mean(gains);
  if (count < 2 || !(gain > leastGain * mean(pairs.map(({ other }) => other)))) return false;
  const variance = gains.reduce((sum, each) => sum + (each - gain) ** 2, 0) / (count - 1);
  const critical = criticalValues[Math.min(count - 1, criticalValues.length) - 1] ?? Infinity;
  return gain >= critical * Math.sqrt(variance / count);
};
