import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { Engine } from '../../../../../engine/server/engine.ts';
import type { ConfigEvent, DoneEvent } from '../../../../../engine/protocol.ts';
import { readConfig } from '../../../../../engine/tasks/config/readConfig.ts';
import { headlineText } from '../../../../../src/runs/runText.ts';

// One line in the registry is all that the rest of the product has of the task in this folder.
vi.mock(import('../../../../../engine/tasks/registry.ts'), async (importOriginal) => {
  const { tasks } = await importOriginal();
  const { parity } = await import('./parity.ts');
  return { tasks: [...tasks, parity] };
});

let folder: string;
let file: string;
let engine: Engine;
let begun: ConfigEvent | undefined;
let finish: (done: DoneEvent) => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-parity-'));
  file = join(folder, 'bits.txt');
  await writeFile(
    file,
    linesOf(300, () => true),
  );
  engine = new Engine({
    runEvents: async ({ events }) => {
      for (const event of events) {
        if (event.event === 'config') begun = event;
        if (event.event === 'done') finish(event);
        if (event.event === 'error') throw new Error(event.message);
      }
    },
    runStatus: () => undefined,
    generated: () => undefined,
    learningRatePoints: () => undefined,
  });
});
afterEach(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

/** Every pattern of four bits again and again, its parity behind it where it is to be known. */
const linesOf = (count: number, isKnown: (line: number) => boolean): string =>
  Array.from({ length: count }, (_, line) => {
    const bits = ((line * 7) % 16).toString(2).padStart(4, '0');
    return `${bits}${isKnown(line + 1) ? ` ${parityOf(bits)}` : ''}\n`;
  }).join('');

const parityOf = (bits: string): string => String(bits.replaceAll('0', '').length % 2);

const config: Config = {
  task: 'parity',
  // Units without an upper end find the way out of the plateau that a parity begins with.
  model: { cell: 'rnn', activation: 'relu', hiddenSize: 32 },
  training: {
    ...{ epochs: 60, learningRate: 0.01, batchSize: 32, patience: 0 },
    ...{ schedule: { kind: 'constant' }, threads: 1, kernels: 'wasm', precision: 'float32', seed: 2 },
  },
};

test('a task of one folder and one line in the registry is described, inspected and completed', async () => {
  const { tasks } = await engine.initialize();
  expect(tasks.at(-1)).toMatchObject({
    name: 'parity',
    metrics: [{ label: 'right parities' }],
    ownPaths: ['data.bits'],
    formatPaths: [],
  });
  expect(await engine.inspect({ file, config })).toMatchObject({ kind: 'text', lines: 300 });
  const proposal = await engine.propose({ file, config: { task: 'parity' } });
  expect(proposal.config).toMatchObject({ task: 'parity', data: { bits: 4 }, model: { hiddenSize: 16 } });
  expect(proposal.choices).toContain('Each line has 4 bits.');
  expect(proposal.problems).toEqual([]);
});

test('its fields are checked like all others, and what other tasks read is refused by name', async () => {
  const wrong = await engine.propose({ file, config: { ...config, data: { bits: 3 } } });
  expect(wrong.problems).toEqual([{ path: 'data.bits', message: 'the lines have 4 bits, not 3' }]);
  const { problems } = await engine.propose({ file, config: { task: 'languageModel', data: { bits: 4 } } });
  expect(problems.map(({ message }) => message).join()).toContain('leave it out, or set task to parity');
  const run = join(folder, 'bits.rnn.json');
  await writeFile(run, JSON.stringify({ ...config, data: { file: 'bits.txt', bits: 'four' } }));
  await expect(readConfig(run)).rejects.toThrow('"four" is not valid');
  await writeFile(run, JSON.stringify({ ...config, data: { file: 'bits.txt', bit: 4 } }));
  await expect(readConfig(run)).rejects.toThrow("did you mean 'bits'?");
  const loss = await engine.propose({ file, config: { task: 'parity', training: { loss: 'mse' } } });
  expect(loss.problems[0]?.message).toContain('a parity takes crossEntropy');
});

test('it is trained, measured, predicted with and resumed', async () => {
  const done = new Promise<DoneEvent>((resolve) => (finish = resolve));
  await engine.train({ file, config, runs: join(folder, 'runs') });
  const { run, best, test: measured } = await done;
  expect(begun?.headline).toEqual({ metric: 'accuracy', lowerIsBetter: false });
  expect(measured.metrics['accuracy']).toBe(1);
  expect(measured.baselines['zero']?.['accuracy']).toBeLessThan(0.7);

  const { metrics } = await engine.evaluate({ model: run, file });
  expect(metrics['accuracy']).toBe(1);
  const open = join(folder, 'open.txt');
  await writeFile(
    open,
    linesOf(20, (line) => line % 10 !== 0),
  );
  const { rows } = await engine.predict({ model: run, file: open });
  const cell = (bits: string) =>
    expect.objectContaining({ column: 'parity', actual: '', text: parityOf(bits) }) as unknown;
  expect(rows).toEqual([
    { line: 10, cells: [cell('1111')] },
    { line: 20, cells: [cell('0101')] },
  ]);

  const again = new Promise<DoneEvent>((resolve) => (finish = resolve));
  // Its end is told a moment before the engine lets go of the run.
  await vi.waitFor(() => engine.resume({ run, epochs: 61 }));
  expect((await again).epochs).toBe(61);
  const { tasks } = await engine.initialize();
  const record = { best: { ...best, metrics }, baselines: measured.baselines, headline: begun!.headline };
  const words = headlineText(record as Parameters<typeof headlineText>[0], tasks.at(-1), {
    naive: 'naive',
    onTest: String,
  });
  expect(words).toMatch(/^right parities 100 % \(naive \d\d(\.\d)? %\)$/);
});
