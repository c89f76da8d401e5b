import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Patience, awaitThreads } from '../../../../engine/compute/awaitThreads.ts';
import { posixOnly } from '../../../skipUnless.ts';
import { ScriptProcess, importable } from '../scriptProcess.ts';

/** Integers that the threads of a test share: how many have finished, and one that never changes. */
const finished = 0;
const never = 1;

const workers: Worker[] = [];
/** Looks often; an hour of looks is what patience would take. */
const attentive: Patience = { lookEvery: 100, looks: 36_000 };

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

/** A thread that holds `lifeline`, then runs `code`, which has `control` and `sleep(milliseconds)`. */
const startThread = async (control: Int32Array, code: string): Promise<{ worker: Worker; lifeline: MessagePort }> => {
  const { port1, port2 } = new MessageChannel();
  const begin = `
    const { workerData: { control, lifeline }, parentPort } = require('node:worker_threads');
    const sleep = (milliseconds) => Atomics.wait(control, ${never}, 0, milliseconds);
    globalThis.held = lifeline;
    parentPort.postMessage('ready');
    ${code}`;
  const worker = new Worker(begin, {
    eval: true,
    workerData: { control, lifeline: port2 },
    transferList: [port2],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  workers.push(worker);
  worker.on('error', () => undefined);
  await new Promise((resolve) => worker.once('message', resolve));
  return { worker, lifeline: port1 };
};

const sharedIntegers = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));
const finish = `Atomics.add(control, ${finished}, 1); Atomics.notify(control, ${finished});`;

describe('a thread that ended is told within two looks though the event loop of the waiting one stands still', () => {
  test.each([
    ['process.exit', 'sleep(100); process.exit(3);'],
    ['an error that nobody catches', "sleep(100); throw new Error('no');"],
    ['a heap that is full', 'const all = []; for (;;) all.push(new Array(1000).fill({}));'],
    ['its last line', 'sleep(100); lifeline.close();'],
  ])('by %s', async (_, code) => {
    const control = sharedIntegers();
    const idle = await startThread(control, `${finish} sleep(Infinity);`);
    const dying = await startThread(control, code);
    const start = performance.now();
    expect(() => awaitThreads(control, finished, [idle.lifeline, dying.lifeline], attentive)).toThrow(
      'Compute thread 2 ended before its work was done.',
    );
    // A full heap takes its time, on a busy machine above all; an hour is what patience would take.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('by terminate', async () => {
    const control = sharedIntegers();
    const { worker, lifeline } = await startThread(control, 'sleep(Infinity);');
    void worker.terminate();
    expect(() => awaitThreads(control, finished, [lifeline], attentive)).toThrow('Compute thread 1 ended');
  });

  test('and where its end was noticed before the wait, at the first look', async () => {
    const control = sharedIntegers();
    const { worker, lifeline } = await startThread(control, 'sleep(Infinity);');
    await Promise.all([new Promise((resolve) => lifeline.once('close', resolve)), worker.terminate()]);
    expect(() => awaitThreads(control, finished, [lifeline], attentive)).toThrow('Compute thread 1 ended');
  });
});

test('a thread that is late by many looks is waited for, and each that finishes renews the patience', async () => {
  const control = sharedIntegers();
  const threads = [await startThread(control, 'sleep(Infinity);'), await startThread(control, 'sleep(Infinity);')];
  // Time says nothing of looks on a busy machine: what threads finish is counted at the looks themselves.
  const wait = Atomics.wait.bind(Atomics) as (
    ...args: Parameters<typeof Atomics.wait>
  ) => 'ok' | 'not-equal' | 'timed-out';
  let looks = 0;
  const looking = vi.spyOn(Atomics, 'wait').mockImplementation((...args: Parameters<typeof Atomics.wait>) => {
    const woken = wait(...args);
    if (++looks === 30 || looks === 65) Atomics.add(control, finished, 1);
    return woken;
  });
  try {
    awaitThreads(
      control,
      finished,
      threads.map(({ lifeline }) => lifeline),
      { lookEvery: 1, looks: 40 },
    );
  } finally {
    looking.mockRestore();
  }
  expect(looks).toBe(65);
});

test('a thread that lives and never finishes is given up after the looks of patience', async () => {
  const control = sharedIntegers();
  const { lifeline } = await startThread(control, 'sleep(Infinity);');
  const start = performance.now();
  expect(() => awaitThreads(control, finished, [lifeline], { lookEvery: 20, looks: 5 })).toThrow(
    'A compute thread has not answered while this one has looked 5 times.',
  );
  expect(performance.now() - start).toBeGreaterThan(95);
});

test('a process frozen for longer than its whole patience goes on waiting', posixOnly, async () => {
  const child = new ScriptProcess(`
      import { MessageChannel, Worker } from 'node:worker_threads';
      import { awaitThreads } from ${importable('engine/compute/awaitThreads.ts')};
      const control = new Int32Array(new SharedArrayBuffer(8));
      const { port1, port2 } = new MessageChannel();
      const code = "const { control } = require('node:worker_threads').workerData;" +
        "for (let i = 0; i < 7; i++) Atomics.wait(control, 1, 0, 100);" +
        "control[0] = 1; Atomics.notify(control, 0); Atomics.wait(control, 1, 0);";
      const worker = new Worker(code, { eval: true, execArgv: [], workerData: { control, port2 }, transferList: [port2] });
      worker.once('online', () => {
        console.log('waits');
        awaitThreads(control, 0, [port1], { lookEvery: 100, looks: 15 });
        console.log('done');
        process.exit();
      });`);
  await child.sees(/waits/);
  await child.freeze(3000);
  expect(await child.ended()).toBe('waits\ndone\n');
});
