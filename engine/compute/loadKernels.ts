import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrainingConfig } from '../config.ts';
import { dotsAreFaster } from './dotsAreFaster.ts';
import type { KernelFunctions } from './kernelFunctions.ts';
import type { Kernels } from './kernels.ts';
import { SharedMemory } from './memory.ts';
import type { Offset } from './offset.ts';

/** Kernels that this machine runs: plain data, which every thread binds to the memory for itself. */
export type KernelModule =
  | { readonly kind: 'wasm'; readonly name: string; readonly module: WebAssembly.Module }
  | {
      readonly kind: 'native';
      readonly name: string;
      readonly file: string;
      readonly index: number;
      /** Whether the processor has instructions for bfloat16, though others may be as fast. */
      readonly hasBfloat16: boolean;
    };

/** The addon of `engine/kernels/addon/addon.c`. */
interface Addon {
  /** That this processor has, those with the latest instructions first, but for what bits of `hiddenFeatures` hide. */
  findInstructionSets(hidden: number): readonly string[];
  bind(memory: Uint8Array, index: number): Kernels;
}

/** What the addon is to take the processor to be without. */
export const hiddenFeatures = { bfloat16: 1, avx512: 2, avx2: 4 } as const;

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
  avx512bf16: 'Native AVX-512 BF16',
  avx512: 'Native AVX-512',
  avx2: 'Native AVX2',
  sse2: 'Native SSE2',
  neon: 'Native NEON',
};

let found: Promise<readonly KernelModule[]> | undefined;

/** The fastest kernels of the kind that is wanted. Looked for once a process. */
export const loadKernels = async (choice: TrainingConfig['kernels']): Promise<KernelModule> => {
  found ??= findKernels(binaryFolder, (reason) => void process.stderr.write(`${reason}\n`));
  const kernels = (await found).find(({ kind }) => choice === 'auto' || kind === 'wasm');
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
    const all = addon.findInstructionSets(0);
    const sets = addon.findInstructionSets(hidden);
    const hasBfloat16 = sets.includes('avx512bf16');
    const modules = sets.map((set): KernelModule => {
      const name = shownNames[set] ?? `Native ${set}`;
      const module = { kind: 'native', name, file, index: all.indexOf(set), hasBfloat16 } as const;
      testKernels(module);
      return module;
    });
    return hasBfloat16 ? orderByDots(modules) : modules;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    log(`No native kernels, WebAssembly instead: ${reason}`);
    return [];
  }
};

/** Of the kernels that have dot products of bfloat16 and the next the faster first: in all else they are the same. */
const orderByDots = (modules: readonly KernelModule[]): KernelModule[] => {
  const [dots, widened, ...others] = modules;
  if (!dots || !widened) return [...modules];
  const isFaster = dotsAreFaster((memory) => [bindKernels(dots, memory), bindKernels(widened, memory)]);
  return isFaster ? [...modules] : [widened, dots, ...others];
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

/** Throws when the kernels do not multiply: 2 = 0.5 + 3 * 0.5. */
const testKernels = (module: KernelModule): void => {
  const memory = new SharedMemory(KERNEL_MEMORY);
  const kernels = bindKernels(module, memory.memory);
  const row = (value: number): Offset => {
    const offset = memory.allocate(kernels.panel * 4, 'A test');
    memory.floats(offset, kernels.panel).fill(value);
    return offset;
  };
  const result = row(0);
  kernels.project(result, row(3), row(0.5), row(0.5), undefined, 1, 1, 1, 1);
  const wrong = memory.floats(result, kernels.panel).find((value) => value !== 2);
  if (wrong !== undefined) throw new Error(`${module.name} computes ${wrong} where 2 is right.`);
};

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
  if (module.kind === 'native') return loadAddon(module.file).bind(new Uint8Array(memory.buffer), module.index);
  const { exports } = new WebAssembly.Instance(module.module, { env: { memory } });
  if (stackEnd !== undefined) (exports.__stack_pointer as WebAssembly.Global).value = stackEnd;
  return { ...(exports as unknown as KernelFunctions), panel: WASM_PANEL };
};
