import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { startAwakeTimer } from '../awakeTimer.ts';
import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import type { TooLarge } from '../runs/tooLarge.ts';

/** A dataset below the group that was asked for. */
export interface Hdf5Dataset {
  /** From the group on: `lstm/cell/vars/0`. */
  readonly path: string;
  /** Nothing for what is not made of floats, or holds none. */
  readonly tensor: Tensor | undefined;
  /** In words: `64-bit floats`. */
  readonly type: string;
  /** The first value that 32 bits do not hold. */
  readonly tooLarge?: TooLarge | undefined;
}

export interface Hdf5Content {
  /** Paths of groups and their attribute `name`; parents first. */
  readonly groups: readonly { readonly path: string; readonly name?: string }[];
  readonly datasets: readonly { readonly path: string; readonly tensor: Tensor }[];
}

/** What the thread is asked to do. */
export type Hdf5Task =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly group: string }
  | { readonly kind: 'write'; readonly content: Hdf5Content };

export interface Hdf5Reading {
  /** Names in the root group. */
  readonly root: readonly string[];
  readonly datasets: readonly Hdf5Dataset[];
}

/** What the thread answers; an error is the input's fault. */
export type Hdf5Answer =
  | { readonly kind: 'reading'; readonly reading: Hdf5Reading }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'error'; readonly message: string };

/** Milliseconds awake after which a file is taken to lead the library round in circles. */
const patience = 60_000;

/** Every dataset below a group of an HDF5 file, with its values. */
export const readHdf5 = async (file: string, bytes: Uint8Array, group: string): Promise<Hdf5Reading> => {
  const fail = (problem: string): InputError =>
    new InputError(`is no HDF5 file that can be read: ${problem}; save the weights again`, { file });
  let answer: Hdf5Answer;
  try {
    answer = await runThread({ kind: 'read', bytes, group });
  } catch (error) {
    // Damage that the library does not notice makes it fail in any way.
    throw fail(error instanceof Error ? error.message : String(error));
  }
  if (answer.kind === 'reading') return answer.reading;
  throw fail(answer.kind === 'error' ? answer.message : 'it has no content');
};

/** The bytes of an HDF5 file. */
export const encodeHdf5 = async (content: Hdf5Content): Promise<Uint8Array> => {
  const answer = await runThread({ kind: 'write', content });
  if (answer.kind === 'bytes') return answer.bytes;
  throw new Error(answer.kind === 'error' ? answer.message : 'HDF5 gave no bytes');
};

/**
 * The library is large, is loaded for one file and goes with its thread: what a damaged file does to it stays there.
 * Whatever it prints is dropped: standard output belongs to the protocol.
 */
const runThread = async (task: Hdf5Task): Promise<Hdf5Answer> => {
  const worker = new Worker(await threadCode(), { workerData: task, execArgv: [], stdout: true, stderr: true });
  let stopTimer = (): void => undefined;
  try {
    return await new Promise<Hdf5Answer>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`the library ended with exit code ${code}`));
      });
      stopTimer = startAwakeTimer(patience, () => {
        reject(new Error(`reading it takes longer than ${patience / 1000} s`));
      });
    });
  } finally {
    stopTimer();
    await worker.terminate();
  }
};

/** In the bundle the thread and its library lie compressed, a fifth of their size. */
const threadCode = async (): Promise<URL> => {
  if (import.meta.url.endsWith('.ts')) return new URL('./hdf5Thread.ts', import.meta.url);
  const code = brotliDecompressSync(await readFile(new URL('./hdf5.mjs.br', import.meta.url)));
  return new URL(`data:text/javascript;base64,${code.toString('base64')}`);
};
