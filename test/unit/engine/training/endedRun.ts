import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DoneEvent, RunEvent, RunRecord } from '../../../../engine/protocol.ts';
import { runRecordSchema } from '../../../../engine/runSchemas.ts';
import type { startRun } from '../../../../engine/training/startRun.ts';
import type { TrainingRun } from '../../../../engine/training/trainingRun.ts';

/** A run that was trained to its end, and what it told. */
export interface EndedRun {
  readonly path: string;
  readonly record: RunRecord;
  readonly events: readonly RunEvent[];
  readonly done: DoneEvent | undefined;
}

/** Something that is done to the run when it says this. */
interface Cue {
  readonly at: (event: RunEvent) => boolean;
  readonly command?: ((run: TrainingRun) => void) | undefined;
}

/** Trains a run that `begin` starts, or goes on with, to its end. */
export const finishRun = async (
  begin: (listener: Parameters<typeof startRun>[1]) => ReturnType<typeof startRun>,
  { at, command }: Cue,
): Promise<EndedRun> => {
  const events: RunEvent[] = [];
  const started: TrainingRun[] = [];
  const { run, session, folder } = await begin({
    report: (_, event) => {
      events.push(event);
      if (at(event) && started[0]) command?.(started[0]);
    },
    setStatus: () => undefined,
  });
  started.push(run);
  try {
    expect(await run.run()).toBeUndefined();
  } finally {
    await session.dispose();
  }
  const record = runRecordSchema.parse(JSON.parse(await readFile(join(folder.path, 'run.json'), 'utf8')));
  return { path: folder.path, record, events, done: events.find((event) => event.event === 'done') };
};
