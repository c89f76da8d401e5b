import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { Session } from '../../../../engine/network/session.ts';
import { predictAll } from '../../../../engine/tasks/predictAll.ts';
import { modelOf, trainingOf } from '../network/sessionOptions.ts';

const random = createRandom(5);
const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random.next() - 1);
const source = {
  kind: 'windows' as const,
  values: draw(12 * 2),
  columns: 2,
  targets: draw(12 * 3),
  targetColumns: 3,
  horizon: 1,
  lags: Int32Array.of(0),
};
const examples = Int32Array.of(4, 0, 7, 2, 5);

const sessionWith = async (
  loss: 'mse' | 'gaussian' | 'quantile' | 'studentT' | 'negativeBinomial',
): Promise<Session> => {
  const shape = { input: { kind: 'numbers' as const, size: 2 }, outputSize: 3, everyStep: false };
  const model = modelOf({ inputSize: 2, hiddenSize: 5 });
  const session = await Session.create({ shape, model, training: trainingOf({ loss, batchSize: 2 }), steps: 3 });
  session.initialise(1);
  session.load(source);
  return session;
};

test('a last batch that is not full leaves no prediction out, nor moves one', async () => {
  const session = await sessionWith('mse');
  const each = [...examples].flatMap((example) => [...session.predict(Int32Array.of(example))]);
  expect(predictAll(session, 3, examples, 2)).toEqual({ means: Float32Array.from(each) });
  await session.dispose();
});

test('of a gaussian network the log variances become deviations, within 1e-6', async () => {
  const session = await sessionWith('gaussian');
  const each = [...examples].map((example) => [...session.predict(Int32Array.of(example))]);
  const { means, deviations } = predictAll(session, 3, examples, 2);
  expect(means).toEqual(Float32Array.from(each.flatMap((outputs) => outputs.slice(0, 3))));
  const logVariances = each.flatMap((outputs) => outputs.slice(3));
  expect(deviations?.above).toHaveLength(logVariances.length);
  expect(deviations?.below).toBe(deviations?.above);
  logVariances.forEach((value, index) => {
    expect(Math.abs((deviations?.above[index] ?? NaN) - Math.exp(value / 2))).toBeLessThan(1e-6);
  });
  await session.dispose();
});

test('of quantiles the distances to the tenths become what deviations of a normal distribution would be', async () => {
  const session = await sessionWith('quantile');
  const each = [...examples].map((example) => [...session.predict(Int32Array.of(example))]);
  const { means, deviations } = predictAll(session, 3, examples, 2);
  expect(means).toEqual(Float32Array.from(each.flatMap((outputs) => outputs.slice(0, 3))));
  for (const [index, outputs] of each.entries()) {
    for (let output = 0; output < 3; output++) {
      const [below, above] = [outputs[3 + output] ?? NaN, outputs[6 + output] ?? NaN].map((raw) =>
        Math.log1p(Math.exp(raw)),
      );
      expect(1.2815515655446004 * (deviations?.below[index * 3 + output] ?? NaN)).toBeCloseTo(below ?? NaN, 6);
      expect(1.2815515655446004 * (deviations?.above[index * 3 + output] ?? NaN)).toBeCloseTo(above ?? NaN, 6);
    }
  }
  await session.dispose();
});

test('of Student’s t the scales and the degrees of freedom are told, within 1e-6', async () => {
  const session = await sessionWith('studentT');
  const each = [...examples].map((example) => [...session.predict(Int32Array.of(example))]);
  const { means, deviations } = predictAll(session, 3, examples, 2);
  expect(means).toEqual(Float32Array.from(each.flatMap((outputs) => outputs.slice(0, 3))));
  expect(deviations?.of).toBe('studentT');
  for (const [index, outputs] of each.entries()) {
    for (let output = 0; output < 3; output++) {
      const place = index * 3 + output;
      expect(deviations?.above[place]).toBeCloseTo(Math.exp((outputs[3 + output] ?? NaN) / 2), 6);
      expect(deviations?.freedom?.[place]).toBeCloseTo(2 + Math.log1p(Math.exp(outputs[6 + output] ?? NaN)), 6);
    }
  }
  await session.dispose();
});

test('of a negative binomial distribution mean and dispersion are told, above 0, within 1e-6', async () => {
  const session = await sessionWith('negativeBinomial');
  const each = [...examples].map((example) => [...session.predict(Int32Array.of(example))]);
  const { means, deviations } = predictAll(session, 3, examples, 2);
  expect(deviations?.of).toBe('negativeBinomial');
  for (const [index, outputs] of each.entries()) {
    for (let output = 0; output < 3; output++) {
      const place = index * 3 + output;
      expect(means[place]).toBeCloseTo(Math.log1p(Math.exp(outputs[output] ?? NaN)), 6);
      expect(deviations?.above[place]).toBeCloseTo(Math.log1p(Math.exp(outputs[3 + output] ?? NaN)), 6);
    }
  }
  await session.dispose();
});
