import type { RowSource } from '../../compute/source.ts';
import type { ClassCodec } from '../../encoding/codec.ts';
import type { TableRows } from '../preparedData.ts';
import { InputError } from '../../errors.ts';
import type { ClassPrediction } from '../../protocol.ts';
import type { OutputFile } from '../../runs/outputFile.ts';
import { describeNonsense } from '../../runs/checkFinite.ts';
import { type LoadedModel, predictionBatchSize } from '../../prediction/loadedModels.ts';
import { predictAll } from '../../prediction/predictAll.ts';
import { writeClasses } from '../../prediction/writePredictions.ts';

const maxListed = 1000;

/** Predicts the class of every row; lists the rows that have none or another one. `column` is the label's name. */
export const predictClasses = async (
  { file, session, shape }: LoadedModel,
  { labels }: ClassCodec,
  source: RowSource,
  rows: TableRows,
  column: string,
  output: OutputFile | undefined,
): Promise<ClassPrediction> => {
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

  const listed: ClassPrediction['rows'][number][] = [];
  let omitted = 0;
  for (let row = 0; row < rows.count; row++) {
    const actual = label?.textAt(row) ?? '';
    const { predicted, probability } = classify(row);
    if (label && actual === predicted) continue;
    if (listed.length === maxListed) omitted += 1;
    else listed.push({ line: rows.lineOf(row), ...(label && { cell: label.cell }), actual, predicted, probability });
  }
  if (output) await writeClasses(output, rows, column, classify);
  return { kind: 'classes', rows: listed, omitted };
};
