import { takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import type { Alternative, PredictParams } from '../../protocol.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import { rankClasses } from '../labels/rankClasses.ts';
import { type RankedLabel, tellLabels } from '../labels/tellLabels.ts';
import type { LoadedModel } from '../loadedModel.ts';
import type { EncodedFile } from '../preparedData.ts';
import type { Predicted } from '../task.ts';
import { stretchAt } from './excerptsOf.ts';
import type { LabelingCodec } from './labelingCodec.ts';
import type { LabelingData } from './labelingFields.ts';
import { answersOf } from './scoreSteps.ts';

/** Stretches that are predicted together. */
const stretchesAtOnce = 512;

/** Predicts the label of every step; lists the steps that have none or, where not told otherwise, another one. */
export const predictSteps = async (
  { file, model, session }: LoadedModel<LabelingData, LabelingCodec>,
  { source, rows }: EncodedFile,
  params: PredictParams,
): Promise<Predicted> => {
  if (source.kind !== 'steps' || !rows) throw new Error('a labeling was encoded as something else');
  const { labels } = model.codec;
  const { label, token } = model.config.data;
  const { starts } = source.inputs;
  session.load(source);
  // What a step is answered, and how surely: the probabilities of all classes of a large file would not fit in memory.
  const answers = new Int16Array(rows.count);
  const probabilities = new Float32Array(rows.count);
  const stretches = Int32Array.from({ length: starts.length - 1 }, (_, stretch) => stretch);
  for (let first = 0; first < stretches.length; first += stretchesAtOnce) {
    await takeBreath({ doing: 'predicting', share: first / stretches.length });
    const outputs = session.predictSteps(stretches.subarray(first, first + stretchesAtOnce));
    const begin = starts[first] ?? 0;
    answersOf(outputs, labels.length).forEach((answer, step) => {
      answers[begin + step] = answer;
      probabilities[begin + step] = outputs[step * labels.length + answer] ?? NaN;
    });
  }
  const check = (row: number, probability: number): void => {
    if (Number.isFinite(probability)) return;
    throw new InputError(describeNonsense(`the probability that it gives line ${rows.lineOf(row)}`), { file });
  };
  const answerOf = (row: number): Alternative => {
    const probability = probabilities[row] ?? NaN;
    check(row, probability);
    return { text: labels[answers[row] ?? -1] ?? '', probability };
  };
  let hot: { readonly stretch: number; readonly outputs: Float32Array } = { stretch: -1, outputs: new Float32Array(0) };
  const rankOne = (row: number): RankedLabel => {
    const stretch = stretchAt(starts, row);
    if (hot.stretch !== stretch) hot = { stretch, outputs: session.predictSteps(Int32Array.of(stretch)) };
    const at = (row - (starts[stretch] ?? 0)) * labels.length;
    const [best, ...others] = rankClasses(hot.outputs.subarray(at, at + labels.length), labels);
    check(row, best?.probability ?? NaN);
    return { text: '', probability: NaN, ...best, alternatives: others };
  };
  const beside = token !== null && rows.wordAt ? { column: token, textAt: rows.wordAt } : undefined;
  return tellLabels(
    rows,
    { column: label, answerOf, rank: (some) => some.map(rankOne), ...(beside && { beside }) },
    params,
  );
};
