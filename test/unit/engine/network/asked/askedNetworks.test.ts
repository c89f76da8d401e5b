import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../../engine/compute/tensor.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { modelOf, trainingOf } from '../sessionOptions.ts';

const values = Float32Array.from({ length: 40 }, (_, row) => Math.sin(row));
const source: WindowSource = {
  ...{ kind: 'windows', values, columns: 1, targets: values, targetColumns: 1 },
  ...{ horizon: 2, lags: Int32Array.of(0, 0) },
};
const examples = Int32Array.of(0, 7, 20);

let session: Session;
let networks: [ReadonlyMap<string, Tensor>, ReadonlyMap<string, Tensor>, ReadonlyMap<string, Tensor>];
beforeAll(async () => {
  session = await Session.create({
    shape: { input: { kind: 'numbers', size: 1 }, outputSize: 2, everyStep: false },
    model: modelOf({ hiddenSize: 4, numLayers: 1 }),
    training: trainingOf({ loss: 'mse', batchSize: 8, threads: 1, averageDecay: 0.9 }),
    steps: 3,
  });
  session.load(source);
  const parametersOf = (seed: number): ReadonlyMap<string, Tensor> => {
    session.initialise(seed);
    return session.readParameters();
  };
  networks = [parametersOf(1), parametersOf(2), parametersOf(3)];
});
afterAll(() => session.dispose());

const alone = <T>(ask: () => T): T[] =>
  networks.map((parameters) => {
    session.writeParameters(parameters);
    return ask();
  });

describe('networks that are asked together', () => {
  test('put out the mean of what each puts out, and their loss is the mean of theirs', () => {
    const each = alone(() => [...session.predict(examples)]);
    const losses = alone(() => session.evaluate(examples, { carryState: false }));
    session.writeEnsemble(networks);
    const together = session.predict(examples);
    for (const [output, value] of together.entries()) {
      expect(value).toBeCloseTo(each.reduce((sum, own) => sum + (own[output] ?? NaN), 0) / 3, 6);
    }
    const { lossSum, terms } = session.evaluate(examples, { carryState: false });
    expect(lossSum).toBeCloseTo(losses.reduce((sum, own) => sum + own.lossSum, 0) / 3, 6);
    expect(terms).toBe(losses[0]?.terms);
    expect(new Set(each.map(String)).size).toBe(3);
  });

  test('leave the parameters of the first, averaged ones too, and are no more once others are written', () => {
    const [first] = alone(() => [...session.predict(examples)]);
    session.writeEnsemble(networks);
    const together = [...session.predict(examples)];
    expect(session.readParameters()).toEqual(networks[0]);
    expect(session.withAverage(() => [...session.predict(examples)])).toEqual(together);
    expect(session.withAverage(() => session.readParameters())).toEqual(networks[0]);
    expect(session.readParameters()).toEqual(networks[0]);
    session.writeParameters(networks[0]);
    expect([...session.predict(examples)]).toEqual(first);
    expect(together).not.toEqual(first);
  });
});
