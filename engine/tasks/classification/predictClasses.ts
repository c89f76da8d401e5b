import { describeNonsense } from '../../describeNonsense.ts';
import { InputError } from '../../errors.ts';
import type { PredictParams, Prediction, PredictedRow } from '../../protocol.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { predictAll, predictionBatchSize } from '../predictAll.ts';
import type { EncodedFile } from '../preparedData.ts';
import type { Predicted } from '../task.ts';
import type { ClassCodec } from './classCodec.ts';
import type { ClassificationData } from './classFields.ts';

const maxListed = 1000;

/** Predicts the class of every row; lists the rows that have none or another one. */
export const predictClasses = async (
  { file, model, session, shape }: LoadedModel<ClassificationData, ClassCodec>,
  { source, rows }: EncodedFile,
  { out }: PredictParams,
): Promise<Predicted> => {
  if (!rows) throw new Error('a classification was encoded without the rows of its table');
  const { labels } = model.codec;
  session.load(source);
  const examples = Int32Array.from({ length: rows.count }, (_, row) => row);
  const classes = shape.outputSize;
  const { means } = predictAll(session, classes, examples, predictionBatchSize);
  const [label] = rows.targets;
  const classify = (row: number): { predicted: string; probability: number } => {
    let best = 0;
    const at = (index: number): number => means[row * classes + index] ?? -Infinity;
    for (let index = 1; index < classes; index++) if (at(index) > at(best)) best = index;
    if (!Number.isFinite(at(best))) {
      throw new InputError(describeNonsense(`the probability that it gives line ${rows.lineOf(row)}`), { file });
    }
    return { predicted: labels[best] ?? '', probability: at(best) };
  };

  const column = model.config.data.label;
  const listed: PredictedRow[] = [];
  let omitted = 0;
  for (let row = 0; row < rows.count; row++) {
    const actual = label?.textAt(row) ?? '';
    const { predicted, probability } = classify(row);
    if (label && actual === predicted) continue;
    if (listed.length === maxListed) omitted += 1;
    else {
      const cell = { column, ...(label && { cell: label.cell }), actual, text: predicted, probability };
      listed.push({ line: rows.lineOf(row), cells: [cell] });
    }
  }
  const prediction: Prediction = { rows: listed, omitted, tooEarly: [], rowsNeeded: 0, next: [] };
  if (out === undefined) return { prediction };
  return {
    prediction,
    table: {
      header: ['line', column, `${column}_predicted`, 'probability'],
      count: rows.count,
      cellsOf: (row) => {
        const { predicted, probability } = classify(row);
        return [rows.lineOf(row), label?.textAt(row) ?? '', predicted, probability.toFixed(4)];
      },
      rest: [],
    },
  };
};
