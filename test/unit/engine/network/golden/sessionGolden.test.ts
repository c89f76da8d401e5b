import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { KernelModule } from '../../../../../engine/compute/loadKernels.ts';
import { compareResults } from '../../../../golden/compareResults.ts';
import {
  describeNetwork,
  type GoldenNetwork,
  readNetworks,
  resultBounds,
  type ResultKind,
  resultKinds,
  type Results,
} from '../../../../golden/goldenNetworks.ts';
import { runNetwork } from '../../../../golden/runNetwork.ts';
import { foundKernels, onEveryBackend } from '../everyBackend.ts';

const { networks, updates, program } = await readNetworks(
  fileURLToPath(new URL('../../../../golden/', import.meta.url)),
);
const named = networks.map((network) => [describeNetwork(network), network] as const);

const known = new Map<string, Promise<Results>>();
const resultsOf = (network: GoldenNetwork, kernels: KernelModule): Promise<Results> => {
  const key = `${kernels.name} ${network.seed}`;
  const results = known.get(key) ?? runNetwork(network, updates, kernels);
  known.set(key, results);
  return results;
};

const expectWithin = (found: Results, expected: Results, bounds: Record<ResultKind, number>): void => {
  const errors = compareResults(found, expected);
  for (const kind of resultKinds) expect(errors[kind].error, errors[kind].tensor).toBeLessThan(bounds[kind]);
};

onEveryBackend((kernels) => {
  describe(`against ${program}, relative to the largest value of each tensor`, () => {
    test.each(named)(
      '%s: forward within 1e-5; all gradients, and parameters after 20 updates, within 1e-4',
      async (_, network) => {
        expectWithin(await resultsOf(network, kernels), network.results, resultBounds);
      },
    );
  });

  const plain = foundKernels.at(-1);
  if (!plain || plain.name === kernels.name) return;
  test(`against ${plain.name}: forward within 5e-6, all gradients within 2e-5, parameters after 20 updates within 1e-4`, async () => {
    for (const network of networks) {
      const bounds = { forward: 5e-6, layers: 2e-5, gradients: 2e-5, updates: 1e-4 };
      expectWithin(await resultsOf(network, kernels), await resultsOf(network, plain), bounds);
    }
  });
});

test('rounding alone moves what PyTorch makes of the golden networks by at most a quarter of what is allowed', () => {
  for (const network of networks) {
    for (const kind of resultKinds) {
      expect(network.errorsIn32Bits[kind], describeNetwork(network)).toBeLessThanOrEqual(resultBounds[kind] / 4);
    }
  }
});

test('the golden networks have every cell, option, loss, optimiser and odd size, and are 60 or more', () => {
  expect(networks.length).toBeGreaterThanOrEqual(60);
  const counted = new Set(
    networks.flatMap((network) => {
      const { model, training, data, lengths, steps, batch, inputSize } = network;
      const { layerSizes } = model;
      return [
        `${model.cell} ${model.activation} ${model.gruReset}`,
        `${layerSizes.length} layers`,
        ...(new Set(layerSizes).size > 1 ? ['width per layer'] : []),
        ...layerSizes.map((size) => `H ${size}`),
        ...[`T ${steps}`, `B ${batch}`, `D ${inputSize}`, training.optimizer, training.loss, data.kind],
        `outputs ${model.outputActivation}`,
        `state ${model.initialState}`,
        ...(['bias', 'bidirectional', 'residual', 'layerNorm'] as const).map((option) => `${option} ${model[option]}`),
        `projection ${model.projSize !== 0}`,
        `embedding ${model.embeddingSize !== 0}`,
        `lengths ${lengths !== undefined}`,
        `carried ${data.kind === 'symbols' && data.chunks > 1}`,
        `norm clipped ${training.gradClip > 0}`,
        `values clipped ${training.clipValue > 0}`,
        `decay ${training.weightDecay > 0}`,
        `average ${training.averageDecay > 0}`,
      ];
    }),
  );
  const cells = ['rnn tanh', 'rnn relu', 'rnn sigmoid', 'lstm tanh', 'gru tanh'].map((cell) => `${cell} after`);
  const options = ['bias', 'bidirectional', 'residual', 'layerNorm', 'projection', 'embedding', 'lengths', 'carried'];
  const updated = ['norm clipped', 'values clipped', 'decay', 'average'];
  const sizes = [1, 3, 5, 17, 33, 130];
  const wanted = [
    ...cells,
    'gru tanh before',
    ...['1 layers', '2 layers', '3 layers', 'width per layer'],
    ...['T', 'B', 'D', 'H'].flatMap((side) => sizes.map((size) => `${side} ${size}`)),
    ...['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'],
    ...['crossEntropy', 'mse', 'huber', 'gaussian', 'windows', 'rows', 'symbols'],
    ...['none', 'sigmoid', 'tanh', 'relu', 'softmax'].map((activation) => `outputs ${activation}`),
    ...['state zeros', 'state learned'],
    ...[...options, ...updated].flatMap((option) => [`${option} true`, `${option} false`]),
  ];
  expect(wanted.filter((name) => !counted.has(name))).toEqual([]);
});
