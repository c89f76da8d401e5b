import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Lanes } from '../blockChain.ts';
import type { EncoderRead } from '../cells/cell.ts';
import { Network, type NetworkPass } from '../network.ts';
import { commands, passFields, type PassNumbers } from './shardCommands.ts';
import { stacksOf, type DecoderPlan, type LaneStates, type NetworkPlan, type ShardPlan } from '../networkPlan.ts';
import { resultFields } from '../blocks/headPlan.ts';
import { dropoutKeyOf } from '../layers/dropoutKey.ts';
import { OutputLayer, type HeadSteps } from '../blocks/outputLayer.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import { stepOptimizer, updateFields } from '../../compute/optimizer.ts';
import { SharedRecord } from '../../compute/sharedRecord.ts';
import type { ThreadWork } from '../../compute/threads.ts';
import type { Precision } from '../precision/precision.ts';
import { RoundedProducts } from '../precision/roundedProducts.ts';
import { BatchReader } from '../sources/batchReader.ts';
import type { SourceTables } from '../sources/sourceTables.ts';

/** What all threads of a session share: the network, and where the records of the commands lie. */
export interface SharedPlan {
  readonly plan: NetworkPlan;
  readonly pass: Offset;
  readonly update: Offset;
}

/** What a thread works with. */
export interface ShardContext extends SharedPlan {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly index: number;
}

/** One thread's share of every command: its lanes of the batch, and its range of the parameters. */
export class Shard implements ThreadWork {
  readonly network: Network;
  readonly output: OutputLayer;
  private readonly reader: BatchReader;
  private readonly context: ShardContext;
  private readonly shard: ShardPlan;
  private readonly rounded: RoundedProducts | undefined;
  private readonly pass: SharedRecord<(typeof passFields)[number]>;
  private readonly update: SharedRecord<(typeof updateFields)[number]>;
  private readonly result: SharedRecord<(typeof resultFields)[number]>;

  constructor(context: ShardContext) {
    const { memory, plan, index } = context;
    const shard = plan.shards[index];
    if (!shard) throw new Error(`There is no shard ${index}.`);
    const { scratch } = shard;
    this.rounded =
      plan.rounding && scratch !== undefined ? new RoundedProducts(context.kernels, plan.rounding, scratch) : undefined;
    const { kernels } = this.rounded ?? context;
    this.context = { ...context, kernels };
    this.shard = shard;
    this.network = new Network(kernels, plan, shard);
    this.reader = new BatchReader(kernels, memory, plan, shard);
    this.output = new OutputLayer(kernels, plan.head, shard.head, plan);
    this.pass = new SharedRecord(memory, context.pass, passFields);
    this.update = new SharedRecord(memory, context.update, updateFields);
    this.result = new SharedRecord(memory, shard.head.result, resultFields);
  }

  run(command: number, port?: MessagePort): void {
    switch (command) {
      case commands.load:
        if (port) this.load((receiveMessageOnPort(port) as { message: SourceTables }).message);
        break;
      case commands.transpose:
        this.transpose();
        break;
      case commands.round:
        this.transpose();
        this.round();
        break;
      case commands.train:
        this.doPass((told) => this.learn(told));
        break;
      case commands.evaluate:
        this.doPass((told) => this.evaluate(told));
        break;
      case commands.predict:
        this.doPass((told) => this.predict(told));
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
      case commands.encode:
        this.doPass((told) => this.encode(told));
        break;
      case commands.decode:
        this.doPass((told) => this.decode(told));
        break;
      default:
        throw new Error(`There is no command ${command}.`);
    }
  }

  /** What the passes that follow read. */
  load(source: SourceTables): void {
    this.reader.source = source;
  }

  /** Does `work` with the products of a precision. */
  inPrecision(precision: Precision, work: () => void): void {
    if (this.rounded && precision === 'bfloat16') this.rounded.during(work);
    else work();
  }

