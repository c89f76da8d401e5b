import { describe, expect, it } from 'vitest';
import { schemaAt } from '../../../../engine/configIssues.ts';
import {
  exampleFields,
  initialisationFields,
  layerFields,
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
