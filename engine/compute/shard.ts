import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { Network, type Lanes } from '../model/network.ts';
import type { NetworkPlan, ShardPlan } from '../model/networkPlan.ts';
import type { Pass } from '../model/recurrentLayer.ts';
import { OutputLayer, type HeadSteps } from '../model/outputLayer.ts';
import { panelsOf, type Kernels } from './kernels.ts';
import type { SourceTables } from './sourceTables.ts';
import { stepOptimizer } from './optimizer.ts';

/** What the threads can be told to do at once; the numbers that go with it lie in `ShardContext.numbers`. */
export const commands = {
  stop: 0,
  /** Take the source tables sent by message. */
  load: 1,
  /** Transpose the weights for the backward pass. */
  transpose: 2,
  /** numbers: examples, 1 to carry the state, dropout key, steps without loss, steps to the state kept, 1 to diagnose. */
  train: 3,
  evaluate: 4,
  predict: 5,
  /** Sum the threads' gradients. */
  sum: 6,
  /** numbers: see `stepOptimizer`. Ends with `clear`. */
  step: 7,
  /** Zero all gradients. */
  clear: 8,
} as const;

export type Command = (typeof commands)[keyof typeof commands];

/** What a thread works with; `numbers` and `result` are shared memory. */
export interface ShardContext {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly plan: NetworkPlan;
  readonly index: number;
  /** Offset of the commands' numbers, as doubles. */
  readonly numbers: number;
}

/** One thread's share of every command: its lanes of the batch, and its range of the parameters. */
export class Shard {
  readonly network: Network;
  readonly output: OutputLayer;
  source: SourceTables | undefined;
  private readonly context: ShardContext;
  private readonly shard: ShardPlan;
  private readonly numbers: Float64Array;
  private readonly result: Float64Array;

  constructor(context: ShardContext) {
    const { kernels, memory, plan, index } = context;
    const shard = plan.shards[index];
    if (!shard) throw new Error(`There is no shard ${index}.`);
    this.context = context;
    this.shard = shard;
    this.network = new Network(kernels, plan, shard);
    this.output = new OutputLayer(kernels, plan, shard);
    this.numbers = new Float64Array(memory.buffer, context.numbers, 16);
    this.result = new Float64Array(memory.buffer, shard.result, 3);
  }

  run(command: Command, port?: MessagePort): void {
    switch (command) {
      case commands.load:
        if (port) this.source = (receiveMessageOnPort(port) as { message: SourceTables }).message;
        break;
      case commands.transpose:
        this.transpose();
        break;
      case commands.train:
        this.train();
        break;
      case commands.evaluate:
        this.evaluate();
        break;
      case commands.predict:
        this.predict();
        break;
      case commands.sum:
        this.sumGradients();
        break;
      case commands.step:
        this.step();
        break;
      case commands.clear:
        this.clearGradients();
        break;
      case commands.stop:
        break;
      default:
        command satisfies never;
    }
  }

  private train(): void {
    const { plan } = this.context;
    const { steps: T, shape } = plan;
    const lanes = this.lanes();
    const isDiagnosed = this.numbers[5] === 1;
    this.result.fill(0);
    if (isDiagnosed) this.clearDiagnosis();
    if (lanes.count === 0) return;
    const pass = this.network.passOf(T, lanes, this.numbers[2] ?? 0, this.gatherLengths(lanes), isDiagnosed);
    const isCarried = this.numbers[1] === 1;
    const h = this.forward(pass, lanes, isCarried ? plan.trainStates : undefined);
    this.network.keepStates(plan.trainStates, lanes, this.numbers[4] ?? T);
    this.gatherTargets(lanes);
    const dh = this.network.headGradient(shape.everyStep, pass);
    this.output.train(h, dh, this.headSteps(lanes, this.numbers[3] ?? 0), this.idsAreTargets());
    if (!shape.everyStep) this.network.spreadLastGradient(pass);
    this.network.backward(pass, !isCarried);
  }

  private evaluate(): void {
    const { plan } = this.context;
    const lanes = this.lanes();
    this.result.fill(0);
    if (lanes.count === 0) return;
    const pass = this.network.passOf(plan.steps, lanes, undefined, this.gatherLengths(lanes));
    const h = this.forward(pass, lanes, this.numbers[1] === 1 ? plan.evaluateStates : undefined);
    this.network.keepStates(plan.evaluateStates, lanes, plan.steps);
    this.gatherTargets(lanes);
    this.output.evaluate(h, this.headSteps(lanes, 0), this.idsAreTargets());
  }

  private predict(): void {
    const { kernels, plan } = this.context;
    const { steps: T, shape, outputGroups } = plan;
    const n = shape.outputSize;
    const lanes = this.lanes();
    if (lanes.count === 0) return;
    const B = lanes.count;
    const pass = this.network.passOf(T, lanes, undefined, this.gatherLengths(lanes));
    this.gatherInputs(lanes);
    this.network.setStates(undefined, lanes);
    this.output.forward(this.network.lastOutputs(this.network.forward(pass), pass), B);
    this.output.activate(B);
    const width = n * outputGroups;
    const out = plan.predictions + lanes.first * width * 4;
    kernels.scatter_outputs(out, this.shard.outputs, B, n, outputGroups);
    const { source } = this;
    if (source?.kind !== 'windows') return;
    const { targets, lags, horizon, targetColumns, rows } = source;
    kernels.undo_lags(out, targets, lags, this.examples(lanes), T, B, horizon, targetColumns, width, rows);
  }

