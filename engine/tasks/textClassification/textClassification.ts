import { count } from '../../words/count.ts';
import type { ColumnSummary } from '../../protocol.ts';
import type { NetworkShape } from '../../network/networkShape.ts';
import { compareParts } from '../compareParts.ts';
import { clamp } from '../config/completion.ts';
import { harmlessInTables } from '../config/harmlessInTables.ts';
import { classReport } from '../labels/classReport.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { predictLabels } from '../labels/predictLabels.ts';
import { embedding, pooling } from '../search/dimension.ts';
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
    ...harmlessInTables,
    'data.lowercase': [false],
    'model.embeddingSize': [0],
    'training.classWeights': ['none'],
    'training.labelSmoothing': [0],
  },
  ownFields: ['model.embeddingSize', 'training.classWeights', 'training.labelSmoothing'],
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
    // Chosen on validation splits of messages, reviews, sentences and names.
    sizes: ({ shape }) => ({
      hiddenSize: 64,
      numLayers: 1,
      embeddingSize: 32,
      bidirectional: true,
      pool: 'max',
      inputDropout: isAlphabet(shape) ? 0.2 : 0.5,
      outputDropout: 0.5,
    }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: ({ examples }) => clamp(2 ** Math.round(Math.log2(examples / 80)), 8, 128),
    longest: 90,
    enoughUpdates: 6000,
    fewest: 6,
    most: 40,
  },
  shorterWay: 'a shorter data.maxLength',

  recognise,
  complete: (config, file) => completeTextClasses(config, ...requireTable(file, describeTextClassification)),
  prepare: prepareTexts,
  encode: encodeTextsOfFile,
  sizesOf: ({ config: { data }, codec }) => ({ shape: shapeOf(codec), steps: data.maxLength, ...weightsOf(codec) }),
  varied: ({ model }) => [...pooling, ...embedding(model)],
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
function recognise(columns: readonly ColumnSummary[], rows: number): Recognition | undefined {
  const found = findTextAndLabel(columns, rows);
  if (!found) return undefined;
  const { text, label } = found;
  const isSeries = columns.some(({ type }) => type === 'timestamp') && columns.some(({ type }) => type === 'number');
  const words = `${Math.round(text.meanCharacters ?? 0)} characters on average`;
  return {
    certainty: isSeries ? 0.5 : 0.85,
    why: `'${text.name}' holds texts (${words}), '${label.name}' looks like their label with ${count(label.distinct ?? 0, 'class', 'classes')}.`,
  };
}

/** Few symbols are characters rather than words. */
function isAlphabet({ input }: NetworkShape): boolean {
  return input.kind === 'symbols' && input.vocabulary < 300;
}
