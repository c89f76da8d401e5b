import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunHolder, createHolder, isHeld, lastBeat, usualSigns } from '../../../../engine/runHolder.ts';
import { RunLock, RunLost } from '../../../../engine/runs/runLock.ts';
import { posixOnly, skipUnless } from '../../../skipUnless.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

/** Another process that takes the run as soon as `go` is there, says `held` or why not, and stays. */
const taker = (go: string): ChildProcess => {
  const lock = new URL('../../../../engine/runs/runLock.ts', import.meta.url).href;
  const code = `
    import { existsSync } from 'node:fs';
    import { RunLock } from ${JSON.stringify(lock)};
    console.log('ready');
    while (!existsSync(${JSON.stringify(go)}));
    try {
      await RunLock.take(${JSON.stringify(folder)});
      console.log('held');
    } catch (error) {
      console.log(error.message);
    }
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8');
  children.push(child);
  return child;
};

/** What the process says next. */
const says = async (child: ChildProcess): Promise<string> => String((await once(child.stdout!, 'data'))[0]).trim();

const startHolder = async (): Promise<ChildProcess> => {
  const go = join(folder, 'go');
  await writeFile(go, '');
  const child = taker(go);
  let words = await says(child);
  if (!words.includes('held')) words += await says(child);
  expect(words).toContain('held');
  await rm(go);
  return child;
};

/** A lock as another holder would have left it. */
const writeLock = (change: Partial<RunHolder>): Promise<void> =>
  writeFile(join(folder, 'lock-3.json'), JSON.stringify({ ...createHolder(), ...change }));

const elsewhere: Partial<RunHolder> = { machine: 'another', host: 'far-away', boot: 'another', numbering: 'another' };

describe('the lock of a run', () => {
  test('is for one at a time, names its holder, and can be taken when it has been let go of', async () => {
    const lock = await RunLock.take(folder);
    await expect(RunLock.take(folder)).rejects.toThrow(
      `${folder}: is still being trained by process ${process.pid} on ${hostname()} since 20`,
    );
    expect(isHeld(folder)).toBe(true);
    await lock.release();
    expect(isHeld(folder)).toBe(false);
    const next = await RunLock.take(folder);
    await next.check();
    expect(await readdir(folder)).toEqual(['lock-2.json']);
    await expect(lock.check()).rejects.toThrow(RunLost);
    await next.release();
  });

  test('is had by one of fifty that ask at once', async () => {
    await writeLock({ boot: 'before' });
    const takings = await Promise.allSettled(Array.from({ length: 50 }, () => RunLock.take(folder)));
    const locks = takings.flatMap((taking) => (taking.status === 'fulfilled' ? [taking.value] : []));
    expect(locks).toHaveLength(1);
    expect(await readdir(folder)).toHaveLength(1);
    await locks[0]!.release();
  });

  test('of a killed process is taken by one of six processes that try at the same instant', async () => {
    const first = await startHolder();
    first.kill('SIGKILL');
    await once(first, 'exit');
    const go = join(folder, 'go');
    const takers = Array.from({ length: 6 }, () => taker(go));
    await Promise.all(takers.map(says));
    const answers = Promise.all(takers.map(says));
    await writeFile(go, '');
    const words = await answers;
    expect(
      words.filter((word) => word === 'held'),
      words.join('\n'),
    ).toHaveLength(1);
    const winner = takers[words.indexOf('held')]!;
    for (const word of words) if (word !== 'held') expect(word).toContain(`process ${winner.pid!} on`);
  });

  test('is kept by a frozen process', posixOnly, async () => {
    const holder = await startHolder();
    holder.kill('SIGSTOP');
    await expect(RunLock.take(folder, { ...usualSigns, silence: 0 })).rejects.toThrow(`process ${holder.pid!}`);
  });

  test(
    'of a process whose number another has now is taken at once',
    skipUnless(existsSync('/proc/self/stat'), 'there is no /proc'),
    async () => {
      const other = await startHolder();
      await rm(join(folder, 'lock-1.json'));
      await writeLock({ pid: other.pid!, began: '1' });
      expect(isHeld(folder)).toBe(false);
      await (await RunLock.take(folder)).release();
    },
  );

  test(
    'of before a restart of the machine is taken at once',
    skipUnless(existsSync('/proc/self/stat'), 'there is no /proc'),
    async () => {
      await writeLock({ boot: 'before' });
      await (await RunLock.take(folder)).release();
    },
  );

  test('of another computer or container is kept, and the message says where and what to do', async () => {
    await writeLock({ ...elsewhere, pid: 17 });
    await expect(RunLock.take(folder)).rejects.toThrow(
      /process 17 on far-away since .*; if that has ended, delete lock-3\.json there or try again in 10 minutes/,
    );
    expect(isHeld(folder)).toBe(true);
  });

  test('of another computer that was silent for long is taken when it stays silent', async () => {
    await writeLock(elsewhere);
    const longAgo = new Date(Date.now() - 660_000);
    await utimes(join(folder, 'lock-3.json'), longAgo, longAgo);
    expect(isHeld(folder)).toBe(false);
    await (await RunLock.take(folder, { ...usualSigns, every: 50 })).release();
  });

  test('of another computer that wakes up in the wait is kept', async () => {
    await writeLock(elsewhere);
    const longAgo = new Date(Date.now() - 660_000);
    const file = join(folder, 'lock-3.json');
    await utimes(file, longAgo, longAgo);
    const taking = expect(RunLock.take(folder, { ...usualSigns, every: 100 })).rejects.toThrow('far-away');
    await setTimeout(20);
    await utimes(file, new Date(), new Date());
    await taking;
  });

  test('gives signs of life', async () => {
    const lock = await RunLock.take(folder, { ...usualSigns, every: 20 });
    const file = join(folder, 'lock-1.json');
    const longAgo = new Date(0);
    await utimes(file, longAgo, longAgo);
    await expect.poll(() => lastBeat(file)).toBeGreaterThan(Date.now() - 60_000);
    await lock.release();
  });

  test('that is not whole is not taken while it is young', async () => {
    await writeFile(join(folder, 'lock-1.json'), '{"pid":');
    await expect(RunLock.take(folder)).rejects.toThrow('is still being trained by another process');
  });

  test('says on a check whether the folder or only the lock is gone', async () => {
    const lock = await RunLock.take(folder);
    await rm(join(folder, 'lock-1.json'));
    await expect(lock.check()).rejects.toThrow('another process has taken the run over');
    await rm(folder, { recursive: true });
    await expect(lock.check()).rejects.toThrow('the run folder was deleted or moved');
    await lock.release();
    await expect(RunLock.take(folder)).rejects.toThrow(RunLost);
  });

  test('holds no name of a person, only of the computer and the process', async () => {
    const lock = await RunLock.take(folder);
    const text = await readFile(join(folder, 'lock-1.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: hostname() });
    if (existsSync('/etc/machine-id')) expect(text).not.toContain((await readFile('/etc/machine-id', 'utf8')).trim());
    await lock.release();
  });
});
