import { describe, expect, test } from 'vitest';
import type { PairSource, Source } from '../../../../../engine/compute/source.ts';
import { planNetwork } from '../../../../../engine/network/plan.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { BatchReader } from '../../../../../engine/network/sources/batchReader.ts';
import { loadSource } from '../../../../../engine/network/sources/loadSource.ts';
import { optionsOf, pairSource, ragged, sources, steps, targets, targetSteps, vocabulary } from '../decoder/pairs.ts';
import { foundKernels } from '../everyBackend.ts';
import { sequenceSource } from '../sequences.ts';
import { modelOf } from '../sessionOptions.ts';
import { Workbench } from '../workbench.ts';

const options = optionsOf({ encoder: {}, decoder: {} });

test('a thread reads sources and targets each as long as its longest lane, and nothing is to be foretold past an end', () => {
  const { kernels, memory } = Workbench.create(foundKernels.at(-1)!);
  const { training, network } = options;
  const plan = planNetwork(memory, kernels.panel, { network: network!, training, steps, targetSteps });
  const shard = plan.shards[0]!;
  const reader = new BatchReader(kernels, memory.memory, plan, shard);
  reader.source = loadSource(memory, pairSource(), plan).tables;
  memory.integers(plan.examples, 4).set([0, 4, 5, 1]);
  const read = (first: number, count: number) => {
    const lanes = { first, count };
    const source = reader.lengths(lanes);
    const target = reader.targetLengths(lanes)!;
    reader.inputs(lanes, source);
    reader.targetInputs(lanes, target);
    return {
      lengths: [...memory.integers(source.lengths!, count)],
      targetLengths: [...memory.integers(target.lengths!, count)],
      ids: [...memory.integers(shard.ids!, source.T * count)],
      read: [...memory.integers(shard.decoder!.ids, target.T * count)],
      foretold: [...memory.integers(shard.head.targetIds, target.T * count)],
    };
  };
  expect(read(0, 1)).toEqual({
    ...{ lengths: [3], targetLengths: [2], ids: [3, 1, 2], read: [4, 1], foretold: [1, 5] },
  });
  // The second target is cut after four steps, the third is not known.
  expect(read(1, 3)).toEqual({
    ...{ lengths: [2, 1, 1], ids: [2, 4, 5, 2, 0, 0], targetLengths: [4, 0, 1] },
    read: [4, 0, 4, 3, 0, 0, 0, 0, 0, 1, 0, 0],
    foretold: [3, -1, 5, 0, -1, -1, 1, -1, -1, 2, -1, -1],
  });
});

describe('what is refused of pairs, with the reason', () => {
  const load = async (source: Source, more: Partial<typeof options> = {}): Promise<void> => {
    const session = await Session.create({ ...options, ...more });
    try {
      session.load(source);
    } finally {
      await session.dispose();
    }
  };
  const good = pairSource();
  const withSource = (changes: Partial<PairSource['source']>): PairSource => ({
    ...good,
    source: { ...good.source, ...changes },
  });
  const withTarget = (changes: Partial<PairSource['target']>): PairSource => ({
    ...good,
    target: { ...good.target, ...changes },
  });
  const few = ragged(targets.slice(1), { steps: targetSteps, vocabulary: 6 });
  test.each([
    ['another vocabulary', withSource({ vocabulary: 8 }), 'vocabulary 8, the network 7'],
    ['another longest source', withSource({ steps: 6 }), 'steps 6, the network 5'],
    ['another target vocabulary', withTarget({ vocabulary: 7 }), 'target vocabulary 7, the network 6'],
    ['another longest target', withTarget({ steps: 5 }), 'target steps 5, the network 4'],
    ['fewer targets than sources', { ...good, target: few }, 'starts 7, the network 8'],
    ['a symbol too large', withTarget({ ids: new Uint16Array(23).fill(6) }), 'symbol 6 where the network knows 6'],
    ['an empty source', pairSource([[], ...sources.slice(1)]), 'Sequence 0 has no symbols'],
    ['texts with classes', sequenceSource(), 'the data has no such pairs'],
  ] as const)('%s', async (_, source, message) => {
    await expect(load(source)).rejects.toThrow(message);
  });

  test('a network without a decoder', async () => {
    const { network: _, targetSteps: __, ...plain } = options;
    const session = await Session.create({ ...plain, model: modelOf({ embeddingSize: 2 }) });
    expect(() => {
      session.load(good);
    }).toThrow('no decoder');
    expect(() => {
      session.encode(Int32Array.of(0));
    }).toThrow('no decoder');
    await session.dispose();
  });

  test('a network that reads numbers', async () => {
    const [, ...layers] = options.network!.encoder;
    const network = { ...options.network!, input: { kind: 'numbers', size: vocabulary } as const, encoder: layers };
    await expect(load(good, { network })).rejects.toThrow('the network reads numbers');
  });

  test('an empty source is read as the padding, where the network knows one', async () => {
    const network = { ...options.network!, input: { kind: 'symbols', vocabulary, padding: 0 } as const };
    const session = await Session.create({ ...options, network });
    session.initialise(1);
    session.load(
      pairSource(
        [[], [0]],
        [
          [4, 1, 5],
          [4, 1, 5],
        ],
      ),
    );
    const [empty, padded] = [0, 1].map((one) => session.evaluate(Int32Array.of(one), { carryState: false }));
    expect(empty).toEqual(padded);
    await session.dispose();
  });
});
