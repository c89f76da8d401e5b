import { createRandom } from '../compute/random.ts';

/** Examples that go through the network together. Reused: valid until the next batch is asked for. */
export interface Batch {
  readonly examples: Int32Array;
  /** Whether the recurrent state of the batch before is carried on, lane by lane. */
  readonly carryState: boolean;
  /** Time steps at the beginning that an earlier batch has predicted already. */
  readonly skip: number;
  /** The time step whose state the next batch begins with; the last one when undefined. */
  readonly keepAfter: number | undefined;
}

export interface BatchPlan {
  readonly count: number;
  batch(index: number): Batch;
}

/** Independent examples in `order`, `batchSize` at a time; the last batch may be smaller. */
export const planExamples = (order: Int32Array, batchSize: number): BatchPlan => ({
  count: Math.ceil(order.length / batchSize),
  batch: (index) => ({
    examples: order.subarray(index * batchSize, (index + 1) * batchSize),
    carryState: false,
    skip: 0,
    keepAfter: undefined,
  }),
});

/** Batches whose examples are sorted by length together: enough to be alike, few enough to be mixed anew every epoch. */
const batchesSorted = 32;

/**
 * Independent examples in batches of alike `lengths`, at random in what falls together and in the order of the batches:
 * the same seed and epoch give the same. The last and smaller batch comes anywhere.
 */
export const planAlike = (
  examples: Int32Array,
  lengths: Int32Array,
  batchSize: number,
  seed: number,
  epoch: number,
): BatchPlan => {
  const order = shuffleExamples(examples, seed, epoch);
  const stretch = batchSize * batchesSorted;
  // The sort is stable: of equally long examples the order stays random.
  for (let from = 0; from < order.length; from += stretch) {
    order.subarray(from, from + stretch).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  }
  const plan = planExamples(order, batchSize);
  const places = Int32Array.from({ length: plan.count }, (_, index) => index);
  createRandom(mixSeed(mixSeed(seed, epoch), 1)).shuffle(places);
  return { count: plan.count, batch: (index) => plan.batch(places[index] ?? 0) };
};

/** `examples` in an order of their own for each epoch: the same seed and epoch give the same order. */
export const shuffleExamples = (examples: Int32Array, seed: number, epoch: number): Int32Array => {
  const order = examples.slice();
  createRandom(mixSeed(seed, epoch)).shuffle(order);
  return order;
};

/** Truncated back-propagation, TBPTT(k1, k2) with k1 = `stride` and k2 = the time steps of a batch. */
export interface Truncation {
  /** New symbols that a batch reads. */
  readonly stride: number;
  /** Whether a batch begins with the state that the one before had there, or with zeros. */
  readonly carryState: boolean;
}

/**
 * Truncated back-propagation over one text: the span is cut into `batchSize` lanes of equal length, and each batch
 * takes `steps` symbols of every lane, the last `stride` of them new. Every symbol is predicted once; a batch begins
 * with the state that its lane had there in the batch before.
 * `offset` shifts the lanes, so that epochs do not cut the text at the same places.
 */
export const planLanes = (
  span: Int32Array,
  batchSize: number,
  steps: number,
  offset = 0,
  { stride, carryState }: Truncation = { stride: steps, carryState: true },
): BatchPlan => {
  const [begin = 0, end = 0] = span;
  const start = begin + offset;
  // The last symbol is only ever a target.
  const usable = end - start - 1;
  const lanes = Math.max(1, Math.min(batchSize, Math.floor(usable / steps)));
  const laneLength = Math.floor(usable / lanes);
  const examples = new Int32Array(lanes);
  return {
    count: Math.floor((laneLength - steps) / stride) + 1,
    batch: (index) => {
      for (let lane = 0; lane < lanes; lane++) examples[lane] = start + lane * laneLength + index * stride;
      const isFirst = index === 0;
      return { examples, carryState: carryState && !isFirst, skip: isFirst ? 0 : steps - stride, keepAfter: stride };
    },
  };
};

/** Where an epoch's lanes begin: anywhere in the first `steps` symbols that the span can spare. */
export const laneOffset = (span: Int32Array, steps: number, seed: number, epoch: number): number => {
  const [begin = 0, end = 0] = span;
  const spare = Math.min(steps, end - begin - 1 - steps);
  return spare > 0 ? createRandom(mixSeed(seed, epoch)).integer(spare) : 0;
};

/** A seed for the `part`-th piece of work under `seed` (Knuth's multiplicative hash keeps neighbours apart). */
export const mixSeed = (seed: number, part: number): number => (seed ^ Math.imul(part + 1, 0x9e3779b1)) >>> 0;
