import { panelsOf, sequenceBytes } from '../../../../engine/compute/kernels.ts';
import type { KernelModule } from '../../../../engine/compute/loadKernels.ts';
import { packTensor, unpackTensor } from '../../../../engine/network/parameterLayout.ts';
import { createRandom, type Random } from '../../../../engine/compute/random.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { dropoutKeyOf } from '../../../../engine/network/layers/dropoutKey.ts';
import { directionSuffixes } from '../../../../engine/network/layers/layerSizes.ts';
import { Network } from '../../../../engine/network/network.ts';
import { LayerStack } from '../../../../engine/network/layers/layerStack.ts';
import type { RecurBuffers, RecurPlan } from '../../../../engine/network/layers/recurPlan.ts';
import { networkOf } from '../../../../engine/network/networkOf.ts';
import { stacksOf, type NetworkPlan, type ShardPlan } from '../../../../engine/network/networkPlan.ts';
import { planNetwork } from '../../../../engine/network/plan.ts';
import { shift, type Offset } from '../../../../engine/compute/offset.ts';
import type { Pass } from '../../../../engine/network/cells/cell.ts';
import { gatesOf } from '../../../../engine/network/cells/findCell.ts';
import type { RecurrentLayer } from '../../../../engine/network/layers/recurrentLayer.ts';
import { modelOf, trainingOf } from './sessionOptions.ts';
import { runReference, type ReferenceOutput, type ReferenceRun } from './referenceNetwork.ts';
import { Workbench } from './workbench.ts';

export interface BenchOptions {
  readonly model: Partial<ModelConfig>;
  readonly T: number;
  readonly B: number;
  readonly D: number;
  readonly lengths?: readonly number[];
  /** Of dropout between layers and to the next step; without it nothing is dropped. */
  readonly dropoutKey?: number;
  /** Seed of all numbers. */
  readonly seed?: number;
}

/** The recurrent layers of a network with random parameters, inputs and first states, beside the same in plain loops. */
export class NetworkBench {
  readonly bench: Workbench;
  readonly model: ModelConfig;
  readonly plan: NetworkPlan;
  readonly options: BenchOptions;
  /** Row-major (T, B, D), and what the reference gets of it. */
  readonly x: Float64Array;
  readonly parameters = new Map<string, Float64Array>();
  readonly states = new Map<string, Float64Array>();
  readonly random: Random;
  readonly pass: Pass;
  private readonly shard: ShardPlan;
  private readonly stack: RecurPlan;
  private readonly buffers: RecurBuffers;
  private readonly network: Network;

  constructor(module: KernelModule, options: BenchOptions) {
    const { T, B, D, lengths, dropoutKey } = options;
    this.options = options;
    this.bench = Workbench.create(module);
    this.model = modelOf(options.model);
    const { kernels, memory } = this.bench;
    this.plan = planNetwork(memory, kernels.panel, {
      network: networkOf({ input: { kind: 'numbers', size: D }, outputSize: 1, everyStep: true }, this.model, 'mse'),
      training: trainingOf({ batchSize: B }),
      steps: T,
    });
    const [shard] = this.plan.shards;
    const [stack] = stacksOf(this.plan);
    const [buffers] = stack?.shards ?? [];
    if (!shard || !stack || !buffers) throw new Error('There is no shard.');
    this.shard = shard;
    this.stack = stack.plan;
    this.buffers = buffers;
    this.network = new Network(kernels, this.plan, shard);
    this.random = createRandom(options.seed ?? T * 1000 + B * 100 + D * 10 + this.model.hiddenSize);
    this.pass = this.network.passOf(
      T,
      { first: 0, count: B },
      dropoutKey,
      lengths ? this.bench.integers(lengths) : undefined,
    );
    this.x = this.draw(T * B * D, 1.5);
    for (const place of this.plan.places.filter(({ name }) => name.startsWith('rnn.'))) {
      const values = this.draw(product(place.shape), 0.6);
      if (place.name.includes('norm_')) values.forEach((value, i) => (values[i] = Math.fround(value + 1)));
      this.parameters.set(place.name.slice('rnn.'.length), values);
    }
    if (this.model.initialState === 'zeros') {
      for (const { name, size } of this.plan.trainStates.states) this.states.set(name, this.draw(B * size, 0.9));
    }
  }

  draw(count: number, scale: number): Float64Array {
    return Float64Array.from({ length: count }, () => Math.fround((2 * this.random.next() - 1) * scale));
  }

