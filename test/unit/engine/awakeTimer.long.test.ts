import { expect, test, vi } from 'vitest';
import { startAwakeTimer } from '../../../engine/awakeTimer.ts';
import { posixOnly } from '../../skipUnless.ts';
import { ScriptProcess, importable } from './scriptProcess.ts';

test('it calls back once, not before its time', async () => {
  const start = performance.now();
  const times: number[] = [];
  startAwakeTimer(250, () => times.push(performance.now() - start));
  await vi.waitFor(() => expect(times.length).toBe(1), 5000);
  // Timers of Node count whole milliseconds.
  expect(times[0]).toBeGreaterThan(247);
});

test('called off, at first or after some ticks, it does not call back', async () => {
  const called: string[] = [];
  startAwakeTimer(50, () => called.push('at first'))();
  const stop = startAwakeTimer(300, () => called.push('later'));
  await new Promise<void>((resolve) => {
    startAwakeTimer(150, resolve);
  });
  stop();
  await new Promise<void>((resolve) => {
    startAwakeTimer(400, resolve);
  });
  expect(called).toEqual([]);
});

test('it is not due after a freeze, but as many ticks later as it has left', posixOnly, async () => {
  const child = new ScriptProcess(`
    import { startAwakeTimer } from ${importable('engine/awakeTimer.ts')};
    const start = performance.now();
    startAwakeTimer(1500, () => {
      console.log('after ' + (performance.now() - start) + ' ms');
      process.exit();
    });
    setInterval(() => undefined, 1000);
    console.log('begun');`);
  await child.sees(/begun/);
  await child.freeze(3000);
  const after = Number(await child.sees(/after (\S+) ms/));
  // What it waited before it was frozen is taken off, which a busy machine may draw out.
  expect(after).toBeGreaterThan(3000 + 500);
});

test('it keeps no process alive', async () => {
  const child = new ScriptProcess(`
    import { startAwakeTimer } from ${importable('engine/awakeTimer.ts')};
    startAwakeTimer(3_600_000, () => undefined);`);
  expect(await child.ended()).toBe('');
});
