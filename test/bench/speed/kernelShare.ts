import type { KernelModule } from '../../../engine/compute/loadKernels.ts';
import type { Kernels } from '../../../engine/compute/kernels.ts';
import { makeOurStep } from './ourStep.ts';
import { timeSteps } from './timeSteps.ts';
import type { Work } from './work.ts';

/** Where a step on one thread spends its time, in milliseconds, medians. */
export interface KernelShare {
  readonly step: number;
  /** Of `step`: outside all kernels. */
  readonly outside: number;
  readonly calls: number;
}

/** Times every call of a kernel during steps of a session on one thread. */
export const kernelShare = async (work: Work, module: KernelModule, seconds: number): Promise<KernelShare> => {
  const { session, step } = await makeOurStep(work, 1, module);
  let inside = 0;
  let calls = 0;
  watchCalls(session, (milliseconds) => {
    inside += milliseconds;
    calls++;
  });
  const outsides: number[] = [];
  const counts: number[] = [];
  const { median } = timeSteps(seconds, () => {
    inside = calls = 0;
    const begin = performance.now();
    step();
    outsides.push(performance.now() - begin - inside);
    counts.push(calls);
  });
  await session.dispose();
  outsides.sort((a, b) => a - b);
  return { step: median, outside: outsides[outsides.length >> 1] ?? NaN, calls: counts.at(-1) ?? 0 };
};

/**
 * All layers share one object of kernels, so timing its functions takes no hook in the engine. The clock's own time
 * counts as outside.
 */
const watchCalls = (session: object, told: (milliseconds: number) => void): void => {
  const { shard } = session as { shard: { context: { kernels: Record<keyof Kernels, unknown> } } };
  const { kernels } = shard.context;
  for (const [name, kernel] of Object.entries(kernels) as [keyof Kernels, unknown][]) {
    if (typeof kernel !== 'function') continue;
    kernels[name] = (...args: unknown[]): unknown => {
      const begin = performance.now();
      const result: unknown = kernel.apply(kernels, args);
      told(performance.now() - begin);
      return result;
    };
  }
};
