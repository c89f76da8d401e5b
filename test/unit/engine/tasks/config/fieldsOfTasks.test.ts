import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { findFieldsOfOtherTasks } from '../../../../../engine/tasks/config/fieldsOfTasks.ts';
import { tasks } from '../../../../../engine/tasks/registry.ts';
import { completedFrom } from '../completedFrom.ts';

type Data = NonNullable<Config['data']>;
type Name = Parameters<typeof completedFrom>[0];

const strangers: readonly (readonly [task: Name, Data, way: string])[] = [
  ...(['forecast', 'classification'] as const).flatMap((task) =>
    [{ lowercase: true }, { seqLength: 8 }, { stepLength: 4 }, { carryState: false }, { pieces: 300 }].map(
      (data) =>
        [
          task,
          data,
          'lowercase' in data
            ? 'languageModel, textClassification, translation, labeling, or regression'
            : 'languageModel',
        ] as const,
    ),
  ),
  ...(['forecast', 'languageModel'] as const).map(
    (task) => [task, { stepSize: 2 }, 'classification or regression'] as const,
  ),
  ['forecast', { label: 'y' }, 'languageModel, classification, textClassification, or labeling'],
  ['classification', { text: 'a' }, 'languageModel, textClassification, or regression'],
  ...[{ token: 'a' }, { digits: true }, { stretch: 9 }].map((data) => ['classification', data, 'labeling'] as const),
  ['classification', { unit: 'words' }, 'languageModel, textClassification, translation, or regression'],
  ['classification', { minCount: 3 }, 'languageModel, textClassification, translation, labeling, or regression'],
  ...[{ window: 4 }, { horizon: 2 }, { season: 7 }, { anchor: 'last' as const }, { calendar: true }].flatMap((data) =>
    (['languageModel', 'classification'] as const).map((task) => [task, data, 'forecast'] as const),
  ),
  ...(['languageModel', 'classification'] as const).map(
    (task) => [task, { targets: ['a'] }, 'forecast or regression'] as const,
  ),
  ['languageModel', { maxLength: 9 }, 'classification, textClassification, translation, or regression'],
  ['languageModel', { group: 'a' }, 'classification, labeling, or regression'],
  ...[{ source: 'a' }, { beam: 3 }].map((data) => ['languageModel', data, 'translation'] as const),
  ...[{ inputs: ['a'] }, { time: 'a' }, { scaling: 'minmax' as const }].map(
    (data) => ['languageModel', data, 'forecast, classification, labeling, or regression'] as const,
  ),
  ...[{ delimiter: ';' as const }, { header: true }, { comment: '%' }, { missingValues: ['NA'] }].map(
    (data) =>
      [
        'languageModel',
        data,
        'forecast, classification, textClassification, translation, labeling, or regression',
      ] as const,
  ),
];

describe('a field of another task is refused', () => {
  test.each(strangers)('%s, %j', async (task, data, way) => {
    const [field = ''] = Object.keys(data);
    const { problems } = await completedFrom(task, { task, data });
    expect(problems.map(({ path }) => path)).toEqual([`data.${field}`]);
    expect(problems[0]?.message).toMatch(new RegExp(`^${field} .+ does nothing: a ${task} does not read it; `));
    expect(problems[0]?.message).toContain(`leave it out, or set task to ${way}`);
  });

  test.each([{ maxLength: 9 }, { time: 'a' }])(
    '%j in a classification whose sequences are single rows',
    async (data) => {
      const [[field, value] = []] = Object.entries(data);
      const { problems } = await completedFrom('classification', { data });
      const message = `${field} ${JSON.stringify(value)} does nothing where each row is a sequence; leave it out, or name in data.group the column that says which sequence a row is a step of`;
      expect(problems).toEqual([{ path: `data.${field}`, message }]);
    },
  );

  test('the task that was proposed counts like one that was asked for, and the value is shown', async () => {
    expect((await completedFrom('forecast', { data: { seqLength: 8, label: 'y' } })).problems).toEqual([
      {
        path: 'data.seqLength',
        message: 'seqLength 8 does nothing: a forecast does not read it; leave it out, or set task to languageModel',
      },
      {
        path: 'data.label',
        message:
          'label "y" does nothing: a forecast does not read it; leave it out, or set task to languageModel, classification, textClassification, or labeling',
      },
    ]);
  });

  test.each(tasks.filter(({ name }) => name !== 'forecast'))('a time zone in a $name', (task) => {
    const message = `timeZone "Europe/Berlin" does nothing: a ${task.name} does not read it; leave it out, or set task to forecast`;
    const problems = [{ path: 'data.timeZone', message }];
    expect(findFieldsOfOtherTasks({ data: { timeZone: 'Europe/Berlin' } }, task)).toEqual(problems);
    expect(findFieldsOfOtherTasks({ data: { timeZone: null } }, task)).toEqual([]);
  });

  test.each(['forecast', 'classification'] as const)('an embedding in a %s', async (task) => {
    const { problems } = await completedFrom(task, { model: { embeddingSize: 16 } });
    expect(problems.map(({ path }) => path)).toEqual(['model.embeddingSize']);
    expect(problems[0]?.message).toContain('embeddingSize 16 does nothing');
  });

  test.each(['languageModel', 'classification'] as const)('the delta of the huber loss in a %s', async (task) => {
    const { problems } = await completedFrom(task, { training: { huberDelta: 2 } });
    expect(problems.map(({ path }) => path)).toEqual(['training.huberDelta']);
    expect(problems[0]?.message).toContain('leave it out, or set task to forecast or regression');
  });
});

describe('what asks for nothing, and defaults, are accepted of every task', () => {
  test.each<[Name, Config]>([
    ['forecast', { data: { lowercase: false, carryState: true }, model: { embeddingSize: 0 } }],
    [
      'classification',
      {
        data: { lowercase: false, carryState: true, time: null, calendar: false, anchor: 'none', season: 0 },
        model: { embeddingSize: 0 },
        training: { huberDelta: 1 },
      },
    ],
    [
      'languageModel',
      {
        data: { time: null, calendar: false, anchor: 'none', season: 0, scaling: 'standard', missingValues: [] },
        model: { embeddingSize: 8 },
        training: { huberDelta: 1 },
      },
    ],
  ])('%s', async (task, wanted) => {
    expect((await completedFrom(task, wanted)).problems).toEqual([]);
  });

  test.each(['forecast', 'classification', 'languageModel'] as const)(
    'a completed %s is accepted again and says nothing about it',
    async (task) => {
      const { config } = await completedFrom(task, {});
      const { problems, choices } = await completedFrom(task, config as Config);
      expect(problems).toEqual([]);
      expect(choices.join('\n')).not.toContain('does nothing');
    },
  );
});
