import type { Explanation, Importance } from '../../protocol.ts';

/** `41 %` more error, or of classes `3.1 points` more wrong answers; `–` for what is not known. */
export const formatGrowth = ({ growth }: Pick<Importance, 'growth'>, measure: Explanation['measure']): string => {
  if (growth === null) return '–';
  const percent = 100 * growth;
  const digits = Math.abs(percent) < 10 ? 1 : 0;
  const shown = percent.toFixed(digits).replace(/^-(0(\.0)?)$/, '$1');
  return measure === 'wrong' ? `${shown} points` : `${shown} %`;
};

/** Its spread over the permutations, in the same unit. */
export const formatSpread = ({ spread }: Pick<Importance, 'spread'>): string =>
  spread === null ? '' : `± ${(100 * spread).toFixed(100 * spread < 10 ? 1 : 0)}`;
