import type { NetworkPlan } from '../networkPlan.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import type { SequenceSource, SequenceTargets } from '../../compute/source.ts';
import { expect, inputSizeOf, paddingOf } from './checkSource.ts';
import { loadRagged } from './loadRagged.ts';
import { SequenceStage } from './sequenceStage.ts';
import { copyTargets, countSequences } from './sequenceTargets.ts';
import type { LoadedSource } from './sourceTables.ts';

/** See `loadSource`. */
export const loadSequences = (
  memory: SharedMemory,
  source: SequenceSource<SequenceTargets>,
  plan: NetworkPlan,
): LoadedSource => {
  const { steps, vocabulary } = source;
  const { shape, batchSize } = plan;
  expect('vocabulary', vocabulary, inputSizeOf(plan));
  expect('steps', steps, plan.steps);
  if (shape.everyStep) throw new Error('The data has one answer a sequence, the network predicts one at every step.');
  const rows = countSequences(source, plan);
  const padding = paddingOf(shape.input);
  const { tables, stage } = loadRagged(memory, source, rows, { ahead: 0, padding }, batchSize);
  const common = {
    ...{ kind: 'sequences' as const, padding: padding ?? 0, first: 0, endOfInputs: rows, endOfTargets: rows },
    ...tables,
  };
  if (!stage) return { tables: { ...common, ...copyTargets(memory, source) } };
  const whole = new SequenceStage(memory, stage, source, batchSize);
  return { tables: { ...common, ...whole.targets }, stage: whole };
};
