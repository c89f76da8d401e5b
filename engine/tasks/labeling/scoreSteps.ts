import type { StepSource } from '../../compute/source.ts';
import type { Session } from '../../network/session.ts';
import type { Breathe } from '../preparedData.ts';
import type { Metrics } from '../../protocol.ts';
import { classMetrics } from '../labels/classMetrics.ts';
import { areSpanLabels, SpanCounts } from './spans.ts';
import type { StepSequences } from './stepSequences.ts';

/** Stretches that are predicted before messages are let in. */
const stretchesPerBreath = 512;

/** A source with what its stretches and classes are. */
export interface Judged {
  readonly source: StepSource;
  readonly sequences: StepSequences;
  readonly labels: readonly string[];
}

/** The likeliest class at every step of stretches. (steps of all) */
export const answersOf = (outputs: Float32Array, classes: number): Int16Array =>
  Int16Array.from({ length: outputs.length / classes }, (_, step) => {
    const begin = step * classes;
    let best = 0;
    for (let id = 1; id < classes; id++) if ((outputs[begin + id] ?? 0) > (outputs[begin + best] ?? 0)) best = id;
    return best;
  });

/** Metrics of the session's weights on stretches of the loaded source. */
export const scoreSession = async (
  session: Session,
  judged: Judged,
  stretches: Int32Array,
  breathe: Breathe,
): Promise<Metrics> => {
  const { starts } = judged.source.inputs;
  const answers = new Int16Array(judged.source.labels.length);
  for (let first = 0; first < stretches.length; first += stretchesPerBreath) {
    await breathe(first / stretches.length);
    const some = stretches.subarray(first, first + stretchesPerBreath);
    const found = answersOf(session.predictSteps(some), judged.labels.length);
    let at = 0;
    for (const stretch of some) {
      const begin = starts[stretch] ?? 0;
      const length = (starts[stretch + 1] ?? 0) - begin;
      answers.set(found.subarray(at, at + length), begin);
      at += length;
    }
  }
  return scoreAnswers(judged, stretches, (row) => answers[row] ?? -1);
};

/**
 * Share of labelled steps that are answered right, F1 as the mean over the classes, and of labels of spans the F1 of exact
 * spans. A step without a label has none to be answered; it lies outside of all spans.
 */
export const scoreAnswers = (
  { source, sequences, labels: names }: Judged,
  stretches: Int32Array,
  answerAt: (row: number) => number,
): Metrics => {
  const { labels, inputs } = source;
  const actual: number[] = [];
  const answered: number[] = [];
  for (const stretch of stretches) {
    for (let row = inputs.starts[stretch] ?? 0; row < (inputs.starts[stretch + 1] ?? 0); row++) {
      const label = labels[row] ?? -1;
      if (label < 0) continue;
      actual.push(label);
      answered.push(answerAt(row));
    }
  }
  const { accuracy, f1Macro } = classMetrics(actual, answered, names.length);
  if (accuracy === undefined || f1Macro === undefined) return {};
  const metrics = { tokenAccuracy: accuracy, f1Macro };
  if (!areSpanLabels(names)) return metrics;
  const spans = new SpanCounts();
  for (const rows of wholeSequences(inputs.starts, sequences, stretches)) {
    const labelAt = (classAt: (row: number) => number) => (row: number) =>
      (labels[row] ?? -1) < 0 ? 'O' : (names[classAt(row)] ?? 'O');
    spans.add(rows.map(labelAt((row) => labels[row] ?? -1)), rows.map(labelAt(answerAt)));
  }
  return { ...metrics, spanF1: spans.f1 };
};

/** The rows of stretches that follow each other in one sequence: a span does not end where a stretch does. */
function* wholeSequences(
  starts: Float64Array,
  { sequenceOf }: StepSequences,
  stretches: Int32Array,
): Generator<readonly number[], void, void> {
  let rows: number[] = [];
  let last = -1;
  for (const stretch of stretches.toSorted()) {
    const isNext = stretch === last + 1 && sequenceOf[stretch] === sequenceOf[last];
    if (!isNext && rows.length > 0) {
      yield rows;
      rows = [];
    }
    for (let row = starts[stretch] ?? 0; row < (starts[stretch + 1] ?? 0); row++) rows.push(row);
    last = stretch;
  }
  if (rows.length > 0) yield rows;
}