  /** The pass that was told of, in its precision. */
  private doPass(work: (told: PassNumbers) => void): void {
    const told = this.pass.read();
    this.inPrecision(told.isRounded === 1 ? 'bfloat16' : 'float32', () => {
      work(told);
    });
  }

  private learn(told: PassNumbers): void {
    const { plan } = this.context;
    const lanes = this.lanes(told);
    const isDiagnosed = told.isDiagnosed === 1;
    this.result.write(nothing);
    if (isDiagnosed) this.clearDiagnosis();
    if (lanes.count === 0) return;
    const pass = { ...this.passOf(lanes, told.dropoutKey, isDiagnosed), skip: told.skip };
    const isCarried = told.isCarried === 1;
    let h = this.forward(pass, lanes, isCarried ? plan.trainStates : undefined);
    if (told.ownShare > 0) h = this.readOwn(h, pass, told);
    this.network.keepStates(plan.trainStates, lanes, Math.min(told.keepAfter, pass.T));
    this.reader.targets(lanes);
    const dh = this.network.headGradient(pass);
    this.output.train(h, dh, this.headSteps(pass, told.skip), this.reader.idsAreTargets);
    this.network.backward(pass, !isCarried);
  }

  /** Goes through the decoder once more, with some of what it has put out in the place of the true symbols. */
  private readOwn(h: Offset, pass: NetworkPass, { ownShare, dropoutKey }: PassNumbers): Offset {
    const { kernels, plan } = this.context;
    const { decoder } = this.shard;
    if (!decoder || !pass.decoder) throw new Error('Only a decoder reads what it has put out.');
    const { T, B, lengths, firstLane, lanes } = pass.decoder;
    if (lengths === undefined) throw new Error('A decoder knows how long its sequences are.');
    this.output.choose(h, this.headSteps(pass, 0), decoder.own);
    const key = dropoutKeyOf(dropoutKey, plan.masks);
    kernels.mix_symbols(decoder.ids, decoder.own, lengths, ownShare, key, T, B, firstLane, lanes);
    return this.network.decodeAgain(pass);
  }

  private evaluate(told: PassNumbers): void {
    const { plan } = this.context;
    const lanes = this.lanes(told);
    this.result.write(nothing);
    if (lanes.count === 0) return;
    const pass = this.passOf(lanes, undefined);
    const h = this.forward(pass, lanes, told.isCarried === 1 ? plan.evaluateStates : undefined);
    this.network.keepStates(plan.evaluateStates, lanes, pass.T);
    this.reader.targets(lanes);
    this.output.evaluate(h, this.headSteps(pass, 0), this.reader.idsAreTargets);
  }

  private predict(told: PassNumbers): void {
    const { kernels, plan } = this.context;
    const { shape, head } = plan;
    const { outputs: n, groups, inputRows } = head;
    const lanes = this.lanes(told);
    if (lanes.count === 0) return;
    const B = lanes.count;
    const pass = this.passOf(lanes, undefined);
    const h = this.forward(pass, lanes, undefined);
    const answers = this.reader.answers(lanes, n);
    if (answers !== undefined) {
      this.output.answer(h, this.headSteps(pass, 0), (from, count) => {
        kernels.scatter_steps(answers, this.shard.head.outputs, from, count, plan.steps, B, n);
      });
      return;
    }
    const last = shape.everyStep ? shift(h, sequenceBytes(pass.T - 1, B, inputRows, plan.panel)) : h;
    this.output.forward(last, B);
    this.output.activate(B);
    const width = n * groups;
    const out = shift(plan.predictions, lanes.first * width * 4);
    kernels.scatter_outputs(out, this.shard.head.outputs, B, n, groups);
    this.reader.undoLags(out, lanes, width);
  }

