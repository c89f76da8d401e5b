import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { onErrand } from '../../../../../engine/errands/errand.ts';
import type { ConfigEvent, RunEvent, Stage } from '../../../../../engine/protocol.ts';
import { runRecordSchema } from '../../../../../engine/runSchemas.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { propose } from '../../../../../engine/training/planRun.ts';
import { resumeRun } from '../../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../../engine/training/startRun.ts';
import { Cancelled } from '../../../../../engine/unlessCancelled.ts';

const file = fileURLToPath(new URL('../../../../../samples/weather.csv', import.meta.url));
const config: Config = {
  data: { targets: ['temp_max'], inputs: ['temp_max'], chosenBy: 'folds', window: 14, horizon: 7 },
  model: { hiddenSize: 4, decoding: 'direct' },
  training: { epochs: 2, threads: 1 },
};

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rnn-choice-'))));
afterAll(() => rm(folder, { recursive: true }));

const train = async (start: (listener: Parameters<typeof startRun>[1]) => ReturnType<typeof startRun>) => {
  const events: RunEvent[] = [];
  const {
    run,
    session,
    folder: kept,
  } = await start({
    report: (_, event) => events.push(event),
    setStatus: () => undefined,
  });
  try {
    await run.run();
  } finally {
    await session.dispose();
  }
  const text = await readFile(join(kept.path, 'run.json'), 'utf8');
  const told = events.find((event): event is ConfigEvent => event.event === 'config');
  return { path: kept.path, record: runRecordSchema.parse(JSON.parse(text)), told };
};

test('a run keeps and tells what was tried before it, and goes on with what was chosen', async () => {
  const { path, record, told } = await train((listener) => startRun({ file, config, runs: folder }, listener));
  const { choice, choices } = record;
  expect(choice?.tried.length).toBeGreaterThan(2);
  expect(choices[0]).toBe(choice?.verdict);
  expect(told?.choice).toEqual(choice);
  const again = await train((listener) => resumeRun({ run: path, epochs: 3 }, listener));
  expect(again.record.choice).toEqual(choice);
  expect(again.told?.choice).toEqual(choice);
  expect(again.record.config.data).toEqual(record.config.data);
});

test('is proposed with the ways that will be tried, and the time that takes', async () => {
  const { choices, estimatedSeconds } = await propose({ file, config }, new OpenedFiles());
  expect(choices.at(-1)).toMatch(/^Before it trains, \d ways? besides /);
  const data = { ...config.data, chosenBy: 'rules' };
  const plain = await propose({ file, config: { ...config, data } }, new OpenedFiles());
  expect(plain.choices.at(-1)).not.toMatch(/^Before it trains/);
  expect(estimatedSeconds).toBeGreaterThan(plain.estimatedSeconds);
});

test('is told while it lasts, and can be given up, which leaves no run behind', async () => {
  const stages: Stage[] = [];
  const cancellation = new CancellationTokenSource();
  const endless: Config = { ...config, model: { hiddenSize: 64, decoding: 'direct' }, training: { epochs: 1000 } };
  const errand = {
    cancel: cancellation.token,
    tell: (stage: Stage) => {
      stages.push(stage);
      if (stage.doing === 'choosing on folds') cancellation.cancel();
    },
  };
  const runs = join(folder, 'given-up');
  const listener = { report: () => undefined, setStatus: () => undefined };
  await expect(onErrand(errand, () => startRun({ file, config: endless, runs }, listener))).rejects.toThrow(Cancelled);
  expect(stages.map(({ doing }) => doing)).toContain('choosing on folds');
  await expect(readFile(runs)).rejects.toThrow('ENOENT');
});
