/**
 * The largest errors of the kernels' exp, tanh, sigmoid and log over all 2^32 single-precision numbers, in units in the
 * last place, for every instruction set of this machine. Takes a quarter of an hour on two cores.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { bindKernels, findKernels, KERNEL_MEMORY, type KernelModule } from '../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../engine/compute/memory.ts';
import {
  exactFunctions,
  SIGMOID_FLOOR,
  ulpsBetween,
  type FunctionName,
} from '../unit/engine/kernels/exactFunctions.ts';

/** Numbers a call of the kernel. */
const BLOCK = 2 ** 20;
const BLOCKS = 2 ** 32 / BLOCK;
const THREADS = 2;

interface Worst {
  /** In units in the last place. */
  readonly error: number;
  /** The input. */
  readonly at: number;
}

/** What one thread found, by instruction set, then by function. */
type Found = readonly Record<FunctionName, Worst>[];

const names = Object.keys(exactFunctions) as FunctionName[];
const none: Worst = { error: -1, at: NaN };
const worse = (a: Worst, b: Worst): Worst => (b.error > a.error ? b : a);

/** Sigmoid below its floor, where it is no matter of last places, apart. */
const isMeasured = (name: FunctionName, x: number): boolean => name !== 'sigmoid' || !(x < SIGMOID_FLOOR);

const measureBlocks = (modules: readonly KernelModule[], first: number): Found => {
  const backends = modules.map((module) => {
    const memory = new SharedMemory(KERNEL_MEMORY);
    const inputs = memory.allocate(BLOCK * 4, 'A block');
    const outputs = memory.allocate(BLOCK * 4, 'A block');
    const worst = { exp: none, tanh: none, sigmoid: none, log: none };
    return { kernels: bindKernels(module, memory.memory), memory, inputs, outputs, worst };
  });
  const bits = new Int32Array(BLOCK);
  const x = new Float32Array(bits.buffer);
  const exact = new Float64Array(BLOCK);
  for (let block = first; block < BLOCKS; block += THREADS) {
    for (let i = 0; i < BLOCK; i++) bits[i] = block * BLOCK + i;
    for (const { memory, inputs } of backends) memory.integers(inputs, BLOCK).set(bits);
    for (const name of names) {
      const { code, exact: f } = exactFunctions[name];
      for (let i = 0; i < BLOCK; i++) exact[i] = f(x[i] ?? NaN);
      for (const { kernels, memory, inputs, outputs, worst } of backends) {
        kernels.elementwise(outputs, inputs, BLOCK, code);
        const y = memory.floats(outputs, BLOCK);
        let { error, at } = worst[name];
        for (let i = 0; i < BLOCK; i++) {
          const ulps = ulpsBetween(y[i] ?? NaN, exact[i] ?? NaN);
          if (ulps > error && isMeasured(name, x[i] ?? NaN)) {
            error = ulps;
            at = x[i] ?? NaN;
          }
        }
        worst[name] = { error, at };
      }
    }
  }
  return backends.map(({ worst }) => worst);
};

const modules = await findKernels(fileURLToPath(new URL('../../dist/', import.meta.url)), console.error);

const measureOnThread = (first: number): Promise<Found> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: first });
    worker.once('message', resolve).once('error', reject);
  });

if (isMainThread) {
  const parts = await Promise.all(Array.from({ length: THREADS }, (_, first) => measureOnThread(first)));
  console.log(`| instruction set | ${names.join(' | ')} |`);
  console.log(`| --- |${' --- |'.repeat(names.length)}`);
  modules.forEach((module, i) => {
    const cells = names.map((name) => {
      const { error, at } = parts.map((found) => found[i]?.[name] ?? none).reduce(worse);
      return `${error.toFixed(2)} at ${at}`;
    });
    console.log(`| ${module.name} | ${cells.join(' | ')} |`);
  });
} else parentPort?.postMessage(measureBlocks(modules, workerData as number));
