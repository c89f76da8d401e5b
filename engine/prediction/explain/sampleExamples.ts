import { createRandom } from '../../compute/random.ts';

/**
 * `count` of the examples, evenly spread: one of each of as many stretches, anywhere in it, so that no season comes in
 * step with them. All of them where there are no more. The same seed gives the same.
 */
export const sampleExamples = (examples: Int32Array, count: number, seed: number): Int32Array => {
  if (count >= examples.length) return examples;
  const random = createRandom(seed);
  return Int32Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * examples.length) / count);
    const to = Math.floor(((at + 1) * examples.length) / count);
    return examples[from + random.integer(to - from)] ?? 0;
  });
};

interface SampleCost {
  /** In the split. */
  readonly examples: number;
  /** Of the network. */
  readonly parameters: number;
  /** Of an example, the longest. */
  readonly steps: number;
  /** Values of a step, and what the network puts out of an example. */
  readonly width: number;
  readonly outputs: number;
  /** Times that every example goes through the network. */
  readonly passes: number;
}

/** More change no digit that is shown. */
const most = 1000;
/** Of fewer the figures are rough, whatever they cost. */
const fewest = 64;
/** Products of a weight and a value: some ten seconds on two cores. */
const mostProducts = 2e11;
/** Numbers put out that are compared with the truth. */
const mostOutputs = 2 ** 18;
/** Values that are kept twice: 128 MB. */
const mostValues = 2 ** 24;

/** How many examples are looked at, so that it takes no longer and no more memory than a person waits for; the same on every machine. */
export const sampleSize = ({ examples, parameters, steps, width, outputs, passes }: SampleCost): number => {
  const affordable = Math.min(
    most,
    Math.floor(mostProducts / (parameters * steps * passes)),
    Math.floor(mostOutputs / outputs),
  );
  const held = Math.floor(mostValues / (steps * width));
  return Math.min(examples, Math.max(2, Math.min(held, Math.max(fewest, affordable))));
};
