import { workerData } from 'node:worker_threads';
import { serve } from '../compute/serve.ts';
import type { WorkerData } from '../compute/threads.ts';
import { Shard, type SharedPlan } from './shards/shard.ts';

serve(workerData as WorkerData<SharedPlan>, (kernels, { memory, plan, index }) => {
  return new Shard({ kernels, memory, index, ...plan });
});
