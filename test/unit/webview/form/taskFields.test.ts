import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { ColumnSummary, Inspection } from '../../../../engine/protocol.ts';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { findFieldsOfOtherTasks } from '../../../../engine/tasks/config/fieldsOfTasks.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { tasks } from '../../../../engine/tasks/registry.ts';
import { writePath } from '../../../../webview/form/configPatch.ts';
import {
  columnFields,
  columnsToChoose,
  exampleFields,
  fieldsInFold,
  findTask,
  pathsLeftFor,
  taskChoices,
} from '../../../../webview/form/taskFields.ts';

const described = tasks.map(describeTask);
const describedAs = (task: string) => describeTask(taskOf({ task }));

const columns: readonly ColumnSummary[] = [
  { name: 'body', type: 'text', missing: 0, examples: [], problems: [] },
  { name: 'kind', type: 'category', missing: 0, examples: [], problems: [] },
];
const table = { kind: 'table', columns } as unknown as Inspection;
const text = { kind: 'text' } as Inspection;
const textOfTable = { kind: 'text', columns } as unknown as Inspection;

describe('Tasks to choose from', () => {
  test('are all that there are for a table, also one that is read as text, and those that read texts for a text', () => {
    const all = [
      'forecast',
      'languageModel',
      'classification',
      'textClassification',
      'translation',
      'labeling',
      'regression',
    ];
    expect(taskChoices(described, table).map(({ value }) => value)).toEqual(all);
    expect(taskChoices(described, textOfTable).map(({ value }) => value)).toEqual(all);
    expect(taskChoices(described, text)).toEqual([{ value: 'languageModel', label: 'Text generation' }]);
  });

  test('are found by the name of an earlier version too, and by no other', () => {
    expect(findTask(described, 'sequence-classification')?.name).toBe('classification');
    expect(findTask(described, 'forecast')?.name).toBe('forecast');
    expect(findTask(described, 'tea')).toBeUndefined();
    expect(findTask(described, undefined)).toBeUndefined();
  });
});

describe('Fields of a task', () => {
  test('are columns of the types that it learns from, and the sizes of an example', () => {
    expect(columnFields(describedAs('classification'))).toEqual([
      { path: 'data.label', label: 'Label', isMany: false, types: ['number', 'category', 'text'] },
      {
        ...{ path: 'data.group', label: 'Sequence', isMany: false, none: 'each row is one' },
        types: ['number', 'category', 'text', 'timestamp'],
      },
      { path: 'data.inputs', label: 'Inputs', isMany: true, types: ['number'] },
    ]);
    expect(exampleFields(describedAs('languageModel')).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'data.unit choice',
      'data.minCount number',
      'data.pieces number',
      'data.seqLength number',
      'data.stepLength number',
      'data.carryState flag',
      'data.lowercase flag',
    ]);
    expect(exampleFields(describedAs('translation')).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'data.unit choice',
      'data.targetUnit choice',
      'data.pieces number',
      'data.sharedVocabulary flag',
      'model.attention choice',
      'model.inputFeeding flag',
      'data.maxLength number',
      'data.maxTargetLength number',
      'data.minCount number',
      'data.beam number',
      'data.lengthPenalty number',
      'data.lowercase flag',
    ]);
    expect(fieldsInFold(describedAs('translation'), 'training')).toMatchObject([
      { path: 'training.labelSmoothing', kind: 'number', isWhole: false, low: 0 },
      { path: 'training.teacherForcing' },
      { path: 'training.teacherForcingEnd' },
    ]);
    expect(fieldsInFold(describedAs('labeling'), 'layers')).toMatchObject([
      { path: 'model.embeddingSize', isWhole: true, low: 0 },
      { path: 'model.characterSize', isWhole: true, low: 0 },
    ]);
    expect(fieldsInFold(describedAs('forecast'), 'regularisation')).toEqual([]);
    // What stands in the empty field.
    expect(
      fieldsInFold(describedAs('forecast'), 'training').find(({ path }) => path === 'training.ensemble'),
    ).toMatchObject({
      usual: 1,
    });
    expect(exampleFields(describedAs('textClassification'))[0]).toEqual({
      ...{ path: 'data.unit', label: 'Cut into', kind: 'choice' },
      choices: [
        { value: 'words', label: 'words' },
        { value: 'characters', label: 'characters' },
      ],
    });
  });
});

describe('Columns of a language model', () => {
  const chosen = (inspection: Inspection, ...set: readonly string[]): string[] =>
    columnsToChoose(describedAs('languageModel'), inspection, (path) => set.includes(path)).map(({ path }) => path);

  test('are there to choose where the file is a table, the label once there is a text for it', () => {
    expect(chosen(textOfTable)).toEqual(['data.text']);
    expect(chosen(table, 'data.text')).toEqual(['data.text', 'data.label']);
    expect(chosen(text)).toEqual([]);
    expect(columnFields(describedAs('languageModel'))).toMatchObject([
      { path: 'data.text', none: 'the file as it is', isLeftOut: true, types: ['text', 'category'] },
      { path: 'data.label', none: 'none is told', isLeftOut: true, types: ['category', 'number'] },
    ]);
  });

  test('are no different for a task that always has them', () => {
    const task = describedAs('textClassification');
    expect(columnsToChoose(task, table, () => false)).toEqual(columnFields(task));
  });
});

describe('Weights of classes', () => {
  test.each(['classification', 'textClassification', 'labeling'])('are a choice of %s', (task) => {
    expect(fieldsInFold(describedAs(task), 'training')).toContainEqual({
      ...{ path: 'training.classWeights', label: 'Classes count', kind: 'choice' },
      choices: [
        { value: 'none', label: 'by their examples' },
        { value: 'balanced', label: 'alike, whatever their size' },
      ],
    });
  });

  test('are no choice of a task without classes', () => {
    for (const task of ['forecast', 'languageModel', 'translation', 'regression'])
      expect(fieldsInFold(describedAs(task), 'training').map(({ path }) => path)).not.toContain(
        'training.classWeights',
      );
  });
});

describe('Another task', () => {
  const table: Config['data'] = { delimiter: ';', header: true, comment: '%', missingValues: ['NA'], inputs: ['a'] };
  const configs: readonly Config[] = [
    {
      data: {
        ...table,
        ...{ time: 'day', targets: ['a'], calendar: true, window: 3, horizon: 2, anchor: 'last', season: 7 },
        scaling: 'minmax',
      },
      training: { loss: 'huber', huberDelta: 2 },
    },
    { data: { ...table, label: 'b', stepSize: 2, scaling: 'minmax' } },
    {
      data: { lowercase: true, seqLength: 8, stepLength: 4, carryState: false },
      model: { embeddingSize: 16 },
    },
  ];
  const leftFor = (task: string, config: Config): Config =>
    pathsLeftFor(described, describedAs(task)).reduce((rest, path) => writePath(rest, path, undefined), config);

  test.each(tasks.map(({ name }) => name))('leaves nothing that %s does not read', (task) => {
    for (const config of configs) expect(findFieldsOfOtherTasks(leftFor(task, config), taskOf({ task }))).toEqual([]);
  });

  test('that reads tables too keeps how the file is cut, and no column', () => {
    const { inputs: _, ...format } = table;
    for (const config of configs.slice(0, 2)) {
      expect(leftFor('forecast', config)).toEqual({ data: format });
      expect(leftFor('classification', config)).toEqual({ data: format });
    }
  });
});
