import { createHash } from 'node:crypto';
import { chmodSync, existsSync, linkSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { appendFile, cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ErrorEvent } from '../../engine/protocol.ts';
import { posixOnly } from '../skipUnless.ts';
import { Workspace, parseLines } from './rnnStudio.ts';

const workspace = new Workspace('block');
const isPosix = process.platform !== 'win32';
const data = 'airline-passengers.csv';

let run: string;
beforeAll(async () => {
  ({ run } = await workspace.train(data, '--set', 'training.epochs=2', '--set', 'model.hiddenSize=4'));
  await cp(workspace.path(data), workspace.path('w.csv'));
});

/** Every file of the workspace with its content, links as links. */
const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(workspace.folder, { recursive: true, encoding: 'utf8' })
      // Who held a run last is no content of it.
      .filter((path) => !/free-\d+\.json$/.test(path))
      .sort()
      .flatMap((path) => {
        const stats = lstatSync(workspace.path(path));
        if (!stats.isFile()) return [[path, stats.isSymbolicLink() ? 'link' : 'other']];
        return [
          [
            path,
            createHash('sha256')
              .update(readFileSync(workspace.path(path)))
              .digest('hex'),
          ],
        ];
      }),
  );

const expectRefusal = async (message: RegExp, ...args: readonly string[]): Promise<void> => {
  const before = contents();
  const { code, stdout, stderr } = await workspace.run(...args, '--json');
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  const [event, ...more] = parseLines(stdout) as ErrorEvent[];
  expect(event).toMatchObject({ event: 'error', isInputError: true });
  expect(more).toEqual([]);
  expect(contents()).toEqual(before);
};

describe('--out', () => {
  test('is refused on the data, by any of its names', async () => {
    const message = /^rnn-studio: \S+: is the data to predict, which would be lost; name another file$/m;
    linkSync(workspace.path('w.csv'), workspace.path('hard.csv'));
    const names = ['w.csv', './w.csv', 'hard.csv'];
    if (isPosix) {
      symlinkSync('w.csv', workspace.path('link.csv'));
      names.push('link.csv');
    }
    for (const name of names) await expectRefusal(message, 'predict', run, 'w.csv', '--out', name);
  });

  test('is refused on the model, on all else in its run and on the data it was trained on', async () => {
    const inRun = (name: string): string => join(run, name);
    await expectRefusal(/: is the model, which would be lost/, 'export', run, '--out', inRun('best.safetensors'));
    await expectRefusal(/: is the model, which/, 'predict', run, 'w.csv', '--out', inRun('best.safetensors'));
    const best = inRun('best.safetensors');
    await expectRefusal(/: is the model, which/, 'predict', best, 'w.csv', '--out', best);
    for (const name of ['last.safetensors', 'run.json', 'new.safetensors']) {
      await expectRefusal(/: is in the folder of/, 'export', run, '--out', inRun(name));
      await expectRefusal(/: is in the folder of/, 'predict', best, 'w.csv', '--out', inRun(name));
    }
    const trained = /: is the data that the model was trained on, which would be lost/;
    await expectRefusal(trained, 'export', run, '--out', data);
    await expectRefusal(trained, 'predict', run, 'w.csv', '--out', data);
  });

  test.each(['/dev/null', '/dev/stdout', '/dev/stderr'])(
    '%s is refused with the way out, and stays a device',
    posixOnly,
    async (device) => {
      const message = /: is a device, not a file; name an ordinary file and read it from there$/m;
      await expectRefusal(message, 'predict', run, 'w.csv', '--out', device);
      await expectRefusal(message, 'export', run, '--out', device);
      expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    },
  );

  test('is refused on a folder and where there is none', async () => {
    await expectRefusal(/: is a folder; name a file in it$/m, 'export', run, '--out', '.');
    await expectRefusal(/: cannot be written: its folder does not exist/, 'export', run, '--out', 'none/w.safetensors');
  });

  test('replaces an ordinary file, keeps its mode and goes through a link to it', posixOnly, async () => {
    await writeFile(workspace.path('out.csv'), 'old');
    chmodSync(workspace.path('out.csv'), 0o640);
    symlinkSync('out.csv', workspace.path('to-out.csv'));
    const { code, stderr } = await workspace.run('predict', run, 'w.csv', '--out', 'to-out.csv');
    expect(code, stderr).toBe(0);
    expect(lstatSync(workspace.path('to-out.csv')).isSymbolicLink()).toBe(true);
    expect(statSync(workspace.path('out.csv')).mode & 0o777).toBe(0o640);
    expect(await readFile(workspace.path('out.csv'), 'utf8')).toMatch(/^line,time,passengers,passengers_predicted/);
  });
});

describe('train --out', () => {
  test('is refused on a file, the data and the folder of a run', async () => {
    for (const name of ['first-names.txt', 'w.csv']) {
      await expectRefusal(/: is not a folder; name one for runs/, 'train', 'w.csv', '--out', name);
    }
    await expectRefusal(/: is the folder of a run; give the one that holds runs/, 'train', 'w.csv', '--out', run);
  });
});

describe('a file that changes', () => {
  test.each([
    ['predict', ['--out', 'grown.csv']],
    ['evaluate', []],
  ] as const)('while %s reads it is refused, and nothing is written', async (command, options) => {
    const header = 'Month,passengers\n';
    const row = (index: number): string => `${1000 + (index % 9000)}-01,${100 + (index % 50)}\n`;
    await writeFile(workspace.path('log.csv'), header + Array.from({ length: 300_000 }, (_, i) => row(i)).join(''));
    const { child, finished } = workspace.start([command, run, 'log.csv', ...options]);
    while (child.exitCode === null) await appendFile(workspace.path('log.csv'), row(7));
    const { code, stderr } = await finished;
    expect(stderr).toMatch(/^rnn-studio: log\.csv: grew .*while it was read; try again when nothing writes to it/m);
    expect(code).toBe(2);
    expect(existsSync(workspace.path('grown.csv'))).toBe(false);
    await rm(workspace.path('log.csv'));
  });

  test('during training is told once, and the run goes on, but only with its own file again', async () => {
    const text = await readFile(workspace.path('w.csv'), 'utf8');
    const epochs = ['--set', 'training.epochs=1000000', '--set', 'training.patience=0'];
    const training = workspace.start(['train', 'w.csv', ...epochs]);
    await training.sees(/^epoch 1\//m);
    await truncate(workspace.path('w.csv'), 100);
    await training.sees(/has changed/);
    training.signal('SIGINT');
    const { code, stdout, stderr } = await training.finished;
    expect(code, stderr).toBe(0);
    expect(stdout.match(/^w\.csv has changed since this run began; the run goes on/gm)).toHaveLength(1);
    const [, ended = ''] = /^ {2}(\S+runs\S+)$/m.exec(stdout) ?? [];
    await expectRefusal(/w\.csv: has changed since run \S+ began: put it back/, 'train', '--resume', ended);
    await rm(workspace.path('w.csv'));
    await expectRefusal(/w\.csv: the data file of this run is gone; put it back/, 'train', '--resume', ended);
    await writeFile(workspace.path('w.csv'), text);
    const resumed = workspace.start(['train', '--resume', ended]);
    await resumed.sees(/^epoch \d+\//m);
    resumed.signal('SIGINT');
    expect(await resumed.finished).toMatchObject({ code: 0 });
  });
});
