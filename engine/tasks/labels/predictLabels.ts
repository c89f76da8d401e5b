import { describeNonsense } from '../../words/describeNonsense.ts';
import { InputError } from '../../errors.ts';
import type { PredictParams } from '../../protocol.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { predictMany } from '../predictAll.ts';
import type { EncodedFile } from '../preparedData.ts';
import type { Predicted } from '../task.ts';
import type { LabelCodec, LabelData } from './labelCodec.ts';
import { rankClasses } from './rankClasses.ts';
import { type RankedLabel, tellLabels } from './tellLabels.ts';

/** Predicts the class of every row; lists the rows that have none or, where not told otherwise, another one. */
export const predictLabels = async (
  { file, model, session, shape }: LoadedModel<LabelData, LabelCodec>,
  { source, rows }: EncodedFile,
  params: PredictParams,
): Promise<Predicted> => {
  if (!rows) throw new Error('a classification was encoded without the rows of its table');
  const { labels } = model.codec;
  session.load(source);
  const examples = Int32Array.from({ length: rows.count }, (_, row) => row);
  const classes = shape.outputSize;
  const { means } = await predictMany(session, classes, examples);
  const classify = (row: number): RankedLabel => {
    const [first, ...others] = rankClasses(means.subarray(row * classes, (row + 1) * classes), labels);
    if (!first || !Number.isFinite(first.probability)) {
      throw new InputError(describeNonsense(`the probability that it gives line ${rows.lineOf(row)}`), { file });
    }
    return { ...first, alternatives: others };
  };
  const { label } = model.config.data;
  return tellLabels(rows, { column: label, answerOf: classify, rank: (some) => some.map(classify) }, params);
};