  private encode(told: PassNumbers): void {
    const lanes = this.lanes(told);
    if (lanes.count === 0) return;
    const { T, lengths } = this.reader.lengths(lanes);
    const pass = this.network.passOf(T, lanes, undefined, lengths);
    this.reader.inputs(lanes, pass);
    this.network.setStates(undefined, lanes);
    const { read } = this.network.encode(pass);
    if (read) this.keepRead(read, lanes);
    this.network.decoding.keepStates(this.decoder().states[told.turn === 0 ? 0 : 1], lanes, 0);
  }

  private decode(told: PassNumbers): void {
    const { kernels, memory, plan } = this.context;
    const { decoding } = this.network;
    const { states, symbols, from, best } = this.decoder();
    const lanes = this.lanes(told);
    const B = lanes.count;
    if (B === 0) return;
    const [before, after] = told.turn === 0 ? states : [states[1], states[0]];
    const ofLanes = (numbers: Offset): Int32Array => new Int32Array(memory.buffer, numbers + lanes.first * 4, B);
    if (this.shard.decoder) new Int32Array(memory.buffer, this.shard.decoder.ids, B).set(ofLanes(symbols));
    decoding.takeStates(before, ofLanes(from));
    const pass = this.network.passOf(1, lanes, undefined, undefined);
    const h = decoding.forward({ ...pass, read: this.keptRead(lanes) });
    decoding.keepStates(after, lanes, 1);
    this.output.forward(h, B);
    const { outputs: n, groups } = plan.head;
    const { outputs } = this.shard.head;
    if (told.best > 0) {
      const begin = lanes.first * told.best * 4;
      kernels.best_outputs(shift(best.ids, begin), shift(best.logs, begin), outputs, B, n, told.best);
    } else kernels.scatter_outputs(shift(plan.predictions, lanes.first * n * groups * 4), outputs, B, n, groups);
  }

  /** Of these lanes what steps one by one are to attend to. */
  private keepRead({ values, keys, T, lengths }: EncoderRead, { first, count }: Lanes): void {
    const { kernels, plan, memory } = this.context;
    const { kept } = this.decoder();
    if (!kept) return;
    const keep = (target: Offset, source: Offset, columns: number): void => {
      const panels = panelsOf(columns, plan.panel);
      for (let t = 0; t < T; t++) {
        const [to, from] = [plan.batchSize, count].map((lanes) => sequenceBytes(t, lanes, columns, plan.panel));
        kernels.copy_lanes(
          ...([shift(target, to ?? 0), plan.batchSize, first] as const),
          ...([shift(source, from ?? 0), count, 0, count, panels] as const),
        );
      }
    };
    keep(kept.values, values, kept.valueRows);
    keep(kept.keys, keys, kept.units);
    const all = new Int32Array(memory.buffer, kept.lengths, plan.batchSize).subarray(first, first + count);
    if (lengths === undefined) all.fill(T);
    else all.set(new Int32Array(memory.buffer, lengths, count));
  }

  private keptRead({ first }: Lanes): EncoderRead | undefined {
    const { steps: T, batchSize: lanes } = this.context.plan;
    const { kept } = this.decoder();
    if (!kept) return undefined;
    const { values, keys, lengths } = kept;
    return { values, keys, T, lanes, lengths, rows: shift(kept.rows, first * 4) };
  }

  private decoder(): DecoderPlan {
    const { decoder } = this.context.plan;
    if (!decoder) throw new Error('The network has no decoder.');
    return decoder;
  }

  private passOf(lanes: Lanes, dropoutKey: number | undefined, isDiagnosed = false): NetworkPass {
    const { reader, network } = this;
    const { T, lengths } = reader.lengths(lanes);
    const letters = reader.letters(this.context.index);
    const pass = { ...network.passOf(T, lanes, dropoutKey, lengths, isDiagnosed), letters };
    const target = reader.targetLengths(lanes);
    if (!target) return pass;
    return { ...pass, decoder: network.passOf(target.T, lanes, dropoutKey, target.lengths, isDiagnosed) };
  }

