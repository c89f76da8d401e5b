import type { ColumnImportance, ImportanceView, ReadColumn, StepImportance, StepRange } from '../../protocol.ts';
import { isFelt } from './growthOf.ts';

/** Of the most important column: what has less is not what a prediction rests on. */
const leastShare = 0.2;
/** Steps that hold so much of all that steps do are what it rests on. */
const mostOfSteps = 0.8;

/** What a person should take away: what carries the prediction, and what might as well be left out. */
export const judgeImportance = (
  columns: readonly ColumnImportance[],
  steps: readonly StepImportance[],
  repeats: number,
): Pick<ImportanceView, 'rests' | 'idle'> => {
  const felt = columns.filter((each) => isFelt(each, repeats));
  const largest = Math.max(0, ...felt.map(({ growth }) => growth ?? 0));
  return {
    rests: {
      columns: felt
        .filter(({ growth }) => (growth ?? 0) >= leastShare * largest)
        .toSorted((a, b) => (b.growth ?? 0) - (a.growth ?? 0))
        .map(nameOf),
      steps: carryingSteps(steps.filter((each) => isFelt(each, repeats))),
    },
    idle: columns.filter((each) => !isFelt(each, repeats)).map(nameOf),
  };
};

const nameOf = ({ column, period }: ReadColumn): ReadColumn => ({ column, ...(period && { period }) });

/** The fewest of them that hold most, those side by side as one. */
const carryingSteps = (felt: readonly StepImportance[]): StepRange[] => {
  const total = felt.reduce((sum, { growth }) => sum + (growth ?? 0), 0);
  let held = 0;
  const carrying: StepRange[] = [];
  for (const { from, to, growth } of felt.toSorted((a, b) => (b.growth ?? 0) - (a.growth ?? 0))) {
    if (held >= mostOfSteps * total) break;
    held += growth ?? 0;
    carrying.push({ from, to });
  }
  const joined: StepRange[] = [];
  for (const range of carrying.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last?.to === range.from - 1) joined[joined.length - 1] = { from: last.from, to: range.to };
    else joined.push(range);
  }
  return joined;
};
