import type { ModelConfig } from '../config.ts';
import type { FirstVectors } from './initial/firstVectors.ts';
import { initialiseParameters } from './initial/initialise.ts';
import { ForwardPrecision } from './precision/forwardPrecision.ts';
import type { Precision } from './precision/precision.ts';
import { resultFields } from './blocks/headPlan.ts';
import type { NetworkSpec } from './networkSpec.ts';
import type { NetworkPlan } from './networkPlan.ts';
import { lossOfThreads } from './asked/lossOfThreads.ts';
import { CollectedOutputs } from './asked/collectedOutputs.ts';
import { DerivedWeights } from './precision/derivedWeights.ts';
import type { Diagnosis } from './diagnosis.ts';
import { AskedNetworks, type Ensemble, type NetworkParameters } from './asked/askedNetworks.ts';
import type { SharedMemory } from '../compute/memory.ts';
import { updateNumbers, type UpdateOptions } from '../compute/optimizer.ts';
import { parameterTensors, readTensors, trainingTensors, writeTensors } from './packedTensors.ts';
import { countValues } from './parameterLayout.ts';
import type { Loss, PassOptions, Update } from './passOptions.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { type CommandRecords, type SessionParts, assembleSession } from './sessionParts.ts';
import { createRandom } from '../compute/random.ts';
import { commands, forwardNumbers, passNumbers, type Command } from './shards/shardCommands.ts';
import type { Shard } from './shards/shard.ts';
import { SharedRecord } from '../compute/sharedRecord.ts';
import { attendedSteps } from './decoder/attendedSteps.ts';
import { Decoding, type BestOutputs } from './decoder/decoding.ts';
import { Feeding } from './feeding.ts';
import { resetStates } from './resetStates.ts';
import type { Source } from '../compute/source.ts';
import { SessionData } from './sources/sessionData.ts';
import type { Tensor } from '../compute/tensor.ts';
import type { ThreadPool } from '../compute/threads.ts';
import { WeightAverage } from './weightAverage.ts';

/**
 * A network with its data, gradients and optimiser in one shared memory, worked on by all its threads at once.
 * All calls but `create` and `dispose` are synchronous. The same options, seeds, data and calls give the same bits.
 * Every call throws once a thread has failed or the session is disposed.
 */
export class Session {
  /** The instruction set in use, as shown to the user. */
  readonly kernels: string;
  readonly parameterCount: number;
  /** Examples or lanes of a pass at the most. */
  readonly batchSize: number;
  /** Of all passes but those of training. */
  readonly forward: ForwardPrecision;
  private readonly memory: SharedMemory;
  private readonly plan: NetworkPlan;
  private readonly model: ModelConfig;
  private readonly shard: Shard;
  private readonly pool: ThreadPool;
  private readonly average: WeightAverage;
  private readonly diagnosis: Diagnosis | undefined;
  private readonly told: CommandRecords;
  private readonly results: readonly SharedRecord<(typeof resultFields)[number]>[];
  private readonly data: SessionData;
  private readonly feeding: Feeding;
  private readonly decoding: Decoding | undefined;
  private readonly predicted: Float32Array;
  private readonly outputs = new CollectedOutputs();
  private readonly derived: DerivedWeights;
  private readonly asked = new AskedNetworks((parameters) => this.place(parameters));

  private constructor({ kernels, memory, plan, model, shard, pool, told, diagnosis }: SessionParts) {
    this.kernels = kernels;
    this.memory = memory;
    this.plan = plan;
    this.model = model;
    this.shard = shard;
    this.pool = pool;
    this.average = new WeightAverage(memory, plan);
    this.diagnosis = diagnosis;
    this.data = new SessionData(memory, plan);
    const { shape, head, batchSize } = plan;
    this.batchSize = batchSize;
    this.parameterCount = plan.places.reduce((sum, place) => sum + countValues(place), 0);
    this.told = told;
    this.forward = new ForwardPrecision(plan.rounding !== undefined);
    this.derived = new DerivedWeights(plan, (command) => {
      this.runUpdate(command);
    });
    this.results = plan.shards.map(({ head }) => new SharedRecord(memory.memory, head.result, resultFields));
    this.predicted = memory.floats(plan.predictions, batchSize * head.groups * shape.outputSize);
    this.feeding = new Feeding(memory, plan, shard);
    this.decoding = plan.decoder && new Decoding(memory, plan.decoder, batchSize);
  }

