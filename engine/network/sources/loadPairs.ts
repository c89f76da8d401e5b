import type { SharedMemory } from '../../compute/memory.ts';
import type { PairSource } from '../../compute/source.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { expect, inputSizeOf, paddingOf } from './checkSource.ts';
import { PairStage } from './pairStage.ts';
import { loadRagged } from './loadRagged.ts';
import type { LoadedSource, SourceTables } from './sourceTables.ts';

/** See `loadSource`. */
export const loadPairs = (memory: SharedMemory, { source, target }: PairSource, plan: NetworkPlan): LoadedSource => {
  const { shape, decoder, batchSize } = plan;
  if (!decoder) throw new Error('The data has a sequence for each sequence, and the network no decoder to put it out.');
  if (shape.input.kind !== 'symbols') throw new Error('The data has sequences of symbols, the network reads numbers.');
  expect('vocabulary', source.vocabulary, inputSizeOf(plan));
  expect('steps', source.steps, plan.steps);
  expect('target vocabulary', target.vocabulary, decoder.input.vocabulary);
  expect('symbols to put out', target.vocabulary, shape.outputSize);
  expect('target steps', target.steps, decoder.steps);
  const rows = source.starts.length - 1;
  const padding = paddingOf(shape.input);
  const below = loadRagged(memory, source, rows, { ahead: 0, padding }, batchSize);
  const above = loadRagged(memory, target, rows, { ahead: 1, padding: undefined }, batchSize);
  const tables: SourceTables = {
    ...{ kind: 'pairs' as const, first: 0, endOfInputs: rows, endOfTargets: rows },
    ...{ ...below.tables, padding: padding ?? 0 },
    target: { ...above.tables, padding: paddingOf(decoder.input) ?? 0 },
  };
  if (below.stage && above.stage) return { tables, stage: new PairStage(below.stage, above.stage) };
  if (below.stage ?? above.stage) {
    throw new Error('Of pairs, sources and targets both lie in memory or both in files.');
  }
  return { tables };
};
