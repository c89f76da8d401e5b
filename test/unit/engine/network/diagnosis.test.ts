import { describe, expect, test } from 'vitest';
import type { Diagnostics } from '../../../../engine/network/diagnosis.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import type { RowSource, Source } from '../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import type { ModelConfig, TrainingConfig } from '../../../../engine/config.ts';
import { directionSuffixes, layerSizesOf } from '../../../../engine/network/layers/layerSizes.ts';
import { recurOf } from '../../../../engine/network/networkOf.ts';
import type { LayerDiagnostics } from '../../../../engine/records/records.ts';
import { onEveryBackend } from './everyBackend.ts';
import { readsAll } from './readsAll.ts';
import { affine, lossOf, numericGradient } from './reference.ts';
import { runReference, type ReferenceInput, type ReferenceRun } from './referenceNetwork.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

const [T, D, rows] = [5, 2, 5];
const random = createRandom(21);
const source = {
  kind: 'rows',
  values: Float32Array.from({ length: rows * T * D }, () => Math.fround(4 * random.next() - 2)),
  steps: T,
  stepSize: D,
  labels: Int32Array.of(2, 0, 1, 1, 2),
  classes: 3,
} satisfies RowSource;
const lengths = Int32Array.of(5, 1, 3, 2, 5);
const examples = Int32Array.of(3, 1, 4, 0);
const B = examples.length;
const diagnosed = { ...fresh, diagnose: true };

const cells: [string, Partial<ModelConfig>][] = [
  ['rnn with tanh', { cell: 'rnn', activation: 'tanh' }],
  ['rnn with relu', { cell: 'rnn', activation: 'relu' }],
  ['rnn with sigmoid', { cell: 'rnn', activation: 'sigmoid' }],
  ['lstm', { cell: 'lstm' }],
  ['gru', { cell: 'gru' }],
  ['gru that resets before', { cell: 'gru', gruReset: 'before' }],
  ['minGru', { cell: 'minGru' }],
  ['minLstm with a positive candidate', { cell: 'minLstm', candidate: 'positive' }],
];
const options: [string, Partial<ModelConfig>, Int32Array | undefined][] = [
  ['two layers', { numLayers: 2 }, undefined],
  ['lengths', { numLayers: 2 }, lengths],
  ['both directions', { numLayers: 2, bidirectional: true }, undefined],
  ['both directions, residuals and lengths', { numLayers: 2, bidirectional: true, residual: true }, lengths],
  ['layer norm', { numLayers: 2, layerNorm: true }, undefined],
  ['layer norm and lengths', { layerNorm: true }, lengths],
  ['a projection', { numLayers: 2, projSize: 2 }, undefined],
  ['a projection, both directions and lengths', { projSize: 3, bidirectional: true }, lengths],
];
/** By the suffix of the parameters' names: `_l0_reverse`. */
const directionsOf = (model: ModelConfig): { end: string; hiddenSize: number; stateSize: number }[] =>
  layerSizesOf(recurOf(model), D).flatMap(({ hiddenSize, stateSize, directions }, layer) =>
    directionSuffixes.slice(0, directions).map((suffix) => ({ end: `_l${layer}${suffix}`, hiddenSize, stateSize })),
  );

const zeros = (count: number): Float64Array => new Float64Array(count);

/** A row of `examples` through plain loops, and the loss of what comes out of them. */
const runPlain = (
  model: ModelConfig,
  parameters: ReadonlyMap<string, Tensor>,
  example: number,
  length: number,
  more: Partial<ReferenceInput>,
): { run: ReferenceRun; lossOfOutputs: () => number } => {
  const of = (name: string): Float32Array => parameters.get(name)?.values ?? new Float32Array(0);
  const layers = new Map([...parameters].map(([name, { values }]) => [name.replace('rnn.', ''), [...values]]));
  const at = (t: number): number => (example * T + t) * D;
  const x = Array.from({ length }, (_, t) => [...source.values.subarray(at(t), at(t) + D)]);
  const run = runReference({ model, B: 1, x, parameters: layers, states: new Map(), ...more });
  const lossOfOutputs = (): number => {
    const { outputs } = run;
    const width = outputs.length / length;
    // Ahead the last step, backwards the first.
    const half = model.bidirectional ? width / 2 : width;
    const read = [...outputs.slice(-width).slice(0, half), ...outputs.slice(half, model.bidirectional ? width : half)];
    const target = [0, 1, 2].map((label) => (label === source.labels[example] ? 1 : 0));
    return lossOf('crossEntropy', 'none', affine([...of('head.weight')], read, [...of('head.bias')]), target, 1);
  };
  return { run, lossOfOutputs };
};

