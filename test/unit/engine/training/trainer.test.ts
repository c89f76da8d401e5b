import { afterEach, describe, expect, test } from 'vitest';
import { Session } from '../../../../engine/network/session.ts';
import { plainModel, type RunConfig } from '../../../../engine/config.ts';
import type { PreparedData } from '../../../../engine/tasks/preparedData.ts';
import { evaluateSplit } from '../../../../engine/prediction/evaluateSplit.ts';
import type { TrainingPosition } from '../../../../engine/runs/trainingPosition.ts';
import {
  type TrainingReport,
  countSteps,
  planEpoch,
  startPosition,
  train,
} from '../../../../engine/training/trainer.ts';

const window = 6;

/** A sine to be continued: 90 windows to train on, 20 for validation. */
const sine = (): PreparedData => {
  const values = Float32Array.from({ length: 130 }, (_, row) => Math.sin(row / 3));
  const range = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    shape: { input: { kind: 'numbers', size: 1 }, outputSize: 1, everyStep: false },
    steps: window,
    source: {
      kind: 'windows',
      values,
      columns: 1,
      targets: values,
      targetColumns: 1,
      horizon: 1,
      lags: new Int32Array(1),
    },
    codec: { kind: 'forecast' },
    splits: { train: range(0, 90), valid: range(90, 110), test: range(110, 120) },
    baselines: { valid: {}, test: {} },
    headline: { metric: 'mae', lowerIsBetter: true },
    dropped: [],
    rows: undefined,
    scorer: () => {
      let rows = 0;
      let first: number | undefined;
      return {
        add: (outputs, examples) => {
          rows += examples.length;
          first ??= outputs[0];
        },
        metrics: () => ({ rows, first: first ?? NaN }),
      };
    },
  };
};

/** Two symbols whose pattern needs memory, as 8 lanes or so. */
const letters = (stride = 7): PreparedData => {
  const ids = Uint16Array.from({ length: 700 }, (_, index) => (index % 5 < 2 ? 1 : 0));
  const base = sine();
  return {
    ...base,
    shape: { input: { kind: 'symbols', vocabulary: 2 }, outputSize: 2, everyStep: true },
    steps: 7,
    source: { kind: 'symbols', ids, vocabulary: 2 },
    codec: { kind: 'text' },
    stream: { stride, carryState: true },
    splits: { train: Int32Array.of(0, 600), valid: Int32Array.of(600, 650), test: Int32Array.of(650, 700) },
  };
};

const configure = (training: Partial<RunConfig['training']> = {}, model: Partial<RunConfig['model']> = {}): RunConfig =>
  ({
    model: {
      cell: 'lstm',
      activation: 'tanh',
      hiddenSize: 9,
      numLayers: 2,
      dropout: 0.1,
      embeddingSize: 3,
      initializer: 'pytorch',
      outputActivation: 'none',
      inputSize: 1,
      ...plainModel,
      ...model,
    },
    training: {
      loss: 'mse',
      huberDelta: 1,
      optimizer: 'adam',
      learningRate: 0.01,
      momentum: 0.9,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      gradClip: 1,
      clipValue: 0,
      accumulationSteps: 1,
      averageDecay: 0,
      batchSize: 16,
      epochs: 4,
      patience: 0,
      schedule: { kind: 'constant', warmupSteps: 0, stepEpochs: 1, factor: 0.5, patience: 0, minLearningRate: 0 },
      seed: 5,
      threads: 1,
      ...training,
    },
  }) as RunConfig;

/** What makes `configure` the config of a text. */

const sessions: Session[] = [];
const open = async (data: PreparedData, config: RunConfig, diagnosable = false): Promise<Session> => {
  const session = await Session.create({ shape: data.shape, ...config, steps: data.steps, diagnosable });
  sessions.push(session);
  session.load(data.source);
  session.initialise(config.training.seed);
  return session;
};
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.dispose()));
});

interface Outcome {
  readonly reports: TrainingReport[];
  readonly reason: string | undefined;
}

