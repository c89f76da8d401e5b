import type { Session } from '../../network/session.ts';
import type { ClassReport } from '../../protocol.ts';
import { ClassTally } from '../labels/classTally.ts';
import type { PreparedData } from '../preparedData.ts';
import type { PlotOptions } from '../task.ts';
import type { LabelingCodec } from './labelingCodec.ts';
import { answersOf } from './scoreSteps.ts';

/** Of more steps some stretches are looked at, evenly spread: a report must not keep a training waiting. */
const mostSteps = 50_000;

/**
 * How the session's weights answer at the steps of a split: true classes by answers, precision, recall and F1 of every
 * class, and the most confident mistakes. Of the validation split where there is no test; undefined where there is neither.
 */
export const stepReport = (
  session: Session,
  { codec: { labels }, source, rows, splits, lengths }: PreparedData<LabelingCodec>,
  { epoch, split: wanted }: Pick<PlotOptions, 'epoch' | 'split'>,
): ClassReport | undefined => {
  if (source.kind !== 'steps' || !rows || !lengths) throw new Error('a labeling was prepared as something else');
  const split = splits[wanted].length > 0 ? wanted : 'valid';
  const steps = splits[split].reduce((sum, stretch) => sum + (lengths[stretch] ?? 0), 0);
  const every = Math.ceil(steps / mostSteps);
  const stretches = splits[split].filter((_, index) => index % every === 0);
  if (stretches.length === 0) return undefined;
  const outputs = session.predictSteps(stretches);
  const answers = answersOf(outputs, labels.length);
  const tally = new ClassTally(labels);
  let at = 0;
  for (const stretch of stretches) {
    const begin = source.inputs.starts[stretch] ?? 0;
    for (let step = 0; step < (lengths[stretch] ?? 0); step++, at++) {
      const answer = answers[at] ?? 0;
      const row = begin + step;
      tally.add(row, source.labels[row] ?? -1, answer, outputs[at * labels.length + answer] ?? NaN);
    }
  }
  return { epoch, split, ...tally.report(rows) };
};
