import type { SharedMemory } from '../../compute/memory.ts';
import type { SequenceTargets, VectorSource } from '../../compute/source.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { expect, inputSizeOf } from './checkSource.ts';
import { countSequences } from './sequenceTargets.ts';
import type { LoadedSource } from './sourceTables.ts';
import { VectorStage } from './vectorStage.ts';

/** See `loadSource`. Only a batch of them is in shared memory at a time, wherever the rest lies. */
export const loadVectors = (
  memory: SharedMemory,
  source: VectorSource<SequenceTargets>,
  plan: NetworkPlan,
): LoadedSource => {
  const { values, starts, steps, size } = source;
  const { shape, batchSize } = plan;
  if (shape.input.kind !== 'numbers') throw new Error('The data has sequences of numbers, the network reads symbols.');
  expect('values a step', size, inputSizeOf(plan));
  expect('steps', steps, plan.steps);
  if (shape.everyStep) throw new Error('The data has one answer a sequence, the network predicts one at every step.');
  const rows = countSequences(source, plan);
  expect('starts', starts.length, rows + 1);
  expect('values', values.byteLength / 4, (starts[rows] ?? NaN) * size);
  for (let row = 0; row < rows; row++) {
    if (!((starts[row + 1] ?? NaN) > (starts[row] ?? NaN))) throw new Error(`Sequence ${row} has no steps.`);
  }
  const stage = new VectorStage(memory, source, batchSize);
  const tables = {
    ...{ kind: 'rows' as const, columns: size, first: 0, endOfInputs: rows, endOfTargets: rows },
    ...{ values: stage.values, lengths: stage.lengths, ...stage.targets },
  };
  return { tables, stage };
};
