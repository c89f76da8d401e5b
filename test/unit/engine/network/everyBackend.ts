import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { skipUnless } from '../../../skipUnless.ts';
import { findKernels, type KernelModule } from '../../../../engine/compute/loadKernels.ts';

const native: Readonly<Record<string, readonly string[]>> = {
  x64: ['Native AMX', 'Native AVX-512 BF16', 'Native AVX-512', 'Native AVX2', 'Native SSE2'],
  arm64: ['Native NEON'],
};
const names = [...(native[process.arch] ?? []), 'WASM relaxed SIMD', 'WASM SIMD'];

/** What `npm run build` made. */
export const distFolder = fileURLToPath(new URL('../../../../dist/', import.meta.url));

/** All that run here, the fastest first; the last is plain WebAssembly SIMD, which runs everywhere. */
export const foundKernels = await findKernels(distFolder, (reason) => void process.stderr.write(`${reason}\n`));

/** The suite once for each instruction set of this processor's family; a missing one is skipped by name. */
export const onEveryBackend = (suite: (module: KernelModule) => void): void => {
  for (const name of names) {
    const module = foundKernels.find((candidate) => candidate.name === name);
    describe(name, () => {
      // Not every processor of a family has all of its instruction sets; what is not tested is to be seen.
      if (module) suite(module);
      else test('runs', skipUnless(false, `${name} is missing on this machine`), () => undefined);
    });
  }
};
