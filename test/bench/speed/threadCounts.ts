import { availableParallelism } from 'node:os';

/** 1, 2, 4 … and all cores. */
export const threadCounts = (): number[] => {
  const cores = availableParallelism();
  const counts = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
};