  /** Inputs, states and blocks; returns what the head reads: (T, B, width) or (1, B, width). */
  private forward(pass: NetworkPass, lanes: Lanes, states: LaneStates | undefined): Offset {
    this.reader.inputs(lanes, pass);
    if (pass.decoder) this.reader.targetInputs(lanes, pass.decoder);
    this.network.setStates(states, lanes);
    return this.network.forward(pass);
  }

  /** All that the head predicts at but the first `skip` steps. */
  private headSteps(pass: NetworkPass, skip: number): HeadSteps {
    const { shape } = this.context.plan;
    const { T, B } = pass.decoder ?? pass;
    return { first: skip, count: shape.everyStep ? T : 1, B };
  }

  private transpose(): void {
    const { kernels, plan } = this.context;
    for (const { weight, transposed, inputs, panels } of plan.transposes) {
      const { from, to } = this.shareOf(panelsOf(inputs, plan.panel));
      kernels.transpose_weights(transposed, weight, inputs, panels, from, to);
    }
  }

  /** Of a transpose what this thread has just made. */
  private round(): void {
    const { kernels, plan } = this.context;
    const { weights, transposes } = plan.rounding ?? { weights: [], transposes: [] };
    for (const { weight, pairs, rows, panels } of [...transposes, ...weights]) {
      const { from, to } = this.shareOf(panels);
      kernels.round_pairs(pairs, weight, rows, from, to);
    }
  }

  /** Of so many panels those that this thread works on after an update. */
  private shareOf(panels: number): { from: number; to: number } {
    const { plan, index } = this.context;
    const threads = plan.updateThreads;
    return { from: Math.floor((panels * index) / threads), to: Math.floor((panels * (index + 1)) / threads) };
  }

  private sumGradients(): void {
    const { kernels, plan } = this.context;
    const { offset, count } = this.parameterRange();
    const [first, second] = plan.shards;
    if (!first) return;
    const stride = second ? (second.gradientShift - first.gradientShift) / 4 : 0;
    const gradient = shift(offset, first.gradientShift);
    this.result.write({ ...nothing, squares: kernels.sum_gradients(gradient, plan.shards.length, stride, count) });
  }

  private step(): void {
    const { kernels, plan } = this.context;
    const { offset, count } = this.parameterRange();
    const told = this.update.read();
    const gradient = shift(offset, plan.shards[0]?.gradientShift ?? 0);
    const begin = offset - plan.parameters;
    const moments = plan.moments.map((moment) => shift(moment, begin));
    if (count > 0) stepOptimizer(kernels, plan.optimizer, offset, gradient, moments, told, count);
    if (plan.average !== undefined) kernels.follow(shift(plan.average, begin), offset, told.averageDecay, count);
    this.clearGradients();
  }

  private clearGradients(): void {
    const { kernels, plan } = this.context;
    const { offset, count } = this.parameterRange();
    for (const { gradientShift } of plan.shards) kernels.zero(shift(offset, gradientShift), count);
  }

  private clearDiagnosis(): void {
    const { kernels, plan, index } = this.context;
    for (const { shards } of stacksOf(plan)) {
      for (const { diagnosis } of shards[index]?.layers.flatMap(({ directions }) => directions) ?? []) {
        if (diagnosis) kernels.zero(diagnosis.squares, diagnosis.floats);
      }
    }
  }

  private lanes({ examples }: PassNumbers): Lanes {
    const { plan, index } = this.context;
    const threads = plan.shards.length;
    const first = Math.floor((examples * index) / threads);
    return { first, count: Math.floor((examples * (index + 1)) / threads) - first };
  }

  /** This thread's share of the packed parameters, in whole panels. */
  private parameterRange(): { offset: Offset; count: number } {
    const { plan } = this.context;
    const { panel } = plan;
    const { from, to } = this.shareOf(plan.packedCount / panel);
    return { offset: shift(plan.parameters, from * panel * 4), count: (to - from) * panel };
  }
}

const nothing = { lossSum: 0, terms: 0, squares: 0 };
