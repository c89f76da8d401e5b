import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../../engine/compute/random.ts';
import type { TrainResult } from '../../../engine/protocol.ts';
import { InnerEngine } from '../../bench/survival/mutations/innerEngine.ts';
import {
  type Request,
  type Subjects,
  goodRequests,
  mutateFrame,
  mutateParams,
} from '../../bench/survival/mutations/mutateFrames.ts';
import { pick } from '../../bench/survival/mutations/mutateJson.ts';
import { writeSubjects } from '../../bench/survival/mutations/writeSubjects.ts';
import { RawEngine } from './rawEngine.ts';

let subjects: Subjects;
let engine: RawEngine;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-requests-'));
  subjects = await writeSubjects(folder);
  // Paths become others too, `../../x` among them.
  const cwd = join(folder, 'cwd/within');
  await mkdir(cwd, { recursive: true });
  engine = new RawEngine(cwd);
});
afterAll(async () => {
  engine.kill();
  await rm(subjects.folder, { recursive: true });
});

const ask = async (id: number, { method, params }: Request) => {
  engine.request(id, method, params);
  const reply = await engine.reply(id);
  engine.messages.length = 0;
  if (method === 'train' || method === 'resume') {
    const { id: run } = (reply?.result ?? {}) as Partial<TrainResult>;
    // A run of a million epochs would be one of the answers.
    if (run !== undefined) {
      engine.request(`stop ${id}`, 'stop', { id: run });
      await engine.reply(`stop ${id}`);
    }
  }
  return reply;
};

test('every kind of request is answered, or refused as the input’s fault', async () => {
  for (const [index, request] of goodRequests(subjects).entries()) {
    const reply = await ask(1000 + index, request);
    const code = reply?.error?.code;
    const isForNobody = ['pause', 'continue', 'stop', 'resume', 'resumeTune', 'train'].includes(request.method);
    expect(code, `${request.method}: ${JSON.stringify(reply?.error)}`).toBe(isForNobody ? 1 : undefined);
  }
});

test('300 requests with something else among their parameters get a result or an error that is the sender’s, never one of ours', async () => {
  const random = createRandom(21);
  const requests = goodRequests(subjects).filter(({ params }) => params !== undefined);
  const codes = new Map<number, number>();
  for (let id = 0; id < 300; id++) {
    const request = mutateParams(pick(random, requests), random);
    const reply = await ask(id, request);
    expect(reply, JSON.stringify(request)).toBeDefined();
    const code = reply?.error?.code ?? 0;
    expect([0, 1, -32602], `${JSON.stringify(request)}: ${JSON.stringify(reply?.error)}`).toContain(code);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(codes.get(-32602)).toBeGreaterThan(100);
  expect(codes.get(0)).toBeGreaterThan(5);
  expect(engine.log).not.toContain('    at ');
}, 120_000);

test('1,000 frames with a mistake are answered or close the door, which is never deaf', async () => {
  const random = createRandom(23);
  // Without those that write, since this process's folder is where others' paths begin.
  const writing = ['train', 'resume', 'resumeTune', 'findLearningRate', 'backtest', 'predict', 'exportModel'];
  const requests = goodRequests(subjects).filter(({ method }) => !writing.includes(method));
  let inner = new InnerEngine();
  let closed = 0;
  for (let id = 0; id < 1000; id++) {
    const { kind, bytes } = mutateFrame(pick(random, requests), id, random);
    inner.send(bytes);
    // Garbage may be the beginning of a header: what follows shows what it is.
    const answer = await inner.ask('next', 'initialize');
    if (answer) {
      expect(answer).toHaveProperty('result');
      continue;
    }
    expect(inner.fault?.message, kind).toMatch(/header|how long|longer than/);
    await inner.ended;
    closed += 1;
    inner = new InnerEngine();
  }
  await inner.end();
  expect(closed).toBeGreaterThan(200);
}, 60_000);
