import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { bindKernels } from './loadKernels.ts';
import { commands, Shard, type Command } from './shard.ts';
import { controls, MESSAGE_BYTES, SPINS, type WorkerData } from './threads.ts';

/** Serves one shard: waits for a command, runs it, says so, until told to stop. */
const serve = (data: WorkerData): void => {
  const { module, memory, plan, index, numbers, stackEnd, lifeline } = data;
  const control = new Int32Array(memory.buffer, data.control, controls.count);
  const shard = new Shard({ kernels: bindKernels(module, memory, stackEnd), memory, plan, index, numbers });
  const port = parentPort ?? undefined;
  let seen = Atomics.load(control, controls.generation);
  port?.postMessage('ready');

  for (;;) {
    seen = waitForChange(control, seen, lifeline);
    const command = control[controls.command] as Command;
    if (command === commands.stop) return;
    try {
      shard.run(command, port);
    } catch (error) {
      const text = new TextEncoder().encode(error instanceof Error ? error.message : String(error));
      const shown = text.subarray(0, MESSAGE_BYTES);
      new Uint8Array(memory.buffer, data.control + 64, MESSAGE_BYTES).set(shown);
      control[controls.messageLength] = shown.length;
      Atomics.store(control, controls.failed, index);
    }
    Atomics.add(control, controls.finished, 1);
    Atomics.notify(control, controls.finished);
  }
};

/** Returns the generation after `seen`, which it waits for. */
const waitForChange = (control: Int32Array, seen: number, lifeline: MessagePort): number => {
  for (let spin = 0; spin < SPINS; spin++) {
    const generation = Atomics.load(control, controls.generation);
    if (generation !== seen) return generation;
  }
  Atomics.wait(control, controls.generation, seen);
  // What those who waited for this thread have sent to see whether it lives.
  while (receiveMessageOnPort(lifeline));
  return Atomics.load(control, controls.generation);
};

serve(workerData as WorkerData);
