import { describe, expect, test } from 'vitest';
import type { Inspection } from '../../../../engine/protocol.ts';
import { schemaAt } from '../../../../engine/tasks/config/configIssues.ts';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { tasks } from '../../../../engine/tasks/registry.ts';
import {
  initialisationFields,
  layerFields,
  ownChoice,
  regularisationFields,
  sizeFields,
  trainingFields,
} from '../../../../webview/form/fieldSpecs.ts';
import { readingFields, wayOutFields } from '../../../../webview/form/readingFields.ts';
import { columnFields, exampleFields, fieldsInFold } from '../../../../webview/form/taskFields.ts';

const table: Inspection = { kind: 'table', delimiter: ',', isDecoded: true } as Inspection;
const fields = tasks
  .map(describeTask)
  .flatMap((task) => [
    ...exampleFields(task),
    ...sizeFields(),
    ...trainingFields(task),
    ...layerFields(task),
    ...initialisationFields(),
    ...regularisationFields(),
    ...['training', 'layers', 'regularisation'].flatMap((name) => fieldsInFold(task, name)),
    ...readingFields(task, table),
  ]);

/** The words that a field of the config may be, also where it may be something else. */
const wordsAt = (path: string): readonly unknown[] => {
  const schema = schemaAt(path.split('.'));
  return [...(schema?.enum ?? []), ...(schema?.anyOf ?? []).flatMap((each) => each.enum ?? [])];
};

describe('The fields of the form', () => {
  test('are fields of the config', () => {
    const columns = tasks.map(describeTask).flatMap(columnFields);
    expect(columns.length).toBeGreaterThanOrEqual(4);
    expect(columns.filter(({ path }) => schemaAt(path.split('.')) === undefined)).toEqual([]);
    expect(fields.filter(({ path }) => schemaAt(path.split('.')) === undefined)).toEqual([]);
  });

  test('say how a table is read, its lines only where it has some, and of a text its encoding alone', () => {
    const [forecast, language] = ['forecast', 'languageModel'].map((name) =>
      tasks.map(describeTask).find((task) => task.name === name),
    );
    if (!forecast || !language) throw new Error('these tasks are gone');
    const pathsOf = (inspection: object, task = forecast): string[] =>
      readingFields(task, inspection as Inspection).map(({ path }) => path);
    expect(pathsOf(table)).toEqual(
      expect.arrayContaining(['data.delimiter', 'data.encoding', 'data.footerRows', 'data.timeZone']),
    );
    expect(pathsOf({ kind: 'table', isDecoded: true })).toContain('data.encoding');
    expect(pathsOf({ kind: 'table', isDecoded: false })).toEqual([
      'data.decimalMark',
      'data.missingValues',
      'data.timeFormat',
      'data.timeZone',
    ]);
    expect(pathsOf({ kind: 'text' }, language)).toEqual(['data.encoding']);
  });

  test('offer the encoding where a file could not be read, and all of its lines where it could before', () => {
    const [task] = tasks.map(describeTask).filter(({ name }) => name === 'forecast');
    expect(wayOutFields(undefined, undefined).map(({ path }) => path)).toEqual(['data.encoding']);
    expect(wayOutFields(task, undefined).map(({ path }) => path)).toEqual(['data.encoding']);
    expect(wayOutFields(task, table).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['data.encoding', 'data.quote']),
    );
  });

  test('have no pooling where the network predicts at every step', () => {
    const pooled = tasks
      .map(describeTask)
      .filter((task) => layerFields(task).some(({ path }) => path === 'model.pool'));
    expect(pooled.map(({ name }) => name)).toEqual(tasks.filter(({ everyStep }) => !everyStep).map(({ name }) => name));
    expect(pooled.length).toBeLessThan(tasks.length);
  });

  test('offer every choice that the config knows, and no other', () => {
    const offered = new Map<string, Set<unknown>>();
    for (const field of fields) {
      if (field.kind !== 'choice') continue;
      const values = offered.get(field.path) ?? new Set();
      // The empty one leaves it to the automatic choice.
      for (const { value } of field.choices) if (value !== '') values.add(value);
      offered.set(field.path, values);
    }
    expect(offered.size).toBeGreaterThanOrEqual(4);
    expect([...offered.keys()]).toContain('training.classWeights');
    for (const [path, values] of offered) expect(values, path).toEqual(new Set(wordsAt(path)));
  });

  test('show values by name that stand in place of a choice, and can be given up for one', () => {
    expect(ownChoice({ ham: 1, spam: 6.5 })).toEqual({ value: 'ham: 1, spam: 6.5', label: 'ham: 1, spam: 6.5' });
    expect(ownChoice('balanced')).toBeUndefined();
    expect(ownChoice(undefined)).toBeUndefined();
    expect(ownChoice(null)).toBeUndefined();
  });
});
