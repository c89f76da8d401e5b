import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { modelOf } from './sessionOptions.ts';
import { largestError, numericGradient } from './reference.ts';
import { runReference, type ReferenceInput } from './referenceNetwork.ts';

const [T, B, D, H] = [3, 2, 2, 3];
const layers = [0, 1];
const suffixes = ['', '_reverse'];
const ends = layers.flatMap((layer) => suffixes.map((suffix) => `_l${layer}${suffix}`));

/** Two layers in both directions with residuals, lanes of their own lengths, masks and nudges. */
const inputOf = (cell: Partial<ModelConfig>): ReferenceInput => {
  const random = createRandom(5);
  const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => 2 * random.next() - 1);
  const model = modelOf({ hiddenSize: H, numLayers: 2, bidirectional: true, residual: true, ...cell });
  const isMinimal = model.cell === 'minGru' || model.cell === 'minLstm';
  const gates = { rnn: 1, lstm: 4, gru: 3, minGru: 2, minLstm: 3 }[model.cell] * H;
  const S = model.projSize || H;
  const parameters = new Map<string, Float64Array>();
  const states = new Map<string, Float64Array>();
  for (const layer of layers) {
    for (const suffix of suffixes) {
      const end = `_l${layer}${suffix}`;
      parameters.set(`weight_ih${end}`, draw(gates * (layer === 0 ? D : 2 * S)));
      if (!isMinimal) parameters.set(`weight_hh${end}`, draw(gates * S));
      for (const side of isMinimal ? ['ih'] : ['ih', 'hh']) {
        parameters.set(`bias_${side}${end}`, draw(gates));
        if (model.layerNorm) parameters.set(`norm_${side}${end}`, draw(gates));
      }
      if (model.projSize > 0) parameters.set(`weight_hr${end}`, draw(S * H));
      // The first layer begins with given states, the second with learned ones.
      if (layer > 0) parameters.set(`h0${end}`, draw(S));
      else states.set(`h${end}`, draw(B * S));
      if (model.cell === 'lstm' && layer > 0) parameters.set(`c0${end}`, draw(H));
      else if (model.cell === 'lstm') states.set(`c${end}`, draw(B * H));
    }
  }
  return {
    model,
    B,
    x: Array.from({ length: T }, () => draw(B * D)),
    parameters,
    states,
    lengths: [T, 2],
    masks: isMinimal ? new Map() : new Map(ends.map((end) => [end, draw(B * S)])),
    between: [draw(T * B * 2 * S)],
    nudges: new Map(ends.map((end) => [end, draw(T * B * S)])),
  };
};

test.each<Partial<ModelConfig>>([
  { cell: 'rnn', activation: 'tanh' },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'rnn', activation: 'sigmoid', layerNorm: true },
  { cell: 'lstm' },
  { cell: 'lstm', projSize: 2, layerNorm: true },
  { cell: 'gru' },
  { cell: 'gru', layerNorm: true },
  { cell: 'gru', gruReset: 'before' },
  { cell: 'minGru', candidate: 'linear' },
  { cell: 'minGru', candidate: 'positive' },
  { cell: 'minLstm', candidate: 'linear' },
  { cell: 'minLstm', candidate: 'positive' },
])('gradients of the plain loops agree with central differences within 1e-6 (%j)', (cell) => {
  const input = inputOf(cell);
  const { outputs, gradients } = runReference(input);
  const random = createRandom(6);
  const upstream = outputs.map(() => random.next());
  const loss = (): number => runReference(input).outputs.reduce((sum, value, i) => sum + value * upstream[i]!, 0);
  const found = gradients(upstream);
  const nudges = [...(input.nudges ?? [])].map(([end, values]) => [`nudges${end}`, values] as const);
  for (const [name, values] of [...input.parameters, ...input.states, ...nudges]) {
    expect(largestError(found.get(name) ?? [], numericGradient(values, loss)), name).toBeLessThan(1e-6);
  }
  const byX = input.x.flatMap((step) => [...numericGradient(step, loss)]);
  expect(largestError(found.get('x') ?? [], byX)).toBeLessThan(1e-6);
});
