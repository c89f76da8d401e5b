import type { Random } from '../compute/random.ts';

/**
 * First values of a parameter by its PyTorch name, by PyTorch's rules: uniform within 1/sqrt(fan), where every
 * parameter of the recurrent layers and of the head (which reads `hiddenSize` values) has fan `hiddenSize`;
 * normal for the embedding.
 */
export const initialValues = (name: string, count: number, hiddenSize: number, random: Random): Float32Array => {
  if (name.startsWith('embedding.')) return Float32Array.from({ length: count }, () => random.normal());
  const bound = 1 / Math.sqrt(hiddenSize);
  return Float32Array.from({ length: count }, () => (2 * random.next() - 1) * bound);
};
