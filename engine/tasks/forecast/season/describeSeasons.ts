import { count } from '../../../words/count.ts';
import type { Seasons } from './findSeasons.ts';

/** The seasons of a series in a sentence. */
export const describeSeasons = ({ season, others }: Seasons): string => {
  if (season === 0) return 'No season stands out.';
  const besides =
    others.length > 0 ? `; another is ${others.map((other) => count(other, 'row')).join(', another ')}` : '';
  return `One season is ${count(season, 'row')}${besides}.`;
};