  /** Values of a lane's outputs at a step. */
  get width(): number {
    const top = this.stack.layers.at(-1);
    return (top?.directions ?? NaN) * (top?.stateSize ?? NaN);
  }

  reference(): ReferenceRun {
    const { T, B, D, lengths } = this.options;
    const x = Array.from({ length: T }, (_, t) => this.x.slice(t * B * D, (t + 1) * B * D));
    const { dropoutKey } = this.options;
    const dropped = dropoutKey !== undefined && {
      masks: this.masks(dropoutKey),
      between: this.masksBetween(dropoutKey),
    };
    const { model, parameters, states } = this;
    return runReference({ model, B, x, parameters, states, ...(lengths && { lengths }), ...dropped });
  }

  /** Outputs, row-major (T, B, width), and the last states by name. */
  forward(): ReferenceOutput {
    const { T, B, D } = this.options;
    this.begin();
    this.bench.write(present(this.shard.x), T, B, D, this.x);
    const outputs = [...this.readOutputs(this.network.forward(this.pass), T)];
    const states = new Map<string, number[]>();
    this.eachState((state, name) => {
      const last = shift(state.offset, sequenceBytes(T, B, state.size, this.bench.kernels.panel));
      states.set(name, [...this.bench.read(last, 1, B, state.size)]);
    });
    return { outputs, states };
  }

  /** Outputs, row-major (T, B, width), of a forward pass for each chunk of so many steps. */
  forwardInChunks(chunks: readonly number[]): number[] {
    const { B, D } = this.options;
    const lanes = { first: 0, count: B };
    const outputs: number[] = [];
    this.begin();
    let from = 0;
    for (const T of chunks) {
      this.bench.write(present(this.shard.x), T, B, D, this.x.subarray(from * B * D));
      outputs.push(...this.readOutputs(this.network.forward({ ...this.pass, T }), T));
      this.network.keepStates(this.plan.trainStates, lanes, T);
      this.network.setStates(this.plan.trainStates, lanes);
      from += T;
    }
    return outputs;
  }

  /** Puts parameters and first states into memory. */
  private begin(): void {
    const { B } = this.options;
    const { memory, kernels } = this.bench;
    const packed = memory.floats(this.plan.parameters, this.plan.packedCount);
    for (const place of this.plan.places) {
      const values = this.parameters.get(place.name.slice('rnn.'.length));
      if (values) packTensor(place, packed, Float32Array.from(values));
    }
    for (const { weight, transposed, inputs, panels } of this.plan.transposes) {
      kernels.transpose_weights(transposed, weight, inputs, panels, 0, panelsOf(inputs, kernels.panel));
    }
    this.network.setStates(undefined, { first: 0, count: B });
    this.eachState((state, name) => {
      const given = this.states.get(name);
      if (given) this.bench.write(state.offset, 1, B, state.size, given);
    });
  }

  /**
   * After `forward`: adds the gradients of sum(outputs * upstream) to those there are; all by the parameters' and
   * states' names, and `x`.
   */
  backward(upstream: Float64Array): Map<string, ArrayLike<number>> {
    const { T, B, D } = this.options;
    const { bench, plan, shard } = this;
    this.writeOutputs(this.buffers.dy, upstream);
    this.network.backward(this.pass, true);
    const gradients = new Map<string, ArrayLike<number>>();
    const packed = bench.memory.floats(shift(plan.parameters, shard.gradientShift), plan.packedCount);
    for (const place of plan.places.filter(({ name }) => name.startsWith('rnn.'))) {
      gradients.set(place.name.slice('rnn.'.length), unpackTensor(place, packed).values);
    }
    this.layers().forEach((layer) => {
      layer.initialGradient(this.pass);
    });
    this.eachState(({ gradient, size }, name) => {
      if (this.states.has(name)) gradients.set(name, bench.read(gradient, 1, B, size));
    });
    return gradients.set('x', this.inputGradient(T, B, D));
  }

