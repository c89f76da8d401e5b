import { expect, test } from 'vitest';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { planNetwork } from '../../../../../engine/network/plan.ts';
import { BatchReader } from '../../../../../engine/network/sources/batchReader.ts';
import { loadSource } from '../../../../../engine/network/sources/loadSource.ts';
import { foundKernels } from '../everyBackend.ts';
import { classes, longest, sequenceSource, vocabulary } from '../sequences.ts';
import { modelOf, trainingOf } from '../sessionOptions.ts';
import { Workbench } from '../workbench.ts';

test('a thread reads as many steps as the longest of its lanes has, and padding past the end of the others', () => {
  const { kernels, memory } = Workbench.create(foundKernels.at(-1)!);
  const shape = {
    input: { kind: 'symbols', vocabulary, padding: 0 },
    outputSize: classes,
    everyStep: false,
  } as const;
  const training = trainingOf({ loss: 'crossEntropy', batchSize: 4 });
  const network = networkOf(shape, modelOf({ embeddingSize: 3 }), training.loss);
  const plan = planNetwork(memory, kernels.panel, { network, training, steps: longest });
  const shard = plan.shards[0]!;
  const reader = new BatchReader(kernels, memory.memory, plan, shard);
  reader.source = loadSource(memory, sequenceSource(), plan).tables;
  memory.integers(plan.examples, 4).set([4, 0, 3, 1]);
  const read = (first: number, count: number): { T: number; lengths: number[]; ids: number[]; labels: number[] } => {
    const lanes = { first, count };
    const { T, lengths } = reader.lengths(lanes);
    reader.inputs(lanes, { T, lengths });
    reader.targets(lanes);
    return {
      T,
      lengths: [...memory.integers(lengths!, count)],
      ids: [...memory.integers(shard.ids!, T * count)],
      labels: [...memory.integers(shard.head.targetIds, count)],
    };
  };
  expect(read(0, 1)).toEqual({ T: 6, lengths: [6], ids: [1, 2, 3, 4, 5, 6], labels: [2] });
  expect(read(1, 3)).toEqual({ T: 3, lengths: [3, 1, 1], ids: [3, 0, 5, 1, 0, 0, 2, 0, 0], labels: [2, 1, 0] });
});