  /** Loads the kernels, lays the network out in memory and starts the threads. Parameters are zero. */
  static async create(options: SessionOptions): Promise<Session> {
    return new Session(await assembleSession(options));
  }

  /** What factors of the products of training passes are rounded to. Whether to bfloat16 has to be planned for. */
  get precision(): Precision {
    return this.derived.precision;
  }

  set precision(precision: Precision) {
    this.derived.precision = precision;
  }

  /** Whether products may be in bfloat16. */
  get hasBfloat16(): boolean {
    return this.plan.rounding !== undefined;
  }

  /** What its outputs are learned by. */
  get loss(): NetworkPlan['loss'] {
    return this.plan.loss;
  }

  /** Its blocks, as a model file says them. */
  get network(): NetworkSpec {
    return this.plan.network;
  }

  /** In use: fewer than asked where the network is too small to gain by more. */
  get threads(): number {
    return this.plan.shards.length;
  }

  /** First values by the model's initialiser, and a fresh optimiser and state. `vectors`: of the symbols it reads. */
  initialise(seed: number, vectors?: FirstVectors): void {
    const { plan, memory } = this;
    this.asked.networks = undefined;
    const packed = memory.floats(plan.parameters, plan.packedCount);
    initialiseParameters(plan, packed, this.model, createRandom(seed), vectors);
    for (const moment of plan.moments) memory.floats(moment, plan.packedCount).fill(0);
    this.average.restart();
    resetStates(memory, plan.panel, plan.trainStates);
    resetStates(memory, plan.panel, plan.evaluateStates);
    this.derived.markStale();
    this.runUpdate(commands.clear);
  }

  /** Copies the data into shared memory, or makes room there for a batch of it, in the place of what was loaded before. */
  load(source: Source): void {
    const tables = this.data.load(source);
    this.shard.load(tables);
    this.pool.tell(tables, commands.load);
  }

  /** Forward and backward: adds the gradient of the loss sum to the gradient. At most `batchSize` examples. */
  accumulate(examples: Int32Array, pass: PassOptions): Loss {
    const loss = this.runTraining(examples, pass);
    if (pass.diagnose) this.diagnosis?.begin(loss.terms);
    return loss;
  }

  /**
   * Looks at the gradient of the last step's loss on its way back, for the update that comes to tell instead of that of
   * the losses at all steps, whose sum hides it. The gradient has to be zero, as after an update; it and the carried
   * state stay as they are. A diagnosable session does.
   */
  lookBack(examples: Int32Array, pass: Pick<PassOptions, 'carryState' | 'dropoutSeed'>): void {
    if (!this.diagnosis) return;
    const { terms } = this.runTraining(examples, { ...pass, skip: this.plan.steps - 1, keepAfter: 0, diagnose: true });
    this.diagnosis.keepWaysBack(terms);
    this.runUpdate(commands.clear);
  }

  /**
   * Divides the accumulated gradient by `terms`, clips it, steps the optimiser and zeroes the gradient.
   * Where the norm of the gradient is not finite the parameters stay as they are.
   */
  update(terms: number, options: UpdateOptions): Update {
    this.runUpdate(commands.sum);
    let squares = 0;
    for (const result of this.results) squares += result.read().squares;
    const gradNorm = Math.sqrt(squares) / terms;
    if (!Number.isFinite(gradNorm)) {
      this.runUpdate(commands.clear);
      this.diagnosis?.cancel();
      return { gradNorm };
    }
    // As torch.nn.utils.clip_grad_norm_ has it.
    const clip = options.gradClip > 0 ? Math.min(1, options.gradClip / (gradNorm + 1e-6)) : 1;
    const diagnosis = this.diagnosis?.isUnderWay ? this.diagnosis : undefined;
    diagnosis?.beforeUpdate(terms, clip / terms, options.clipValue);
    this.told.update.write(updateNumbers(clip / terms, options));
    this.runUpdate(commands.step);
    this.derived.markStale();
    return { gradNorm, ...(diagnosis && { diagnostics: diagnosis.afterUpdate() }) };
  }

