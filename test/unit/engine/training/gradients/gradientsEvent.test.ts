import { expect, test } from 'vitest';
import { Session } from '../../../../../engine/network/session.ts';
import type { ModelConfig, RunConfig } from '../../../../../engine/config.ts';
import type { GradientsEvent } from '../../../../../engine/protocol.ts';
import { gradientsEvent } from '../../../../../engine/training/gradients/gradientsEvent.ts';
import { startPosition } from '../../../../../engine/training/trainer.ts';
import { modelOf, trainingOf, updateOf } from '../../network/sessionOptions.ts';

/** What a number of updates on a sine that goes on after T steps show, each of them looked at. */
const learnSine = async (
  T: number,
  changes: Partial<ModelConfig>,
  updates: number,
  prepare: (session: Session) => void = () => undefined,
): Promise<GradientsEvent[]> => {
  const model = modelOf({ hiddenSize: 32, ...changes });
  const training = {
    ...trainingOf({ optimizer: 'adam', batchSize: 16 }),
    ...updateOf({ learningRate: 3e-3, gradClip: 1 }),
  };
  const shape = { input: { kind: 'numbers', size: 1 }, outputSize: 1, everyStep: false } as const;
  const session = await Session.create({ shape, model, training, steps: T, diagnosable: true });
  session.initialise(1);
  const values = Float32Array.from({ length: 400 }, (_, row) => Math.sin(row / 3));
  const lags = new Int32Array(1);
  session.load({ kind: 'windows', values, columns: 1, targets: values, targetColumns: 1, horizon: 1, lags });
  prepare(session);
  const config = { task: 'forecast', data: { scaling: 'standard' }, model, training } as unknown as RunConfig;
  const position = startPosition();
  const examples = Int32Array.from({ length: 16 }, (_, lane) => lane * 20);
  const events = Array.from({ length: updates }, (): GradientsEvent => {
    const { terms } = session.accumulate(examples, { carryState: false, dropoutSeed: 0, diagnose: true });
    position.step += 1;
    const { diagnostics } = session.update(terms, { ...training, step: position.step });
    if (!diagnostics) throw new Error('no diagnostics');
    return gradientsEvent({ ...diagnostics, clippedUpdates: 0 }, config, position, training.learningRate);
  });
  await session.dispose();
  return events;
};
const kindsOf = (event: GradientsEvent | undefined): string[] => event?.verdicts.map(({ kind }) => kind) ?? [];

test('in an Elman network as the textbooks begin it the gradient of the loss at step 60 vanishes', async () => {
  const [event] = await learnSine(60, { cell: 'rnn' }, 1);
  expect(kindsOf(event)).toEqual(['vanishing']);
});

test('in an identity of relu units whose recurrent weights are too large it explodes', async () => {
  const grow = (session: Session): void => {
    const parameters = session.readParameters();
    parameters.get('rnn.weight_hh_l0')?.values.forEach((value, i, values) => (values[i] = value * 1.5));
    session.writeParameters(parameters);
  };
  const irnn = { cell: 'rnn', activation: 'relu', initializer: 'irnn' } as const;
  const [event] = await learnSine(60, irnn, 1, grow);
  expect(kindsOf(event)[0]).toBe('exploding');
  const [asItBegins] = await learnSine(60, irnn, 1);
  expect(kindsOf(asItBegins)).toEqual(['healthy']);
});

test('an lstm that learns a sine is healthy from its first update to the two hundredth', async () => {
  const events = await learnSine(20, { cell: 'lstm' }, 200);
  expect(new Set(events.flatMap(kindsOf))).toEqual(new Set(['healthy']));
});

test('every number has four digits at most', async () => {
  const [event] = await learnSine(12, { cell: 'gru', numLayers: 2 }, 1);
  const numbers = JSON.stringify(event, (key, value: unknown) => (key === 'verdicts' ? undefined : value)).match(
    /(?<=[:[,])-?[\d.]+(?=(e[-+]\d+)?[,\]}])/g,
  );
  expect(numbers?.length).toBeGreaterThan(40);
  for (const number of numbers ?? []) {
    expect(number.replace(/^0\.0*|\./g, '').length, number).toBeLessThanOrEqual(4);
  }
});
