import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { timeRoundedProducts } from '../../../../engine/compute/timeRoundedProducts.ts';
import type { Kernels } from '../../../../engine/compute/kernels.ts';
import {
  bindKernels,
  findKernels,
  hiddenFeatures,
  KERNEL_MEMORY,
  loadKernels,
  type KernelModule,
} from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { Session } from '../../../../engine/network/session.ts';
import { skipUnless } from '../../../skipUnless.ts';
import { distFolder, onEveryBackend } from '../network/everyBackend.ts';
import { largestError } from '../network/reference.ts';
import { modelOf, trainingOf, updateOf } from '../network/sessionOptions.ts';

const shape = { input: { kind: 'symbols', vocabulary: 30 }, outputSize: 30, everyStep: true } as const;
const training = trainingOf({ loss: 'crossEntropy', optimizer: 'adam', batchSize: 21, threads: 2 });
const model = modelOf({ cell: 'lstm', hiddenSize: 50, numLayers: 2, dropout: 0.2 });
const steps = 19;

describe('the choice', () => {
  test('wasm never computes natively, auto takes the fastest there is', async () => {
    const forced = await Session.create({ shape, model, training: { ...training, kernels: 'wasm' }, steps });
    const free = await Session.create({ shape, model, training: { ...training, kernels: 'auto' }, steps });
    const hidden = hiddenFeatures.bfloat16 | hiddenFeatures.amx;
    const plain = await findKernels(distFolder, () => undefined, hidden);
    const all = await findKernels(distFolder, () => undefined);
    expect(forced.kernels).toMatch(/^WASM/);
    expect(free.kernels).toBe(plain[0]?.name);
    expect((await loadKernels('auto')).name).toBe(free.kernels);
    for (const precision of ['bfloat16', 'auto'] as const) {
      const { kind } = await loadKernels('auto', precision);
      expect(kind).toBe(all[0]?.kind);
      expect((await loadKernels('wasm', precision)).kind).toBe('wasm');
    }
    await Promise.all([forced.dispose(), free.dispose()]);
  });

  const addon = `kernels-${process.platform}-${process.arch}.node`;
  const isBuilt = existsSync(join(distFolder, addon));

  /** Looks for kernels where the addon is what `content` says; returns the reasons that are given. */
  const expectFallback = async (content: string | Uint8Array | undefined): Promise<readonly string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
    try {
      for (const file of ['kernels.wasm', 'kernels-relaxed.wasm']) {
        await copyFile(join(distFolder, file), join(folder, file));
      }
      if (content !== undefined) await writeFile(join(folder, addon), content);
      const reasons: string[] = [];
      const found = await findKernels(folder, (reason) => reasons.push(reason));
      expect(found.map(({ kind }) => kind)).toEqual(found.map(() => 'wasm'));
      expect(found.length).toBeGreaterThan(0);
      expect(reasons).toHaveLength(1);
      expect(reasons[0]).toMatch(new RegExp(`^No native kernels, WebAssembly instead: .*${addon}`));
      return reasons;
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test.each([
    ['a corrupt addon', 'no machine code'],
    ['no addon', undefined],
  ])('%s leaves WebAssembly and one line of reason', async (_, content) => {
    await expectFallback(content);
  });

  test.each([1, 1000, 100_000, 1e9])(
    'an addon without its last %i bytes leaves WebAssembly, and the process alive',
    skipUnless(isBuilt, `dist/${addon} is not built`),
    async (missing) => {
      const whole = await readFile(join(distFolder, addon));
      const cut = whole.subarray(0, Math.max(100, whole.length - missing));
      const [reason] = await expectFallback(cut);
      if (process.platform === 'linux')
        expect(reason).toContain(`is cut off after ${cut.length} of ${whole.length} bytes`);
    },
  );
});

describe('a processor without some instructions', () => {
  const found = findKernels(distFolder, () => undefined);
  const without = async (...features: (keyof typeof hiddenFeatures)[]): Promise<readonly string[]> => {
    const hidden = features.reduce((bits, feature) => bits | hiddenFeatures[feature], 0);
    const modules = await findKernels(distFolder, () => undefined, hidden);
    for (const module of modules) {
      expect(await trainOn(module)).toEqual(
        await trainOn((await found).find(({ name }) => name === module.name) ?? module),
      );
    }
    expect(modules.some((module) => module.kind === 'native' && module.hasBfloat16)).toBe(false);
    return modules.filter(({ kind }) => kind === 'native').map(({ name }) => name);
  };
  const names = ['Native AVX-512', 'Native AVX2', 'Native SSE2'];

  test('has the kernels for the others alone', async () => {
    const all = (await found).map(({ name }) => name);
    const present = (wanted: readonly string[]): readonly string[] => wanted.filter((name) => all.includes(name));
    expect(await without('bfloat16')).toEqual(present(names));
    expect(await without('avx512')).toEqual(present(names.slice(1)));
    expect(await without('avx2')).toEqual(present(names.slice(2)));
    expect(await without('bfloat16', 'avx512', 'avx2')).toEqual(present(names.slice(2)));
  });
});

describe('dot products of bfloat16 and the multiply-adds of floats in their place', async () => {
  const all = await findKernels(distFolder, () => undefined);
  const [dots, widened] = ['Native AVX-512 BF16', 'Native AVX-512'].map((name) => all.find((one) => one.name === name));
  const ifBoth = skipUnless(dots !== undefined, 'the processor has no dot products of bfloat16');

  test('the faster kernels stand first', ifBoth, () => {
    if (!dots || !widened) return;
    const both = [dots, widened];
    const [byDots = 0, byWidening = 0] = timeRoundedProducts(2, (index, memory) =>
      bindKernels(both[index] ?? dots, memory),
    );
    const faster = byDots < byWidening ? [dots, widened] : [widened, dots];
    expect(all.filter(({ name }) => both.some((one) => one.name === name))).toEqual(faster);
  });

  test('give the same bits in all that is not bfloat16', ifBoth, async () => {
    if (!dots || !widened) return;
    expect(await trainOn(dots)).toEqual(await trainOn(widened));
  });

  test('give the same sums bit for bit, as Intel defines the dot product', ifBoth, () => {
    if (!dots || !widened) return;
    const [B, D, N] = [29, 301, 70];
    const sums = [dots, widened].map((module) => {
      const memory = new SharedMemory(KERNEL_MEMORY);
      const kernels = bindKernels(module, memory.memory);
      const random = createRandom(8);
      const [z, x, w, pairs, scratch, dw] = Array.from({ length: 6 }, () => memory.allocate(800_000, 'A test'));
      if (!z || !x || !w || !pairs || !scratch || !dw) throw new Error('no memory');
      for (const offset of [x, w])
        memory.floats(offset, 200_000).forEach((_, i, floats) => {
          floats[i] = random.next() - 0.5;
        });
      const panels = Math.ceil(N / kernels.panel);
      kernels.round_pairs(pairs, w, D, 0, panels);
      kernels.project_bf16(z, x, pairs, w, undefined, scratch, 1, B, D, panels);
      kernels.gate_weight_gradient_bf16(dw, x, z, scratch, 1, B, D, panels, 1, 0, 1);
      return [z, dw].map((offset) => [...memory.integers(offset, 10_000)]);
    });
    expect(sums[0]).toEqual(sums[1]);
  });
});

/** Losses of six passes with dropout, carried state and an update after each. */
const trainOn = async (kernels: KernelModule): Promise<number[]> => {
  const session = await Session.create({ shape, model, training, steps, kernels });
  session.initialise(3);
  session.load({ kind: 'symbols', ids: Uint16Array.from({ length: 2000 }, (_, i) => (i * i) % 30), vocabulary: 30 });
  const losses = Array.from({ length: 6 }, (_, pass) => {
    const examples = Int32Array.from({ length: 21 }, (_, b) => b * 90 + pass * steps);
    const { lossSum, terms } = session.accumulate(examples, { carryState: pass > 0, dropoutSeed: pass });
    session.update(terms, updateOf({ learningRate: 0.01, gradClip: 1, step: pass + 1 }));
    return lossSum / terms;
  });
  await session.dispose();
  return losses;
};

const reference = (await findKernels(distFolder, () => undefined)).at(-1);

onEveryBackend((module) => {
  test('losses of a training agree with those of the plain WebAssembly build within 1e-4', async () => {
    if (!reference) throw new Error('no kernels');
    expect(largestError(await trainOn(module), await trainOn(reference))).toBeLessThan(1e-4);
  });

  test('every kernel of the WebAssembly build is there', () => {
    if (!reference) throw new Error('no kernels');
    const namesOf = (kernels: Kernels): string[] =>
      Object.entries(kernels).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    const { memory } = new SharedMemory(KERNEL_MEMORY);
    expect(namesOf(bindKernels(module, memory)).sort()).toEqual(namesOf(bindKernels(reference, memory)).sort());
  });

  test('kernels bound before the memory grew reach what was added', () => {
    const memory = new SharedMemory(KERNEL_MEMORY);
    const kernels = bindKernels(module, memory.memory);
    memory.allocate(200_000_000, 'A test');
    const count = kernels.panel;
    const offset = memory.allocate(count * 4, 'A test');
    memory.floats(offset, count).fill(-3);
    kernels.elementwise(offset, offset, count, 3);
    expect([...memory.floats(offset, count)]).toEqual(new Array<number>(count).fill(0));
  });
});
