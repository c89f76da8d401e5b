import { panelsOf } from '../../compute/kernels.ts';
import type { CellWeights } from '../cells/cell.ts';
import { gatesOf, specOf } from '../cells/findCell.ts';
import { layerBuffers } from '../layers/layerBuffers.ts';
import { directionSuffixes, layerSizesOf, type LayerSize } from '../layers/layerSizes.ts';
import { LayerStack } from '../layers/layerStack.ts';
import type { LayerPlan, RecurBuffers, RecurPlan } from '../layers/recurPlan.ts';
import type { RecurSpec } from '../networkSpec.ts';
import { matrix, packedRows, vector, type ParameterRole, type ParameterShape } from '../parameterLayout.ts';
import type { EncoderKind, Flow, ParameterPlan } from './block.ts';

/** A stack of recurrent layers of any cell, in one or both directions. */
export const recur: EncoderKind<RecurSpec, RecurPlan, RecurBuffers> = {
  flow: (spec, input) => {
    if (!input.isEveryStep) throw new Error(`There is no sequence for ${spec.name} to go through.`);
    const top = sizesOf(spec, input).at(-1);
    if (!top) throw new Error('A network has at least one layer.');
    const { directions, stateSize: block } = top;
    const isResidual = spec.residual && spec.layers.length > 1;
    return {
      ...{ kind: 'vectors', size: directions * block, block, directions, isEveryStep: true },
      keepsLast: directions === 1 && !isResidual,
    };
  },
  parameters: (spec, input) =>
    sizesOf(spec, input).flatMap((size, layer) => [
      ...directionsOf(size).flatMap((suffix) => parametersOf(spec, size, `_l${layer}${suffix}`)),
      ...(layer === 0 ? fedParameters(spec, size) : []),
    ]),
  products: (spec, input) => {
    const gates = gatesOf(spec.cell).length;
    const { isRecurrent } = specOf(spec.cell);
    return sizesOf(spec, input).reduce((sum, { hiddenSize, stateSize, inputSize, directions }, layer) => {
      const isLookedUp = layer === 0 && input.kind === 'symbols';
      const read = (isLookedUp ? 0 : inputSize) + (layer === 0 ? (spec.fed ?? 0) : 0);
      return sum + directions * gates * hiddenSize * ((isRecurrent ? stateSize : 0) + read);
    }, 0);
  },
  widths: ({ layers }) => layers.map(({ outputRows }) => outputRows),
  masks: ({ layers, bidirectional, weightDropout }) =>
    layers.length * (1 + (bidirectional ? 2 : 1) * (weightDropout === undefined ? 1 : 2)),
  plan: (spec, input, parameters, firstMask) => ({
    spec,
    firstMask,
    isBelowLearned: parameters.isBelowLearned,
    layers: sizesOf(spec, input).map((size, layer) => planLayer(spec, size, layer, parameters)),
    fed: planFed(spec, parameters),
  }),
  buffers: layerBuffers,
  make: (parts) => new LayerStack(parts),
};

const sizesOf = (spec: RecurSpec, { size, block }: Flow): readonly LayerSize[] => layerSizesOf(spec, size, block);

const directionsOf = ({ directions }: LayerSize): readonly string[] => directionSuffixes.slice(0, directions);

/**
 * Of one direction of a layer PyTorch's in its order (`torch.nn.RNNBase`), then those it does not know: gains of the
 * normalised products `norm_ih` and `norm_hh` (G*H), first states `h0` (S) and `c0` (H). A cell without a recurrent
 * product has no `hh`.
 */
