import { readFile, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../engine/protocol.ts';
import { type Started, Workspace, readRecord } from './rnnStudio.ts';

const workspace = new Workspace();

const startRun = async (): Promise<string> => {
  const training = workspace.start([
    'train',
    'first-names.txt',
    ...['training.epochs=100000', 'training.patience=0'].flatMap((setting) => ['--set', setting]),
  ]);
  await training.sees(/epoch 1\//);
  const [id = ''] = await workspace.runIds();
  const run = workspace.path('.rnn-studio', 'runs', id);
  const { pid } = await readRecord(run);
  // The command first: it would go on with the run in another engine.
  training.signal('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await training.finished;
  return run;
};

describe('a run that two commands resume at once', () => {
  test('is trained by one; the other exits with code 2 and says who does, and no report is there twice', async () => {
    const run = await startRun();
    for (let round = 0; round < 3; round++) {
      const both = [1, 2].map(() => workspace.start(['train', '--resume', run]));
      const isRefused = (one: Started) => one.finished.then(() => one);
      const refused = await Promise.race(both.map(isRefused));
      const trained = both.find((one) => one !== refused)!;
      await trained.sees(/epoch \d+\//);
      const { pid } = await readRecord(run);
      const { code, stderr } = await refused.finished;
      expect(code, stderr).toBe(2);
      expect(stderr).toContain(`is still being trained by process ${pid} on ${hostname()} since 20`);
      trained.signal(round === 1 ? 'SIGKILL' : 'SIGINT');
      if (round === 1) process.kill(pid, 'SIGKILL');
      await trained.finished;
      const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
      const epochs = lines.flatMap((line) => {
        const event = JSON.parse(line) as RunEvent;
        return event.event === 'epoch' ? [event.epoch] : [];
      });
      expect(epochs).toEqual(Array.from({ length: epochs.length }, (_, index) => index + 1));
    }
    expect((await readdir(run)).filter((name) => name.endsWith('.tmp') || name.startsWith('lock'))).toEqual([]);
  });
});
