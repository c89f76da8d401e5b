import type { Texts } from '../../files/columns/texts.ts';
import { count } from '../../words/count.ts';
import { beginningOf } from './spacing.ts';
import { tokenize13a } from './metrics/tokenize13a.ts';

/** Words of the longest stretch that BLEU looks for. */
const longestOfBleu = 4;
/** Looked at, evenly spread. */
const mostLookedAt = 2000;

/**
 * What BLEU says of targets that are shorter than the stretches it counts: nothing where all are, as of single words, and
 * little where most are. A sentence for those; `rows` are the ones with targets that are scored.
 */
export const describeShortTargets = (targets: Texts, rows: Int32Array): string[] => {
  if (rows.length === 0) return [];
  const every = Math.ceil(rows.length / mostLookedAt);
  const looked = rows.filter((_, place) => place % every === 0);
  const short = looked.filter((row) => tokenize13a(beginningOf(targets.at(row))).length < longestOfBleu).length;
  const instead = 'what tells are exact matches and chrF';
  if (short === looked.length) {
    return [
      `No target has the ${longestOfBleu} words that BLEU looks for, so that it is 0 by definition where translations are as short; ${instead}.`,
    ];
  }
  if (short * 2 < looked.length) return [];
  const share =
    every === 1
      ? `${short} of ${count(looked.length, 'target')}`
      : `${Math.round((100 * short) / looked.length)} % of the targets`;
  return [
    `${share} have fewer than the ${longestOfBleu} words that BLEU looks for, which says little of them; ${instead}.`,
  ];
};
