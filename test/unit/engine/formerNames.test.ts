import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Config } from '../../../engine/config.ts';
import { Engine } from '../../../engine/server/engine.ts';
import type { DoneEvent, EpochEvent, RunRecord } from '../../../engine/protocol.ts';
import { encodeSafetensors, readSafetensors } from '../../../engine/runs/safetensors.ts';
import { readConfig } from '../../../engine/tasks/config/readConfig.ts';

let folder: string;
let engine: Engine;
let epochs: EpochEvent[];
let finish: (run: string) => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-former-'));
  epochs = [];
  let ended: DoneEvent | undefined;
  engine = new Engine({
    runEvents: async ({ events }) => {
      for (const event of events) {
        if (event.event === 'epoch') epochs.push(event);
        if (event.event === 'done') ended = event;
        if (event.event === 'error') throw new Error(event.message);
      }
    },
    // The end is told at once; with the status it is written too.
    runStatus: ({ status }) => {
      if (status === 'finished' && ended) finish(ended.run);
    },
    generated: () => undefined,
    learningRatePoints: () => undefined,
  });
});
afterEach(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

/** The run folder once the training that `begin` asks for has ended. */
const finished = async (begin: () => Promise<unknown>): Promise<string> => {
  const { promise: run, resolve } = Promise.withResolvers<string>();
  finish = resolve;
  await begin();
  return run;
};

/** The end of a run is told a moment before the engine lets go of it. */
const resume = (run: string): Promise<unknown> => vi.waitFor(() => engine.resume({ run, epochs: 4 }));

/** Makes a run folder what version 0.1.0 would have written: it had other names for two of the tasks. */
const rename = async (run: string, from: string, to: string): Promise<void> => {
  const replace = (text: string): string => text.replaceAll(`"task":"${from}"`, `"task":"${to}"`);
  const record = JSON.stringify(JSON.parse(await readFile(join(run, 'run.json'), 'utf8')));
  expect(replace(record)).not.toBe(record);
  await writeFile(join(run, 'run.json'), replace(record));
  for (const name of ['best.safetensors', 'last.safetensors']) {
    const { tensors, metadata } = await readSafetensors(join(run, name));
    const info = replace(metadata['rnn-studio'] ?? '');
    expect(info).toContain(to);
    await writeFile(
      join(run, name),
      Buffer.concat(encodeSafetensors({ tensors, metadata: { ...metadata, 'rnn-studio': info } })),
    );
  }
};

const training = { epochs: 2, threads: 1, kernels: 'wasm' } as const;
const digit = (row: number): string => `${row % 5},${(row * 3) % 7},${row % 2},${row % 2 === 0 ? 'even' : 'odd'}`;
const kinds: readonly (readonly [former: string, name: string, file: string, content: string, config: Config])[] = [
  [
    'language-model',
    'languageModel',
    'names.txt',
    'anna\nhanna\njohanna\n'.repeat(40),
    { model: { hiddenSize: 8 }, training },
  ],
  [
    'sequence-classification',
    'classification',
    'digits.csv',
    `a,b,c,kind\n${Array.from({ length: 200 }, (_, row) => digit(row)).join('\n')}\n`,
    { data: { label: 'kind' }, model: { hiddenSize: 8 }, training },
  ],
];

describe.each(kinds)('%s, as version 0.1.0 called it', (former, name, fileName, content, settings) => {
  let file: string;
  beforeEach(async () => {
    file = join(folder, fileName);
    await writeFile(file, content);
  });
  const train = (config: Config): Promise<string> =>
    finished(() => engine.train({ file, config, runs: join(folder, 'runs') }));

  test('is trained by a config, which is completed with the name of now', async () => {
    const config = join(folder, 'run.rnn.json');
    await writeFile(config, JSON.stringify({ task: former, data: { file: fileName } }));
    expect((await readConfig(config)).task).toBe(name);
    const proposal = await engine.propose({ file, config: { ...settings, task: former } });
    expect(proposal.problems).toEqual([]);
    expect(proposal.config.task).toBe(name);
  });

  test('goes on from its last checkpoint with the losses of a run that was never renamed', async () => {
    const run = await train({ ...settings, task: name });
    const before = epochs.splice(0);
    const twin = await train({ ...settings, task: name });
    expect(epochs.splice(0).map(({ trainLoss }) => trainLoss)).toEqual(before.map(({ trainLoss }) => trainLoss));
    await rename(run, name, former);
    await finished(() => resume(run));
    const resumed = epochs.splice(0);
    await finished(() => resume(twin));
    expect(resumed.map(({ epoch }) => epoch)).toEqual([3, 4]);
    expect(resumed.map(({ validLoss }) => validLoss)).toEqual(epochs.map(({ validLoss }) => validLoss));
  });

  test('predicts, writes and is measured as before it was renamed', async () => {
    const run = await train({ ...settings, task: name });
    const renamed = join(folder, 'renamed.safetensors');
    await rename(run, name, former);
    await copyFile(join(run, 'best.safetensors'), renamed);
    const record = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as RunRecord;
    expect(record.config.task).toBe(former);
    await rename(run, former, name);
    const ask = async (model: string): Promise<unknown> => {
      const measured = await engine.evaluate({ model, file });
      if (name === 'classification') return [measured, await engine.predict({ model, file })];
      const cancel = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
      return [measured, await engine.generate({ model, prime: 'an', length: 20, seed: 3, token: 't' }, cancel)];
    };
    expect(await ask(renamed)).toEqual(await ask(run));
  });
});
