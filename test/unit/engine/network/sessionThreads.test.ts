import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import type { Source } from '../../../../engine/compute/source.ts';
import { InputError } from '../../../../engine/errors.ts';
import { patience } from '../../../patience.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

const options: SessionOptions = {
  shape: { input: { kind: 'symbols', vocabulary: 20 }, outputSize: 20, everyStep: true },
  model: modelOf({ hiddenSize: 64 }),
  training: trainingOf({ loss: 'crossEntropy', optimizer: 'adam', batchSize: 16, threads: 2 }),
  steps: 16,
};
const source: Source = {
  kind: 'symbols',
  ids: Uint16Array.from({ length: 1000 }, (_, i) => (i * 7) % 20),
  vocabulary: 20,
};
const examples = Int32Array.from({ length: 16 }, (_, b) => b * 50);

const start = async (): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(1);
  session.load(source);
  return session;
};

/** The session's worker threads: no public way leads to them, and a test has to kill one. */
const workersOf = (session: Session): Worker[] => (session as unknown as { pool: { workers: Worker[] } }).pool.workers;

test('a network too small to gain by threads uses one, a larger one those asked for', async () => {
  const small = await Session.create({ ...options, model: modelOf({ hiddenSize: 2 }), steps: 2 });
  const large = await start();
  expect([small.threads, large.threads]).toEqual([1, 2]);
  await Promise.all([small.dispose(), large.dispose()]);
});

test('disposing ends the threads, may be repeated, and makes every later call throw', async () => {
  const session = await start();
  const [worker] = workersOf(session);
  await session.dispose();
  await session.dispose();
  expect(worker?.threadId).toBe(-1);
  expect(() => session.accumulate(examples, fresh)).toThrow('disposed');
  expect(() => session.feed(1)).toThrow('disposed');
});

test('a thread that died makes the next call throw', async () => {
  const session = await start();
  session.accumulate(examples, fresh);
  await workersOf(session)[0]?.terminate();
  expect(() => session.accumulate(examples, fresh)).toThrow('Compute thread 1 ended');
  await session.dispose();
});

test('a thread that dies while it is waited for makes the call throw, and those that follow', async () => {
  const session = await start();
  // The event of its end stays unheard until the call is over.
  void workersOf(session)[0]?.terminate();
  expect(() => session.accumulate(examples, fresh)).toThrow('Compute thread 1 ended before its work was done.');
  expect(() => session.accumulate(examples, fresh)).toThrow('Compute thread 1 ended');
  await session.dispose();
});

test('a process with an open session ends by itself', () => {
  const sessionFile = fileURLToPath(new URL('../../../../engine/network/session.ts', import.meta.url));
  const script = `
    import { Session } from ${JSON.stringify(sessionFile)};
    const session = await Session.create(${JSON.stringify(options)});
    console.log(session.threads);`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    timeout: patience,
    encoding: 'utf8',
  });
  expect([child.status, child.stdout.trim()]).toEqual([0, '2']);
});

test('new data takes the place of the old, larger or smaller', async () => {
  const session = await start();
  const loss = session.evaluate(examples, fresh);
  session.load({ ...source, ids: new Uint16Array(3_000_000).fill(3) });
  expect(session.evaluate(examples, fresh).lossSum).not.toBe(loss.lossSum);
  session.load(source);
  expect(session.evaluate(examples, fresh)).toEqual(loss);
  await session.dispose();
});

test('what does not fit is refused with the reason', async () => {
  const session = await Session.create(options);
  expect(() => session.accumulate(examples, fresh)).toThrow('call load first');
  session.load(source);
  expect(() => session.accumulate(new Int32Array(17), fresh)).toThrow('1 to 16 examples, not 17');
  expect(() => session.accumulate(Int32Array.of(984), fresh)).toThrow('Example 984 is outside 0 … 983');
  expect(session.predict(Int32Array.of(984)).length).toBe(20);
  expect(() => session.load({ ...source, vocabulary: 19 })).toThrow('vocabulary 19, the network 20');
  expect(() => session.load({ ...source, ids: Uint16Array.of(20) })).toThrow('symbol 20');
  const parameters = session.readParameters();
  const bias = parameters.get('head.bias');
  if (!bias) throw new Error('no bias');
  parameters.delete('head.bias');
  expect(() => session.writeParameters(parameters)).toThrow('no tensor head.bias');
  expect(() => session.writeParameters(parameters.set('head.bias', { ...bias, shape: [4, 5] }))).toThrow(
    '(4, 5) in the model file and (20) in the network',
  );
  expect(() => session.writeParameters(parameters.set('head.bias', bias).set('spare', bias))).toThrow('spare');
  expect(() => session.feed(20)).toThrow('no symbol 20');
  await session.dispose();
});

test('a network beyond 4 GB is the input’s fault', async () => {
  const huge = { ...options, model: modelOf({ hiddenSize: 8192, numLayers: 4 }) };
  await expect(Session.create(huge)).rejects.toThrow(InputError);
  await expect(Session.create(huge)).rejects.toThrow(/needs .* GB.*hiddenSize/);
});

test('a loss that does not fit the data or the output is the input’s fault', async () => {
  const gaussian = { ...options, training: trainingOf({ loss: 'gaussian' }) };
  const session = await Session.create(gaussian);
  expect(() => session.load(source)).toThrow(InputError);
  await session.dispose();
  const squashed = { ...gaussian, model: modelOf({ outputActivation: 'tanh' }) };
  await expect(Session.create(squashed)).rejects.toThrow(/outputActivation tanh does not go with the gaussian loss/);
});

test('two thousand steps of tiny work at learning rate 0 change nothing', async () => {
  const session = await start();
  const state = session.readParameters();
  for (let step = 1; step <= 2000; step++) {
    const { terms } = session.accumulate(examples.subarray(0, 2), fresh);
    session.update(terms, updateOf({ learningRate: 0 }));
  }
  expect(session.readParameters()).toEqual(state);
  await session.dispose();
});