  /** Zeroes what was accumulated since the last update. */
  discard(): void {
    this.runUpdate(commands.clear);
  }

  /** Forward without dropout, with a carried state of its own. Of an ensemble the mean over its networks. */
  evaluate(examples: Int32Array, pass: Pick<PassOptions, 'carryState'>): Loss {
    return this.asked.loss(() => this.evaluateOne(examples, pass));
  }

  /**
   * Outputs after the activation (softmax for cross-entropy) and the last step, lag differences undone; with a
   * loss of distributions its blocks of outputs one after another, see `predictAll`. (examples, outputs), any number of examples. The view is valid until
   * the next call. Windows at the end of the data, without targets, are fine. Of an ensemble the mean over its networks.
   */
  predict(examples: Int32Array): Float32Array {
    return this.asked.outputs(() => this.predictOne(examples));
  }

  /** As `predict`, of sequences with a class at every step what is put out at each: see `SessionData.answers`. */
  predictSteps(examples: Int32Array): Float32Array {
    return this.data.answers(examples, (batch) => {
      this.data.choose(batch, 'endOfInputs');
      this.runForward(commands.predict, { examples: batch.length });
    });
  }

  /**
   * One symbol through the network, from the state that the symbols before left, with the label of what is to follow where
   * the network is told one. Logits, valid until the next call.
   */
  feed(symbol: number, label = 0): Float32Array {
    this.feeding.check(symbol, label);
    this.pool.check();
    const feed = (precision: Precision): Float32Array => {
      this.derived.refreshForward(precision);
      return this.feeding.feed(symbol, label, precision);
    };
    const feedFirst = (precision: Precision): void => {
      feed(precision);
      this.feeding.reset();
    };
    return feed(this.forward.choose('symbol', this.feeding.isAtStart, feedFirst));
  }

  /** The next symbol fed is the first. */
  resetFeed(): void {
    this.feeding.reset();
  }

  /** Reads the sources of at most `batchSize` examples, for `decode` to go on from: of the n-th it is lane n. */
  encode(examples: Int32Array): void {
    const decoding = present(this.decoding);
    this.data.choose(examples, 'endOfInputs');
    this.runForward(commands.encode, { examples: examples.length, turn: decoding.begin(examples.length) });
  }

  /**
   * One step of the decoder, of at most `batchSize` lanes: lane i reads `symbols[i]`, and goes on from where lane `from[i]`
   * of the step before was, or of `encode`. Logits (lanes, outputs), valid until the next call.
   */
  decode(symbols: Int32Array, from: Int32Array): Float32Array {
    this.decodeStep(symbols, from, 0);
    return this.predicted.subarray(0, symbols.length * this.plan.shape.outputSize);
  }

  /** The same step, of each lane the `count` likeliest outputs, or all there are. Valid until the next call. */
  decodeBest(symbols: Int32Array, from: Int32Array, count: number): BestOutputs {
    const decoding = present(this.decoding);
    const found = Math.min(count, this.plan.shape.outputSize);
    this.decodeStep(symbols, from, decoding.checkBest(found));
    return decoding.best(symbols.length, found);
  }

  /** After such a step of so many lanes: see `attendedSteps`. */
  attended(lanes: number): Float32Array | undefined {
    return attendedSteps(this.memory, this.plan, lanes);
  }

  /** Copies, by PyTorch's names and in its shapes. */
  readParameters(): Map<string, Tensor> {
    return readTensors(this.memory, parameterTensors(this.plan));
  }

