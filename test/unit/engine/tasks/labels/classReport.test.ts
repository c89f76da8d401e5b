import { afterEach, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { Session } from '../../../../../engine/network/session.ts';
import { ClassScorer } from '../../../../../engine/tasks/labels/classScorer.ts';
import { classReport } from '../../../../../engine/tasks/labels/classReport.ts';
import type { LabelCodec } from '../../../../../engine/tasks/labels/labelCodec.ts';
import { predictAll } from '../../../../../engine/tasks/predictAll.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import { createSession } from '../../../../../engine/training/assembleRun.ts';
import { classReportSchema } from '../../../../../engine/runSchemas.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.dispose();
});

const trees = ['ash', 'elm', 'oak'];
const lines = Array.from({ length: 300 }, (_, row) =>
  [0, 1, 2, 3]
    .map((column) => (row * (column + 3) + (row % 7)) % 11)
    .concat()
    .join(','),
).map((numbers, row) => `${numbers},${trees[(row * 5) % 3]}`);

const prepare = async (data: Config['data'] = {}): Promise<{ session: Session; data: PreparedData<LabelCodec> }> => {
  const file = temporaryFile(`a,b,c,d,tree\n${lines.join('\n')}\n`);
  const asked: Config = { task: 'classification', data: { ...data, file } };
  const { config } = await completeFile(file, asked);
  const prepared = (await prepareData(config)) as PreparedData<LabelCodec>;
  const session = await createSession(config, prepared);
  sessions.push(session);
  session.initialise(3);
  return { session, data: prepared };
};

test('the report of a split counts each of its examples once, and agrees with the metrics and with the file', async () => {
  const { session, data } = await prepare();
  const report = classReport(session, data, { epoch: 4, split: 'test' });
  if (!report?.confusion || data.source.kind !== 'rows' || !('labels' in data.source)) throw new Error('no report');
  expect(report).toMatchObject({ epoch: 4, split: 'test', examples: 60, labels: trees });
  expect(report.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(60);

  const scorer = new ClassScorer(data.source, data.codec.labels);
  scorer.add(predictAll(session, 3, data.splits.test, 16).means, data.splits.test);
  const { accuracy, f1Macro } = scorer.metrics();
  const hits = report.confusion.reduce((sum, row, id) => sum + (row[id] ?? 0), 0);
  expect(hits / 60).toBeCloseTo(accuracy ?? NaN, 12);
  const known = report.classes.flatMap((each) => each.f1 ?? []);
  expect(known.reduce((sum, each) => sum + each, 0) / known.length).toBeCloseTo(f1Macro ?? NaN, 12);
  const { classes } = report;
  expect(scorer.perClass()).toEqual(Object.fromEntries(classes.map(({ label, ...rates }) => [label, rates])));

  expect(report.mistakesInAll).toBe(60 - hits);
  expect(report.mistakes).toHaveLength(60 - hits);
  const certainties = report.mistakes.map(({ probability }) => probability ?? NaN);
  expect(certainties).toEqual([...certainties].sort((a, b) => b - a));
  for (const { line, actual, predicted } of report.mistakes) {
    expect(lines[line - 2]).toMatch(new RegExp(`,${actual}$`));
    expect(predicted).not.toBe(actual);
  }
  expect(classReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

test('precision is of the answers, recall of the class, and a class that is never the answer has no precision', async () => {
  const { session, data } = await prepare();
  const parameters = session.readParameters();
  const bias = parameters.get('head.bias');
  if (!bias) throw new Error('the network has no head');
  // With so large a bias the answer is the second class, always.
  bias.values.set([0, 1000, 0]);
  session.writeParameters(parameters);
  const report = classReport(session, data, { epoch: 1, split: 'valid' });
  const support = (id: number): number => report?.classes[id]?.support ?? 0;
  expect(report?.classes.map(({ precision }) => precision)).toEqual([null, support(1) / 30, null]);
  expect(report?.classes.map(({ recall }) => recall)).toEqual([0, 1, 0]);
  expect(report?.classes[1]?.f1).toBeCloseTo((2 * support(1)) / (30 + support(1)), 12);
});

test('without a test split the report is of the validation, and says so; without both there is none', async () => {
  const { session, data } = await prepare({ split: { test: 0 } });
  expect(classReport(session, data, { epoch: 1, split: 'test' })).toMatchObject({ split: 'valid', examples: 30 });
  const bare = await prepare({ split: { valid: 0, test: 0 } });
  expect(classReport(bare.session, bare.data, { epoch: 1, split: 'test' })).toBeUndefined();
});
