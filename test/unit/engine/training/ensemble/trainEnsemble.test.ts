import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { exportModel } from '../../../../../engine/exchange/exportModel.ts';
import { readWeights } from '../../../../../engine/exchange/readWeights.ts';
import type { RunEvent } from '../../../../../engine/protocol.ts';
import { encodeModel, readModel, toModel } from '../../../../../engine/runs/modelFile.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { backtestFile } from '../../../../../engine/training/backtest/backtestFile.ts';
import { propose } from '../../../../../engine/training/planRun.ts';
import { resumeRun } from '../../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../../engine/training/startRun.ts';
import type { TrainingRun } from '../../../../../engine/training/trainingRun.ts';
import { type EndedRun, finishRun } from '../endedRun.ts';

const file = fileURLToPath(new URL('../../../../../samples/airline-passengers.csv', import.meta.url));
const config: Config = {
  data: { transform: 'none' },
  model: { cell: 'gru', hiddenSize: 4, numLayers: 1 },
  training: { epochs: 3, seed: 2, threads: 1 },
};
const ensembleOf = (ensemble: number, seed = 2): Config => ({
  ...config,
  training: { ...config.training, ensemble, seed },
});

let runs: string;
beforeAll(async () => (runs = await mkdtemp(join(tmpdir(), 'rnn-ensemble-'))));
afterAll(() => rm(runs, { recursive: true }));

const isThirdNetwork = (event: RunEvent): boolean =>
  event.event === 'log' && event.message === 'training network 3 of 3';

const start = (wanted: Config, command?: (run: TrainingRun) => void) =>
  finishRun((listener) => startRun({ file, config: wanted, runs }, listener), { at: isThirdNetwork, command });
const modelOf = ({ path }: EndedRun, name = 'best') => readModel(join(path, `${name}.safetensors`));
const valuesOf = (parameters: Awaited<ReturnType<typeof modelOf>>['parameters'] | undefined) =>
  [...(parameters ?? [])].map(([tensor, { values }]) => [tensor, [...values]]);

let whole: EndedRun;
beforeAll(async () => (whole = await start(ensembleOf(3))));

describe('a run that trains several networks', () => {
  test('keeps them together, each that which its seed alone comes to, and the first beside them', async () => {
    const { networks, parameters, others = [], ...rest } = await modelOf(whole);
    expect(networks).toBe(3);
    const alone = [];
    for (const seed of [2, 3, 4]) alone.push(valuesOf((await modelOf(await start(ensembleOf(1, seed)))).parameters));
    expect([parameters, ...others].map(valuesOf)).toEqual(alone);
    const measured = await modelOf(whole, 'measured');
    expect(valuesOf(measured.parameters)).toEqual(alone[0]);
    expect(measured.networks).toBeUndefined();
    expect(rest.epoch).toBe(measured.epoch);
    expect(existsSync(join(whole.path, 'ensemble.safetensors'))).toBe(false);
  });

  test('is measured as what all say together, with a blend and intervals of that, and says so', async () => {
    const plain = await start(config);
    const [model, first] = [await modelOf(whole), await modelOf(whole, 'measured')];
    expect(whole.done?.best).toEqual(plain.done?.best);
    expect(whole.done?.test.metrics['mae']).not.toBe(plain.done?.test.metrics['mae']);
    expect(model.intervals).not.toEqual(first.intervals);
    expect(whole.done?.madeOf).toMatch(/^.*\. What the network says is the mean of 3 networks\.$/);
    expect(whole.record.madeOf).toBe(whole.done?.madeOf);
    expect(plain.done?.madeOf).not.toMatch(/mean of/);
  });

  test('goes on with those it has when its engine ended meanwhile, and comes to the same', async () => {
    const left = await start(ensembleOf(3), (run) => run.abandon());
    expect(left.done).toBeUndefined();
    expect((await modelOf(left, 'ensemble')).networks).toBe(2);
    const resumed = await finishRun((listener) => resumeRun({ run: left.path }, listener), { at: isThirdNetwork });
    expect(resumed.events.filter((event) => event.event === 'log').map(({ message }) => message)).not.toContain(
      'training network 2 of 3',
    );
    expect(encodeModel(await modelOf(resumed))).toEqual(encodeModel(await modelOf(whole)));
    expect(resumed.done?.test).toEqual(whole.done?.test);
  });

  test('is its first network where it is stopped before the others are trained', async () => {
    const stopped = await start(ensembleOf(3), (run) => run.stop());
    expect((await modelOf(stopped)).networks).toBeUndefined();
    expect(stopped.done?.madeOf).not.toMatch(/mean of/);
    expect(stopped.events).toContainEqual({
      event: 'log',
      message: 'the other networks were not trained to the end: the model is the first one alone',
    });
  });
});

describe('a model of several networks', () => {
  test('becomes no weights of another program, which the first network alone does', async () => {
    const out = join(runs, 'weights.safetensors');
    await expect(exportModel({ model: whole.path, out })).rejects.toThrow(
      'is an ensemble of 3 networks, which no file of weights holds; export the first of them alone, which is measured.safetensors in the folder of its run',
    );
    await exportModel({ model: join(whole.path, 'measured.safetensors'), out });
    expect(existsSync(out)).toBe(true);
    const { notes } = await readWeights(join(whole.path, 'best.safetensors'));
    expect(notes).toContain('The weights are those of the first of 3 networks.');
  });

  test('is damaged where a tensor of any of them is missing or no number', async () => {
    const content = encodeModel(await modelOf(whole));
    const name = 'ensemble.3.head.bias';
    expect(content.tensors.has(name)).toBe(true);
    const without = new Map([...content.tensors].filter(([each]) => each !== name));
    expect(() => toModel({ ...content, tensors: without }, 'a.safetensors')).toThrow(/head\.bias/);
    const { shape = [] } = content.tensors.get(name) ?? {};
    const nan = { shape, values: new Float32Array(shape[0] ?? 1).fill(NaN) };
    const broken = new Map([...content.tensors, [name, nan] as const]);
    expect(() => toModel({ ...content, tensors: broken }, 'a.safetensors')).toThrow(/head\.bias.*no number/);
  });
});

test('a backtest trains and scores them together', async () => {
  const params = { file, folds: 2, horizon: 12, refit: false };
  const { result } = await backtestFile({ ...params, config: ensembleOf(2) });
  expect(result.madeOf).toMatch(/mean of 2 networks/);
  const { result: plain } = await backtestFile({ ...params, config });
  expect(result.overall['model']?.['mae']).not.toBe(plain.overall['model']?.['mae']);
});

test('takes as many times as long, and is not trained anew besides', async () => {
  const files = new OpenedFiles();
  const [one, three] = [await propose({ file, config }, files), await propose({ file, config: ensembleOf(3) }, files)];
  expect(three.estimatedSeconds).toBeCloseTo(3 * one.estimatedSeconds, 6);
  const both = { ...config, training: { ensemble: 2, refit: true } };
  expect((await propose({ file, config: both }, files)).problems).toContainEqual({
    path: 'training.refit',
    message: 'an ensemble is not trained anew; leave out one of refit and ensemble',
  });
});
