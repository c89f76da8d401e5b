import type { ClassRates, ClassReport } from '../../protocol.ts';
import type { TableRows } from '../preparedData.ts';
import { ratesOf } from './classRates.ts';

/** A matrix of more classes can neither be read nor shown. */
const mostClasses = 100;
const mostMistakes = 200;
/** Mistakes that are kept before the least confident of them are dropped. */
const mostKept = 50 * mostMistakes;

interface Mistake {
  readonly row: number;
  readonly actual: number;
  readonly answer: number;
  readonly probability: number;
}

/** Counts true classes by answers, and keeps the most confident mistakes. */
export class ClassTally {
  private readonly labels: readonly string[];
  private readonly confusion: number[][];
  private mistakes: Mistake[] = [];
  private wrong = 0;
  private counted = 0;

  constructor(labels: readonly string[]) {
    this.labels = labels;
    this.confusion = labels.map(() => new Array<number>(labels.length).fill(0));
  }

  /** What is answered of a row of the table, with its probability; a row without a class does not count. */
  add(row: number, actual: number, answer: number, probability: number): void {
    const counts = this.confusion[actual];
    if (!counts) return;
    this.counted++;
    counts[answer] = (counts[answer] ?? 0) + 1;
    if (answer === actual) return;
    this.wrong++;
    this.mistakes.push({ row, actual, answer, probability });
    if (this.mistakes.length > mostKept) this.mistakes = this.confident();
  }

  /** Precision, recall and F1 of every class, and the mistakes with what stands in the file. */
  report(rows: Pick<TableRows, 'lineOf' | 'excerptOf' | 'drawingOf'>): Omit<ClassReport, 'epoch' | 'split'> {
    const { labels, confusion, wrong, counted } = this;
    return {
      examples: counted,
      labels,
      ...(labels.length <= mostClasses && { confusion }),
      classes: labels.map((label, id) => ({ label, ...rates(confusion, id) })),
      mistakes: this.confident().map(({ row, actual, answer, probability }) => ({
        line: rows.lineOf(row),
        actual: labels[actual] ?? '',
        predicted: labels[answer] ?? '',
        probability,
        ...(rows.excerptOf && { excerpt: rows.excerptOf(row) }),
        ...(rows.drawingOf && { drawing: rows.drawingOf(row) }),
      })),
      mistakesInAll: wrong,
    };
  }

  private confident(): Mistake[] {
    return this.mistakes.sort((a, b) => b.probability - a.probability || a.row - b.row).slice(0, mostMistakes);
  }
}

const rates = (confusion: readonly (readonly number[])[], id: number): ClassRates =>
  ratesOf({
    hits: confusion[id]?.[id] ?? 0,
    predicted: confusion.reduce((sum, counts) => sum + (counts[id] ?? 0), 0),
    support: (confusion[id] ?? []).reduce((sum, count) => sum + count, 0),
  });
