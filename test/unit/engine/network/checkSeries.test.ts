import { expect, test } from 'vitest';
import { flowsOf } from '../../../../engine/network/networkFlows.ts';
import { networkOf } from '../../../../engine/network/networkOf.ts';
import { networkSchema } from '../../../../engine/network/networkSchema.ts';
import type { EncoderSpec, NetworkSpec } from '../../../../engine/network/networkSpec.ts';
import { Session } from '../../../../engine/network/session.ts';
import { modelOf, trainingOf } from './sessionOptions.ts';

const series = { window: 12, horizon: 6, numbers: [0, 1, 3], targets: [3, 0] };
const shape = { input: { kind: 'numbers' as const, size: 4 }, outputSize: 12, everyStep: false, series };
const model = modelOf({ decoding: 'segments', segmentLength: 3, channels: 'apart', normalisation: 'instance' });
const network = networkOf(shape, model, 'huber');

/** The network with one of its blocks changed. */
const withBlock = (block: EncoderSpec['block'], change: object): NetworkSpec => ({
  ...network,
  encoder: network.encoder.map((spec) => (spec.block === block ? { ...spec, ...change } : spec)),
});

test('a network by segments is plain data that its schema takes as it is', () => {
  expect(networkSchema.parse(JSON.parse(JSON.stringify(network)))).toEqual(network);
  expect(network.encoder.map(({ block }) => block)).toEqual(['normalise', 'segments', 'restore']);
  expect(flowsOf(network).top).toMatchObject({ size: 12, isEveryStep: false });
});

test('options that ask for what cannot be describe the network of before them', () => {
  const plain = networkOf(shape, modelOf({}), 'huber');
  const broken = networkOf(shape, modelOf({ decoding: 'segments', segmentLength: 5 }), 'huber');
  const unread = { ...shape, series: { ...series, targets: [-1, 0] } };
  expect([broken, networkOf(unread, model, 'huber'), networkOf(shape, model, 'gaussian').head.groups]).toEqual([
    plain,
    plain,
    2,
  ]);
});

test.each<[string, NetworkSpec, string]>([
  ['segments that do not end with the window', withBlock('segments', { window: 13 }), 'no whole number of segments'],
  ['a target twice', withBlock('segments', { targets: [3, 3] }), 'not each one of 4 values'],
  ['a target beyond the values', withBlock('segments', { targets: [3, 4] }), 'not each one of 4 values'],
  ['a column beyond them', withBlock('normalise', { columns: [0, 1, 4] }), 'has a column 4 of 4'],
  ['another level given back', withBlock('restore', { of: 'other' }), 'there is no such block'],
  ['gains that are not there', withBlock('normalise', { by: 'last' }), 'there is no such block'],
  ['a column that has no level', withBlock('restore', { targets: [0, 3] }), 'has a column 3 of 3'],
  ['another horizon given back', withBlock('restore', { horizon: 5 }), 'is for 10 values of the steps ahead'],
  ['other outputs', { ...network, head: { ...network.head, outputs: 11 } }, 'is given 12 outputs for 1 × 11'],
  ['a level taken off twice', { ...network, encoder: [network.encoder[0]!, ...network.encoder] }, 'levels off once'],
])('a network with %s is refused', (_, wrong, message) => {
  expect(() => flowsOf(wrong)).toThrow(message);
});

test('windows of another length than the network cuts are refused', async () => {
  const options = { shape, model, training: trainingOf({}), steps: 24 };
  await expect(Session.create(options)).rejects.toThrow('cuts windows of 12 steps, and examples have 24');
});
