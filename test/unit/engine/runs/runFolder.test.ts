import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EpochEvent, GradientsEvent, RunRecord, SampleEvent } from '../../../../engine/protocol.ts';
import { RunFolder } from '../../../../engine/runs/runFolder.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'rnn-runs-'));
});
afterEach(() => rm(workspace, { recursive: true }));

const epoch = (number: number, step: number): EpochEvent => ({
  event: 'epoch',
  epoch: number,
  epochs: 9,
  step,
  trainLoss: 1,
  validLoss: 1,
  metrics: {},
  baselines: {},
  learningRate: 0.1,
  isBest: false,
  seconds: 1,
  perSecond: 1,
  eta: 1,
});
const sample = (number: number): SampleEvent => ({
  event: 'sample',
  epoch: number,
  validLoss: 1,
  prime: '\n',
  text: 'ä\n"',
  temperature: 0.8,
});

const gradients = (step: number): GradientsEvent => ({
  event: 'gradients',
  epoch: 1,
  step,
  layers: [{ name: 'l0', stateGradients: [1e-20, 0.5], saturated: { hidden: 0 } }],
  tensors: [],
  clippedUpdates: 0,
  clippedValues: 0,
  verdicts: [],
});

describe('run folder', () => {
  test('a runs folder of ours keeps itself out of version control, once', async () => {
    const runs = join(workspace, '.rnn-studio', 'runs');
    await RunFolder.create(runs, 'a');
    await writeFile(join(workspace, '.rnn-studio', '.gitignore'), 'mine');
    await RunFolder.create(runs, 'b');
    expect(await readFile(join(workspace, '.rnn-studio', '.gitignore'), 'utf8')).toBe('mine');
    expect((await readdir(runs)).sort()).toEqual(['a', 'b']);
  });

  test('a folder of the person gets no .gitignore', async () => {
    await RunFolder.create(join(workspace, 'mine', 'runs'), 'a');
    expect(await readdir(join(workspace, 'mine'))).toEqual(['runs']);
  });

  test('where no folder can be made the error says where and why', async () => {
    await writeFile(join(workspace, 'file'), '');
    await expect(RunFolder.create(join(workspace, 'file'), 'a')).rejects.toThrow(
      /file.*: no run folder can be made here/,
    );
  });

  test('whose first record cannot be written is taken away again', async () => {
    const folder = await RunFolder.create(workspace, 'full');
    await mkdir(join(folder.path, 'run.json'));
    await expect(folder.begin({} as RunRecord)).rejects.toThrow(/full: no run folder can be made here/);
    expect(await readdir(workspace)).toEqual([]);
  });

  test('rewinding keeps what was reported up to the checkpoint and drops a line cut short by a kill', async () => {
    const folder = await RunFolder.create(workspace, 'run');
    await folder.appendMetrics([epoch(1, 10), epoch(2, 20), epoch(3, 30)]);
    await appendFile(join(folder.path, 'metrics.jsonl'), '{"event":"epo');
    await folder.appendSample(sample(1));
    await folder.appendSample(sample(3));
    await folder.appendGradients([gradients(1), gradients(20), gradients(26)]);
    await folder.rewind({ epoch: 2, step: 20 });
    await folder.appendMetrics([epoch(3, 30)]);
    const lines = (await readFile(join(folder.path, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as EpochEvent).step)).toEqual([10, 20, 30]);
    expect(await readFile(join(folder.path, 'samples.jsonl'), 'utf8')).toBe(`${JSON.stringify(sample(1))}\n`);
    const kept = [gradients(1), gradients(20)].map((event) => `${JSON.stringify(event)}\n`);
    expect(await readFile(join(folder.path, 'gradients.jsonl'), 'utf8')).toBe(kept.join(''));
  });

  test('a folder without run.json is not a run', async () => {
    await mkdir(join(workspace, 'other'));
    await expect(RunFolder.open(join(workspace, 'other')).readRecord()).rejects.toThrow(/run\.json: is not a run/);
  });
});
