import type { ClassRates } from '../../protocol.ts';

/** Of a class: the right answers, all answers with it, and all examples of it. */
interface ClassCounts {
  readonly hits: number;
  readonly predicted: number;
  readonly support: number;
}

/** Precision hits / predicted, recall hits / support, F1 2 · hits / (predicted + support); null where there is none. */
export const ratesOf = ({ hits, predicted, support }: ClassCounts): ClassRates => {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    precision: share(hits, predicted),
    recall: share(hits, support),
    f1: share(2 * hits, predicted + support),
    support,
  };
};

/** The same of every class by its label, from classes and answers; what has no class does not count. */
export const rateClasses = (
  actual: ArrayLike<number>,
  answers: ArrayLike<number>,
  labels: readonly string[],
): Readonly<Record<string, ClassRates>> => {
  const counts = labels.map(() => ({ hits: 0, predicted: 0, support: 0 }));
  for (let index = 0; index < actual.length; index++) {
    const truth = counts[actual[index] ?? -1];
    const answer = counts[answers[index] ?? -1];
    if (!truth) continue;
    truth.support++;
    if (answer) answer.predicted++;
    if (truth === answer) truth.hits++;
  }
  return Object.fromEntries(labels.map((label, id) => [label, ratesOf(counts[id] ?? nothing)]));
};

const nothing: ClassCounts = { hits: 0, predicted: 0, support: 0 };
