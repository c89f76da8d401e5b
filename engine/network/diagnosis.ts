import type { Gate } from './cells/cellSpec.ts';
import { gatesOf } from './cells/findCell.ts';
import { saturation } from './cells/saturation.ts';
import type { DiagnosisBuffers } from './layers/recurrentLayer.ts';
import { directionSuffixes } from './layers/layerSizes.ts';
import { stackPrefix, stacksOf, type NetworkPlan } from './networkPlan.ts';
import type { LayerDiagnostics, TensorDiagnostics } from '../records/records.ts';
import type { Kernels } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import { shift, type Offset } from '../compute/offset.ts';
import { countValues, type ParameterPlace } from './parameterLayout.ts';

/** What a diagnosed pass and the update after it have shown. */
export interface Diagnostics {
  /** Of the pass alone, where an update takes several. */
  readonly layers: readonly LayerDiagnostics<number>[];
  readonly tensors: readonly TensorDiagnostics<number>[];
  /** Share of the gradient's values beyond clipValue; 0 without one. */
  readonly clippedValues: number;
}

/** Looks at a session's memory around an update; what its threads saw during the pass is summed in their order. */
export class Diagnosis {
  private readonly kernels: Kernels;
  private readonly memory: SharedMemory;
  private readonly plan: NetworkPlan;
  /** The parameters before the update, laid out as they are. */
  private readonly before: Offset;
  private readonly parameterCount: number;
  /** Of the diagnosed pass; undefined: there was none since the last update. */
  private terms: number | undefined;
  /** What a pass of its own has shown of each layer's `stateGradients`. */
  private waysBack: readonly (readonly number[])[] | undefined;
  private gradients: readonly number[] = [];
  private clippedValues = 0;

  constructor(kernels: Kernels, memory: SharedMemory, plan: NetworkPlan) {
    this.kernels = kernels;
    this.memory = memory;
    this.plan = plan;
    this.before = memory.allocate(plan.packedCount * 4, 'A diagnosis');
    this.parameterCount = plan.places.reduce((sum, place) => sum + countValues(place), 0);
  }

  /** Whether the update that comes is to be looked at. */
  get isUnderWay(): boolean {
    return this.terms !== undefined;
  }

  /** A pass was diagnosed; `terms` is what makes its mean loss. */
  begin(terms: number): void {
    this.terms = terms;
  }

  /** A pass whose only loss is that of the last step was diagnosed: its way back is the one to tell. */
  keepWaysBack(terms: number): void {
    this.waysBack = this.layers(terms).map(({ stateGradients }) => stateGradients);
  }

  /** The update that was to be looked at does not take place. */
  cancel(): void {
    this.terms = undefined;
    this.waysBack = undefined;
  }

  /**
   * Before the optimiser's step, the threads' gradients summed over `terms`. It multiplies them by `factor`, which
   * clips by norm, then clips by `clipValue`.
   */
  beforeUpdate(terms: number, factor: number, clipValue: number): void {
    const { kernels, memory, plan, before } = this;
    const { parameters, packedCount } = plan;
    const gradient = shift(parameters, plan.shards[0]?.gradientShift ?? 0);
    memory.floats(before, packedCount).set(memory.floats(parameters, packedCount));
    this.gradients = plan.places.map((place) => this.length(gradient, undefined, place) / terms);
    const beyond = clipValue > 0 ? kernels.count_beyond(gradient, factor, clipValue, packedCount) : 0;
    this.clippedValues = beyond / this.parameterCount;
  }

  /** After the optimiser's step. */
  afterUpdate(): Diagnostics {
    const { plan, before, gradients, clippedValues, terms = NaN } = this;
    const tensors = plan.places.map((place, index) => ({
      name: place.name,
      weight: this.length(before, undefined, place),
      gradient: gradients[index] ?? NaN,
      update: this.length(plan.parameters, before, place),
    }));
    const { waysBack } = this;
    this.cancel();
    const layers = this.layers(terms);
    if (!waysBack) return { layers, tensors, clippedValues };
    const withWays = layers.map((layer, index) => ({ ...layer, stateGradients: waysBack[index] ?? [] }));
    return { layers: withWays, tensors, clippedValues };
  }

  /** L2 norm of a tensor among those packed from `x` on, less the one from `y` on where there is one. */
  private length(x: Offset, y: Offset | undefined, { start, count }: ParameterPlace): number {
    const at = start * 4;
    return Math.sqrt(this.kernels.squared_distance(shift(x, at), y === undefined ? y : shift(y, at), count));
  }

  private layers(terms: number): LayerDiagnostics<number>[] {
    return stacksOf(this.plan).flatMap((stack) =>
      stack.plan.layers.flatMap(({ weights, hiddenSize }, layer) =>
        weights.map((_, direction) => {
          const name = `${stackPrefix(stack.plan)}l${layer}${directionSuffixes[direction] ?? ''}`;
          const seen = stack.shards.flatMap(({ layers }) => layers[layer]?.directions[direction]?.diagnosis ?? []);
          return this.describe(name, seen, gatesOf(stack.plan.spec.cell), hiddenSize, stack.steps, terms);
        }),
      ),
    );
  }

  /** `seen`: by each thread. */
  private describe(
    name: string,
    seen: readonly DiagnosisBuffers[],
    gates: readonly Gate[],
    H: number,
    steps: number,
    terms: number,
  ): LayerDiagnostics<number> {
    const { memory } = this;
    const squares = sum(seen.map((one) => memory.doubles(one.squares, steps)));
    const stateGradients = Array.from(squares, (square) => Math.sqrt(square) / terms);
    const counts = sum(seen.map((one) => memory.doubles(one.counts, 2 * gates.length)));
    const share = (gate: number): number => (counts[2 * gate] ?? NaN) / (counts[2 * gate + 1] ?? NaN);
    const saturated = Object.fromEntries(
      gates.flatMap(({ name, activation }, gate) => (saturation[activation] ? [[name, share(gate)]] : [])),
    );
    if (!gates.some(({ activation, isState }) => activation === 'relu' && isState))
      return { name, stateGradients, saturated };
    const maxima = seen.map((one) => memory.floats(one.maxima, H));
    let dead = 0;
    for (let unit = 0; unit < H; unit++) if (maxima.every((most) => most[unit] === 0)) dead += 1;
    return { name, stateGradients, saturated, dead: dead / H };
  }
}

/** Element by element, in the order of the arrays. */
const sum = (arrays: readonly Float64Array[]): Float64Array => {
  const total = new Float64Array(arrays[0]?.length ?? 0);
  for (const array of arrays) array.forEach((value, i) => (total[i] = (total[i] ?? NaN) + value));
  return total;
};
