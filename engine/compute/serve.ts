import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import type { Kernels } from './kernels.ts';
import { bindKernels } from './loadKernels.ts';
import { controls, MESSAGE_BYTES, SPINS, STOP, type ThreadWork, type WorkerData } from './threads.ts';

/** Serves one thread of a pool: waits for a command, lets its work run it, says so, until told to stop. */
export const serve = <Plan>(
  data: WorkerData<Plan>,
  makeWork: (kernels: Kernels, data: WorkerData<Plan>) => ThreadWork,
): void => {
  const { module, memory, index, stackEnd, lifeline } = data;
  const control = new Int32Array(memory.buffer, data.control, controls.count);
  const work = makeWork(bindKernels(module, memory, stackEnd), data);
  const port = parentPort ?? undefined;
  let seen = Atomics.load(control, controls.generation);
  port?.postMessage('ready');

  for (;;) {
    seen = waitForChange(control, seen, lifeline);
    const command = control[controls.command] ?? STOP;
    if (command === STOP) return;
    try {
      work.run(command, port);
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
  for (;;) {
    // Who tells of a generation may be so late that it is done and over: a thread that is woken only looks again.
    Atomics.wait(control, controls.generation, seen);
    // What those who waited for this thread have sent to see whether it lives.
    while (receiveMessageOnPort(lifeline));
    const generation = Atomics.load(control, controls.generation);
    if (generation !== seen) return generation;
  }
};
