import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { RunEvent } from '../../../../../engine/protocol.ts';
import { readModel } from '../../../../../engine/runs/modelFile.ts';
import { resumeRun } from '../../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../../engine/training/startRun.ts';
import type { TrainingRun } from '../../../../../engine/training/trainingRun.ts';
import { type EndedRun, finishRun } from '../endedRun.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const table = fileURLToPath(new URL('../../../../../samples/airline-passengers.csv', import.meta.url));
/** Its rate stays, so that it is best before the end. */
const config: Config = {
  data: { transform: 'none' },
  model: { cell: 'gru', hiddenSize: 24, numLayers: 1 },
  training: { learningRate: 0.01, schedule: { kind: 'constant' }, epochs: 60, patience: 4, seed: 2, threads: 1 },
};
const refitted: Config = { ...config, training: { ...config.training, refit: true } };

let runs: string;
beforeAll(async () => (runs = await mkdtemp(join(tmpdir(), 'rnn-refit-'))));
afterAll(() => rm(runs, { recursive: true }));

const isBeginOfRefit = (event: RunEvent): boolean =>
  event.event === 'log' && event.message.startsWith('training anew on the examples');

const start = (wanted: Config, command?: (run: TrainingRun) => void, file = table) =>
  finishRun((listener) => startRun({ file, config: wanted, runs }, listener), { at: isBeginOfRefit, command });
const resume = (run: string, epochs?: number) =>
  finishRun((listener) => resumeRun({ run, ...(epochs !== undefined && { epochs }) }, listener), {
    at: isBeginOfRefit,
  });

const weightsOf = async ({ path }: EndedRun, name = 'best') => {
  const { parameters } = await readModel(join(path, `${name}.safetensors`));
  return [...parameters].map(([tensor, { values }]) => [tensor, [...values]]);
};

describe('a run that is trained anew on all parts in the end', () => {
  test('has the figures of before, and keeps the model that they are of beside the new one', async () => {
    const [plain, run] = [await start(config), await start(refitted)];
    expect(run.done?.test).toEqual(plain.done?.test);
    expect(run.done?.metrics).toEqual(plain.done?.metrics);
    expect(run.record.test).toEqual(plain.record.test);
    expect(await weightsOf(run, 'measured')).toEqual(await weightsOf(plain));
    expect(await weightsOf(run)).not.toEqual(await weightsOf(plain));
    const model = await readModel(join(run.path, 'best.safetensors'));
    const measured = await readModel(join(run.path, 'measured.safetensors'));
    const { refit, parameters, ...rest } = model;
    expect({ ...rest, parameters: measured.parameters }).toEqual(measured);
    expect(refit?.epochs).toBe(run.record.best?.epoch);
    // Of 144 rows, 24 are read and 12 are ahead: also those that lie in two parts.
    expect(refit?.examples).toBe(144 - 24 - 12 + 1);
    expect(run.record.refit).toEqual(refit);
    expect(run.done?.refit).toEqual(refit);
    expect(plain.record.refit).toBeUndefined();
    expect(existsSync(join(run.path, 'refit.safetensors'))).toBe(false);
  });

  test('learns the rows of the test, of which nothing else depends but what is measured', async () => {
    const text = await readFile(table, 'utf8');
    const lines = text.trimEnd().split('\n');
    const changed = lines.map((line, row) =>
      row < 140 ? line : line.replace(/\d+$/, (value) => `${3 * Number(value)}`),
    );
    const other = await start(refitted, undefined, temporaryFile([...changed, ''].join('\n')));
    const run = await start(refitted);
    expect(await weightsOf(other, 'measured')).toEqual(await weightsOf(run, 'measured'));
    expect(other.record.best).toEqual(run.record.best);
    expect(await weightsOf(other)).not.toEqual(await weightsOf(run));
  });

  test('goes on where it was left when the engine ended meanwhile, and comes to the same', async () => {
    const whole = await start(refitted);
    const left = await start(refitted, (run) => run.abandon());
    expect(left.done).toBeUndefined();
    expect(left.record.status).toBe('running');
    expect(existsSync(join(left.path, 'refit.safetensors'))).toBe(true);
    const resumed = await resume(left.path);
    expect(resumed.record).toMatchObject({ status: 'finished', refit: whole.record.refit });
    expect(await weightsOf(resumed)).toEqual(await weightsOf(whole));
    expect(resumed.done?.test).toEqual(whole.done?.test);
  });

  test('is the one that was measured where it is stopped before that is over', async () => {
    const plain = await start(config);
    const stopped = await start(refitted, (run) => run.stop());
    expect(stopped.done?.refit).toBeUndefined();
    expect(stopped.record.refit).toBeUndefined();
    expect(await weightsOf(stopped)).toEqual(await weightsOf(plain));
    expect(stopped.events).toContainEqual({
      event: 'log',
      message: 'it was not trained anew to the end: the model is the one that was measured',
    });
  });

  test('trains on from the model that was measured when it is to have more epochs, and is then trained anew again', async () => {
    const run = await start(refitted);
    const more = await resume(run.path, run.record.epoch + 3);
    expect(await weightsOf(more, 'measured')).toEqual(await weightsOf(run, 'measured'));
    expect(more.record.epoch).toBe(run.record.epoch + 3);
    expect(more.record.refit?.epochs).toBe(more.record.best?.epoch);
  });
});
