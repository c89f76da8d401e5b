import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../engine/protocol.ts';
import { readSafetensors } from '../../engine/runs/safetensors.ts';
import { patience } from '../patience.ts';
import { skipUnless } from '../skipUnless.ts';
import { Events, type Started, Workspace, parseLines, readRecord } from './rnnStudio.ts';

const workspace = new Workspace();

/** A training that does not end by itself. */
const startLong = (...more: readonly string[]): Started => {
  const settings = ['training.epochs=100000', 'training.patience=0'].flatMap((setting) => ['--set', setting]);
  return workspace.start(['train', 'first-names.txt', ...settings, ...more]);
};

/** Resolves when the process has a child: a command that has its engine listens to signals. */
const hasChild = async (pid: number): Promise<void> => {
  const list = (): string[] => execFileSync('ps', ['-A', '-o', 'ppid='], { encoding: 'utf8' }).split(/\s+/);
  while (!list().includes(String(pid))) await setTimeout(20);
};

const onlyRun = async (): Promise<string> => {
  const [id = ''] = await workspace.runIds();
  return workspace.path('.rnn-studio', 'runs', id);
};

describe('a training that is ended from outside', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s stops it with a checkpoint, exit code 0, and it can go on',
    async (signal) => {
      const training = startLong('--json');
      await training.sees(/"event":"epoch","epoch":2/);
      training.signal(signal);
      const { code, stdout, stderr } = await training.finished;
      expect(code, stderr).toBe(0);
      const done = new Events(parseLines(stdout) as RunEvent[]).one('done');
      expect(done.reason).toBe('stopped');
      expect(await readRecord(done.run)).toMatchObject({ status: 'stopped', epoch: done.epochs });
      await readSafetensors(`${done.run}/last.safetensors`);

      const epochs = `training.epochs=${done.epochs + 1}`;
      const more = await workspace.train('--resume', basename(done.run), '--set', epochs);
      expect(more.of('epoch').map(({ epoch }) => epoch)).toEqual([done.epochs + 1]);
    },
  );

  test('people are told where the checkpoint is and how to go on', async () => {
    const training = startLong();
    await training.sees(/epoch 1\//);
    training.signal('SIGINT');
    const { stdout } = await training.finished;
    const run = `.rnn-studio/runs/${basename(await onlyRun())}`;
    expect(stdout).toContain(`the last checkpoint is ${run}/last.safetensors`);
    expect(stdout).toContain(`go on with: rnn-studio train --resume ${run}`);
  });

  test('a second Ctrl-C ends it at once with exit code 130', async () => {
    const training = startLong();
    await training.sees(/epoch 1\//);
    // Held still, the engine cannot answer the first.
    const engine = (await readRecord(await onlyRun())).pid;
    process.kill(engine, 'SIGSTOP');
    training.signal('SIGINT');
    await training.sees(/stopping; Ctrl-C again ends at once/);
    await setTimeout(400);
    training.signal('SIGINT');
    expect((await training.finished).code).toBe(130);
    await vi.waitFor(() => expect(() => process.kill(engine, 0)).toThrow('ESRCH'), patience);
  });

  test('Ctrl-C while the data is still read ends it with exit code 130, a message and no run', async () => {
    const training = startLong('--json');
    await hasChild(training.child.pid!);
    training.signal('SIGINT');
    const { code, stdout, stderr } = await training.finished;
    expect({ code, stdout, stderr }).toEqual({
      code: 130,
      stdout: '',
      stderr: 'rnn-studio: cancelled before the training began\n',
    });
    expect(await workspace.runIds()).toEqual([]);
  });

  test('a reader that goes away ends it quietly, with a checkpoint', async () => {
    const training = startLong('--json');
    await training.sees(/"event":"epoch"/);
    training.child.stdout?.destroy();
    const { code, stderr } = await training.finished;
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(await readRecord(await onlyRun())).toMatchObject({ status: 'stopped' });
  });

  test(
    'a full disk under its output stops it with a message and a checkpoint',
    skipUnless(existsSync('/dev/full'), 'there is no /dev/full'),
    async () => {
      const full = await open('/dev/full', 'w');
      const training = workspace.start(['train', 'first-names.txt', '--json'], undefined, full.fd);
      const { code, stderr } = await training.finished;
      await full.close();
      expect(code).toBe(2);
      expect(stderr).toBe('rnn-studio: the output cannot be written: no space left on device\n');
      expect(await readRecord(await onlyRun())).toMatchObject({ status: 'stopped' });
      await readSafetensors(`${await onlyRun()}/last.safetensors`);
    },
  );
});
