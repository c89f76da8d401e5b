import type { NetworkPlan } from '../networkPlan.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import type { SequenceSource } from '../../compute/source.ts';
import { checkBelow, expect, inputSizeOf, paddingOf } from './checkSource.ts';
import { copyIntegers } from './copyData.ts';
import { loadRagged } from './loadRagged.ts';
import { SequenceStage } from './sequenceStage.ts';
import type { LoadedSource } from './sourceTables.ts';

/** See `loadSource`. */
export const loadSequences = (memory: SharedMemory, source: SequenceSource, plan: NetworkPlan): LoadedSource => {
  const { steps, vocabulary, labels, classes } = source;
  const { shape, batchSize } = plan;
  expect('vocabulary', vocabulary, inputSizeOf(plan));
  expect('steps', steps, plan.steps);
  expect('classes', classes, shape.outputSize);
  if (shape.everyStep) throw new Error('The data has one class a sequence, the network predicts one at every step.');
  checkBelow(labels, classes, 'class');
  const rows = labels.length;
  const padding = paddingOf(shape.input);
  const { tables, stage } = loadRagged(memory, source, rows, { ahead: 0, padding }, batchSize);
  const common = {
    ...{ kind: 'sequences' as const, padding: padding ?? 0, first: 0, endOfInputs: rows, endOfTargets: rows },
    ...tables,
  };
  if (!stage) return { tables: { ...common, labels: copyIntegers(memory, labels) } };
  const labelled = new SequenceStage(memory, stage, labels, batchSize);
  return { tables: { ...common, labels: labelled.labels }, stage: labelled };
};
