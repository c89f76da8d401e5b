import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadKernels } from '../../../../../engine/compute/loadKernels.ts';
import type { RunConfig } from '../../../../../engine/config.ts';
import type { Precision } from '../../../../../engine/network/precision/precision.ts';
import { RunFolder } from '../../../../../engine/runs/runFolder.ts';
import { createSession } from '../../../../../engine/training/assembleRun.ts';
import { planRun } from '../../../../../engine/training/planRun.ts';
import { trainAnew } from '../../../../../engine/training/refit/trainAnew.ts';
import { skipUnless } from '../../../../skipUnless.ts';

const file = fileURLToPath(new URL('../../../../../samples/airline-passengers.csv', import.meta.url));
const found = await loadKernels('auto', 'auto');

/** The weights after an epoch on all parts. */
const weightsBy = async (asked: RunConfig['training']['precision'], precision: Precision): Promise<unknown> => {
  const training = { threads: 1, epochs: 1, seed: 3, precision: asked } as const;
  const { config, data } = await planRun({ file, config: { model: { hiddenSize: 8 }, training } });
  const session = await createSession(config, data);
  const { network } = session;
  session.initialise(1);
  const parameters = session.readParameters();
  await session.dispose();
  const best = {
    version: 1,
    config,
    codec: data.codec,
    network,
    epoch: 1,
    validLoss: 1,
    metrics: {},
    parameters,
  } as const;
  const runs = await mkdtemp(join(tmpdir(), 'rnn-anew-'));
  try {
    const parts = { data, config, precision, best, folder: RunFolder.open(join(runs, 'run')) };
    return (await trainAnew(parts, () => Promise.resolve(true)))?.parameters;
  } finally {
    await rm(runs, { recursive: true });
  }
};

describe(
  'with instructions for bfloat16',
  skipUnless(found.kind === 'native' && found.hasBfloat16, 'the processor has no instructions for bfloat16'),
  () => {
    test('a run whose precision was measured is trained anew in what was found', async () => {
      const [narrow, wide] = [await weightsBy('bfloat16', 'bfloat16'), await weightsBy('float32', 'float32')];
      expect(narrow).not.toEqual(wide);
      expect(await weightsBy('auto', 'bfloat16')).toEqual(narrow);
      expect(await weightsBy('auto', 'float32')).toEqual(wide);
    });
  },
);