  /** The gradient of the bottom layer's input, which the network itself has no use for. */
  private inputGradient(T: number, B: number, D: number): ArrayLike<number> {
    const { bench } = this;
    const total = new Float64Array(T * B * D);
    const { kernels } = bench;
    this.stack.layers[0]?.weights.forEach(({ weightIh, hiddenSize }, direction) => {
      const buffers = this.buffers.layers[0]?.directions[direction];
      const panels = gatesOf(this.model).length * panelsOf(hiddenSize, kernels.panel);
      const transposed = bench.sequence(1, panels * kernels.panel, D);
      kernels.transpose_weights(transposed, weightIh, D, panels, 0, panelsOf(D, kernels.panel));
      const dz = present(buffers?.steps?.normal?.normalIh ?? buffers?.z);
      const dx = bench.sequence(T, B, D);
      kernels.project(
        dx,
        dz,
        transposed,
        undefined,
        undefined,
        T,
        B,
        panels * kernels.panel,
        panelsOf(D, kernels.panel),
      );
      const sum = bench.sequence(T, B, D);
      const count = panelsOf(D, kernels.panel);
      kernels.move_steps(sum, count, dx, count, this.pass.lengths, T, T, B, D, direction, 0);
      bench.read(sum, T, B, D).forEach((value, i) => (total[i] = (total[i] ?? NaN) + value));
    });
    return total;
  }

  /** The masks that recurrent dropout draws, by the suffix of the parameters' names. */
  private masks(key: number): Map<string, Float64Array> {
    const { B } = this.options;
    const masks = new Map<string, Float64Array>();
    this.stack.layers.forEach(({ weights, stateSize: S }, layer) => {
      weights.forEach((_, direction) => {
        const ones = this.bench.write(this.bench.sequence(1, B, S), 1, B, S, new Float64Array(B * S).fill(1));
        const index = this.stack.layers.length * (direction + 1) + layer;
        const share = this.model.recurrentDropout;
        this.bench.kernels.dropout(ones, ones, share, dropoutKeyOf(key, index), 1, B, S, 0, B);
        masks.set(`_l${layer}${directionSuffixes[direction] ?? ''}`, this.bench.read(ones, 1, B, S));
      });
    });
    return masks;
  }

  /** The masks that dropout draws for the outputs of each layer but the top one. */
  private masksBetween(key: number): Float64Array[] {
    const { T, B } = this.options;
    const { dropout } = this.model;
    return this.stack.layers.slice(0, -1).map(({ outputRows, stateSize: S, directions }, layer) => {
      const ones = this.bench.sequence(T, B, outputRows);
      this.bench.write(ones, T, B, outputRows, new Float64Array(T * B * outputRows).fill(1));
      this.bench.kernels.dropout(ones, ones, dropout, dropoutKeyOf(key, layer), T, B, outputRows, 0, B);
      const packed = this.bench.read(ones, T, B, outputRows);
      return Float64Array.from({ length: T * B * directions * S }, (_, i) => {
        const [row, column] = [Math.floor(i / S / directions), i % (directions * S)];
        return packed[row * outputRows + Math.floor(column / S) * (outputRows / directions) + (column % S)] ?? NaN;
      });
    });
  }

  private layers(): readonly RecurrentLayer[] {
    return this.network.blocks.flatMap((block) => (block instanceof LayerStack ? block.layers : []));
  }

  private eachState(visit: (state: RecurrentLayer['states'][number], name: string) => void): void {
    this.layers()
      .flatMap((layer) => layer.states)
      .forEach((state, index) => {
        visit(state, this.plan.trainStates.states[index]?.name ?? '');
      });
  }

  private readOutputs(offset: Offset, T: number): Float64Array {
    const { B } = this.options;
    const columns = this.plan.head.inputRows;
    const rows = this.bench.read(offset, T, B, columns);
    return Float64Array.from({ length: T * B * this.width }, (_, i) => {
      const t = Math.floor(i / this.width / B);
      const b = Math.floor(i / this.width) % B;
      return t < (this.options.lengths?.[b] ?? T) ? (rows[this.place(i)] ?? NaN) : 0;
    });
  }

  private writeOutputs(offset: Offset, values: Float64Array): void {
    const { T, B } = this.options;
    const rows = new Float64Array(T * B * this.plan.head.inputRows);
    values.forEach((value, i) => (rows[this.place(i)] = value));
    this.bench.write(offset, T, B, this.plan.head.inputRows, rows);
  }

  /** Where value i of the outputs stands among packed columns, in which each direction begins a panel. */
  private place(i: number): number {
    const { inputRows: headRows } = this.plan.head;
    const top = this.stack.layers.at(-1);
    const column = i % this.width;
    const half = Math.floor(column / (top?.stateSize ?? NaN));
    const block = headRows / (top?.directions ?? NaN);
    return Math.floor(i / this.width) * headRows + half * block + (column % (top?.stateSize ?? NaN));
  }
}

const product = (sides: readonly number[]): number => sides.reduce((total, side) => total * side, 1);

const present = (offset: Offset | undefined): Offset => {
  if (offset === undefined) throw new Error('The network has no such buffer.');
  return offset;
};
