import { afterEach, expect, test } from 'vitest';
import type { RunConfig } from '../../../../../../engine/config.ts';
import type { Session } from '../../../../../../engine/network/session.ts';
import { createSession } from '../../../../../../engine/training/assembleRun.ts';
import type { LoadedModel } from '../../../../../../engine/tasks/loadedModel.ts';
import type { PreparedData } from '../../../../../../engine/tasks/preparedData.ts';
import { predictNumbers } from '../../../../../../engine/tasks/regression/predict/predictNumbers.ts';
import { numberReportSchema } from '../../../../../../engine/runSchemas.ts';
import type { RegressionCodec } from '../../../../../../engine/tasks/regression/regressionCodec.ts';
import type { RegressionData } from '../../../../../../engine/tasks/regression/regressionFields.ts';
import { numberReport } from '../../../../../../engine/tasks/regression/scores/numberReport.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { encodeFile, prepareData } from '../../prepareData.ts';
import { amountOf, amountTable } from '../numberTables.ts';

let session: Session | undefined;
afterEach(() => session?.dispose());

/** A network with random weights that has read a file of 60 sequences, of which two have no amount. */
const load = async (intervals?: readonly number[]) => {
  const file = temporaryFile(amountTable(60, (id) => (id === 3 || id === 8 ? '' : String(amountOf(id)))));
  const { config } = await completeFile(file, { task: 'regression', data: { file } });
  const prepared = (await prepareData(config)) as PreparedData<RegressionCodec>;
  session = await createSession(config, prepared);
  session.initialise(3);
  const { codec, shape, steps } = prepared;
  const model = { config: config as RunConfig<RegressionData>, codec, intervals };
  const loaded = { file, model, session, shape, steps } as unknown as LoadedModel<RegressionData, RegressionCodec>;
  return { file, config, prepared, loaded };
};

test('sequences without a number are listed, with what would stand in their first line, and bounds', async () => {
  const { file, config, prepared, loaded } = await load([0.5]);
  const { prediction, table } = await predictNumbers(loaded, await encodeFile(config, prepared.codec, file), {
    ...{ model: '', file, out: 'all.csv' },
  });
  const [first] = prediction.rows;
  expect(prediction.rows.map(({ line }) => line)).toEqual([11, 25]);
  expect(first?.cells[0]).toMatchObject({ column: 'amount', cell: 4, actual: '' });
  const { value, low, high, text } = first!.cells[0]!;
  expect(text).toBe(value!.toFixed(1));
  const { scale } = prepared.codec.targets[0]!;
  expect(high! - value!).toBeCloseTo(0.5 * scale, 9);
  expect(value! - low!).toBeCloseTo(0.5 * scale, 9);
  expect([table?.header, table?.count]).toEqual([
    ['line', 'id', 'amount', 'amount_predicted', 'amount_low', 'amount_high'],
    60,
  ]);
  expect(table?.cellsOf(3)).toEqual([11, 'p3', '', text, low!.toFixed(1), high!.toFixed(1)]);
  expect(table?.cellsOf(0).slice(0, 3)).toEqual([2, 'p0', String(amountOf(0))]);
});

test('a file without the column has all of its sequences predicted, in no cell', async () => {
  const { config, prepared, loaded } = await load();
  const bare = temporaryFile('id,time,x,y\na,1,2,3\na,2,3,4\nb,1,2,3\n');
  const encoded = await encodeFile(config, prepared.codec, bare);
  const { prediction } = await predictNumbers(loaded, encoded, { model: '', file: bare });
  expect(prediction.rows.map(({ line }) => line)).toEqual([2, 4]);
  expect(Object.keys(prediction.rows[0]!.cells[0]!)).toEqual(['column', 'actual', 'text', 'value']);
});

test('the report has a point for each example of the split with the errors that the metrics tell, the largest first', async () => {
  const { prepared } = await load();
  session!.load(prepared.source);
  const report = numberReport(session!, prepared, { epoch: 2, split: 'test' })!;
  expect(numberReportSchema.parse(report)).toEqual(report);
  const [column] = report.columns;
  const { length } = prepared.splits.test;
  expect([report.split, report.examples, column?.lines.length, column?.worst.length]).toEqual([
    'test',
    length,
    length,
    length,
  ]);
  const errors = column!.actual.map((actual, at) => Math.abs(actual - column!.predicted[at]!));
  expect(column!.metrics['mae']).toBeCloseTo(errors.reduce((sum, each) => sum + each, 0) / length, 9);
  expect(Math.abs(column!.worst[0]!.error!)).toBeCloseTo(Math.max(...errors), 9);
  expect(column!.worst[0]!.excerpt).toMatch(/^id p\d+$/);
  expect([...column!.actual].sort()).toEqual(Array.from(prepared.splits.test, amountOf).sort());
});
