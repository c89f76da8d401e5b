import { count } from '../../words/count.ts';
import type { ColumnSummary } from '../../protocol.ts';
import type { Table } from '../../files/readTable.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import { compareParts } from '../compareParts.ts';
import { harmlessInNumbers } from '../config/harmlessInTables.ts';
import { usualBatchSize } from '../config/networkDefaults.ts';
import { requireTable } from '../requireTable.ts';
import { pooling } from '../search/dimension.ts';
import type { Recognition, Task } from '../task.ts';
import { type ClassCodec, classCodecSchema } from './classCodec.ts';
import { classDataSchema, classFields, type ClassificationData } from './classFields.ts';
import { completeClasses } from './completeClasses.ts';
import { describeClassification } from './describeClassification.ts';
import { findLabel } from './findLabel.ts';
import { explainClasses } from '../labels/explainClasses.ts';
import { classReport } from '../labels/classReport.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { predictLabels } from '../labels/predictLabels.ts';
import { encodeClassFile, prepareClasses } from './prepareClasses.ts';
import { findSequences, hasOneLabelEach } from './sequences/findSequences.ts';
import { longestOf } from '../sequences/longestOf.ts';

/** Steps beyond which the network reads both ways and looks at all steps at its end. */
const longSequence = 30;

/** A sequence of numbers, a row or several, to its label. */
export const classification: Task<ClassificationData, ClassCodec> = {
  name: describeClassification.name,
  formerName: describeClassification.formerName,
  description: describeClassification,
  fields: classFields,
  harmless: {
    ...harmlessInNumbers,
    'data.group': [null],
    'training.classWeights': ['none'],
    'training.labelSmoothing': [0],
  },
  ownFields: ['training.classWeights', 'training.labelSmoothing'],
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
    // Chosen on validation splits of series, outlines and digits: what is long says little at its last step.
    sizes: ({ steps }) => ({
      ...{ hiddenSize: 64, numLayers: 1, embeddingSize: 0 },
      ...(steps > longSequence && { bidirectional: true, pool: 'max' }),
    }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: usualBatchSize,
    longest: 90,
    enoughUpdates: 4000,
    fewest: 5,
    most: 400,
  },
  shorterWay: 'more values a step (data.stepSize)',

  recognise,
  complete: (config, file) => completeClasses(config, ...requireTable(file, describeClassification)),
  contradictions: (wanted, { data: { group } }) =>
    ['time', 'maxLength'].flatMap((field) => {
      const value = wanted.data?.[field];
      if (group !== null || value === undefined || value === null) return [];
      const message = `${field} ${JSON.stringify(value)} does nothing where each row is a sequence; leave it out, or name in data.group the column that says which sequence a row is a step of`;
      return [{ path: `data.${field}`, message }];
    }),
  prepare: prepareClasses,
  encode: encodeClassFile,
  sizesOf: ({ config: { data }, codec }) => ({
    shape: {
      input: { kind: 'numbers', size: data.stepSize },
      outputSize: codec.labels.length,
      everyStep: false,
    },
    steps: codec.steps ?? codec.inputs.length / data.stepSize,
    ...weightsOf(codec),
  }),
  varied: () => pooling,
  predict: predictLabels,
  plot: classReport,
  explain: ({ config: { data }, codec: { inputs } }, prepared) =>
    explainClasses(
      data.label,
      inputs.map(({ column }) => column),
      prepared,
    ),
  lengthsFrom: (wanted, { data }, { inputs }) => {
    if (wanted.data?.['stepSize'] !== undefined || inputs === undefined) return undefined;
    const fits = inputs <= data.inputs.length || data.group !== null;
    return fits && inputs !== data.stepSize ? { stepSize: inputs } : undefined;
  },
  describeDemand: ({ input, outputSize }) =>
    `The data has ${input.kind === 'numbers' ? input.size : 0} inputs a step and ${outputSize} outputs, which ` +
    'data.inputs and stepSize decide.',
  describeOrder: ({ inputs }) => `inputs are, in this order, ${inputs.map(({ column }) => column).join(', ')}`,
};

/** A table of sequences with a label each, or whose rows end in a class after many numbers. */
function recognise(columns: readonly ColumnSummary[], _: number, table: Table): Recognition | undefined {
  const found = findSequences(columns, table);
  if (found?.label !== undefined) {
    const { groups, label } = found;
    return hasOneLabelEach(table, groups, label) ? describeSequences(groups, label, columns) : undefined;
  }
  const label = findLabel(columns);
  if (!label) return undefined;
  const others = columns.filter(({ name, type }) => type === 'number' && name !== label.name).length;
  const classes = label.distinct === undefined ? '' : ` with ${count(label.distinct, 'class', 'classes')}`;
  return {
    certainty: 0.8,
    why: `'${label.name}' looks like a label${classes}, the ${count(others, 'other number')} of a row like a sequence.`,
  };
}

/** Surer than of a time beside numbers: what has a label for many rows together is no series. */
function describeSequences(groups: RowGroups, label: string, columns: readonly ColumnSummary[]): Recognition {
  const { distinct } = columns.find(({ name }) => name === label) ?? {};
  const classes = distinct === undefined ? '' : `, of ${count(distinct, 'class', 'classes')}`;
  const sequences = count(groups.count, 'sequence');
  const longest = count(longestOf(groups, { inputs: [label], stepSize: 1 }), 'row');
  return {
    certainty: 0.95,
    why: `The rows with the same '${groups.column.name}' are ${sequences} of up to ${longest}, each with one '${label}'${classes}.`,
  };
}
