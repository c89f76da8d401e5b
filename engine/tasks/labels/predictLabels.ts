import { describeNonsense } from '../../words/describeNonsense.ts';
import { InputError } from '../../errors.ts';
import type { Alternative, PredictParams, PredictedCell, PredictedRow, Prediction } from '../../protocol.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { predictAll, predictionBatchSize } from '../predictAll.ts';
import { mostListed } from '../mostListed.ts';
import type { EncodedFile } from '../preparedData.ts';
import type { Predicted } from '../task.ts';
import type { LabelCodec, LabelData } from './labelCodec.ts';
import { rankClasses } from './rankClasses.ts';

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
  const { means } = predictAll(session, classes, examples, predictionBatchSize);
  const [label] = rows.targets;
  const classify = (row: number): Alternative & Required<Pick<PredictedCell, 'alternatives'>> => {
    const [first, ...others] = rankClasses(means.subarray(row * classes, (row + 1) * classes), labels);
    if (!first || !Number.isFinite(first.probability)) {
      throw new InputError(describeNonsense(`the probability that it gives line ${rows.lineOf(row)}`), { file });
    }
    return { ...first, alternatives: others };
  };

  const column = model.config.data.label;
  const { out, emptyOnly = false } = params;
  const most = mostListed(params);
  const listed: PredictedRow[] = [];
  let omitted = 0;
  for (let row = 0; row < rows.count; row++) {
    if (rows.hasInputs?.(row) === false) continue;
    const actual = label?.textAt(row) ?? '';
    if (emptyOnly && actual !== '') continue;
    const predicted = classify(row);
    if (label && actual === predicted.text) continue;
    if (listed.length === most) omitted += 1;
    else {
      const cell = { column, ...(label && { cell: label.cell }), actual, ...predicted };
      listed.push({ line: rows.lineOf(row), cells: [cell] });
    }
  }
  const prediction: Prediction = { rows: listed, omitted, tooEarly: [], rowsNeeded: 0, next: [] };
  if (out === undefined) return { prediction };
  return {
    prediction,
    table: {
      header: ['line', ...(rows.group ? [rows.group.column] : []), column, `${column}_predicted`, 'probability'],
      count: rows.count,
      cellsOf: (row) => {
        const group = rows.group ? [rows.group.nameOf(row)] : [];
        const known = [rows.lineOf(row), ...group, label?.textAt(row) ?? ''];
        if (rows.hasInputs?.(row) === false) return [...known, '', ''];
        const { text, probability } = classify(row);
        return [...known, text, probability.toFixed(4)];
      },
      rest: [],
    },
  };
};
