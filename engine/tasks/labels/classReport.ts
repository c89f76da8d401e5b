import type { Session } from '../../network/session.ts';
import type { ClassReport } from '../../protocol.ts';
import { predictAll, predictionBatchSize } from '../predictAll.ts';
import type { PreparedData } from '../preparedData.ts';
import type { PlotOptions } from '../task.ts';
import type { LabelCodec } from './labelCodec.ts';

/** More are looked at evenly spread: a report must not keep a training waiting. */
const mostExamples = 20_000;
/** A matrix of more classes can neither be read nor shown. */
const mostClasses = 100;
const mostMistakes = 200;

/**
 * How the session's weights answer on a split: true classes by answers, precision, recall and F1 of every class, and
 * the most confident mistakes. Of the validation split where there is no test; undefined where there is neither.
 */
export const classReport = (
  session: Session,
  { codec: { labels }, source, rows, splits }: PreparedData<LabelCodec>,
  { epoch, split: wanted }: Pick<PlotOptions, 'epoch' | 'split'>,
): ClassReport | undefined => {
  if (!('labels' in source) || !rows) throw new Error('a classification was prepared without labels of its rows');
  const split = splits[wanted].length > 0 ? wanted : 'valid';
  const every = Math.ceil(splits[split].length / mostExamples);
  const examples = splits[split].filter((_, index) => index % every === 0);
  if (examples.length === 0) return undefined;
  const classes = labels.length;
  const { means } = predictAll(session, classes, examples, predictionBatchSize);
  const confusion = labels.map(() => new Array<number>(classes).fill(0));
  const mistakes: { readonly row: number; readonly answer: number; readonly probability: number }[] = [];
  for (const [index, row] of examples.entries()) {
    const outputs = means.subarray(index * classes, (index + 1) * classes);
    let answer = 0;
    for (let id = 1; id < classes; id++) if ((outputs[id] ?? 0) > (outputs[answer] ?? 0)) answer = id;
    const counts = confusion[source.labels[row] ?? -1];
    if (!counts) continue;
    counts[answer] = (counts[answer] ?? 0) + 1;
    if (answer !== source.labels[row]) mistakes.push({ row, answer, probability: outputs[answer] ?? NaN });
  }
  mistakes.sort((a, b) => b.probability - a.probability || a.row - b.row);
  return {
    epoch,
    split,
    examples: examples.length,
    labels,
    ...(classes <= mostClasses && { confusion }),
    classes: labels.map((label, id) => ({ label, ...rates(confusion, id) })),
    mistakes: mistakes.slice(0, mostMistakes).map(({ row, answer, probability }) => ({
      line: rows.lineOf(row),
      actual: labels[source.labels[row] ?? -1] ?? '',
      predicted: labels[answer] ?? '',
      probability,
      ...(rows.excerptOf && { excerpt: rows.excerptOf(row) }),
    })),
    mistakesInAll: mistakes.length,
  };
};

/** Precision hits / predicted, recall hits / support, F1 2 · hits / (predicted + support); null where there is none. */
const rates = (
  confusion: readonly (readonly number[])[],
  id: number,
): Omit<ClassReport['classes'][number], 'label'> => {
  const hits = confusion[id]?.[id] ?? 0;
  const support = (confusion[id] ?? []).reduce((sum, count) => sum + count, 0);
  const predicted = confusion.reduce((sum, counts) => sum + (counts[id] ?? 0), 0);
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    precision: share(hits, predicted),
    recall: share(hits, support),
    f1: share(2 * hits, predicted + support),
    support,
  };
};
