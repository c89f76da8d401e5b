import { Worker } from 'node:worker_threads';
import { ScratchFile, type ScratchHandle } from '../../../scratchFile.ts';
import { Cancelled } from '../../../unlessCancelled.ts';
import type { NgramScores, NgramWork } from './scoreNgrams.ts';

/** A span of symbols in memory or in a file, `from` to before `to`. */
export interface TextSpan {
  readonly ids: Uint16Array | ScratchFile;
  readonly from: number;
  readonly to: number;
}

/** As a thread gets it. */
export interface SentSpan {
  readonly ids: Uint16Array | ScratchHandle;
  readonly from: number;
  readonly to: number;
}

/** What the thread tells: how much is counted, then what came of it. */
export type NgramTold = { readonly share: number } | { readonly scores: NgramScores };

/**
 * What `scoreNgrams` does, in a thread of its own: minutes of work for a long text, in which the caller goes on. Rejects
 * with `Cancelled` as soon as `signal` says so.
 */
export const countInThread = async (
  work: NgramWork<TextSpan>,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<NgramScores> => {
  if (signal.aborted) throw new Cancelled();
  const { vocabulary, train, valid, scored } = work;
  const workerData: NgramWork<SentSpan> = {
    vocabulary,
    train: sent(train),
    valid: sent(valid),
    scored: scored.map(sent),
  };
  // Not the process's own flags: a debugger's or `--input-type` would stop the worker.
  const worker = new Worker(threadFile, { workerData, execArgv: [] });
  const cancelled = Promise.withResolvers<never>();
  const cancel = (): void => {
    cancelled.reject(new Cancelled());
  };
  signal.addEventListener('abort', cancel);
  try {
    const done = new Promise<NgramScores>((resolve, reject) => {
      worker.on('message', (told: NgramTold) => {
        if ('scores' in told) resolve(told.scores);
        else tell(told.share);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`the thread that counts n-grams ended with exit code ${code}`));
      });
    });
    return await Promise.race([done, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
    await worker.terminate();
  }
};

const sent = ({ ids, ...span }: TextSpan): SentSpan => ({
  ...span,
  ids: ids instanceof ScratchFile ? ids.handle : ids,
});

const threadFile = new URL(import.meta.url.endsWith('.ts') ? './ngramThread.ts' : './ngrams.mjs', import.meta.url);
