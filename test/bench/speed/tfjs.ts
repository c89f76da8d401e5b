import { fileURLToPath } from 'node:url';
import { LineProcess } from './lineProcess.ts';
import type { Timing } from './timeSteps.ts';
import { stepFlops, type Work } from './work.ts';

export interface TfjsRequest {
  readonly work: Work;
  readonly backend: 'wasm' | 'cpu';
  readonly seconds: number;
}

export type Tfjs = LineProcess<{ readonly version: string }, TfjsRequest, Timing>;

export interface TfjsTiming extends Timing {
  readonly backend: string;
}

/** The backend in plain JavaScript is tried up to this much work, half a minute of it. */
const MOST_CPU_FLOPS = 1e9;
/** Seconds until a work is given up. */
const PATIENCE = 180;

/** In a process of its own; undefined where it is not installed. */
export const startTfjs = (): Promise<Tfjs | undefined> =>
  LineProcess.start(process.execPath, [fileURLToPath(new URL('./tfjsProcess.ts', import.meta.url))], process.env);

/** The better of its backends WebAssembly and JavaScript; undefined where it takes more than three minutes. */
export const timeTfjs = async (tfjs: Tfjs, work: Work, seconds: number): Promise<TfjsTiming | undefined> => {
  const backends = stepFlops(work) < MOST_CPU_FLOPS ? (['wasm', 'cpu'] as const) : (['wasm'] as const);
  let best: TfjsTiming | undefined;
  for (const backend of backends) {
    const timing = await tfjs.ask({ work, backend, seconds }, PATIENCE);
    if (timing && (!best || timing.best < best.best)) best = { ...timing, backend };
  }
  return best;
};
