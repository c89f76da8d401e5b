import { uptime } from 'node:os';
import type { RunRecord, RunStatus } from '../../engine/protocol.ts';
import { isHeld } from '../../engine/runHolder.ts';
import type { RunState } from '../../webview/protocol.ts';

/** What this window knows of a run that it trains: what its engine said last, or that an engine is being asked to. */
export type LiveState = RunStatus | 'starting';

/**
 * Where a run stands. `live` is undefined when this window does not train it.
 * A record that claims to be training with no process behind it was interrupted.
 */
export const stateOf = (folder: string, record: RunRecord | undefined, live: LiveState | undefined): RunState => {
  if (live) return live;
  if (!record) return 'starting';
  const claimsToTrain = record.status === 'running' || record.status === 'paused';
  return claimsToTrain && !isTrainedElsewhere(folder, record) ? 'interrupted' : record.status;
};

/** Whether another process (another window, a terminal, another computer) still trains the run of `folder`. */
export const isTrainedElsewhere = (folder: string, { status, pid, updated }: RunRecord): boolean => {
  if (status !== 'running' && status !== 'paused') return false;
  const held = isHeld(folder);
  if (held !== undefined) return held;
  // Older versions held no lock.
  // After a restart of the machine the number may belong to any process.
  const startOfMachine = Date.now() - uptime() * 1000;
  return Date.parse(updated) > startOfMachine && isOwnProcess(pid);
};

const isOwnProcess = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export const canResume = (state: RunState): boolean =>
  state === 'finished' || state === 'stopped' || state === 'interrupted' || state === 'failed';

export const isTraining = (state: RunState): boolean =>
  state === 'starting' || state === 'running' || state === 'paused';
