import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineProcess } from './lineProcess.ts';
import { threadCounts } from './threadCounts.ts';
import type { Timing } from './timeSteps.ts';
import type { Work } from './work.ts';

interface Hello {
  readonly version: string;
  readonly prefix: string;
}

type Request = { readonly seconds: number } & (
  | { readonly work: Work; readonly mode?: TorchMode }
  | { readonly product: number; readonly dtype?: 'bfloat16' }
);
type Answer = Partial<Timing> & { readonly gflops?: number; readonly error?: string };

/** What a step of PyTorch's computes with, and whether torch.compile has made it. */
export const torchModes = ['float32', 'autocast', 'bfloat16', 'float32+compile', 'autocast+compile'] as const;
export type TorchMode = (typeof torchModes)[number];

/**
 * One installation of PyTorch, with a process for each number of threads, which OpenMP takes at the start, and several
 * where there is more than one: how they fall out with each other is another in each process, by a factor of up to two.
 */
export interface Torch {
  readonly version: string;
  readonly processes: readonly { readonly threads: number; readonly process: LineProcess<Hello, Request, Answer> }[];
}

export interface TorchTiming extends Timing {
  readonly version: string;
  readonly threads: number;
}

/** Those of the environment variable RNN_STUDIO_PYTHON, which may list several, of `python3` and of `/usr/bin/python3`. */
export const findTorches = async (): Promise<Torch[]> => {
  const given = (process.env.RNN_STUDIO_PYTHON ?? '').split(delimiter).filter((python) => python !== '');
  const torches = new Map<string, Torch>();
  for (const python of [...given, 'python3', '/usr/bin/python3']) {
    const first = await start(python, 1);
    if (!first) continue;
    const { version, prefix } = first.hello;
    if (torches.has(prefix)) {
      first.end();
      continue;
    }
    const processes = [{ threads: 1, process: first }];
    for (const threads of threadCounts().slice(1)) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const process = await start(python, threads);
        if (process) processes.push({ threads, process });
      }
    }
    torches.set(prefix, { version, processes });
  }
  return [...torches.values()];
};

/** Processes with the same number of threads, the fastest of which counts. */
const attempts = 3;
const script = fileURLToPath(new URL('./python/torchProcess.py', import.meta.url));

const start = (python: string, threads: number): Promise<LineProcess<Hello, Request, Answer> | undefined> => {
  // Debian sets these for its OpenBLAS; they slow it down on machines it does not know.
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...env } = process.env;
  return LineProcess.start(python, [script], { ...env, OMP_NUM_THREADS: String(threads) });
};

/** The work on every installation and number of threads, the fastest first. */
export const timeTorches = async (torches: readonly Torch[], work: Work, seconds: number): Promise<TorchTiming[]> => {
  const timings: TorchTiming[] = [];
  for (const { version, processes } of torches) {
    for (const { threads, process } of processes) {
      const { best, median } = (await process.ask({ work, seconds }, 120)) ?? {};
      if (best !== undefined && median !== undefined) timings.push({ version, threads, best, median });
    }
  }
  return timings.sort((a, b) => a.best - b.best);
};

/** GFLOP/s of the best product of two matrices of 1024 rows and columns; 0 where PyTorch is missing. */
export const torchProduct = async (torches: readonly Torch[], threads: number, dtype?: 'bfloat16'): Promise<number> => {
  let most = 0;
  for (const { processes } of torches) {
    const found = processes.find((candidate) => candidate.threads === threads);
    const { gflops = 0 } = (await found?.process.ask({ product: 1024, seconds: 1, ...(dtype && { dtype }) }, 60)) ?? {};
    most = Math.max(most, gflops);
  }
  return most;
};

export const endTorches = (torches: readonly Torch[]): void => {
  for (const { processes } of torches) for (const { process } of processes) process.end();
};
