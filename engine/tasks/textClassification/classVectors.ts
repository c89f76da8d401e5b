import type { SequenceSource } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { FirstVectors } from '../../network/initial/firstVectors.ts';
import { nothingId } from '../../encoding/tokenIds.ts';

/** Chosen on validation splits of reviews and sentences, among 0.5, 1, 2, 3 and 4. */
const scale = 2;

/**
 * Of each id how much more often it stands in texts of a class than in others, as the logarithm of its share of the
 * class's words without the mean over the classes: what naive Bayes goes by (the log-count ratio of Wang and Manning 2012;
 * a word counts once a text, and once more in every class). A few thousand texts would not teach a network as much of
 * words that it met as random numbers.
 * @param train rows that are counted, each with a label
 */
export const classVectors = (source: SequenceSource, train: Int32Array): FirstVectors => {
  const { classes, vocabulary } = source;
  const counts = countTexts(source, train);
  const totals = new Float64Array(classes);
  counts.forEach((count, at) => (totals[at % classes] = (totals[at % classes] ?? 0) + count));
  const values = new Float32Array(vocabulary * classes);
  for (let id = 0; id < vocabulary; id++) {
    if (id === nothingId) continue;
    const begin = id * classes;
    const shares = totals.map((total, label) => Math.log((counts[begin + label] ?? 0) / total));
    const mean = shares.reduce((sum, share) => sum + share, 0) / classes;
    values.set(
      shares.map((share) => scale * (share - mean)),
      begin,
    );
  }
  const what = `The first ${classes} values of a word's vector begin with how much more often it stands in texts of each class.`;
  return { size: classes, values, what };
};

/** (vocabulary, classes) texts with the id, and one. */
const countTexts = (source: SequenceSource, train: Int32Array): Float64Array => {
  const { classes, labels, starts, vocabulary } = source;
  const counts = new Float64Array(vocabulary * classes).fill(1);
  /** By id the last row that had it. */
  const seenIn = new Int32Array(vocabulary).fill(-1);
  for (const row of train) {
    for (const piece of readSymbols(source, starts[row] ?? 0, starts[row + 1] ?? 0)) {
      for (const id of piece) {
        if (seenIn[id] === row) continue;
        seenIn[id] = row;
        const at = id * classes + (labels[row] ?? 0);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
  }
  return counts;
};
