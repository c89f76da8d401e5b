import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Session } from '../../../../engine/compute/session.ts';
import type { Source } from '../../../../engine/compute/source.ts';
import type { Cell, TrainingConfig } from '../../../../engine/config.ts';
import { onEveryBackend } from '../model/everyBackend.ts';
import { largestError } from '../model/reference.ts';
import { fresh, modelOf, toTensors, trainingOf, updateOf, type PlainTensor } from './sessionOptions.ts';

type Tensors = Record<string, PlainTensor>;

interface Windows {
  values: PlainTensor;
  targets: PlainTensor;
  examples: number[];
}

interface Forecasts extends Windows {
  cases: {
    cell: Cell;
    loss: TrainingConfig['loss'];
    parameters: Tensors;
    outputs: PlainTensor;
    value: number;
    gradients: Tensors;
  }[];
}

interface Text {
  ids: number[];
  vocabulary: number;
  embedding: number;
  starts: number[];
  parameters: Tensors;
  losses: number[];
  gradients: Tensors;
}

interface Updates extends Windows {
  start: Tensors;
  cases: {
    optimizer: TrainingConfig['optimizer'];
    gradClip: number;
    clipValue: number;
    norms: number[];
    /** All parameters one after the other, after each update. */
    steps: number[][];
    average: Tensors;
  }[];
}

const readGolden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../golden/${name}.json`, import.meta.url), 'utf8'));
const forecasts = readGolden('forecasts') as Forecasts;
const text = readGolden('text') as Text;
const updates = readGolden('updates') as Updates;

const steps = 5;
const windowShape = { input: { kind: 'numbers', size: 4 }, outputSize: 2, everyStep: false } as const;
const windowSource = ({ values, targets }: Windows): Source => ({
  kind: 'windows',
  values: Float32Array.from(values.values),
  columns: 4,
  targets: Float32Array.from(targets.values),
  targetColumns: 1,
  horizon: 2,
  lags: Int32Array.of(0, 0),
});

/** Parameters before less parameters after one step of plain descent at rate 1. */
const expectGradients = (session: Session, before: Tensors, gradients: Tensors): void => {
  const after = session.readParameters();
  for (const [name, { values }] of Object.entries(gradients)) {
    const moved = after.get(name)?.values.map((value, i) => (before[name]?.values[i] ?? NaN) - value) ?? [];
    expect(largestError(moved, values), name).toBeLessThan(2e-6);
  }
};

onEveryBackend((kernels) => {
  describe('against PyTorch', () => {
    test.each(forecasts.cases)(
      'two layers of $cell with $loss: outputs, loss and gradients within 2e-6',
      async (golden) => {
        const model = modelOf({ cell: golden.cell, numLayers: 2 });
        const training = trainingOf({ loss: golden.loss, huberDelta: 0.3 });
        const session = await Session.create({ shape: windowShape, model, training, steps, kernels });
        session.load(windowSource(forecasts));
        session.writeParameters(toTensors(golden.parameters));
        const examples = Int32Array.from(forecasts.examples);

        expect(largestError(session.predict(examples), golden.outputs.values)).toBeLessThan(2e-6);
        const { lossSum, terms } = session.accumulate(examples, fresh);
        expect(terms).toBe(6);
        expect(Math.abs(lossSum / terms - golden.value)).toBeLessThan(2e-6);
        session.update(terms, updateOf({}));
        expectGradients(session, golden.parameters, golden.gradients);
        await session.dispose();
      },
    );

    test('an embedded text with carried state: both losses and the second gradient within 2e-6', async () => {
      const { vocabulary } = text;
      const session = await Session.create({
        shape: { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true },
        model: modelOf({ cell: 'lstm', numLayers: 2, embeddingSize: text.embedding }),
        training: trainingOf({ loss: 'crossEntropy' }),
        steps,
        kernels,
      });
      session.load({ kind: 'symbols', ids: Uint16Array.from(text.ids), vocabulary });
      session.writeParameters(toTensors(text.parameters));
      const starts = Int32Array.from(text.starts);
      const first = session.accumulate(starts, fresh);
      session.update(Infinity, updateOf({}));
      const second = session.accumulate(
        starts.map((start) => start + steps),
        { ...fresh, carryState: true },
      );
      expect(Math.abs(first.lossSum / first.terms - (text.losses[0] ?? NaN))).toBeLessThan(2e-6);
      expect(Math.abs(second.lossSum / second.terms - (text.losses[1] ?? NaN))).toBeLessThan(2e-6);
      session.update(second.terms, updateOf({}));
      expectGradients(session, text.parameters, text.gradients);
      await session.dispose();
    });

    test.each(updates.cases)(
      '20 updates of $optimizer, clipped to norm $gradClip and values of $clipValue: parameters after each, and their average, within 5e-6',
      async (golden) => {
        const { optimizer, gradClip, clipValue } = golden;
        const model = modelOf({ cell: 'rnn', hiddenSize: 3 });
        const training = trainingOf({ optimizer, averageDecay: 0.8 });
        const session = await Session.create({ shape: windowShape, model, training, steps, kernels });
        session.load(windowSource(updates));
        session.writeParameters(toTensors(updates.start));
        const options = {
          learningRate: 0.05,
          momentum: 0.8,
          beta1: 0.8,
          beta2: 0.95,
          epsilon: 1e-6,
          weightDecay: 0.01,
        };
        expect(golden.norms).toHaveLength(20);
        golden.norms.forEach((norm, i) => {
          const { terms } = session.accumulate(Int32Array.from(updates.examples), fresh);
          const more = { gradClip, clipValue, averageDecay: 0.8, step: i + 1 };
          const { gradNorm } = session.update(terms, updateOf({ ...options, ...more }));
          expect(Math.abs(gradNorm - norm)).toBeLessThan(5e-6);
          const parameters = [...session.readParameters().values()].flatMap(({ values }) => [...values]);
          expect(largestError(parameters, golden.steps[i] ?? [])).toBeLessThan(5e-6);
        });
        const average = session.withAverage(() => session.readParameters());
        for (const [name, { values }] of Object.entries(golden.average)) {
          expect(largestError(average.get(name)?.values ?? [], values), name).toBeLessThan(5e-6);
        }
        await session.dispose();
      },
    );
  });
});
