import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { RunConfig } from '../../../../../engine/config.ts';
import { loadKernels } from '../../../../../engine/compute/loadKernels.ts';
import type { Session } from '../../../../../engine/network/session.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import { createSession } from '../../../../../engine/training/assembleRun.ts';
import { planRun } from '../../../../../engine/training/planRun.ts';
import { choosePrecision } from '../../../../../engine/training/precision/choosePrecision.ts';
import { comparePrecisions } from '../../../../../engine/training/precision/comparePrecisions.ts';
import { startPosition, train } from '../../../../../engine/training/trainer.ts';
import { skipUnless } from '../../../../skipUnless.ts';

const file = fileURLToPath(new URL('../../../../../samples/airline-passengers.csv', import.meta.url));
const found = await loadKernels('auto', 'auto');
const ifNative = skipUnless(
  found.kind === 'native' && found.hasBfloat16,
  'the processor has no instructions for bfloat16',
);

interface Begun {
  readonly session: Session;
  readonly data: PreparedData;
  readonly config: RunConfig;
}

const begin = async (training: Partial<RunConfig['training']>): Promise<Begun> => {
  const { config, data } = await planRun({
    file,
    config: { model: { hiddenSize: 20 }, training: { threads: 1, epochs: 1, seed: 3, ...training } },
  });
  const session = await createSession(config, data);
  session.initialise(config.training.seed);
  return { session, data, config };
};

const choose = ({ session, data, config }: Begun, before?: 'float32' | 'bfloat16'): readonly string[] =>
  choosePrecision(session, data, config, startPosition(), before);

describe('without instructions for bfloat16', () => {
  test.each(['bfloat16', 'auto'] as const)('%s is float32, and that is said', async (precision) => {
    const begun = await begin({ precision, kernels: 'wasm' });
    expect(begun.session.hasBfloat16).toBe(false);
    const [said, ...more] = choose(begun);
    expect(said).toMatch(/^products in float32: WASM .*SIMD has no instructions for bfloat16$/);
    expect(more).toEqual([]);
    expect(begun.session.precision).toBe('float32');
    expect(choose(begun, 'bfloat16')).toEqual([said]);
    await begun.session.dispose();
  });
});

test('float32 is not worth a word, but where it was bfloat16 before', async () => {
  const begun = await begin({ precision: 'float32' });
  expect(choose(begun)).toEqual([]);
  expect(choose(begun, 'float32')).toEqual([]);
  expect(choose(begun, 'bfloat16')).toEqual(['goes on with products in float32; until here they were in bfloat16']);
  await begun.session.dispose();
});

describe('with instructions for bfloat16', ifNative, () => {
  test('what is asked for is taken, and a change said', async () => {
    const begun = await begin({ precision: 'bfloat16' });
    expect(begun.session.precision).toBe('bfloat16');
    expect(choose(begun)).toEqual([]);
    expect(begun.session.precision).toBe('bfloat16');
    expect(choose(begun, 'float32')).toEqual(['goes on with products in bfloat16; until here they were in float32']);
    await begun.session.dispose();
  });

  test('auto takes what measured faster, and says both times', async () => {
    const begun = await begin({ precision: 'auto' });
    const [said = ''] = choose(begun);
    const [, chosen, own, other] =
      /^products in (float32|bfloat16), which take ([\d.]+) ms a batch; in (?:float32|bfloat16) it is ([\d.]+) ms$/.exec(
        said,
      ) ?? [];
    expect(begun.session.precision).toBe(chosen);
    if (chosen === 'bfloat16') expect(Number(own)).toBeLessThan(Number(other));
    else expect(Number(own)).toBeLessThan(1.1 * Number(other));
    await begun.session.dispose();
  });

  test.each(['float32', 'bfloat16'] as const)('auto goes on in %s where the run had it', async (before) => {
    const begun = await begin({ precision: 'auto' });
    expect(choose(begun, before)).toEqual([]);
    expect(begun.session.precision).toBe(before);
    await begun.session.dispose();
  });

  test('measuring leaves no trace in the training that follows, bit for bit', async () => {
    const trained = async (isMeasured: boolean): Promise<unknown> => {
      const { session, data, config } = await begin({ precision: 'bfloat16' });
      if (isMeasured) {
        const { float32, bfloat16 } = comparePrecisions(session, data, config, startPosition());
        expect(float32).toBeGreaterThan(0);
        expect(bfloat16).toBeGreaterThan(0);
        expect(session.precision).toBe('bfloat16');
      }
      const losses: number[] = [];
      for await (const report of train(session, data, config, startPosition())) {
        losses.push(report.kind === 'step' ? report.loss : report.validLoss);
      }
      const parameters = session.readParameters();
      await session.dispose();
      return { losses, parameters };
    };
    expect(await trained(true)).toEqual(await trained(false));
  });
});
