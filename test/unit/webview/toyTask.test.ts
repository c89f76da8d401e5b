import { expect, test, vi } from 'vitest';
import type { RunConfig } from '../../../engine/config.ts';
import type { Inspection } from '../../../engine/protocol.ts';
import { describeTask } from '../../../engine/tasks/describeTask.ts';
import { tasks } from '../../../engine/tasks/registry.ts';
import { trainingFields } from '../../../webview/form/fieldSpecs.ts';
import { exampleFields, pathsLeftFor, taskChoices } from '../../../webview/form/taskFields.ts';
import { buildTiles } from '../../../webview/panel/buildTiles.ts';
import { factsOf } from '../../../webview/panel/facts.ts';
import { tabsOf } from '../../../webview/panel/viewState.ts';

vi.mock(import('../../../engine/tasks/registry.ts'), async (importOriginal) => {
  const original = await importOriginal();
  const { parity } = await import('../engine/tasks/toy/parity.ts');
  return { tasks: [...original.tasks, parity] };
});

const described = tasks.map(describeTask);
const parity = described.find(({ name }) => name === 'parity')!;

test('a task of one folder and one line in the registry has its place in the form', () => {
  expect(taskChoices(described, { kind: 'text' } as Inspection).at(-1)).toEqual({ value: 'parity', label: 'Parity' });
  expect(exampleFields(parity)).toMatchObject([{ path: 'data.bits', label: 'Bits per line', kind: 'number' }]);
  const loss = trainingFields(parity).find(({ path }) => path === 'training.loss');
  expect(loss).toMatchObject({ choices: [{ value: 'crossEntropy' }] });
  expect(pathsLeftFor(described, parity)).toEqual(expect.arrayContaining(['data.bits', 'data.window', 'data.header']));
});

test('and in the panel', () => {
  expect(tabsOf(parity)).toEqual(['curves', 'gradients', 'data', 'config']);
  expect(factsOf({ data: { bits: 4 } } as unknown as RunConfig, parity)).toEqual([['Bits', '4 bits a line']]);
  const tiles = buildTiles('valid', {
    task: parity,
    headline: { metric: 'accuracy', lowerIsBetter: false },
    metrics: { accuracy: 0.975 },
    baselines: { zero: { accuracy: 0.5 } },
  });
  expect(tiles.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'Valid right parities 97.5 %',
    'always even 50.0 %',
  ]);
});
