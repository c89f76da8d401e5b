import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrainingConfig } from '../config.ts';
import type { KernelFunctions } from './kernelFunctions.ts';
import type { Kernels } from './kernels.ts';
import { findWrongProduct } from './findWrongProduct.ts';
import { SharedMemory } from './memory.ts';
import { timeRoundedProducts } from './timeRoundedProducts.ts';

/** Kernels that this machine runs: plain data, which every thread binds to the memory for itself. */
export type KernelModule =
  | { readonly kind: 'wasm'; readonly name: string; readonly module: WebAssembly.Module }
  | {
      readonly kind: 'native';
      readonly name: string;
      readonly file: string;
      readonly index: number;
      readonly hidden: number;
      /** Whether the processor has instructions for bfloat16, though others may be as fast. */
      readonly hasBfloat16: boolean;
    };

/** The addon of `engine/kernels/addon/addon.c`. */
interface Addon {
  /** That this processor has, those with the latest instructions first, but for what bits of `hiddenFeatures` hide. */
  findInstructionSets(hidden: number): readonly string[];
  /** Why the system keeps the processor's matrix unit from the process, by errno.h; 0 where it does not, or there is none. */
  refusal(): number;
  bind(memory: Uint8Array, index: number, hidden: number): Kernels;
}

/** What the addon is to take the processor to be without. */
export const hiddenFeatures = { bfloat16: 1, avx512: 2, avx2: 4, amx: 8 } as const;

/** Bytes at the bottom of the memory for WebAssembly's constants and the first thread's stack. */
export const KERNEL_MEMORY = 2 ** 18;
/** Bytes of a further thread's stack. */
export const STACK_BYTES = 65536;

/** Of the WebAssembly builds, as in `engine/kernels/vector.h`. */
const WASM_PANEL = 8;

/** From source the build's `dist` folder, in the bundle the folder it lies in. */
const binaryFolder = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../dist/' : './', import.meta.url));

const wasmBuilds = [
  ['WASM relaxed SIMD', 'kernels-relaxed.wasm'],
  ['WASM SIMD', 'kernels.wasm'],
] as const;

const shownNames: Readonly<Record<string, string>> = {
  amx: 'Native AMX',
  avx512bf16: 'Native AVX-512 BF16',
  avx512: 'Native AVX-512',
  avx2: 'Native AVX2',
  sse2: 'Native SSE2',
  neon: 'Native NEON',
};

const found = new Map<number, Promise<readonly KernelModule[]>>();

/**
 * The fastest kernels of the kind that is wanted, and for products in bfloat16 those that are fastest at them. Looked for
 * once a process: the system is asked for the matrix unit only when there is work for it.
 */
export const loadKernels = async (
  choice: TrainingConfig['kernels'],
  precision: TrainingConfig['precision'] = 'float32',
): Promise<KernelModule> => {
  const hidden = precision === 'float32' ? hiddenFeatures.bfloat16 | hiddenFeatures.amx : 0;
  const modules =
    found.get(hidden) ?? findKernels(binaryFolder, (reason) => void process.stderr.write(`${reason}\n`), hidden);
  found.set(hidden, modules);
  const kernels = (await modules).find(({ kind }) => choice === 'auto' || kind === 'wasm');
  if (!kernels) throw new Error('This version of Node.js does not run WebAssembly with SIMD and threads.');
  return kernels;
};

/**
 * All kernels of a folder that this machine runs, the fastest first. Tells `log` why none of them is native. `hidden`: what
 * the processor is taken to be without, of `hiddenFeatures`.
 */
export const findKernels = async (
  folder: string,
  log: (reason: string) => void,
  hidden = 0,
): Promise<readonly KernelModule[]> => [
  ...findNative(join(folder, `kernels-${process.platform}-${process.arch}.node`), hidden, log),
  ...(await compileWasm(folder)),
];

const findNative = (file: string, hidden: number, log: (reason: string) => void): KernelModule[] => {
  try {
    if (existsSync(file)) checkWhole(file);
    const addon = loadAddon(file);
    const sets = addon.findInstructionSets(hidden);
    const refusal = hidden & hiddenFeatures.amx ? 0 : addon.refusal();
    if (refusal !== 0) {
      log(`No products by the matrix unit (AMX): the processor has it, the system refuses its use (error ${refusal}).`);
    }
    const hasBfloat16 = sets.includes('avx512bf16');
    const modules = sets.map((set, index): KernelModule => {
      const name = shownNames[set] ?? `Native ${set}`;
      return { kind: 'native', name, file, index, hidden, hasBfloat16 };
    });
    const right = modules.filter((module) => {
      const memory = new SharedMemory(KERNEL_MEMORY);
      const wrong = findWrongProduct(bindKernels(module, memory.memory), memory);
      if (wrong !== undefined) log(`${module.name} is left out: it computes ${wrong}.`);
      return wrong === undefined;
    });
    return orderByProducts(
      right,
      right.findIndex(({ name }) => name === shownNames.avx512),
    );
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    log(`No native kernels, WebAssembly instead: ${reason}`);
    return [];
  }
};

/** Of the kernels that differ in products of bfloat16 alone the fastest at those first. */
const orderByProducts = (modules: readonly KernelModule[], widest: number): KernelModule[] => {
  if (widest < 1) return [...modules];
  const alike = modules.slice(0, widest + 1);
  const times = timeRoundedProducts(alike.length, (index, memory) => bindKernels(alike[index] as KernelModule, memory));
  const order = alike.map((_, index) => index).sort((one, other) => (times[one] ?? 0) - (times[other] ?? 0));
  return [...order.map((index) => alike[index] as KernelModule), ...modules.slice(widest + 1)];
};

/**
 * Throws where a file in the format of Linux (ELF, 64 bits) ends before the table of its sections, the last part of it:
 * loading what is cut off would end the process. Other systems refuse it themselves.
 */
const checkWhole = (file: string): void => {
  const bytes = readFileSync(file);
  const headerLength = 64;
  if (bytes.length < headerLength || bytes.toString('latin1', 0, 4) !== '\x7fELF') return;
  const end = Number(bytes.readBigUInt64LE(0x28)) + bytes.readUInt16LE(0x3a) * bytes.readUInt16LE(0x3c);
  if (bytes.length < end) throw new Error(`${file} is cut off after ${bytes.length} of ${end} bytes; build it again.`);
};

const loadAddon = (file: string): Addon => createRequire(import.meta.url)(file) as Addon;

const compileWasm = async (folder: string): Promise<KernelModule[]> => {
  const modules: KernelModule[] = [];
  for (const [name, file] of wasmBuilds) {
    const binary = await readFile(join(folder, file)).catch((cause: unknown) => {
      throw new Error('The compute kernels are missing: build them with "npm run build".', { cause });
    });
    if (WebAssembly.validate(binary)) modules.push({ kind: 'wasm', name, module: await WebAssembly.compile(binary) });
  }
  return modules;
};

/** Kernels over the memory. Each thread but the first gives the end of its own stack. */
export const bindKernels = (module: KernelModule, memory: WebAssembly.Memory, stackEnd?: number): Kernels => {
  if (module.kind === 'native') {
    return loadAddon(module.file).bind(new Uint8Array(memory.buffer), module.index, module.hidden);
  }
  const { exports } = new WebAssembly.Instance(module.module, { env: { memory } });
  if (stackEnd !== undefined) (exports.__stack_pointer as WebAssembly.Global).value = stackEnd;
  return { ...(exports as unknown as KernelFunctions), panel: WASM_PANEL };
};
