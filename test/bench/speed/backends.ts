import { loadKernels, type KernelModule } from '../../../engine/compute/loadKernels.ts';
import { productPeak } from './productPeak.ts';
import { threadCounts } from './threadCounts.ts';
import { torchProduct, type Torch } from './torch.ts';

/** Our kernels of one kind, and GFLOP/s of the best matrix product by number of threads. */
export interface Backend {
  readonly kind: KernelModule['kind'];
  readonly module: KernelModule;
  readonly peaks: ReadonlyMap<number, number>;
}

/** As people read them. */
export const kindNames: Readonly<Record<Backend['kind'], string>> = { native: 'native', wasm: 'WASM' };

/**
 * The fastest native kernels, where there are any, and the fastest of WebAssembly. The peak of the machine, to which
 * native kernels are compared, is the faster of PyTorch's product and ours; that of WebAssembly can only be ours.
 */
export const findBackends = async (torches: readonly Torch[]): Promise<Backend[]> => {
  const modules = [await loadKernels('auto'), await loadKernels('wasm')];
  const backends: Backend[] = [];
  for (const module of new Set(modules)) {
    const peaks = new Map<number, number>();
    for (const threads of threadCounts()) {
      const theirs = module.kind === 'native' ? await torchProduct(torches, threads) : 0;
      peaks.set(threads, Math.max(theirs, await productPeak(module, threads, 2)));
    }
    backends.push({ kind: module.kind, module, peaks });
  }
  return backends;
};
