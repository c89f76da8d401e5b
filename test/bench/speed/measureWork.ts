import { specOf } from '../../../engine/network/cells/findCell.ts';
import type { Backend } from './backends.ts';
import { makeOurStep } from './ourStep.ts';
import type { Peers } from './peers.ts';
import { timeTfjs, type TfjsTiming } from './tfjs.ts';
import { timeSteps, type Timing } from './timeSteps.ts';
import { timeTorches, type TorchTiming } from './torch.ts';
import { stepFlops, type Work } from './work.ts';

export interface OurTiming extends Timing {
  readonly backend: Backend['kind'];
  /** In use: a small network takes fewer than it was offered. */
  readonly threads: number;
  readonly shareOfPeak: number;
}

/** A training step of one work, ours and the others', taken one after another. */
export interface Measured<W extends Work = Work> {
  readonly work: W;
  readonly ours: readonly OurTiming[];
  /** The fastest first. */
  readonly torches: readonly TorchTiming[];
  readonly tfjs: TfjsTiming | undefined;
}

/** Each side takes about so many `seconds`; ours with each of the numbers of `threads`. */
export const measureWork = async <W extends Work>(
  work: W,
  backends: readonly Backend[],
  peers: Peers,
  threads: readonly number[],
  seconds: number,
): Promise<Measured<W>> => {
  const ours: OurTiming[] = [];
  for (const backend of backends) {
    for (const offered of threads) {
      const { session, step } = await makeOurStep(work, offered, backend.module);
      const used = session.threads;
      const isNew = !ours.some((timing) => timing.backend === backend.kind && timing.threads === used);
      if (isNew) {
        const timing = timeSteps(seconds, step);
        const shareOfPeak = stepFlops(work) / (timing.best * 1e6) / (backend.peaks.get(used) ?? NaN);
        ours.push({ ...timing, backend: backend.kind, threads: used, shareOfPeak });
      }
      await session.dispose();
    }
  }
  const { pytorch, keras } = specOf(work);
  const torches = typeof pytorch === 'string' ? [] : await timeTorches(peers.torches, work, seconds);
  const tfjs = peers.tfjs && typeof keras !== 'string' ? await timeTfjs(peers.tfjs, work, seconds) : undefined;
  return { work, ours, torches, tfjs };
};

/** Ours of one kind on all the threads that the network is worth. */
export const onAllThreads = ({ ours }: Measured, kind: Backend['kind']): OurTiming | undefined =>
  ours.findLast(({ backend }) => backend === kind);
