import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunRecord } from '../../../../engine/protocol.ts';
import { createHolder } from '../../../../engine/runHolder.ts';
import { canResume, isTrainedElsewhere, isTraining, stateOf } from '../../../../src/runs/runState.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-state-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Of a record only what the state depends on. */
const recordOf = (fields: Pick<RunRecord, 'status' | 'pid'> & Partial<RunRecord>): RunRecord =>
  ({ updated: new Date().toISOString(), ...fields }) as RunRecord;

const endedPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid!;
};

test('what the engine says of a live run counts more than its record', () => {
  expect(stateOf(folder, recordOf({ status: 'running', pid: process.pid }), 'paused')).toBe('paused');
});

test('a run without a record is starting', () => {
  expect(stateOf(folder, undefined, undefined)).toBe('starting');
});

test('a run that claims to train with no process behind it was interrupted', async () => {
  const pid = await endedPid();
  expect(stateOf(folder, recordOf({ status: 'running', pid }), undefined)).toBe('interrupted');
  expect(stateOf(folder, recordOf({ status: 'paused', pid }), undefined)).toBe('interrupted');
});

test('a run that another process trains is running', () => {
  const record = recordOf({ status: 'running', pid: process.pid });
  expect(stateOf(folder, record, undefined)).toBe('running');
  expect(isTrainedElsewhere(folder, record)).toBe(true);
});

test('the lock of a run counts more than the number in its record, which may be another process by now', async () => {
  const record = recordOf({ status: 'running', pid: process.pid });
  await writeFile(join(folder, 'free-1.json'), '');
  expect(stateOf(folder, record, undefined)).toBe('interrupted');
  await writeFile(join(folder, 'lock-2.json'), JSON.stringify(createHolder()));
  expect(stateOf(folder, recordOf({ status: 'running', pid: await endedPid() }), undefined)).toBe('running');
  await writeFile(join(folder, 'lock-3.json'), JSON.stringify({ ...createHolder(), pid: await endedPid() }));
  expect(stateOf(folder, record, undefined)).toBe('interrupted');
});

test('a record from before the machine started names a process of something else', () => {
  const updated = '2001-01-01T00:00:00.000Z';
  expect(stateOf(folder, recordOf({ status: 'running', pid: process.pid, updated }), undefined)).toBe('interrupted');
});

test('an ended run stays what it was, whoever has its process number now', () => {
  for (const status of ['finished', 'stopped', 'failed'] as const) {
    expect(stateOf(folder, recordOf({ status, pid: process.pid }), undefined)).toBe(status);
  }
});

test('every state but deleted either trains or can be resumed, never both', () => {
  for (const state of ['starting', 'running', 'paused', 'finished', 'stopped', 'failed', 'interrupted'] as const) {
    expect(isTraining(state)).toBe(!canResume(state));
  }
  expect(isTraining('deleted') || canResume('deleted')).toBe(false);
});
