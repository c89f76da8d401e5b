import { describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../../../../../engine/config.ts';
import type { SeriesShape } from '../../../../../../engine/network/networkShape.ts';
import { Session } from '../../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../../engine/network/sessionOptions.ts';
import { bitsOf } from '../../../bitsOf.ts';
import { onEveryBackend } from '../../everyBackend.ts';
import { largestError } from '../../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../../sessionOptions.ts';
import { runSeries } from './referenceSegments.ts';

const [window, horizon, C, rows] = [12, 6, 5, 60];
/** Three targets among five values of a step, of which the last is no number. */
const series: SeriesShape = { window, horizon, numbers: [0, 1, 2, 3], targets: [2, 0, 3] };
const K = series.targets.length;

const valueAt = (row: number, column: number): number =>
  Math.fround(Math.sin(row * (0.3 + column / 7) + column) + column / 2 + row * 0.02);
const values = Float32Array.from({ length: rows * C }, (_, i) => valueAt(Math.floor(i / C), i % C));
const targets = Float32Array.from({ length: rows * K }, (_, i) =>
  valueAt(Math.floor(i / K), series.targets[i % K] ?? NaN),
);
const source: WindowSource = {
  ...{ kind: 'windows', values, columns: C, targets, targetColumns: K, horizon },
  lags: new Int32Array(horizon),
};
const examples = Int32Array.of(3, 17, 0, 30, 41);

const optionsOf = (model: Partial<ModelConfig>, training: Partial<TrainingConfig> = {}): SessionOptions => ({
  shape: { input: { kind: 'numbers', size: C }, outputSize: horizon * K, everyStep: false, series },
  model: modelOf({ cell: 'gru', hiddenSize: 5, ...model }),
  training: trainingOf({ batchSize: examples.length, ...training }),
  steps: window,
});

/** A session whose gains are not all 1, nor its biases 0. */
const start = async (options: SessionOptions): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  const parameters = session.readParameters();
  for (const [name, { values: own }] of parameters) {
    if (name.startsWith('level.')) own.forEach((value, i) => (own[i] = value + 0.2 * Math.cos(i + name.length)));
  }
  session.writeParameters(parameters);
  session.load(source);
  return session;
};

const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, tensor]) => [name, Float64Array.from(tensor.values)]));

const bySegments = { decoding: 'segments', segmentLength: 3 } as const;
const networks: [string, Partial<ModelConfig>][] = [
  ['a gru, apart, less the last value', { ...bySegments, channels: 'apart', normalisation: 'last' }],
  ['a gru, together, as it is', { ...bySegments, channels: 'together' }],
  [
    'two lstm layers wider than a panel, apart, by instance',
    { ...bySegments, cell: 'lstm', numLayers: 2, hiddenSize: 19, channels: 'apart', normalisation: 'instance' },
  ],
  [
    'an rnn of two widths, together, by instance, in segments of two',
    {
      ...bySegments,
      segmentLength: 2,
      cell: 'rnn',
      hiddenSize: 4,
      numLayers: 2,
      layerSizes: [4, 7],
      normalisation: 'instance',
    },
  ],
  ['one segment ahead', { ...bySegments, segmentLength: 6, channels: 'apart' }],
  ['all steps ahead of one vector, by instance', { normalisation: 'instance' }],
  ['all steps ahead of one vector, less the last value', { cell: 'lstm', normalisation: 'last' }],
];

onEveryBackend((kernels) => {
  describe('windows that are normalised or go by segments', () => {
    test.each(networks)('%s: loss, gradients and forecasts agree with plain loops within 1e-5', async (_, model) => {
      const session = await start({ ...optionsOf(model), kernels });
      const before = parametersOf(session);
      const wanted = runSeries({
        ...{ network: session.network, parameters: before },
        windows: [...examples].map((first) =>
          Array.from({ length: window }, (__, t) => Array.from(values.subarray((first + t) * C, (first + t + 1) * C))),
        ),
        truths: [...examples].map((first) =>
          Array.from(targets.subarray((first + window) * K, (first + window + horizon) * K)),
        ),
      });
      expect(largestError(session.predict(examples), wanted.outputs)).toBeLessThan(1e-5);
      const loss = session.accumulate(examples, fresh);
      expect(loss.terms).toBe(examples.length * horizon * K);
      expect(Math.abs(loss.lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
      expect(session.evaluate(examples, fresh)).toEqual(loss);
      session.update(loss.terms, updateOf({}));
      for (const [name, after] of parametersOf(session)) {
        const moved = after.map((value, i) => (before.get(name)![i]! - value) * loss.terms);
        expect(largestError(moved, wanted.gradients.get(name)!), name).toBeLessThan(2e-5);
      }
      await session.dispose();
    });
  });
});

const large = { hiddenSize: 48, channels: 'apart', normalisation: 'instance', ...bySegments } as const;
const dropping = { ...large, numLayers: 2, dropout: 0.3, outputDropout: 0.2, inputDropout: 0.1, recurrentDropout: 0.2 };

/** The parameters after two updates. */
const learn = async (options: SessionOptions): Promise<Map<string, Float64Array>> => {
  const session = await start(options);
  expect(session.threads).toBe(options.training.threads);
  for (const step of [1, 2]) {
    const { terms } = session.accumulate(examples, { ...fresh, dropoutSeed: step });
    session.update(terms, updateOf({ learningRate: 0.05, step }));
  }
  const after = parametersOf(session);
  await session.dispose();
  return after;
};

test('two and three threads learn as one does within 1e-5, and drop the same', async () => {
  const alone = await learn(optionsOf(dropping, { threads: 1 }));
  for (const threads of [2, 3]) {
    for (const [name, values] of await learn(optionsOf(dropping, { threads }))) {
      expect(largestError(values, alone.get(name)!), `${name} of ${threads}`).toBeLessThan(1e-5);
    }
  }
});

test('a session that is restored goes on with the same bits', async () => {
  const options = optionsOf(dropping, { optimizer: 'adam' });
  const [first, second] = await Promise.all([start(options), start(options)]);
  const update = (session: Session, step: number): string => {
    const { lossSum, terms } = session.accumulate(examples, { ...fresh, dropoutSeed: step });
    session.update(terms, updateOf({ learningRate: 0.05, step }));
    return bitsOf(Float64Array.of(lossSum));
  };
  update(first, 1);
  second.writeParameters(first.readParameters());
  second.writeTrainingState(first.readTrainingState());
  expect(update(second, 2)).toBe(update(first, 2));
  expect(bitsOf(second.predict(examples))).toBe(bitsOf(first.predict(examples)));
  await Promise.all([first.dispose(), second.dispose()]);
});

test('a pass that is diagnosed tells of the segments of the window as the steps', async () => {
  const session = await Session.create({ ...optionsOf({ ...bySegments, channels: 'apart' }), diagnosable: true });
  session.initialise(3);
  session.load(source);
  const { terms } = session.accumulate(examples, { ...fresh, diagnose: true });
  const { diagnostics } = session.update(terms, updateOf({}));
  const [layer] = diagnostics?.layers ?? [];
  expect(diagnostics?.layers).toHaveLength(1);
  expect(layer?.name).toBe('l0');
  expect(layer?.stateGradients).toHaveLength(window / bySegments.segmentLength);
  expect(layer?.stateGradients.every((size) => size > 0)).toBe(true);
  await session.dispose();
});
