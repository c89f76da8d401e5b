import type { SequenceSource } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { Metrics } from '../../protocol.ts';
import { classMetrics } from '../labels/classMetrics.ts';
import type { TextClassCodec } from './textClassCodec.ts';

/** Longest stretch of characters that counts as one feature. */
const longestGram = 3;

/**
 * Multinomial naive Bayes with add-one smoothing (Manning, Raghavan and Schütze, Introduction to Information Retrieval,
 * 13.2), on the ids that the network reads: of words their counts, whatever their order; of characters those of
 * stretches of one to three, with the ends of the text.
 */
export class NaiveBayes {
  private readonly source: SequenceSource;
  private readonly longest: number;
  private readonly priors: Float64Array;
  /** Of each class, features in all. */
  private readonly totals: Float64Array;
  /** By feature, how often it stands in each class. */
  private readonly counts = new Map<number, Float64Array>();

  /** Counts the training rows. Classes without one are never the answer. */
  constructor(source: SequenceSource, unit: TextClassCodec['unit'], train: Int32Array) {
    const { classes, labels } = source;
    this.source = source;
    this.longest = unit === 'characters' ? longestGram : 1;
    this.priors = new Float64Array(classes);
    this.totals = new Float64Array(classes);
    for (const row of train) {
      const label = labels[row] ?? -1;
      this.priors[label] = (this.priors[label] ?? 0) + 1;
      this.eachFeature(row, (feature) => {
        let counts = this.counts.get(feature);
        if (!counts) {
          counts = new Float64Array(classes);
          this.counts.set(feature, counts);
        }
        counts[label] = (counts[label] ?? 0) + 1;
        this.totals[label] = (this.totals[label] ?? 0) + 1;
      });
    }
  }

  /** The likeliest class of a row. */
  classify(row: number): number {
    const { priors, totals, counts } = this;
    const scores = priors.map(Math.log);
    this.eachFeature(row, (feature) => {
      const known = counts.get(feature);
      if (!known) return;
      for (let label = 0; label < scores.length; label++) {
        const likelihood = ((known[label] ?? 0) + 1) / ((totals[label] ?? 0) + counts.size);
        scores[label] = (scores[label] ?? 0) + Math.log(likelihood);
      }
    });
    return scores.indexOf(Math.max(...scores));
  }

  score(examples: Int32Array): Metrics {
    const { labels, classes } = this.source;
    const actual = Int32Array.from(examples, (row) => labels[row] ?? -1);
    return classMetrics(
      actual,
      Int32Array.from(examples, (row) => this.classify(row)),
      classes,
    );
  }

  /** Calls, since a generator would cost more of each word than to count it. */
  private eachFeature(row: number, use: (feature: number) => void): void {
    const { source, longest } = this;
    const { starts, vocabulary } = source;
    // No id is the vocabulary itself: it stands for both ends of a text.
    const base = vocabulary + 1;
    const recent: number[] = longest > 1 ? [vocabulary] : [];
    /** Those that end with this id; each length has numbers of its own, since no id is left out at the front. */
    const useGramsAt = (id: number): void => {
      recent.push(id);
      if (recent.length > longest) recent.shift();
      let feature = 0;
      let place = 1;
      for (let length = 1; length <= recent.length; length++) {
        feature += ((recent[recent.length - length] ?? 0) + 1) * place;
        place *= base + 1;
        use(feature);
      }
    };
    for (const piece of readSymbols(source, starts[row] ?? 0, starts[row + 1] ?? 0)) {
      if (longest === 1) for (const id of piece) use(id + 1);
      else for (const id of piece) useGramsAt(id);
    }
    if (longest > 1) useGramsAt(vocabulary);
  }
}
