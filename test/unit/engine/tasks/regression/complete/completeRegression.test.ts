import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../../engine/config.ts';
import type { CompletedConfig } from '../../../../../../engine/tasks/config/completeConfig.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { amountTable, remarkTable } from '../numberTables.ts';

const complete = (content: string, data: Config['data'] = {}, more: Config = {}): Promise<CompletedConfig> => {
  const file = temporaryFile(content);
  return completeFile(file, { task: 'regression', ...more, data: { ...data, file } });
};
const problemsOf = async (content: string, data?: Config['data'], more?: Config): Promise<string[]> =>
  (await complete(content, data, more)).problems.map(({ path, message }) => `${path}: ${message}`);

test('groups of rows: id, time, inputs and target are found, and said', async () => {
  const { config, choices, problems, work } = await complete(amountTable(60));
  expect(problems).toEqual([]);
  expect(config.data).toMatchObject({
    ...{ text: null, group: 'id', time: 'time', inputs: ['x', 'y'], targets: ['amount'], stepSize: 2 },
    ...{ scaling: 'standard', split: { valid: 0.1, test: 0.2 } },
  });
  expect(config.training.loss).toBe('mse');
  expect(work.shape).toEqual({ input: { kind: 'numbers', size: 2 }, outputSize: 1, everyStep: false });
  expect(choices.slice(0, 3)).toEqual([
    "Predicted is 'amount'.",
    'The rows with the same id are a sequence: 60 sequences of up to 4 rows, 2 values each.',
    "'time' is the time, which is not read.",
  ]);
});

test('texts: column, unit and lengths are found, and said', async () => {
  const { config, choices, problems } = await complete(remarkTable(120));
  expect(problems).toEqual([]);
  expect(config.data).toMatchObject({
    text: 'remark',
    targets: ['score'],
    unit: 'words',
    lowercase: true,
    minCount: 2,
  });
  expect(config.data).not.toHaveProperty('inputs');
  expect(choices).toContain("The text is 'remark'.");
  const { config: again, problems: none } = await complete(remarkTable(120), config.data as Config['data']);
  expect([none, again]).toEqual([[], { ...config, data: { ...config.data, file: again.data.file } }]);
});

test('rows: the numbers besides the target are the sequence', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 5},${row % 7},${row % 3},${row / 4}`);
  const { config, problems } = await complete(`a,b,c,y\n${rows.join('\n')}\n`);
  expect(problems).toEqual([]);
  expect(config.data).toMatchObject({ group: null, text: null, inputs: ['a', 'b', 'c'], targets: ['y'], stepSize: 1 });
});

test('a person chooses otherwise: few classes as numbers, and numbers instead of the text beside them', async () => {
  const { config, problems } = await complete(
    amountTable(60, (id) => String(id % 3)),
    { targets: ['amount'], group: 'id' },
  );
  expect([problems, config.data]).toEqual([[], expect.objectContaining({ targets: ['amount'], group: 'id' })]);
  const rows = Array.from({ length: 60 }, (_, row) => `text ${row},${row % 7},${row / 4}`);
  const { config: numbers } = await complete(`t,x,y\n${rows.join('\n')}\n`, { text: null });
  expect(numbers.data).toMatchObject({ text: null, inputs: ['x'], targets: ['y'] });
});

describe('what is wrong is told:', () => {
  test('targets that are not there, have another part or are no numbers, with the line', async () => {
    const good = amountTable(60);
    expect(await problemsOf(good, { targets: ['amont'] })).toEqual([
      "data.targets: there is no column 'amont'; did you mean 'amount'?",
    ]);
    expect(await problemsOf(good, { targets: ['id'], group: 'id' })).toEqual([
      "data.targets: 'id' is the sequence; it cannot be what is predicted too",
    ]);
    const words = amountTable(60, (id) => ['low', 'high'][id % 2]!);
    expect(await problemsOf(words, { targets: ['amount'], group: 'id' })).toEqual([
      "data.targets: 'amount' does not hold numbers (line 2: 'low'); correct the cell, choose a column of numbers, or a task that predicts labels",
    ]);
    expect(await problemsOf(good, { targets: ['amount'], group: 'id', inputs: ['amount'] })).toEqual([
      "data.inputs: 'amount' is the target; it cannot be an input too",
    ]);
    expect(await problemsOf(amountTable(4))).toEqual([
      'data.split: 4 sequences with amount are too few for three splits; add sequences',
    ]);
  });

  test('a cell that is no number, with file, line and column', async () => {
    const content = remarkTable(120).replace(/,2\.\d+\n/, ',half\n');
    expect(content).toContain('half');
    await expect(problemsOf(content, { targets: ['score'] })).rejects.toThrow(/\.csv:\d+:\d+: 'half' is not a number/);
  });

  test('a target that changes within a sequence, with the line', async () => {
    const content = amountTable(60).replace(/(p1,1,.*),[\d.]+\n/, '$1,99.5\n');
    await expect(problemsOf(content, { group: 'id', targets: ['amount'] })).rejects.toThrow(
      `:5: the amount of this row is 99.5, that of a row above in id 'p1' is 23.1; a sequence has one: correct it, or choose another column`,
    );
  });

  test('fields of the other kind of inputs, another loss, and byte pairs', async () => {
    expect(await problemsOf(remarkTable(120), { inputs: ['score'], text: 'remark', stepSize: 2 })).toEqual([
      'data.inputs: inputs ["score"] does nothing where the text \'remark\' is read; leave it out, or set data.text to null',
      "data.stepSize: stepSize 2 does nothing where the text 'remark' is read; leave it out, or set data.text to null",
    ]);
    expect(await problemsOf(amountTable(60), { unit: 'words' })).toEqual([
      'data.unit: unit "words" does nothing where a sequence is numbers; leave it out, or name a column of texts in data.text',
    ]);
    expect(await problemsOf(amountTable(60), {}, { training: { loss: 'crossEntropy' } })).toEqual([
      'training.loss: crossEntropy is not for it: a regression takes mse or huber',
    ]);
    expect(await problemsOf(remarkTable(120), { unit: 'bytePairs' })).toEqual([
      'data.unit: texts are read by words or by characters, not by byte pairs; choose one of them',
    ]);
  });
});

test('a target that is always the same is trained all the same, and said to have no R²', async () => {
  const { choices, problems } = await complete(
    amountTable(60, () => '4'),
    { targets: ['amount'], group: 'id' },
  );
  expect(problems).toEqual([]);
  expect(choices).toContain("'amount' is always 4: there is nothing to explain, and no R².");
});
