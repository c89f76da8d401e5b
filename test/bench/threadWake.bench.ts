/** Prints how long the threads take to begin and end a command that does nothing, at once and after a rest. */
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { bindKernels, KERNEL_MEMORY, loadKernels } from '../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../engine/compute/memory.ts';
import { commands, Shard } from '../../engine/compute/shard.ts';
import { ThreadPool } from '../../engine/compute/threads.ts';
import { planNetwork } from '../../engine/model/networkPlan.ts';
import { modelOf, trainingOf } from '../unit/engine/compute/sessionOptions.ts';

const threads = 2;
const rounds = 400;

const module = await loadKernels('auto');
const memory = new SharedMemory(KERNEL_MEMORY);
const numbers = memory.allocate(16 * 8, 'A thread');
const kernels = bindKernels(module, memory.memory);
const plan = planNetwork(memory, kernels.panel, {
  shape: { input: { kind: 'numbers', size: 8 }, outputSize: 1, everyStep: false },
  model: modelOf({ hiddenSize: 128 }),
  training: trainingOf({ batchSize: 32, threads }),
  steps: 32,
});
if (plan.shards.length !== threads) throw new Error(`The network has ${plan.shards.length} threads.`);
const shard = new Shard({ kernels, memory: memory.memory, plan, index: 0, numbers });
const pool = await ThreadPool.start(memory, module, plan, shard, numbers);

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
