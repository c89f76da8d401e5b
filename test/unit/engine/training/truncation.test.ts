import { expect, test } from 'vitest';
import { Session } from '../../../../engine/network/session.ts';
import type { RunConfig } from '../../../../engine/config.ts';
import type { PreparedData } from '../../../../engine/tasks/preparedData.ts';
import { laneOffset } from '../../../../engine/tasks/batches.ts';
import { startPosition, train } from '../../../../engine/training/trainer.ts';
import { modelOf, trainingOf } from '../network/sessionOptions.ts';
import { affine, lossOf, numericGradient, stepCell } from '../network/reference.ts';

const [V, H, k2] = [3, 4, 6];
const learningRate = 0.3;
const seed = 11;
const ids = Uint16Array.from({ length: 50 }, (_, i) => (i * i + (i >> 1)) % V);
const span = Int32Array.of(0, 50);
const oneHot = (id: number | undefined): number[] => Array.from({ length: V }, (_, i) => (i === id ? 1 : 0));

type State = Parameters<typeof stepCell>[3];
type Weights = Map<string, Float64Array>;

/** Loss sum of `length` symbols from `first` on, without the first `skip`, and the state after `keepAfter` of them. */
const pass = (p: Weights, first: number, length: number, skip: number, keepAfter: number, start: State) => {
  const at = (name: string): Float64Array => p.get(name) ?? new Float64Array();
  const layer = {
    weightIh: at('rnn.weight_ih_l0'),
    weightHh: at('rnn.weight_hh_l0'),
    biasIh: at('rnn.bias_ih_l0'),
    biasHh: at('rnn.bias_hh_l0'),
  };
  let [state, kept, loss] = [start, start, 0];
  for (let t = 0; t < length; t++) {
    state = stepCell('lstm', 'tanh', oneHot(ids[first + t]), state, layer);
    if (t + 1 === keepAfter) kept = state;
    if (t < skip) continue;
    const logits = affine(at('head.weight'), state.h, at('head.bias'));
    loss += lossOf('crossEntropy', 'none', logits, oneHot(ids[first + t + 1]), 1);
  }
  return { loss, kept };
};

/** Literature's TBPTT(k1, k2) on one lane: every k1 symbols one step down the gradient through the last k2. */
const plainTraining = (parameters: Weights, k1: number, carryState: boolean): number[] => {
  const zeros: State = { h: Array<number>(H).fill(0), c: Array<number>(H).fill(0) };
  const losses: number[] = [];
  let state = zeros;
  for (let first = laneOffset(span, k2, seed, 0); first + k2 < ids.length; first += k1) {
    const skip = losses.length === 0 ? 0 : k2 - k1;
    const start = carryState ? state : zeros;
    const run = () => pass(parameters, first, k2, skip, k1, start);
    const { loss, kept } = run();
    const gradients = [...parameters.values()].map((values) => numericGradient(values, () => run().loss));
    [...parameters.values()].forEach((values, i) => {
      values.forEach((value, j) => (values[j] = value - (learningRate * (gradients[i]?.[j] ?? NaN)) / (k2 - skip)));
    });
    losses.push(loss / (k2 - skip));
    state = kept;
  }
  return losses;
};

test.each([
  [6, true],
  [6, false],
  [2, true],
  [1, true],
  [4, false],
])(
  'an epoch of TBPTT(%i, 6), state carried: %s, is that of a plain loop: losses and weights within 1e-5',
  async (stepLength, carryState) => {
    const model = modelOf({ hiddenSize: H });
    const config = {
      task: 'languageModel',
      data: { seqLength: k2, stepLength, carryState },
      model,
      training: {
        ...trainingOf({ loss: 'crossEntropy', batchSize: 1 }),
        ...{ learningRate, momentum: 0, beta1: 0, beta2: 0, epsilon: 0, weightDecay: 0, gradClip: 0, clipValue: 0 },
        ...{ accumulationSteps: 1, epochs: 1, patience: 0, seed },
        schedule: { kind: 'constant', warmupSteps: 0 },
      },
    } as unknown as RunConfig;
    const data = {
      shape: { input: { kind: 'symbols', vocabulary: V }, outputSize: V, everyStep: true },
      steps: k2,
      source: { kind: 'symbols', ids, vocabulary: V },
      splits: { train: span, valid: new Int32Array(), test: new Int32Array() },
      stream: { stride: stepLength, carryState },
    } as unknown as PreparedData;
    const session = await Session.create({ shape: data.shape, ...config, steps: k2 });
    session.load(data.source);
    session.initialise(seed);
    const plain = new Map([...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]));
    const expected = plainTraining(plain, stepLength, carryState);

    const losses: number[] = [];
    for await (const report of train(session, data, config, startPosition())) {
      if (report.kind === 'step') losses.push(report.loss);
    }
    expect(losses).toHaveLength(expected.length);
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] ?? NaN))).toBeLessThan(1e-5);
    });
    for (const [name, { values }] of session.readParameters()) {
      values.forEach((value, i) => {
        expect(Math.abs(value - (plain.get(name)?.[i] ?? NaN)), name).toBeLessThan(1e-5);
      });
    }
    await session.dispose();
  },
);
