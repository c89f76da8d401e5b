import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../../engine/protocol.ts';
import { canResume, isTrainedElsewhere, isTraining, stateOf } from '../../../src/runState.ts';

/** Of a record only what the state depends on. */
const recordOf = (fields: Pick<RunRecord, 'status' | 'pid'> & Partial<RunRecord>): RunRecord =>
  ({ updated: new Date().toISOString(), ...fields }) as RunRecord;

const endedPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid!;
};

test('what the engine says of a live run counts more than its record', () => {
  expect(stateOf(recordOf({ status: 'running', pid: process.pid }), 'paused')).toBe('paused');
});

test('a run without a record is starting', () => {
  expect(stateOf(undefined, undefined)).toBe('starting');
});

test('a run that claims to train with no process behind it was interrupted', async () => {
  const pid = await endedPid();
  expect(stateOf(recordOf({ status: 'running', pid }), undefined)).toBe('interrupted');
  expect(stateOf(recordOf({ status: 'paused', pid }), undefined)).toBe('interrupted');
});

test('a run that another process trains is running', () => {
  const record = recordOf({ status: 'running', pid: process.pid });
  expect(stateOf(record, undefined)).toBe('running');
  expect(isTrainedElsewhere(record)).toBe(true);
});

test('a record from before the machine started names a process of something else', () => {
  const updated = '2001-01-01T00:00:00.000Z';
  expect(stateOf(recordOf({ status: 'running', pid: process.pid, updated }), undefined)).toBe('interrupted');
});

test('an ended run stays what it was, whoever has its process number now', () => {
  for (const status of ['finished', 'stopped', 'failed'] as const) {
    expect(stateOf(recordOf({ status, pid: process.pid }), undefined)).toBe(status);
  }
});

test('every state but deleted either trains or can be resumed, never both', () => {
  for (const state of ['starting', 'running', 'paused', 'finished', 'stopped', 'failed', 'interrupted'] as const) {
    expect(isTraining(state)).toBe(!canResume(state));
  }
  expect(isTraining('deleted') || canResume('deleted')).toBe(false);
});
