import type { ModelConfig } from '../config.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { updateFields } from '../compute/optimizer.ts';
import type { SharedRecord } from '../compute/sharedRecord.ts';
import type { ThreadPool } from '../compute/threads.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { NetworkPlan } from './networkPlan.ts';
import type { passFields } from './shards/shardCommands.ts';
import type { Shard } from './shards/shard.ts';

/** What the commands are told, see `SharedPlan`. */
export interface CommandRecords {
  readonly pass: SharedRecord<(typeof passFields)[number]>;
  readonly update: SharedRecord<(typeof updateFields)[number]>;
}

/** What a session works with. */
export interface SessionParts {
  readonly memory: SharedMemory;
  readonly plan: NetworkPlan;
  readonly model: ModelConfig;
  readonly shard: Shard;
  readonly pool: ThreadPool;
  readonly told: CommandRecords;
  readonly diagnosis: Diagnosis | undefined;
}
