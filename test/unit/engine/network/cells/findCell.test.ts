import { describe, expect, test } from 'vitest';
import { cellNames, cellSpecs, gatesOf, specOf } from '../../../../../engine/network/cells/findCell.ts';

const resets = ['after', 'before'] as const;

test('every choice of options is exactly one cell', () => {
  for (const cell of cellNames) {
    for (const gruReset of resets) {
      const chosen = cellSpecs.filter(
        ({ name, isChosen }) => name === cell && (isChosen?.({ cell, gruReset }) ?? true),
      );
      expect(chosen, `${cell} ${gruReset}`).toHaveLength(1);
      expect(specOf({ cell, gruReset })).toBe(chosen[0]);
    }
  }
  expect(() => specOf({ cell: 'elman' })).toThrow('There is no cell elman.');
});

test('gates are told by their names, not by their number', () => {
  const namesOf = (cell: string): readonly string[] => gatesOf({ cell }).map(({ name }) => name);
  expect(namesOf('lstm')).toEqual(['input', 'forget', 'candidate', 'output']);
  expect(namesOf('gru')).toEqual(['reset', 'update', 'candidate']);
  expect(gatesOf({ cell: 'rnn', activation: 'relu' })).toEqual([{ name: 'hidden', activation: 'relu', isState: true }]);
});

describe.each(cellSpecs.map((spec, index) => [`${spec.name} ${index}`, spec] as const))('%s', (_, spec) => {
  const gates = spec.gates({ cell: spec.name });
  const all = gates.map((__, gate) => gate);

  test('its gates have names of their own, its states begin with h', () => {
    expect(new Set(gates.map(({ name }) => name)).size).toBe(gates.length);
    expect(spec.states[0]).toBe('h');
  });

  test('another program orders all of its gates, each once', () => {
    if (typeof spec.keras !== 'string') expect([...spec.keras.order].sort()).toEqual(all);
    if (spec.tensorflow) expect(spec.tensorflow.kernels.flatMap((kernel) => [...kernel.gates]).sort()).toEqual(all);
  });

  test('it reads a forget bias if and only if it has a forget gate', () => {
    expect(spec.reads.includes('forgetBias')).toBe(gates.some(({ isForget }) => isForget));
  });
});
