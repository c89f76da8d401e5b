import { workerData } from 'node:worker_threads';
import type { Offset } from '../../../../engine/compute/offset.ts';
import { serve } from '../../../../engine/compute/serve.ts';
import type { WorkerData } from '../../../../engine/compute/threads.ts';

/** A thread of a pool that counts its commands at `plan`, and says after the count where its controls are. */
serve(workerData as WorkerData<Offset>, (_kernels, { memory, plan, control }) => {
  const told = new Int32Array(memory.buffer, plan, 2);
  told[1] = control;
  return { run: () => Atomics.add(told, 0, 1) };
});