  /** Inputs, states and recurrent layers; returns the offset of what the head reads: (T, B, width) or (1, B, width). */
  private forward(pass: Pass, lanes: Lanes, states: NetworkPlan['trainStates'] | undefined): number {
    const { shape } = this.context.plan;
    this.gatherInputs(lanes);
    this.network.setStates(states, lanes);
    const outputs = this.network.forward(pass);
    return shape.everyStep ? outputs : this.network.lastOutputs(outputs, pass);
  }

  /** Offset of the lanes' numbers of steps, 0 where all examples are equally long. */
  private gatherLengths(lanes: Lanes): number {
    const { source } = this;
    if (source?.kind !== 'rows' || source.lengths === 0) return 0;
    const { lengths } = this.shard;
    this.context.kernels.gather_labels(lengths, source.lengths, this.examples(lanes), lanes.count);
    return lengths;
  }

  /** All that the head predicts at but the first `skip` steps. */
  private headSteps(lanes: Lanes, skip: number): HeadSteps {
    const { shape, steps } = this.context.plan;
    return { first: skip, count: shape.everyStep ? steps : 1, B: lanes.count };
  }

  private idsAreTargets(): boolean {
    return this.source?.kind !== 'windows';
  }

  /** Those of a text come with its inputs. */
  private gatherTargets(lanes: Lanes): void {
    const { kernels, plan } = this.context;
    const { targets, targetIds } = this.shard;
    const { source } = this;
    const examples = this.examples(lanes);
    if (source?.kind === 'windows') {
      const { horizon, targetColumns, lags } = source;
      const { steps: T } = plan;
      kernels.gather_targets(targets, source.targets, lags, examples, T, lanes.count, horizon, targetColumns);
    } else if (source?.kind === 'rows') {
      kernels.gather_labels(targetIds, source.labels, examples, lanes.count);
    }
  }

  private gatherInputs(lanes: Lanes): void {
    const { kernels, plan } = this.context;
    const { x, ids, targetIds } = this.shard;
    const { source } = this;
    const T = plan.steps;
    const examples = this.examples(lanes);
    if (!source) throw new Error('The session has no data: call load first.');
    if (source.kind === 'symbols') kernels.gather_symbols(ids, targetIds, source.ids, examples, T, lanes.count);
    else {
      const stride = source.kind === 'rows' ? T : 1;
      kernels.gather_inputs(x, source.values, examples, stride, T, lanes.count, source.columns);
    }
  }

  private transpose(): void {
    const { kernels, plan, index } = this.context;
    const threads = plan.updateThreads;
    for (const { weight, transposed, inputs, panels } of plan.transposes) {
      const count = panelsOf(inputs, plan.panel);
      const from = Math.floor((count * index) / threads);
      kernels.transpose_weights(transposed, weight, inputs, panels, from, Math.floor((count * (index + 1)) / threads));
    }
  }

  private sumGradients(): void {
    const { kernels, plan } = this.context;
    const { offset, count } = this.parameterRange();
    const [first, second] = plan.shards;
    if (!first) return;
    const stride = second ? (second.gradientShift - first.gradientShift) / 4 : 0;
    this.result[2] = kernels.sum_gradients(offset + first.gradientShift, plan.shards.length, stride, count);
  }

  private step(): void {
    const { kernels, plan } = this.context;
    const { offset, count } = this.parameterRange();
    const gradient = offset + (plan.shards[0]?.gradientShift ?? 0);
    const moments = plan.moments.map((moment) => moment + offset - plan.parameters);
    if (count > 0) stepOptimizer(kernels, plan.optimizer, offset, gradient, moments, this.numbers, count);
    if (plan.average > 0) {
      kernels.follow(plan.average + offset - plan.parameters, offset, this.numbers[9] ?? 0, count);
    }
    this.clearGradients();
  }

  private clearGradients(): void {
    const { kernels, plan } = this.context;
    const { offset, count } = this.parameterRange();
    for (const { gradientShift } of plan.shards) kernels.zero(offset + gradientShift, count);
  }

  private clearDiagnosis(): void {
    for (const { directions } of this.shard.layers) {
      for (const { diagnosis } of directions) {
        if (diagnosis) this.context.kernels.zero(diagnosis.squares, diagnosis.floats);
      }
    }
  }

  private lanes(): Lanes {
    const { plan, index } = this.context;
    const examples = this.numbers[0] ?? 0;
    const threads = plan.shards.length;
    const first = Math.floor((examples * index) / threads);
    return { first, count: Math.floor((examples * (index + 1)) / threads) - first };
  }

  private examples(lanes: Lanes): number {
    return this.context.plan.examples + lanes.first * 4;
  }

  /** This thread's share of the packed parameters, in whole panels. */
  private parameterRange(): { offset: number; count: number } {
    const { plan, index } = this.context;
    const { panel } = plan;
    const panels = plan.packedCount / panel;
    const threads = plan.updateThreads;
    const from = Math.floor((panels * index) / threads) * panel;
    const to = Math.floor((panels * (index + 1)) / threads) * panel;
    return { offset: plan.parameters + from * 4, count: to - from };
  }
}
