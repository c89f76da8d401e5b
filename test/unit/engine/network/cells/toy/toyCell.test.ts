import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Cell, Config } from '../../../../../../engine/config.ts';
import { Engine } from '../../../../../../engine/server/engine.ts';
import type { DoneEvent } from '../../../../../../engine/protocol.ts';
import { readModel } from '../../../../../../engine/runs/modelFile.ts';
import { readConfig } from '../../../../../../engine/tasks/config/readConfig.ts';
import { NetworkBench } from '../../networkBench.ts';
import { foundKernels } from '../../everyBackend.ts';
import { largestError, numericGradient } from '../../reference.ts';

// One line in the registry is all that the rest of the product has of the cell in this folder.
vi.mock(import('../../../../../../engine/network/cells/registry.ts'), async (importOriginal) => {
  const { cells } = await importOriginal();
  const { tally } = await import('./tally.ts');
  return { cells: [...cells, tally] as unknown as typeof cells };
});

let folder: string;
let file: string;
let engine: Engine;
let finish: (done: DoneEvent) => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-tally-'));
  file = join(folder, 'steps.csv');
  await writeFile(
    file,
    tableOf(300, () => true),
  );
  engine = new Engine({
    runEvents: async ({ events }) => {
      for (const event of events) {
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

/** Six steps forth or back a row, and whether they lead forth in all, where that is to be known. */
const tableOf = (count: number, isKnown: (row: number) => boolean): string => {
  const rows = Array.from({ length: count }, (_, row) => {
    const steps = stepsOf(row);
    return `${steps.join(',')},${isKnown(row) ? whither(steps) : ''}`;
  });
  return ['a,b,c,d,e,f,way', ...rows].join('\n');
};
const stepsOf = (row: number): number[] =>
  Array.from({ length: 6 }, (_, step) => (((row * 7919 + step * 104729) >> step) % 3) - 1);
const whither = (steps: readonly number[]): string =>
  steps.reduce((sum, step) => sum + step, 0) > 0 ? 'forth' : 'back';

// Known to no type, only to the registry.
const cell = 'tally' as Cell;
const config: Config = {
  task: 'classification',
  data: { label: 'way', stepSize: 1 },
  model: { cell, hiddenSize: 8, numLayers: 2, bidirectional: true, initialState: 'learned' },
  training: { epochs: 30, learningRate: 0.02, batchSize: 16, patience: 0, threads: 1, seed: 1, kernels: 'wasm' },
};

test('a cell of one file and one line in the registry is offered, checked and read in configs', async () => {
  const { tasks } = await engine.initialize();
  expect(tasks[0]?.cells.at(-1)).toEqual({ name: 'tally', label: 'Tally' });
  const proposal = await engine.propose({ file, config });
  expect(proposal.problems).toEqual([]);
  const wrong = await engine.propose({
    file,
    config: { ...config, model: { cell, recurrentDropout: 0.1, projSize: 2 } },
  });
  expect(wrong.problems.map(({ path }) => path).sort()).toEqual(['model.projSize', 'model.recurrentDropout']);
  const run = join(folder, 'way.rnn.json');
  await writeFile(run, JSON.stringify({ ...config, data: { ...config.data, file: 'steps.csv' } }));
  expect((await readConfig(run)).model?.cell).toBe('tally');
});

test.each(foundKernels.map((kernels) => [kernels.name, kernels] as const))(
  'with %s its gradients, back to the first state, agree with central differences within 2e-3',
  (_, kernels) => {
    const model = { cell, hiddenSize: 5, numLayers: 2, bidirectional: true, initialState: 'learned' } as const;
    const bench = new NetworkBench(kernels, { T: 4, B: 3, D: 2, model });
    const { outputs } = bench.forward();
    const upstream = Float64Array.from(outputs, (_, i) => Math.sin(i));
    const gradients = bench.backward(upstream);
    const loss = (): number => bench.forward().outputs.reduce((sum, output, i) => sum + output * upstream[i]!, 0);
    for (const [name, values] of [...bench.parameters, ...bench.states]) {
      expect(largestError(gradients.get(name)!, numericGradient(values, loss, 1e-2)), name).toBeLessThan(2e-3);
    }
    expect(bench.parameters.size).toBeGreaterThan(8);
  },
);

test('it is trained, measured, predicted with and resumed', async () => {
  const done = new Promise<DoneEvent>((resolve) => (finish = resolve));
  await engine.train({ file, config, runs: join(folder, 'runs') });
  const { run, test: measured } = await done;
  expect(measured.metrics['accuracy']).toBeGreaterThan(0.95);
  const { network } = await readModel(join(run, 'best.safetensors'));
  expect(network?.encoder).toMatchObject([
    { block: 'recur', layers: [8, 8], cell: { cell: 'tally' } },
    { block: 'pool', by: 'last' },
  ]);
  const { metrics } = await engine.evaluate({ model: run, file });
  expect(metrics['accuracy']).toBeGreaterThan(0.95);
  expect(whither(stepsOf(9))).not.toBe(whither(stepsOf(19)));
  const open = join(folder, 'open.csv');
  await writeFile(
    open,
    tableOf(20, (row) => row % 10 !== 9),
  );
  const { rows } = await engine.predict({ model: run, file: open });
  expect(rows.map(({ line, cells }) => [line, cells[0]?.text])).toEqual([
    [11, whither(stepsOf(9))],
    [21, whither(stepsOf(19))],
  ]);
  const again = new Promise<DoneEvent>((resolve) => (finish = resolve));
  // Its end is told a moment before the engine lets go of the run.
  await vi.waitFor(() => engine.resume({ run, epochs: 31 }));
  expect((await again).epochs).toBe(31);
});
