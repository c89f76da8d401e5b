import { describe, expect, it } from 'vitest';
import type { Config, Task } from '../../../../engine/config.ts';
import { schemaAt } from '../../../../engine/configIssues.ts';
import { findFieldsOfOtherTasks } from '../../../../engine/tasks/fieldsOfTasks.ts';
import { writePath } from '../../../../webview/form/configPatch.ts';
import {
  exampleFields,
  initialisationFields,
  layerFields,
  pathsLeftFor,
  regularisationFields,
  sizeFields,
  trainingFields,
} from '../../../../webview/form/fieldSpecs.ts';

const fields = (['forecast', 'language-model', 'sequence-classification'] as const).flatMap((task) => [
  ...exampleFields(task),
  ...sizeFields(),
  ...trainingFields(task),
  ...layerFields(),
  ...initialisationFields(),
  ...regularisationFields(),
]);

describe('The fields of the form', () => {
  it('are fields of the config', () => {
    expect(fields.filter(({ path }) => schemaAt(path.split('.')) === undefined)).toEqual([]);
  });

  it('offer every choice that the config knows, and no other', () => {
    const offered = new Map<string, Set<unknown>>();
    for (const field of fields) {
      if (field.kind !== 'choice') continue;
      const values = offered.get(field.path) ?? new Set();
      for (const { value } of field.choices) values.add(value);
      offered.set(field.path, values);
    }
    expect(offered.size).toBeGreaterThanOrEqual(4);
    for (const [path, values] of offered) expect(values, path).toEqual(new Set(schemaAt(path.split('.'))?.enum));
  });
});

describe('Another task', () => {
  const table: Config['data'] = { delimiter: ';', header: true, comment: '%', missingValues: ['NA'], inputs: ['a'] };
  const configs: Readonly<Record<Task, Config>> = {
    forecast: {
      data: {
        ...table,
        ...{ time: 'day', targets: ['a'], calendar: true, window: 3, horizon: 2, anchor: 'last', season: 7 },
        scaling: 'minmax',
      },
      training: { loss: 'huber', huberDelta: 2 },
    },
    'sequence-classification': { data: { ...table, label: 'b', stepSize: 2, scaling: 'minmax' } },
    'language-model': {
      data: { lowercase: true, seqLength: 8, stepLength: 4, carryState: false },
      model: { embeddingSize: 16 },
    },
  };
  const tasks = ['forecast', 'sequence-classification', 'language-model'] as const;

  it.each(tasks)('leaves nothing that %s does not read', (task) => {
    for (const config of Object.values(configs)) {
      const kept = pathsLeftFor(task).reduce((rest, path) => writePath(rest, path, undefined), config);
      expect(findFieldsOfOtherTasks(kept, task)).toEqual([]);
    }
  });
});
