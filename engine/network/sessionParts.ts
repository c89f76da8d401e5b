import type { ModelConfig } from '../config.ts';
import { KERNEL_MEMORY, bindKernels, loadKernels } from '../compute/loadKernels.ts';
import { SharedMemory } from '../compute/memory.ts';
import { updateFields } from '../compute/optimizer.ts';
import { SharedRecord, recordBytes } from '../compute/sharedRecord.ts';
import { ThreadPool } from '../compute/threads.ts';
import { checkOptions } from './checkOptions.ts';
import { Diagnosis } from './diagnosis.ts';
import { networkOf } from './networkOf.ts';
import type { NetworkPlan } from './networkPlan.ts';
import { planNetwork } from './plan.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { passFields } from './shards/shardCommands.ts';
import { Shard, type SharedPlan } from './shards/shard.ts';

/** What the commands are told, see `SharedPlan`. */
export interface CommandRecords {
  readonly pass: SharedRecord<(typeof passFields)[number]>;
  readonly update: SharedRecord<(typeof updateFields)[number]>;
}

/** What a session works with. */
export interface SessionParts {
  /** The name of the instruction set. */
  readonly kernels: string;
  readonly memory: SharedMemory;
  readonly plan: NetworkPlan;
  readonly model: ModelConfig;
  readonly shard: Shard;
  readonly pool: ThreadPool;
  readonly told: CommandRecords;
  readonly diagnosis: Diagnosis | undefined;
}

/** See `Session.create`. */
export const assembleSession = async (options: SessionOptions): Promise<SessionParts> => {
  checkOptions(options);
  const module = options.kernels ?? (await loadKernels(options.training.kernels ?? 'auto'));
  const memory = new SharedMemory(KERNEL_MEMORY);
  const pass = memory.allocate(recordBytes(passFields), 'A thread');
  const update = memory.allocate(recordBytes(updateFields), 'A thread');
  const kernels = bindKernels(module, memory.memory);
  const { shape, model, training, steps, targetSteps, classWeights, diagnosable = false } = options;
  const network = options.network ?? networkOf(shape, model, training.loss);
  const isWeighted = classWeights !== undefined;
  const sizes = { steps, ...(targetSteps !== undefined && { targetSteps }) };
  const plan = planNetwork(memory, kernels.panel, { network, training, ...sizes, diagnosable, isWeighted });
  if (classWeights && plan.classWeights !== undefined) {
    memory.floats(plan.classWeights, classWeights.length).set(classWeights);
  }
  const shared: SharedPlan = { plan, pass, update };
  const shard = new Shard({ kernels, memory: memory.memory, index: 0, ...shared });
  const crew = { file: workerFile, plan: shared, count: plan.shards.length - 1 };
  const pool = await ThreadPool.start<SharedPlan>(memory, module, shard, crew);
  const diagnosis = options.diagnosable ? new Diagnosis(kernels, memory, plan) : undefined;
  const told = {
    pass: new SharedRecord(memory.memory, pass, passFields),
    update: new SharedRecord(memory.memory, update, updateFields),
  };
  return { kernels: module.name, memory, plan, model, shard, pool, told, diagnosis };
};

const workerFile = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.mjs', import.meta.url);