/** ‖∂L/∂h_t‖ of the mean loss by plain loops, by the suffix of the direction. */
const plainStateGradients = (
  model: ModelConfig,
  parameters: ReadonlyMap<string, Tensor>,
  lengths: Int32Array | undefined,
): Map<string, number[]> => {
  const directions = directionsOf(model);
  const squares = new Map(directions.map(({ end }) => [end, zeros(T)]));
  for (const example of examples) {
    const nudges = new Map(directions.map(({ end, stateSize }) => [end, zeros(T * stateSize)]));
    const length = lengths?.[example] ?? T;
    const { run, lossOfOutputs } = runPlain(model, parameters, example, length, { nudges });
    const slopes = run.gradients(numericGradient(run.outputs, lossOfOutputs));
    for (const { end, stateSize } of directions) {
      slopes.get(`nudges${end}`)!.forEach((slope, i) => {
        squares.get(end)![Math.floor(i / stateSize)]! += (slope / B) ** 2;
      });
    }
  }
  return new Map([...squares].map(([end, values]) => [end, Array.from(values, Math.sqrt)]));
};

/** The same for every backend. */
const cache = new Map<string, Map<string, number[]>>();

onEveryBackend((kernels) => {
  const start = async (
    model: Partial<ModelConfig>,
    data: Source = source,
    training: Partial<TrainingConfig> = {},
    more: Partial<SessionOptions> = {},
  ): Promise<Session> => {
    const session = await Session.create({
      kernels,
      shape: { input: { kind: 'numbers', size: D }, outputSize: 3, everyStep: false },
      model: modelOf({ hiddenSize: 5, ...model }),
      training: trainingOf({ loss: 'crossEntropy', batchSize: rows, ...training }),
      steps: T,
      diagnosable: true,
      ...more,
    });
    session.initialise(3);
    session.load(data);
    return session;
  };
  /** Parameters so much longer than the initialiser makes them. */
  const lengthen = (session: Session, factor: number): ReadonlyMap<string, Tensor> => {
    const parameters = session.readParameters();
    for (const { values } of parameters.values()) values.forEach((value, i) => (values[i] = value * factor));
    session.writeParameters(parameters);
    return parameters;
  };
  const diagnose = (session: Session, terms = B): Diagnostics => {
    session.accumulate(examples, diagnosed);
    const { diagnostics } = session.update(terms, updateOf({}));
    if (!diagnostics) throw new Error('no diagnostics');
    return diagnostics;
  };

  describe.each(cells)('%s', (cellName, cell) => {
    for (const [name, option, lengths] of options.filter(([, model]) => readsAll({ ...cell, ...model }))) {
      test(`with ${name} the gradient by h_t agrees with plain loops within 1e-4 at every t`, async () => {
        const model = modelOf({ hiddenSize: 5, ...cell, ...option });
        const session = await start({ ...cell, ...option }, { ...source, ...(lengths && { lengths }) });
        const parameters = lengthen(session, 1.5);
        const key = `${cellName} ${name}`;
        const expected = cache.get(key) ?? plainStateGradients(model, parameters, lengths);
        cache.set(key, expected);
        const { layers } = diagnose(session);
        expect(layers.map((layer) => `_${layer.name}`)).toEqual([...expected.keys()]);
        for (const { name, stateGradients } of layers) {
          expect(stateGradients).toHaveLength(T);
          expected.get(`_${name}`)?.forEach((wanted, t) => {
            expect(Math.abs((stateGradients[t] ?? NaN) - wanted), `${name} t ${t}`).toBeLessThanOrEqual(1e-4 * wanted);
          });
        }
        await session.dispose();
      });
    }

    test.each([
      ['whole sequences', undefined],
      ['lanes of their own lengths', lengths],
    ])('shares of saturated gates and dead units are exact, %s', async (_, lengths) => {
      const option = { numLayers: 2, bidirectional: true };
      const model = modelOf({ hiddenSize: 5, ...cell, ...option });
      const session = await start({ ...cell, ...option }, { ...source, ...(lengths && { lengths }) });
      const parameters = lengthen(session, 4);
      const values = new Map<string, { unit: number; value: number }[]>();
      const watch: ReferenceInput['watch'] = (end, gate, unit, value) => {
        const key = `${end} ${gate}`;
        values.set(key, [...(values.get(key) ?? []), { unit, value }]);
      };
      for (const example of examples) runPlain(model, parameters, example, lengths?.[example] ?? T, { watch });
      const { layers } = diagnose(session);
      let told = 0;
      for (const { name, saturated, dead } of layers) {
        for (const [gate, share] of Object.entries(saturated)) {
          const seen = values.get(`_${name} ${gate}`) ?? [];
          const isTanh = gate === 'candidate' || (gate === 'hidden' && model.activation === 'tanh');
          const outside = seen.filter(({ value }) => value > 0.9 || value < (isTanh ? -0.9 : 0.1));
          expect(share, `${name} ${gate}`).toBe(outside.length / seen.length);
          told += outside.length;
        }
        const isRelu = model.cell === 'rnn' && model.activation === 'relu';
        const alive = new Set(
          (values.get(`_${name} hidden`) ?? []).flatMap(({ unit, value }) => (value > 0 ? unit : [])),
        );
        expect(dead).toBe(isRelu ? (5 - alive.size) / 5 : undefined);
        if (isRelu) told += 5 - alive.size;
      }
      expect(told).toBeGreaterThan(0);
      await session.dispose();
    });
  });

  test('on text the gradient by h_t is that of the last step alone once it was looked back for, within 1e-4', async () => {
    const ids = Uint16Array.of(0, 2, 1, 1, 0, 2, 2, 1, 0, 1, 2, 0);
    const model = modelOf({ hiddenSize: 5, cell: 'gru' });
    const shape = { input: { kind: 'symbols', vocabulary: 3 }, outputSize: 3, everyStep: true } as const;
    const session = await start({ cell: 'gru' }, { kind: 'symbols', ids, vocabulary: 3 }, {}, { shape });
    const parameters = session.readParameters();
    const of = (name: string): number[] => [...(parameters.get(name)?.values ?? [])];
    const layers = new Map([...parameters.keys()].map((name) => [name.replace('rnn.', ''), of(name)]));
    const starts = [0, 4, 6];
    const oneHot = (id = NaN): number[] => [0, 1, 2].map((symbol) => (symbol === id ? 1 : 0));
    const nudges = new Map([['_l0', zeros(T * starts.length * 5)]]);
    const x = Array.from({ length: T }, (_, t) => starts.flatMap((start) => oneHot(ids[start + t])));
    /** The slopes by h of the loss of the steps from `first` on. */
    const slopesFrom = (first: number): Float64Array => {
      const input = { model, B: starts.length, x, parameters: layers, states: new Map(), nudges };
      const { outputs, gradients } = runReference(input);
      const loss = (): number =>
        Array.from({ length: T * starts.length }, (_, i) => {
          const target = oneHot(ids[(starts[i % starts.length] ?? NaN) + Math.floor(i / starts.length) + 1]);
          const output = affine(of('head.weight'), outputs.slice(i * 5, i * 5 + 5), of('head.bias'));
          return lossOf('crossEntropy', 'none', output, target, 1);
        })
          .slice(first * starts.length)
          .reduce((sum, one) => sum + one, 0);
      return gradients(numericGradient(outputs, loss)).get('nudges_l0')!;
    };
    const width = 5 * starts.length;
    const batch = Int32Array.from(starts);
    for (const first of [0, T - 1]) {
      const slopes = slopesFrom(first).map((slope) => slope / ((T - first) * starts.length));
      if (first > 0) session.lookBack(batch, { carryState: false, dropoutSeed: 0 });
      const { terms } = session.accumulate(batch, diagnosed);
      // The parameters stay as they are.
      const { diagnostics } = session.update(terms, updateOf({ learningRate: 0 }));
      const lengths = diagnostics?.layers[0]?.stateGradients ?? [];
      expect(lengths).toHaveLength(T);
      lengths.forEach((length, t) => {
        const wanted = Math.hypot(...slopes.subarray(t * width, (t + 1) * width));
        expect(Math.abs(length - wanted)).toBeLessThan(1e-4 * wanted);
      });
    }
    await session.dispose();
  });

  test('two threads see what one sees: gradients within 1e-6, the same shares', async () => {
    const values = Float32Array.from({ length: 30 * 16 * D }, () => 2 * random.next() - 1);
    const labels = Int32Array.from({ length: 30 }, (_, row) => row % 3);
    const data: RowSource = { ...source, values, steps: 16, labels };
    const all = Int32Array.from({ length: 30 }, (_, row) => row);
    const look = async (cell: Partial<ModelConfig>, threads: number): Promise<LayerDiagnostics<number>[]> => {
      const model = { ...cell, hiddenSize: 65, bidirectional: true };
      const session = await start(model, data, { batchSize: 30, threads }, { steps: 16 });
      expect(session.threads).toBe(threads);
      lengthen(session, 3);
      // Of a single example the first of two threads gets nothing: what it saw before must not count.
      const seen = [all, all.subarray(7, 8)].flatMap((examples) => {
        session.accumulate(examples, diagnosed);
        return session.update(1, updateOf({ learningRate: 0 })).diagnostics?.layers ?? [];
      });
      await session.dispose();
      return seen;
    };
    for (const cell of [{ cell: 'lstm' }, { cell: 'rnn', activation: 'relu' }] as const) {
      const [one, two] = [await look(cell, 1), await look(cell, 2)];
      expect(one).toHaveLength(4);
      one.forEach(({ stateGradients, saturated, dead }, layer) => {
        stateGradients.forEach((length, t) => {
          const other = two[layer]?.stateGradients[t] ?? NaN;
          expect(Math.abs(other - length)).toBeLessThanOrEqual(1e-6 * length);
        });
        expect(two[layer]?.saturated).toEqual(saturated);
        expect(two[layer]?.dead).toBe(dead);
      });
      if (cell.cell === 'rnn') expect(one[2]?.dead).toBeGreaterThan(one[0]?.dead ?? NaN);
    }
  });

  test('lengths of weights, gradients and updates agree with the parameters before and after within 1e-6', async () => {
    const [session, twin] = [await start({ cell: 'gru' }), await start({ cell: 'gru' })];
    const before = session.readParameters();
    const update = updateOf({ learningRate: 0.3, gradClip: 0.05, clipValue: 0.004 });
    for (const one of [session, twin]) one.accumulate(examples, { ...fresh, diagnose: one === session });
    const { diagnostics, gradNorm } = session.update(B, update);
    const after = session.readParameters();
    // Descent at rate 1 moves the parameters by the gradient.
    twin.update(B, updateOf({}));
    const descended = twin.readParameters();
    const moved = (to: ReadonlyMap<string, Tensor>, name: string): Float32Array =>
      (before.get(name)?.values ?? new Float32Array(0)).map((value, i) => value - (to.get(name)?.values[i] ?? NaN));
    expect(diagnostics?.tensors.map(({ name }) => name)).toEqual([...before.keys()]);
    let [beyond, count] = [0, 0];
    const factor = 0.05 / (gradNorm + 1e-6);
    for (const { name, weight, gradient, update } of diagnostics?.tensors ?? []) {
      const values = before.get(name)?.values ?? [];
      expect(Math.abs(weight - Math.hypot(...values))).toBeLessThan(1e-6 * weight);
      expect(Math.abs(gradient - Math.hypot(...moved(descended, name)))).toBeLessThan(
        1e-6 * Math.max(weight, gradient),
      );
      expect(Math.abs(update - Math.hypot(...moved(after, name)))).toBeLessThan(1e-6 * Math.max(weight, update));
      beyond += moved(descended, name).filter((slope) => Math.abs(slope * factor) > 0.004).length;
      count += values.length;
    }
    expect(beyond).toBeGreaterThan(0);
    expect(diagnostics?.clippedValues).toBe(beyond / count);
    expect(Math.hypot(...(diagnostics?.tensors ?? []).map(({ gradient }) => gradient))).toBeCloseTo(gradNorm, 6);
    await Promise.all([session.dispose(), twin.dispose()]);
  });

  test.each(cells)('looking changes no bit of what %s learns', async (_, cell) => {
    const drops = readsAll({ ...cell, recurrentDropout: 0.3 });
    const model = { ...cell, numLayers: 2, bidirectional: true, dropout: 0.2, recurrentDropout: drops ? 0.3 : 0 };
    const train = async (diagnosable: boolean) => {
      const session = await start(model, { ...source, lengths }, { optimizer: 'adam' }, { diagnosable });
      for (let step = 1; step <= 4; step++) {
        const { terms } = session.accumulate(examples, { ...fresh, dropoutSeed: step, diagnose: step % 2 === 1 });
        const { diagnostics } = session.update(terms, updateOf({ learningRate: 0.01, gradClip: 1, step }));
        expect(diagnostics !== undefined).toBe(diagnosable && step % 2 === 1);
      }
      const learned = [...session.readParameters(), ...session.readTrainingState()];
      await session.dispose();
      return learned;
    };
    expect(await train(true)).toEqual(await train(false));
  });

  test('an update whose gradient is not finite is not told of, nor is the next one', async () => {
    const session = await start({});
    const parameters = lengthen(session, 1);
    lengthen(session, NaN);
    session.accumulate(examples, diagnosed);
    expect(session.update(B, updateOf({})).diagnostics).toBeUndefined();
    session.writeParameters(parameters);
    session.accumulate(examples, fresh);
    expect(session.update(B, updateOf({}))).toEqual({ gradNorm: expect.any(Number) as number });
    await session.dispose();
  });
});
