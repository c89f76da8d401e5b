import { mostTokens, TokenCounts } from '../../encoding/tokenCounts.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { StepColumns } from './completeLabeling.ts';
import { foldToken } from './foldToken.ts';
import type { LabelingData } from './labelingFields.ts';
import { stepSequences } from './stepSequences.ts';

/** Words that are looked at: enough for a choice, few enough to be done at once. */
const mostLookedAt = 50_000;
/** More steps in one stretch train slowly, and what lies further apart is hardly learned. */
const longestStretch = { words: 256, numbers: 128 } as const;
/** A single sequence is cut into this many stretches or more, so that there are some for each split, but into none shorter than that. */
const fewStretches = 20;
const shortestStretch = 8;
/** How the number of different words grows with that of all words (Heaps' law), about. */
const wordGrowth = 0.6;

type Choice = Pick<LabelingData, 'stretch' | 'lowercase' | 'digits' | 'minCount'>;

/** How the steps of a table are best read, and about how many words are known then. */
export interface StepsSurvey extends Choice {
  readonly known: number;
}

/** Looks at the first words of a table; without columns the choice is that for words. */
export const surveySteps = (table: Table, columns: StepColumns | undefined, wanted: Partial<Choice>): StepsSurvey => {
  const token = columns ? columns.token : '';
  const isWords = token !== null;
  const lowercase = wanted.lowercase ?? false;
  const digits = wanted.digits ?? isWords;
  const minCount = wanted.minCount ?? (isWords ? 2 : 1);
  const stretch = wanted.stretch ?? (columns ? chooseStretch(table, columns.group, isWords) : 1);
  return { stretch, lowercase, digits, minCount, known: countKnown(table, token, { lowercase, digits, minCount }) };
};

/** As long as the longest sequence, or a part of a single one, up to what is well read. */
const chooseStretch = (table: Table, group: string | null, isWords: boolean): number => {
  const { starts } = stepSequences(table, group, Infinity);
  let longest = 1;
  for (let at = 1; at < starts.length; at++) longest = Math.max(longest, (starts[at] ?? 0) - (starts[at - 1] ?? 0));
  const isSingle = starts.length === 2;
  const most = isSingle ? Math.max(shortestStretch, Math.floor(longest / fewStretches)) : longest;
  return Math.min(most, longestStretch[isWords ? 'words' : 'numbers']);
};

const countKnown = (table: Table, token: string | null, how: Omit<Choice, 'stretch'>): number => {
  if (token === null || token === '') return 0;
  const words = findTexts(table, token).read(0, Math.min(table.rows, mostLookedAt));
  const counts = new TokenCounts();
  counts.add(words.map((word) => foldToken(how, word)));
  const growth = (table.rows / Math.max(1, words.length)) ** wordGrowth;
  return Math.min(mostTokens, Math.round(counts.frequent(how.minCount).length * growth));
};
