import type { Session } from '../../network/session.ts';
import type { ClassReport } from '../../protocol.ts';
import { predictAll, predictionBatchSize } from '../predictAll.ts';
import type { PreparedData } from '../preparedData.ts';
import type { PlotOptions } from '../task.ts';
import { ClassTally } from './classTally.ts';
import type { LabelCodec } from './labelCodec.ts';

/** More are looked at evenly spread: a report must not keep a training waiting. */
const mostExamples = 20_000;

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
  const tally = new ClassTally(labels);
  for (const [index, row] of examples.entries()) {
    const outputs = means.subarray(index * classes, (index + 1) * classes);
    let answer = 0;
    for (let id = 1; id < classes; id++) if ((outputs[id] ?? 0) > (outputs[answer] ?? 0)) answer = id;
    tally.add(row, source.labels[row] ?? -1, answer, outputs[answer] ?? NaN);
  }
  return { epoch, split, ...tally.report(rows) };
};
