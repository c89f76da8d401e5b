import { count } from '../../count.ts';
import type { ColumnSummary } from '../../protocol.ts';
import { compareParts } from '../compareParts.ts';
import { classReport } from '../labels/classReport.ts';
import { predictLabels } from '../labels/predictLabels.ts';
import { usualBatchSize } from '../networkDefaults.ts';
import { requireTable } from '../requireTable.ts';
import type { Recognition, Task } from '../task.ts';
import { completeTextClasses } from './completeTextClasses.ts';
import { describeTextClassification } from './describeTextClassification.ts';
import { findTextAndLabel } from './findTextAndLabel.ts';
import { predictOneText } from './predictOneText.ts';
import { encodeTextsOfFile, prepareTexts } from './prepareTexts.ts';
import { shapeOf } from './shapeOf.ts';
import { type TextClassCodec, textClassCodecSchema } from './textClassCodec.ts';
import { type TextClassData, textClassDataSchema, textClassFields } from './textClassFields.ts';

/** A text to its label. */
export const textClassification: Task<TextClassData, TextClassCodec> = {
  name: describeTextClassification.name,
  description: describeTextClassification,
  fields: textClassFields,
  harmless: {
    'data.delimiter': [','],
    'data.comment': ['#'],
    'data.missingValues': [[]],
    'data.lowercase': [false],
    'model.embeddingSize': [0],
  },
  ownFields: ['model.embeddingSize'],
  dataSchema: textClassDataSchema,
  codecSchema: textClassCodecSchema,
  codecFaults: ({ unit, lowercase }, codec) => [
    ...compareParts('unit', [codec.unit], [unit]),
    ...compareParts('lowercase', [codec.lowercase], [lowercase]),
  ],
  reads: describeTextClassification.reads,
  everyStep: describeTextClassification.everyStep,
  losses: describeTextClassification.losses,
  defaults: {
    sizes: () => ({ hiddenSize: 64, numLayers: 1, embeddingSize: 64 }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: usualBatchSize,
    longest: 90,
    enoughUpdates: 2000,
    fewest: 4,
    most: 40,
  },
  shorterWay: 'a shorter data.maxLength',

  recognise,
  complete: (config, file) => completeTextClasses(config, ...requireTable(file, describeTextClassification)),
  prepare: prepareTexts,
  encode: encodeTextsOfFile,
  sizesOf: ({ config: { data }, codec }) => ({ shape: shapeOf(codec), steps: data.maxLength }),
  predict: predictLabels,
  predictText: predictOneText,
  plot: classReport,
  describeDemand: ({ input, outputSize }) =>
    `The texts have ${input.kind === 'symbols' ? input.vocabulary : 0} words or characters and ${outputSize} classes, ` +
    'which data.text, unit, minCount and label decide.',
  describeOrder: () => 'words or characters are numbered by how often they stand in the training texts',
  misfitOf: ({ tokens }, other) =>
    tokens.join('\0') === other.tokens.join('\0')
      ? undefined
      : 'was trained on other words than these texts have; its weights would mean something else',
};

/** A column of texts beside one of few classes. Beside a time and numbers, texts are notes rather than what is learned. */
function recognise(columns: readonly ColumnSummary[]): Recognition | undefined {
  const found = findTextAndLabel(columns);
  if (!found) return undefined;
  const { text, label } = found;
  const isSeries = columns.some(({ type }) => type === 'timestamp') && columns.some(({ type }) => type === 'number');
  const words = `${Math.round(text.meanCharacters ?? 0)} characters on average`;
  return {
    certainty: isSeries ? 0.5 : 0.85,
    why: `'${text.name}' holds texts (${words}), '${label.name}' looks like their label with ${count(label.distinct ?? 0, 'class', 'classes')}.`,
  };
}
