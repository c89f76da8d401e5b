import { describe, expect, test } from 'vitest';
import { flowsOf, layOutParameters } from '../../../../../engine/network/networkFlows.ts';
import { networkSchema } from '../../../../../engine/network/networkSchema.ts';
import type { NetworkSpec } from '../../../../../engine/network/networkSpec.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { networkOfPair, optionsOf, type Pair, targetVocabulary } from './pairs.ts';

const pair: Pair = { encoder: { cell: 'lstm', bidirectional: true }, decoder: { cell: 'lstm' } };
const network = networkOfPair(pair);
const [embedding, layers] = network.encoder;
const decoder = network.decoder!;
const [vectors, stack] = decoder.blocks;

test('the parameters stand in the order of encoder, bridge, decoder and output layer, by their names', () => {
  const places = layOutParameters(network, 8);
  const named = new Map(places.map(({ name, shape }) => [name, shape]));
  const firsts = [
    'embedding.weight',
    'rnn.weight_ih_l0',
    'bridge.weight_h_l0',
    'target.weight',
    'decoder.weight_ih_l0',
    'head.weight',
  ];
  expect([...named.keys()].filter((name) => firsts.includes(name))).toEqual(firsts);
  expect([...named.keys()].filter((name) => name.startsWith('bridge.'))).toEqual([
    ...['bridge.weight_h_l0', 'bridge.bias_h_l0', 'bridge.weight_c_l0', 'bridge.bias_c_l0'],
  ]);
  expect(named.get('bridge.weight_h_l0')).toEqual([5, 10]);
  expect(named.get('bridge.bias_c_l0')).toEqual([5]);
  expect(named.get('head.weight')).toEqual([targetVocabulary, 5]);
});

describe('a decoder that cannot be is refused, with the reason', () => {
  const withEncoder = (...encoder: unknown[]): NetworkSpec => ({
    ...network,
    encoder: encoder as NetworkSpec['encoder'],
  });
  const withBlocks = (...blocks: unknown[]): NetworkSpec => ({
    ...network,
    decoder: { ...decoder, blocks: blocks as NonNullable<NetworkSpec['decoder']>['blocks'] },
  });
  test.each([
    ['an encoder without layers', withEncoder(embedding), 'the encoder has no such layers'],
    [
      'a pool above the encoder',
      withEncoder(embedding, layers, { block: 'pool', name: 'pool', by: 'last' }),
      'nothing reads pool above it',
    ],
    [
      'a projection above the encoder',
      withEncoder(embedding, layers, { block: 'project', name: 'up', size: 2, activation: 'none' }),
      'nothing reads up above it',
    ],
    ['no layers', withBlocks(vectors), 'one stack of recurrent layers, and not 0'],
    [
      'two stacks',
      withBlocks(vectors, stack, { ...stack, name: 'second' }),
      'one stack of recurrent layers, and not 2',
    ],
    ['both directions', withBlocks(vectors, { ...stack, bidirectional: true }), 'decoder cannot read backwards'],
    [
      'learned first states',
      withBlocks(vectors, { ...stack, initialState: 'learned' }),
      'The first states of decoder are the encoder',
    ],
    ['a name that the encoder has', withBlocks(vectors, { ...stack, name: 'rnn' }), 'Two blocks have the name rnn'],
    ['a name of the head', withBlocks({ ...vectors, name: 'head' }, stack), 'Two blocks have the name head'],
    [
      'an attention above the encoder',
      withEncoder(embedding, layers, { block: 'attend', name: 'attention', score: 'multiplicative', size: 3 }),
      'attention has no encoder whose steps it could read',
    ],
    [
      'an attention of symbols',
      withBlocks({ block: 'attend', name: 'attention', score: 'multiplicative', size: 3 }, vectors, stack),
      'attention has no encoder whose steps it could read',
    ],
    [
      'a padding that is none of its symbols',
      { ...network, decoder: { ...decoder, input: { ...decoder.input, padding: 9 } } },
      'Padding 9 is none of the 6 symbols',
    ],
    [
      'an output layer of other vectors',
      { ...network, head: { ...network.head, sharesEmbedding: true } },
      'reads 5 values and shares the weight of an embedding of 4',
    ],
  ])('%s', (_, spec, message) => {
    expect(() => flowsOf(spec)).toThrow(message);
  });

  test('a session that is not told the most steps of a target', async () => {
    const { targetSteps: _, ...options } = optionsOf(pair);
    await expect(Session.create(options)).rejects.toThrow('the most steps of a target');
  });
});

describe('the decoder in a model file', () => {
  test.each([undefined, { score: 'additive', size: 5, units: 4 }, { score: 'multiplicative', size: 5 }] as const)(
    'comes back as it was, with attention %j',
    (attention) => {
      const attending = networkOfPair({ ...pair, ...(attention && { attention }) });
      expect(networkSchema.parse(JSON.parse(JSON.stringify(attending)))).toEqual(attending);
    },
  );

  test('is refused where additive attention has no units', () => {
    expect(() => layOutParameters(networkOfPair({ ...pair, attention: { score: 'additive', size: 5 } }), 8)).toThrow(
      'The attention of attention has no units.',
    );
  });

  test.each([
    ['a pool', { ...decoder, blocks: [...decoder.blocks, { block: 'pool', name: 'pool', by: 'last' }] }],
    ['numbers', { ...decoder, input: { kind: 'numbers', size: 3 } }],
    ['no blocks', { ...decoder, blocks: [] }],
    ['a word that it does not know', { ...decoder, attention: true }],
  ])('with %s is refused at its place', (_, wrong) => {
    const { error } = networkSchema.safeParse({ ...network, decoder: wrong });
    expect(error?.issues.every(({ path }) => path[0] === 'decoder')).toBe(true);
  });
});
