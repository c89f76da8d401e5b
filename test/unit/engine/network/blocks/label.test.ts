import { expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import type { NetworkShape } from '../../../../../engine/network/networkShape.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { affine, largestError, type Values } from '../reference.ts';
import { runReference } from '../referenceNetwork.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';

const [T, B, V, E, H, labels] = [4, 3, 7, 5, 6, 3];
const ids = Uint16Array.from({ length: 60 }, (_, i) => (i * i + 2) % V);
const told = Uint16Array.from({ length: 60 }, (_, i) => Math.floor(i / 4) % labels);
const source: SymbolSource = { kind: 'symbols', ids, vocabulary: V, told: { ids: told, count: labels } };
const shape: NetworkShape = { input: { kind: 'symbols', vocabulary: V, labels }, outputSize: V, everyStep: true };
const model = modelOf({ cell: 'gru', hiddenSize: H, embeddingSize: E });
const options: SessionOptions = {
  ...{ shape, model, steps: T },
  training: trainingOf({ loss: 'crossEntropy', batchSize: B }),
};
const examples = Int32Array.of(2, 13, 30);

/** Loss, logits of each step and lane, and gradients: the vector of a symbol and that of the label of what follows it are added. */
const runLabelled = (parameters: ReadonlyMap<string, Values>) => {
  const of = (name: string): Values => parameters.get(name)!;
  const at = (t: number, b: number): number => examples[b]! + t;
  const x = Array.from({ length: T }, (_, t) =>
    Array.from({ length: B * E }, (_, i) => {
      const place = at(t, Math.floor(i / E));
      return of('embedding.weight')[ids[place]! * E + (i % E)]! + of('label.weight')[told[place + 1]! * E + (i % E)]!;
    }),
  );
  const layers = new Map([...parameters].map(([name, values]) => [name.replace('rnn.', ''), values]));
  const run = runReference({ model, B, x, parameters: layers, states: new Map() });
  const slopes = new Float64Array(run.outputs.length);
  const logits: number[][] = [];
  let lossSum = 0;
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < B; b++) {
      const from = (t * B + b) * H;
      const scores = [...affine(of('head.weight'), run.outputs.slice(from, from + H), of('head.bias'))];
      const mass = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      const next = ids[at(t, b) + 1]!;
      lossSum += Math.log(mass) - scores[next]!;
      logits.push(scores);
      for (let h = 0; h < H; h++) {
        scores.forEach((score, id) => {
          slopes[from + h]! += (Math.exp(score) / mass - (id === next ? 1 : 0)) * of('head.weight')[id * H + h]!;
        });
      }
    }
  }
  const below = run.gradients(slopes).get('x')!;
  const vectors = { embedding: new Float64Array(V * E), label: new Float64Array(labels * E) };
  below.forEach((slope, i) => {
    const place = at(Math.floor(i / E / B), Math.floor(i / E) % B);
    vectors.embedding[ids[place]! * E + (i % E)]! += slope;
    vectors.label[told[place + 1]! * E + (i % E)]! += slope;
  });
  return { lossSum, logits, vectors };
};

onEveryBackend((kernels) => {
  const start = async (): Promise<Session> => {
    const session = await Session.create({ ...options, kernels });
    session.initialise(4);
    session.load(source);
    return session;
  };

  test('a network told the label of what follows: loss and gradients of its vectors agree with plain loops within 1e-5', async () => {
    const session = await start();
    const before = new Map(
      [...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]),
    );
    const { lossSum, logits, vectors } = runLabelled(before);
    const loss = session.accumulate(examples, fresh);
    expect(Math.abs(loss.lossSum / lossSum - 1)).toBeLessThan(1e-5);
    expect(session.evaluate(examples, fresh)).toEqual(loss);
    // One symbol after another, each with its label.
    session.resetFeed();
    for (let t = 0; t < T; t++) {
      const place = examples[1]! + t;
      expect(largestError(session.feed(ids[place]!, told[place + 1]), logits[t * B + 1]!)).toBeLessThan(1e-5);
    }
    session.update(1, updateOf({}));
    for (const name of ['embedding', 'label'] as const) {
      const { values } = session.readParameters().get(`${name}.weight`)!;
      const moved = values.map((value, i) => before.get(`${name}.weight`)![i]! - value);
      expect(largestError(moved, vectors[name]), name).toBeLessThan(1e-5);
    }
    await session.dispose();
  });
});

test('labels that are not there, or are none of those known, are refused', async () => {
  const session = await Session.create(options);
  expect(() => session.load({ kind: 'symbols', ids, vocabulary: V })).toThrow('labels');
  expect(() => session.load({ ...source, told: { ids: told.map((id) => id + 1), count: labels } })).toThrow('label');
  session.load(source);
  expect(() => session.feed(0, labels)).toThrow('There is no label 3.');
  await session.dispose();
  const { encoder } = networkOf(shape, model, 'crossEntropy');
  expect(encoder.map(({ name }) => name)).toEqual(['embedding', 'label', 'rnn']);
});
