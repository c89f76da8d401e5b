import { count } from '../../words/count.ts';
import type { ColumnSummary } from '../../protocol.ts';
import { compareParts } from '../compareParts.ts';
import { usualBatchSize } from '../config/networkDefaults.ts';
import { requireTable } from '../requireTable.ts';
import type { Recognition, Task } from '../task.ts';
import { type ClassCodec, classCodecSchema } from './classCodec.ts';
import { classDataSchema, classFields, type ClassificationData } from './classFields.ts';
import { completeClasses } from './completeClasses.ts';
import { describeClassification } from './describeClassification.ts';
import { findLabel } from './findLabel.ts';
import { classReport } from '../labels/classReport.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { predictLabels } from '../labels/predictLabels.ts';
import { encodeClassFile, prepareClasses } from './prepareClasses.ts';

/** A row of numbers, read as a sequence, to its label. */
export const classification: Task<ClassificationData, ClassCodec> = {
  name: describeClassification.name,
  formerName: describeClassification.formerName,
  description: describeClassification,
  fields: classFields,
  harmless: {
    'data.delimiter': [','],
    'data.comment': ['#'],
    'data.missingValues': [[]],
    'data.scaling': ['standard', 'none'],
    'training.classWeights': ['none'],
  },
  ownFields: ['training.classWeights'],
  dataSchema: classDataSchema,
  codecSchema: classCodecSchema,
  codecFaults: (data, { inputs }) =>
    compareParts(
      'inputs',
      inputs.map(({ column }) => column),
      data.inputs,
    ),
  reads: describeClassification.reads,
  everyStep: describeClassification.everyStep,
  losses: describeClassification.losses,
  defaults: {
    sizes: () => ({ hiddenSize: 64, numLayers: 1, embeddingSize: 0 }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: usualBatchSize,
    longest: 90,
    enoughUpdates: 4000,
    fewest: 5,
    most: 150,
  },
  shorterWay: 'more values a step (data.stepSize)',

  recognise,
  complete: (config, file) => completeClasses(config, ...requireTable(file, describeClassification)),
  prepare: prepareClasses,
  encode: encodeClassFile,
  sizesOf: ({ config: { data }, codec }) => ({
    shape: {
      input: { kind: 'numbers', size: data.stepSize },
      outputSize: codec.labels.length,
      everyStep: false,
    },
    steps: codec.inputs.length / data.stepSize,
    ...weightsOf(codec),
  }),
  predict: predictLabels,
  plot: classReport,
  lengthsFrom: (wanted, { data }, { inputs }) => {
    if (wanted.data?.['stepSize'] !== undefined || inputs === undefined) return undefined;
    return inputs <= data.inputs.length && inputs !== data.stepSize ? { stepSize: inputs } : undefined;
  },
  describeDemand: ({ input, outputSize }) =>
    `The data has ${input.kind === 'numbers' ? input.size : 0} inputs a step and ${outputSize} outputs, which ` +
    'data.inputs and stepSize decide.',
  describeOrder: ({ inputs }) => `inputs are, in this order, ${inputs.map(({ column }) => column).join(', ')}`,
};

/** A table whose rows end in a class after many numbers. */
function recognise(columns: readonly ColumnSummary[]): Recognition | undefined {
  const label = findLabel(columns);
  if (!label) return undefined;
  const others = columns.filter(({ name, type }) => type === 'number' && name !== label.name).length;
  const classes = label.distinct === undefined ? '' : ` with ${count(label.distinct, 'class', 'classes')}`;
  return {
    certainty: 0.8,
    why: `'${label.name}' looks like a label${classes}, the ${count(others, 'other number')} of a row like a sequence.`,
  };
}
