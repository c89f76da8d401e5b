import { Worker } from 'node:worker_threads';
import type { KernelModule } from '../../../engine/compute/loadKernels.ts';
import type { Precision } from '../../../engine/network/precision/precision.ts';

/**
 * GFLOP/s of our own product of matrices that lie in the first caches, on so many threads at once: the best that these
 * kernels reach where memory costs nothing.
 */
export const productPeak = async (
  module: KernelModule,
  threads: number,
  seconds: number,
  precision: Precision = 'float32',
): Promise<number> => {
  const worker = new URL('./productWorker.ts', import.meta.url);
  const workerData = { module, seconds, precision };
  const runs = Array.from(
    { length: threads },
    () =>
      new Promise<number>((resolve, reject) => {
        new Worker(worker, { workerData, execArgv: [] }).once('message', resolve).once('error', reject);
      }),
  );
  return (await Promise.all(runs)).reduce((sum, gflops) => sum + gflops, 0);
};
