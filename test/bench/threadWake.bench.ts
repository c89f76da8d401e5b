/** Prints how long the threads take to begin and end a command that does nothing, at once and after a rest. */
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { bindKernels, KERNEL_MEMORY, loadKernels } from '../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../engine/compute/memory.ts';
import { updateFields } from '../../engine/compute/optimizer.ts';
import { recordBytes, SharedRecord } from '../../engine/compute/sharedRecord.ts';
import { commands, passFields, plainPass } from '../../engine/network/shards/shardCommands.ts';
import { Shard } from '../../engine/network/shards/shard.ts';
import { ThreadPool } from '../../engine/compute/threads.ts';
import { networkOf } from '../../engine/network/networkOf.ts';
import { planNetwork } from '../../engine/network/plan.ts';
import { modelOf, trainingOf } from '../unit/engine/network/sessionOptions.ts';

const threads = 2;
const rounds = 400;

const module = await loadKernels('auto');
const memory = new SharedMemory(KERNEL_MEMORY);
const kernels = bindKernels(module, memory.memory);
const plan = planNetwork(memory, kernels.panel, {
  network: networkOf(
    { input: { kind: 'numbers', size: 8 }, outputSize: 1, everyStep: false },
    modelOf({ hiddenSize: 128 }),
    'mse',
  ),
  training: trainingOf({ batchSize: 32, threads }),
  steps: 32,
});
if (plan.shards.length !== threads) throw new Error(`The network has ${plan.shards.length} threads.`);
const shared = {
  plan,
  pass: memory.allocate(recordBytes(passFields), 'A thread'),
  update: memory.allocate(recordBytes(updateFields), 'A thread'),
};
new SharedRecord(memory.memory, shared.pass, passFields).write(plainPass);
const shard = new Shard({ kernels, memory: memory.memory, index: 0, ...shared });
const file = new URL('../../engine/network/worker.ts', import.meta.url);
const pool = await ThreadPool.start(memory, module, shard, { file, plan: shared, count: threads - 1 });

/** Microseconds of a command on no examples, each after `rest` milliseconds. */
const time = async (rest: number): Promise<{ median: number; slow: number }> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (rest > 0) await setTimeout(rest);
    const start = performance.now();
    pool.run(commands.evaluate);
    times.push((performance.now() - start) * 1000);
  }
  times.sort((a, b) => a - b);
  return { median: times[rounds >> 1] ?? NaN, slow: times[Math.floor(rounds * 0.95)] ?? NaN };
};

await time(0);
console.log(`${cpus()[0]?.model}, ${cpus().length} cores; Node ${process.version}; ${threads} threads`);
console.log('\n| a command on no examples | median, µs | 95 % below, µs |\n|---|---|---|');
for (const rest of [0, 5]) {
  const { median, slow } = await time(rest);
  const when = rest === 0 ? 'while the threads spin, as within a step' : `after ${rest} ms, when they sleep`;
  console.log(`| ${when} | ${median.toFixed(1)} | ${slow.toFixed(1)} |`);
}
await pool.dispose();