  /**
   * Throws an `InputError` naming a missing, extra or wrongly shaped tensor, and then changes nothing.
   * Where an average is kept, it becomes these parameters.
   */
  writeParameters(parameters: NetworkParameters): void {
    this.writeEnsemble([parameters]);
  }

  /** As `writeParameters` with the first, beside which the others are asked from now on, until parameters are written anew. */
  writeEnsemble(networks: Ensemble): void {
    const [first, ...others] = networks;
    for (const parameters of [...others, first]) this.place(parameters);
    this.asked.networks = networks;
  }

  /** Does `work` with the averaged parameters in the place of the present ones, where an average is kept, until its promise settles. */
  withAverage<T>(work: () => T): T {
    return this.average.during(work, () => {
      this.derived.markStale();
    });
  }

  /** Copies of the optimiser's moments, the average and the carried state: with the parameters, all that training continues from. */
  readTrainingState(): Map<string, Tensor> {
    return readTensors(this.memory, trainingTensors(this.plan));
  }

  /** As `writeParameters`. */
  writeTrainingState(state: ReadonlyMap<string, Tensor>): void {
    writeTensors(this.memory, trainingTensors(this.plan), state);
  }

  /** Ends the threads. May be called again. */
  async dispose(): Promise<void> {
    await this.pool.dispose();
  }

  private evaluateOne(examples: Int32Array, pass: Pick<PassOptions, 'carryState'>): Loss {
    this.checkCarried(pass);
    this.data.choose(examples, 'endOfTargets');
    this.runForward(commands.evaluate, { examples: examples.length, isCarried: pass.carryState ? 1 : 0 });
    return lossOfThreads(this.results);
  }

  private predictOne(examples: Int32Array): Float32Array {
    const { batchSize, shape, head, decoder } = this.plan;
    if (decoder) throw new Error('What a decoder puts out comes of encode and decode, step by step.');
    if (this.data.hasClassesOfSteps) throw new Error('The data has a class at every step: call predictSteps.');
    const width = shape.outputSize * head.groups;
    return this.outputs.collect(examples, { batchSize, width }, (batch) => {
      this.data.choose(batch, 'endOfInputs');
      this.runForward(commands.predict, { examples: batch.length });
      return this.predicted;
    });
  }

  private place(parameters: NetworkParameters): void {
    writeTensors(this.memory, parameterTensors(this.plan), parameters);
    this.average.restart();
    this.derived.markStale();
  }

  private runTraining(examples: Int32Array, pass: PassOptions): Loss {
    this.checkCarried(pass);
    this.data.choose(examples, 'endOfTargets');
    this.derived.refresh(this.precision);
    this.told.pass.write(passNumbers(examples.length, pass, this.plan.steps, this.precision));
    this.pool.run(commands.train);
    return lossOfThreads(this.results);
  }

  private decodeStep(symbols: Int32Array, from: Int32Array, best: number): void {
    const turn = present(this.decoding).take(symbols, from);
    this.runForward(commands.decode, { examples: symbols.length, turn, best });
  }

  /** A pass that learns nothing. With a carried state it goes on from there each time, and so is not repeated to be measured. */
  private runForward(command: Command, told: Parameters<typeof forwardNumbers>[0]): void {
    const run = (precision: Precision): void => {
      this.derived.refreshForward(precision);
      this.told.pass.write(forwardNumbers(told, precision));
      this.pool.run(command);
    };
    run(this.forward.choose('batch', told.isCarried !== 1, run));
  }

  private checkCarried({ carryState }: Pick<PassOptions, 'carryState'>): void {
    if (carryState && this.plan.decoder) throw new Error('Pairs of sequences have no state to carry on.');
  }

  private runUpdate(command: Command): void {
    this.pool.run(command, this.plan.updateThreads);
  }
}

const present = (decoding: Decoding | undefined): Decoding => {
  if (!decoding) throw new Error('The network has no decoder: it does not put out a sequence for each sequence.');
  return decoding;
};
