import { setTimeout } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { RunEvent, StepEvent } from '../../engine/protocol.ts';
import { patience } from '../patience.ts';
import { posixOnly } from '../skipUnless.ts';
import { Events, type Started, Workspace, parseLines, readRecord } from './rnnStudio.ts';

const workspace = new Workspace();
const frozenFor = 4000;

/** A training on two threads that does not end by itself, and its engine's process. */
const startLong = async (): Promise<{ training: Started; engine: number }> => {
  const settings = ['training.epochs=100000', 'training.patience=0', 'training.threads=2', 'model.hiddenSize=128'];
  const sets = settings.flatMap((setting) => ['--set', setting]);
  const training = workspace.start(['train', 'first-names.txt', '--json', ...sets]);
  await training.sees(/"event":"step"[^]*"event":"step"/);
  const [id = ''] = await workspace.runIds();
  return { training, engine: (await readRecord(workspace.path('.rnn-studio', 'runs', id))).pid };
};

const eventsOf = ({ stdout }: Pick<Started, 'stdout'>): RunEvent[] =>
  parseLines(stdout.slice(0, stdout.lastIndexOf('\n') + 1)) as RunEvent[];
const stepsOf = (started: Pick<Started, 'stdout'>): readonly StepEvent[] => new Events(eventsOf(started)).of('step');

/** Resolves once the command has told of more steps than it has by now. */
const goesOn = async (training: Started): Promise<void> => {
  const { length } = stepsOf(training);
  await vi.waitFor(() => expect(stepsOf(training).length).toBeGreaterThan(length + 5), {
    timeout: patience,
    interval: 200,
  });
};

/** Freezes the processes at once for some seconds. */
const freeze = async (...processes: readonly number[]): Promise<void> => {
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  await setTimeout(frozenFor);
  for (const pid of processes.toReversed()) process.kill(pid, 'SIGCONT');
};

describe('a training goes on after 4 s in which', posixOnly, () => {
  test.each(['the engine', 'the command', 'both'] as const)(
    '%s slept, and seconds, speed and time left leave the sleep out',
    async (who) => {
      const { training, engine } = await startLong();
      const command = training.child.pid!;
      const before = stepsOf(training);
      const begun = performance.now();
      await freeze(...(who === 'the engine' ? [engine] : who === 'the command' ? [command] : [command, engine]));
      await goesOn(training);
      const passed = (performance.now() - begun) / 1000;
      training.child.kill('SIGINT');
      const { code, stdout, stderr } = await training.finished;
      expect(code, stderr).toBe(0);
      const events = new Events(parseLines(stdout) as RunEvent[]);
      expect(events.one('done').reason).toBe('stopped');

      const slept = frozenFor / 1000;
      expect(passed).toBeGreaterThan(slept);
      const steps = events.of('step');
      const lastBefore = before.at(-1)!;
      const lasted = steps.at(-1)!.seconds - lastBefore.seconds;
      if (who === 'the command') {
        // Its engine has trained meanwhile.
        expect(lasted).toBeGreaterThan(slept - 1);
        return;
      }
      expect(lasted).toBeLessThan(passed - slept / 2);
      const firstAfter = steps[before.length]!;
      const speeds = steps.map(({ perSecond }) => perSecond).toSorted((a, b) => a - b);
      // Of the moment of the sleep the clock knows no more than what the threads computed before it.
      expect(firstAfter.perSecond).toBeGreaterThan(speeds[speeds.length >> 1]! / 40);
      // With the sleep in it, it would be several times as long; a machine that gets busy meanwhile may double it.
      expect(firstAfter.eta).toBeLessThan(lastBefore.eta * 3);
    },
  );
});