const parametersOf = (
  { name, cell, bias, projSize, layerNorm, initialState }: RecurSpec,
  { hiddenSize: H, stateSize: S, inputSize, inputBlock }: LayerSize,
  end: string,
): readonly ParameterShape[] => {
  const { isRecurrent, states } = specOf(cell);
  const G = gatesOf(cell).length;
  const kind = (part: string, role: ParameterRole) => ({ name: `${name}.${part}${end}`, role, fan: H });
  return [
    matrix(kind('weight_ih', 'input'), G, H, inputSize, inputBlock),
    ...(isRecurrent ? [matrix(kind('weight_hh', 'recurrent'), G, H, S)] : []),
    ...(bias ? [vector(kind('bias_ih', 'gateBias'), G, H)] : []),
    ...(bias && isRecurrent ? [vector(kind('bias_hh', 'gateBias'), G, H)] : []),
    ...(projSize > 0 ? [matrix(kind('weight_hr', 'projection'), 1, S, H)] : []),
    ...(layerNorm ? [vector(kind('norm_ih', 'gain'), G, H), vector(kind('norm_hh', 'gain'), G, H)] : []),
    ...(initialState === 'learned'
      ? states.map((state) => vector(kind(`${state}0`, 'firstState'), 1, state === 'h' ? S : H))
      : []),
  ];
};

const fedName = (name: string): string => `${name}.weight_fed_l0`;

/** What is fed is read like a part of the input: with the columns of a `weight_ih` that go on behind those of the vector. */
const fedParameters = ({ name, cell, fed }: RecurSpec, { hiddenSize: H }: LayerSize): readonly ParameterShape[] =>
  fed === undefined ? [] : [matrix({ name: fedName(name), role: 'input', fan: H }, gatesOf(cell).length, H, fed)];

const planFed = (
  { name, cell, fed, layers: [bottom = 0] }: RecurSpec,
  { panel, parameterOf, addTranspose }: ParameterPlan,
): RecurPlan['fed'] => {
  if (fed === undefined) return undefined;
  const weight = parameterOf(fedName(name));
  return { size: fed, weight, transposed: addTranspose(weight, fed, gatesOf(cell).length * panelsOf(bottom, panel)) };
};

const planLayer = (spec: RecurSpec, size: LayerSize, layer: number, parameters: ParameterPlan): LayerPlan => {
  const { panel } = parameters;
  const inputRows = packedRows(size.inputSize, size.inputBlock, panel);
  const asksBelow = layer > 0 || parameters.isBelowLearned;
  return {
    ...size,
    inputRows,
    outputRows: packedRows(size.directions * size.stateSize, size.stateSize, panel),
    weights: directionsOf(size).map((suffix) =>
      planDirection(spec, size, inputRows, `_l${layer}${suffix}`, asksBelow, parameters),
    ),
  };
};

const planDirection = (
  { name, cell }: RecurSpec,
  { hiddenSize: H, stateSize: S }: LayerSize,
  inputRows: number,
  end: string,
  asksBelow: boolean,
  { panel, parameterOf, offsetOf, addTranspose }: ParameterPlan,
): CellWeights => {
  const gates = gatesOf(cell).length;
  const panels = gates * panelsOf(H, panel);
  const weightIh = parameterOf(`${name}.weight_ih${end}`);
  const weightHh = offsetOf(`${name}.weight_hh${end}`);
  const weightHr = offsetOf(`${name}.weight_hr${end}`);
  return {
    ...{ gates, hiddenSize: H, stateSize: S, inputRows, weightIh },
    transposedIh: asksBelow ? addTranspose(weightIh, inputRows, panels) : undefined,
    biasIh: offsetOf(`${name}.bias_ih${end}`),
    normIh: offsetOf(`${name}.norm_ih${end}`),
    recurrent:
      weightHh === undefined
        ? undefined
        : {
            weightHh,
            biasHh: offsetOf(`${name}.bias_hh${end}`),
            normHh: offsetOf(`${name}.norm_hh${end}`),
            transposedHh: addTranspose(weightHh, S, panels),
          },
    projection:
      weightHr === undefined ? undefined : { weightHr, transposedHr: addTranspose(weightHr, H, panelsOf(S, panel)) },
    firstStates: Object.fromEntries(specOf(cell).states.map((state) => [state, offsetOf(`${name}.${state}0${end}`)])),
  };
};
