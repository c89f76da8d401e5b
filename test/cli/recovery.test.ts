import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../engine/protocol.ts';
import { readSafetensors } from '../../engine/runs/safetensors.ts';
import { Events, type Started, Workspace, parseLines, readRecord } from './rnnStudio.ts';

const workspace = new Workspace();

const settings = (...values: readonly string[]): string[] => values.flatMap((value) => ['--set', value]);
const short = settings(
  'model.hiddenSize=64',
  'training.epochs=10',
  'training.patience=0',
  'training.seed=3',
  'training.threads=1',
);
const long = settings('training.epochs=100000', 'training.patience=0');

const onlyRun = async (): Promise<string> => {
  const [id = ''] = await workspace.runIds();
  return workspace.path('.rnn-studio', 'runs', id);
};

const killEngine = async (run: string): Promise<void> => {
  process.kill((await readRecord(run)).pid, 'SIGKILL');
};

/** Epochs and results of the test split as they were recorded, without the clock's part. */
const historyOf = async (run: string): Promise<unknown[]> => {
  const events = parseLines(await readFile(join(run, 'metrics.jsonl'), 'utf8')) as RunEvent[];
  return events.flatMap((event) => {
    if (event.event === 'done') return [event.best, event.test];
    if (event.event !== 'epoch') return [];
    const { seconds, perSecond, eta, ...rest } = event;
    return [rest];
  });
};

const tensorsOf = async (run: string): Promise<unknown[]> => [
  ...(await readSafetensors(join(run, 'best.safetensors'))).tensors,
  ...(await readSafetensors(join(run, 'last.safetensors'))).tensors,
];

const nothingOfTheProgram = /\n\s+at |dist\/|\.mjs|node:internal/;

describe('a training whose engine is killed with -9', () => {
  test.each([[[]], [['--json']]])(
    'goes on by itself, says so once, and comes to the tensors and losses of one undisturbed (%j)',
    async (more) => {
      const { run: whole } = await workspace.train('first-names.txt', ...short);
      const known = await workspace.runIds();
      const training = workspace.start(['train', 'first-names.txt', ...short, ...more]);
      await training.sees(more.length > 0 ? /"event":"epoch","epoch":2/ : /epoch 2\//);
      const id = (await workspace.runIds()).find((one) => !known.includes(one)) ?? '';
      const run = workspace.path('.rnn-studio', 'runs', id);
      await killEngine(run);
      const { code, stdout, stderr } = await training.finished;
      expect(code, stderr).toBe(0);
      expect(stderr).toBe('');
      const said = /the engine ended unexpectedly \(SIGKILL\); (going on from epoch \d+, step \d+|starting over)/g;
      expect(stdout.match(said)).toHaveLength(1);
      expect(stdout).not.toMatch(nothingOfTheProgram);
      expect(await tensorsOf(run)).toEqual(await tensorsOf(whole));
      expect(await historyOf(run)).toEqual(await historyOf(whole));
      expect(await readRecord(run)).toMatchObject({
        status: 'finished',
        recovered: { step: expect.any(Number) as number },
      });
    },
  );

  /** Kills every engine that takes the run up, until the command gives up. */
  const killEach = async (training: Started, run: string): Promise<void> => {
    const killed = new Set<number>();
    while (training.child.exitCode === null) {
      const { pid } = await readRecord(run);
      if (!killed.has(pid)) process.kill(pid, 'SIGKILL');
      killed.add(pid);
      await setTimeout(5);
    }
  };

  test('at the same place again stops with exit code 1, the message and the way to go on, which works', async () => {
    const training = workspace.start(['train', 'first-names.txt', ...long, '--json']);
    await training.sees(/"event":"epoch"/);
    const run = await onlyRun();
    while (!existsSync(join(run, 'last.safetensors'))) await setTimeout(50);
    await killEach(training, run);
    const { code, stdout, stderr } = await training.finished;
    expect(code, stderr).toBe(1);
    const message = /Failed twice at the same place \(epoch \d+, step \d+\): the engine ended unexpectedly \(SIGKILL\)/;
    expect(stderr).toMatch(message);
    expect(stderr).toContain(`go on with it by: rnn-studio train --resume .rnn-studio/runs/${basename(run)}\n`);
    expect(`${stdout}${stderr}`).not.toMatch(nothingOfTheProgram);
    const error = new Events(parseLines(stdout) as RunEvent[]).one('error');
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string, isInputError: false });
    expect(await readRecord(run)).toMatchObject({ status: 'failed', error: { message: error.message } });

    const resumed = workspace.start(['train', '--resume', run]);
    await resumed.sees(/epoch \d+\//);
    resumed.signal('SIGINT');
    expect((await resumed.finished).code).toBe(0);
  });

  test('while it stops, stops in the next engine', async () => {
    const training = workspace.start(['train', 'first-names.txt', ...long, '--json']);
    await training.sees(/"event":"epoch"/);
    const run = await onlyRun();
    const { pid } = await readRecord(run);
    // Held still, the engine cannot answer.
    process.kill(pid, 'SIGSTOP');
    training.signal('SIGINT');
    process.kill(pid, 'SIGKILL');
    const { code, stdout, stderr } = await training.finished;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('"reason":"stopped"');
    expect(await readRecord(run)).toMatchObject({ status: 'stopped' });
  });
});

test('a run that fails by its input names the way to go on with it', async () => {
  const wild = ['loss=mse', 'optimizer=sgd', 'learningRate=1000', 'gradClip=0', 'schedule.kind=constant'];
  const args = settings(...wild.map((setting) => `training.${setting}`));
  const { code, stderr } = await workspace.run('train', 'airline-passengers.csv', ...args);
  expect(code, stderr).toBe(2);
  expect(stderr).toMatch(/training stopped\. Try training\.learningRate/);
  expect(stderr).toContain(`go on with it by: rnn-studio train --resume .rnn-studio/runs/${basename(await onlyRun())}`);
});