/** Trains to the end, or to the first report after which `isEnough`. */
const drain = async (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
  isEnough: (reports: readonly TrainingReport[]) => boolean = () => false,
): Promise<Outcome> => {
  const reports: TrainingReport[] = [];
  const training = train(session, data, config, position);
  for (;;) {
    const { value, done } = await training.next();
    if (done) return { reports, reason: value };
    reports.push(value);
    if (isEnough(reports)) return { reports, reason: undefined };
  }
};

const epochsOf = ({ reports }: Outcome) => reports.filter((report) => report.kind === 'epoch');

describe('training', () => {
  test('validation loss of a sine falls below a tenth of the first epoch’s within 40 epochs', async () => {
    const config = configure({ epochs: 40 });
    const data = sine();
    const outcome = await drain(await open(data, config), data, config, startPosition());
    const losses = epochsOf(outcome).map(({ validLoss }) => validLoss);
    expect(outcome.reason).toBe('finished');
    expect(losses).toHaveLength(40);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 10);
  });

  test('every step reports the rows it read, every epoch the metrics of the validation split', async () => {
    const config = configure({ epochs: 2 });
    const data = sine();
    const outcome = await drain(await open(data, config), data, config, startPosition());
    const steps = outcome.reports.filter((report) => report.kind === 'step');
    expect(countSteps(data, config)).toBe(6);
    expect(steps.map(({ items }) => items)).toEqual([16, 16, 16, 16, 16, 10, 16, 16, 16, 16, 16, 10]);
    expect(epochsOf(outcome).map(({ metrics }) => metrics['rows'])).toEqual([20, 20]);
  });

  test('gd takes one step an epoch on the whole training split, whatever the batch size', async () => {
    const run = async (batchSize: number) => {
      const config = configure({ optimizer: 'gd', batchSize, learningRate: 0.5, gradClip: 0 }, { dropout: 0 });
      const data = sine();
      const session = await open(data, config);
      const outcome = await drain(session, data, config, startPosition());
      expect(outcome.reports.filter((report) => report.kind === 'step')).toHaveLength(4);
      return epochsOf(outcome).map(({ trainLoss }) => trainLoss);
    };
    const [small, large] = [await run(7), await run(90)];
    small.forEach((loss, epoch) => {
      expect(loss).toBeCloseTo(large[epoch] ?? NaN, 5);
    });
  });

  test('two batches an update move the weights as one batch of twice the size does', async () => {
    const run = async (batchSize: number, accumulationSteps: number) => {
      const config = configure({ optimizer: 'sgd', learningRate: 0.2, batchSize, accumulationSteps }, { dropout: 0 });
      const data = sine();
      const session = await open(data, config);
      const outcome = await drain(session, data, config, startPosition());
      expect(outcome.reports.filter((report) => report.kind === 'step')).toHaveLength(4 * countSteps(data, config));
      return [...session.readParameters()].flatMap(([, { values }]) => [...values]);
    };
    // 90 examples: the last update of an epoch has less than two full batches.
    const [twice, once] = [await run(8, 2), await run(16, 1)];
    twice.forEach((value, i) => {
      expect(Math.abs(value - (once[i] ?? NaN))).toBeLessThan(1e-6);
    });
  });

  test('the averaged weights are what is validated', async () => {
    const config = configure({ epochs: 3, averageDecay: 0.97, learningRate: 0.03 });
    const data = sine();
    const session = await open(data, config);
    const [, , last] = epochsOf(await drain(session, data, config, startPosition()));
    const averaged = await open(data, configure());
    averaged.writeParameters(session.withAverage(() => session.readParameters()));
    expect(averaged.evaluate(data.splits.valid.subarray(0, 16), { carryState: false }).lossSum).not.toBe(
      session.evaluate(data.splits.valid.subarray(0, 16), { carryState: false }).lossSum,
    );
    expect(last?.validLoss).toBe((await evaluateSplit(averaged, data, data.splits.valid, config.training)).loss);
  });

  test('the first update and then every so many are diagnosed, the same ones after a checkpoint', async () => {
    // 12 updates an epoch of so small a network: every hundredth.
    const config = configure({ epochs: 30, batchSize: 8, gradClip: 0.04 });
    const data = sine();
    const diagnosedOf = ({ reports }: Outcome) =>
      reports.flatMap((report) => (report.kind === 'step' ? [report] : [])).map(({ diagnostics }) => diagnostics);
    const whole = diagnosedOf(await drain(await open(data, config, true), data, config, startPosition()));
    const steps = whole.flatMap((diagnostics, step) => (diagnostics ? [step + 1] : []));
    expect(steps).toEqual([1, 101, 201, 301]);

    const first = await open(data, config, true);
    const position = startPosition();
    const before = await drain(first, data, config, position, () => position.step === 130);
    const second = await open(data, config, true);
    second.writeParameters(first.readParameters());
    second.writeTrainingState(first.readTrainingState());
    const saved = JSON.parse(JSON.stringify(position)) as TrainingPosition;
    const after = await drain(second, data, config, saved);
    expect([...diagnosedOf(before), ...diagnosedOf(after)]).toEqual(whole);
  });

  test('looking back through text changes no bit of what is learned, and tells a fall that the sum of all losses hides', async () => {
    const config = {
      ...configure(
        { loss: 'crossEntropy', epochs: 12, accumulationSteps: 2, batchSize: 8, averageDecay: 0.9 },
        { dropout: 0.3, initialState: 'learned', recurrentDropout: 0.2 },
      ),
    };
    const data = letters(4);
    const learn = async (isDiagnosable: boolean) => {
      const session = await open(data, config, isDiagnosable);
      const { reports } = await drain(session, data, config, startPosition());
      const ways = reports.flatMap((report) =>
        report.kind === 'step' && report.diagnostics ? [report.diagnostics.layers[0]?.stateGradients ?? []] : [],
      );
      return { learned: [...session.readParameters(), ...session.readTrainingState()], ways };
    };
    const watched = await learn(true);
    expect(watched.learned).toEqual((await learn(false)).learned);
    expect(watched.ways.length).toBeGreaterThan(1);
    const [first = []] = watched.ways;
    expect(first).toHaveLength(7);
    // From the last of seven steps to the first.
    expect((first[0] ?? NaN) / (first[6] ?? NaN)).toBeLessThan(0.1);
  });

  test('the share of clipped updates is of those since the last diagnosed one', async () => {
    const config = configure({ epochs: 17, batchSize: 8, gradClip: 0.04 });
    const data = sine();
    const { reports } = await drain(await open(data, config, true), data, config, startPosition());
    const steps = reports.flatMap((report) => (report.kind === 'step' ? [report] : []));
    const isLong = steps.map(({ gradNorm }) => gradNorm > 0.04);
    const shareOf = (from: number, to: number): number => isLong.slice(from, to).filter(Boolean).length / (to - from);
    const shares = steps.flatMap(({ diagnostics }) => (diagnostics ? [diagnostics.clippedUpdates] : []));
    expect(shares).toEqual([shareOf(0, 1), shareOf(1, 101), shareOf(101, 201)]);
    expect(shares[1]).toBeGreaterThan(0);
    expect(shares[1]).toBeLessThan(1);
  });

  test('of several batches an update the last one is diagnosed', async () => {
    const config = configure({ epochs: 1, accumulationSteps: 3, batchSize: 8 }, { dropout: 0 });
    const data = sine();
    const { reports } = await drain(await open(data, config, true), data, config, startPosition());
    const [several] = reports.flatMap((report) => (report.kind === 'step' ? [report.diagnostics] : []));
    const batch = planEpoch(data, config, 0).batch(2);
    const session = await open(data, config, true);
    const { terms } = session.accumulate(batch.examples, { carryState: false, dropoutSeed: 0, diagnose: true });
    const { diagnostics } = session.update(terms, { ...config.training, step: 1 });
    expect(several?.layers).toEqual(diagnostics?.layers);
    expect(several?.tensors[0]?.weight).toBe(diagnostics?.tensors[0]?.weight);
    expect(several?.tensors[0]?.gradient).not.toBe(diagnostics?.tensors[0]?.gradient);
  });

  test('patience ends the run that many epochs after the best one', async () => {
    const config = configure({ epochs: 500, patience: 3, learningRate: 0.3 });
    const data = sine();
    const position = startPosition();
    const outcome = await drain(await open(data, config), data, config, position);
    expect(outcome.reason).toBe('early-stopping');
    expect(position.epoch - (position.best?.epoch ?? 0)).toBe(3);
  });

  test('plateau cuts the learning rate once its own patience is over', async () => {
    const schedule = {
      kind: 'plateau',
      warmupSteps: 0,
      stepEpochs: 1,
      factor: 0.5,
      patience: 0,
      minLearningRate: 0,
    } as const;
    const config = configure({ epochs: 60, learningRate: 0.3, schedule });
    const data = sine();
    const outcome = await drain(await open(data, config), data, config, startPosition());
    const epochs = epochsOf(outcome);
    epochs.slice(1).forEach(({ learningRate }, index) => {
      const before = epochs[index];
      expect(learningRate).toBe((before?.learningRate ?? 0) * (before?.isBest ? 1 : 0.5));
    });
    expect(epochs.at(-1)?.learningRate).toBeLessThan(0.3);
  });

  test('a loss that is no number stops the training and says what to try', async () => {
    const config = configure({ learningRate: 1e30, optimizer: 'sgd', gradClip: 0 });
    const data = sine();
    const training = drain(await open(data, config), data, config, startPosition());
    await expect(training).rejects.toThrow(
      /became (NaN|Infinity).* Try training\.learningRate 1e\+29, training\.gradClip 1/,
    );
  });
});

