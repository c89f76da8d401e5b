import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { WindowSource } from '../../../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../../../engine/compute/tensor.ts';
import type { ModelConfig } from '../../../../../../engine/config.ts';
import { Session } from '../../../../../../engine/network/session.ts';
import { onEveryBackend } from '../../everyBackend.ts';
import { largestError } from '../../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../../sessionOptions.ts';

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What `test/golden/series/makeSeries.py` wrote. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../../golden/series/series.json', import.meta.url), 'utf8'),
) as {
  readonly window: number;
  readonly horizon: number;
  readonly numbers: readonly number[];
  readonly targets: readonly number[];
  readonly rate: number;
  readonly starts: readonly number[];
  readonly values: readonly (readonly number[])[];
  readonly networks: readonly {
    readonly model: Partial<ModelConfig>;
    /** Of batches a row further each, with an update of SGD between. */
    readonly losses: readonly number[];
    /** Of the first. (examples, horizon, targets) */
    readonly outputs: Values;
    readonly parameters: Readonly<Record<string, Values>>;
    readonly gradients: Readonly<Record<string, Values>>;
  }[];
};

const { window, horizon, numbers, targets, rate, starts, values } = golden;
const columns = values[0]!.length;
const source: WindowSource = {
  ...{ kind: 'windows', values: Float32Array.from(values.flat()), columns, targetColumns: targets.length, horizon },
  targets: Float32Array.from(values.flatMap((row) => targets.map((target) => row[target]!))),
  lags: new Int32Array(horizon),
};
const tensor = ({ shape, values: own }: Values): Tensor => ({ shape, values: Float32Array.from(own) });

onEveryBackend((kernels) => {
  test.each(golden.networks.map((network) => [network.model, network] as const))(
    '%j: forecasts, losses of six batches and gradients agree with PyTorch within 1e-5',
    async (model, { losses, outputs, parameters, gradients }) => {
      const session = await Session.create({
        ...{ kernels, steps: window, model: modelOf(model) },
        shape: {
          input: { kind: 'numbers', size: columns },
          ...{ outputSize: horizon * targets.length, everyStep: false, series: { window, horizon, numbers, targets } },
        },
        training: trainingOf({ optimizer: 'sgd', batchSize: starts.length }),
      });
      session.load(source);
      session.writeParameters(new Map(Object.entries(parameters).map(([name, own]) => [name, tensor(own)])));
      expect(largestError(session.predict(Int32Array.from(starts)), outputs.values)).toBeLessThan(1e-5);
      for (const [batch, expected] of losses.entries()) {
        const examples = Int32Array.from(starts, (start) => start + batch);
        const { lossSum, terms } = session.accumulate(examples, fresh);
        expect(Math.abs(lossSum / terms / expected - 1), `batch ${batch}`).toBeLessThan(1e-5);
        session.update(terms, updateOf({ learningRate: rate }));
        if (batch > 0) continue;
        for (const [name, { values: after }] of session.readParameters()) {
          const moved = after.map((value, i) => (parameters[name]!.values[i]! - value) / rate);
          expect(largestError(moved, gradients[name]!.values), name).toBeLessThan(1e-5);
        }
      }
      await session.dispose();
    },
  );
});
