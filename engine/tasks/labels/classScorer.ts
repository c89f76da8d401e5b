import type { ClassRates, Metrics } from '../../protocol.ts';
import type { PreparedData, Scorer } from '../preparedData.ts';
import { rateClasses } from './classRates.ts';
import { classMetrics } from './classMetrics.ts';

/** The class of each example, -1 where it has none, and how many classes there are. */
export interface Labelled {
  readonly labels: Int32Array | Int16Array;
  readonly classes: number;
}

/** Takes probabilities (examples, classes), in parts: the likeliest class is the answer. */
export class ClassScorer implements Scorer {
  private readonly source: Labelled;
  private readonly names: readonly string[];
  private readonly actual: number[] = [];
  private readonly answers: number[] = [];

  /** `names`: of the classes. */
  constructor(source: Labelled, names: readonly string[]) {
    this.source = source;
    this.names = names;
  }

  add(outputs: Float32Array, examples: Int32Array): void {
    const { labels, classes } = this.source;
    for (const [index, row] of examples.entries()) {
      let best = 0;
      const begin = index * classes;
      for (let id = 1; id < classes; id++) if ((outputs[begin + id] ?? 0) > (outputs[begin + best] ?? 0)) best = id;
      this.actual.push(labels[row] ?? -1);
      this.answers.push(best);
    }
  }

  metrics(): Metrics {
    return classMetrics(this.actual, this.answers, this.source.classes);
  }

  perClass(): Readonly<Record<string, ClassRates>> {
    return rateClasses(this.actual, this.answers, this.names);
  }
}

/** What always answering with the commonest class is right in, of the examples held back. */
export const majorityBaselines = (
  source: Labelled,
  { train, valid, test }: PreparedData['splits'],
): Record<'valid' | 'test', Record<'majority', Metrics>> => ({
  valid: { majority: scoreMajority(source, train, valid) },
  test: { majority: scoreMajority(source, train, test) },
});

/** Always answering with the commonest class of the training rows. */
export const scoreMajority = ({ labels, classes }: Labelled, train: Int32Array, examples: Int32Array): Metrics => {
  const counts = new Int32Array(classes);
  for (const row of train) counts[labels[row] ?? -1] = (counts[labels[row] ?? -1] ?? 0) + 1;
  const commonest = counts.indexOf(Math.max(...counts));
  return classMetrics(
    Int32Array.from(examples, (row) => labels[row] ?? -1),
    new Int32Array(examples.length).fill(commonest),
    classes,
  );
};
