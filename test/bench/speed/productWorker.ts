/** One thread of `productPeak`: a matrix product again and again, the fastest of several shapes. */
import { parentPort, workerData } from 'node:worker_threads';
import { bindKernels, KERNEL_MEMORY, type KernelModule } from '../../../engine/compute/loadKernels.ts';
import { panelsOf } from '../../../engine/compute/kernels.ts';
import type { Offset } from '../../../engine/compute/offset.ts';
import { createRandom } from '../../../engine/compute/random.ts';
import type { Precision } from '../../../engine/network/precision/precision.ts';
import { SharedMemory } from '../../../engine/compute/memory.ts';

const { module, seconds, precision } = workerData as {
  module: KernelModule;
  seconds: number;
  precision: Precision;
};
const memory = new SharedMemory(KERNEL_MEMORY);
const kernels = bindKernels(module, memory.memory);
const { panel } = kernels;
const random = createRandom(1);
/** Floats of weights that stay in the first-level cache. */
const DEPTH = 4096 / panel;
const CALLS = 20;

const shapes = [24, 26, 48, 52, 96, 104].flatMap((rows) => [1, 4, 8].map((panels) => ({ rows, panels })));
/** Offset of numbers between -1 and 1: zeros take less current, and a processor then runs faster. */
const allocate = (count: number): Offset => {
  const offset = memory.allocate(count * 4, 'A bench');
  memory.floats(offset, count).forEach((_, i, floats) => (floats[i] = random.next() * 2 - 1));
  return offset;
};

const scratch = allocate((512 + 32) * 256);
/** What is rounded once for many panels costs nothing there. */
const more = precision === 'bfloat16' ? 8 : 1;

let gflops = 0;
for (const { rows, panels } of shapes) {
  const x = allocate(rows * panelsOf(DEPTH, panel) * panel);
  const w = allocate(DEPTH * panels * more * panel);
  const z = allocate(rows * panels * more * panel);
  const multiply =
    precision === 'bfloat16'
      ? (): void => {
          kernels.project_bf16(z, x, w, undefined, undefined, scratch, 1, rows, DEPTH, panels * more);
        }
      : (): void => {
          kernels.project(z, x, w, undefined, undefined, 1, rows, DEPTH, panels);
        };
  if (precision === 'bfloat16') {
    const floats = allocate(DEPTH * panels * more * panel);
    kernels.round_pairs(w, floats, DEPTH, 0, panels * more);
  }
  const end = performance.now() + (seconds * 1000) / shapes.length;
  for (let now = performance.now(); now < end;) {
    for (let call = 0; call < CALLS; call++) multiply();
    const after = performance.now();
    gflops = Math.max(gflops, (2 * rows * DEPTH * panels * more * panel * CALLS) / ((after - now) * 1e6));
    now = after;
  }
}
parentPort?.postMessage(gflops);