describe.each([
  ['numbers', sine, {}],
  ['text with carried state', () => letters(7), { loss: 'crossEntropy' }],
  ['text in windows that overlap', () => letters(3), { loss: 'crossEntropy' }],
  ['averaged weights and two batches an update', sine, { averageDecay: 0.9, accumulationSteps: 2, clipValue: 0.01 }],
] as const)('a training on %s', (_, makeData, training) => {
  test('gives the same weights, byte by byte, whether it is diagnosed or not', async () => {
    const config = configure(training);
    const data = makeData();
    const [plain, diagnosed] = [await open(data, config), await open(data, config, true)];
    const outcome = await drain(plain, data, config, startPosition());
    const other = await drain(diagnosed, data, config, startPosition());
    expect([...diagnosed.readParameters()]).toEqual([...plain.readParameters()]);
    expect([...diagnosed.readTrainingState()]).toEqual([...plain.readTrainingState()]);
    expect(epochsOf(other)).toEqual(epochsOf(outcome));
    expect(other.reports[0]).toHaveProperty('diagnostics');
  });

  test.each(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const)(
    'resumed from a checkpoint in the middle of an epoch gives the same weights, byte by byte, with %s',
    async (optimizer) => {
      const config = configure({ ...training, optimizer });
      const data = makeData();
      const whole = await open(data, config);
      await drain(whole, data, config, startPosition());

      const first = await open(data, config);
      const position = startPosition();
      const stopAt = countSteps(data, config) + 2;
      await drain(
        first,
        data,
        config,
        position,
        (reports) => reports.filter(({ kind }) => kind === 'step').length === stopAt,
      );
      const second = await open(data, config);
      second.writeParameters(first.readParameters());
      second.writeTrainingState(first.readTrainingState());
      const saved = JSON.parse(JSON.stringify(position)) as TrainingPosition;
      await drain(second, data, config, saved);

      expect([...second.readParameters()]).toEqual([...whole.readParameters()]);
      expect([...second.readTrainingState()]).toEqual([...whole.readTrainingState()]);
    },
  );
});
