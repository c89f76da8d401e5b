import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EvaluateResult, Inspection, NumberReport, Prediction, TextPrediction } from '../../engine/protocol.ts';
import { type Events, Workspace } from './rnnStudio.ts';

const workspace = new Workspace('block');

const words = ['poor', 'plain', 'good', 'great'];
/** What a remark is worth: the sum of its two words. */
const remarkOf = (row: number): readonly [text: string, score: number] => {
  const [room, food] = [row % 4, (row >> 2) % 4];
  return [`the room was ${words[room]} and the food ${words[food]} on day ${row}`, room + 2 * food + (row % 10) / 100];
};
const linesOf = (from: number, to: number, isKnown: (row: number) => boolean = () => true): string =>
  `remark,score\n${Array.from({ length: to - from }, (_, at) => {
    const [text, score] = remarkOf(from + at);
    return `${text},${isKnown(from + at) ? score : ''}\n`;
  }).join('')}`;

describe('numbers of texts on the command line', () => {
  let events: Events;
  beforeAll(async () => {
    await writeFile(
      workspace.path('remarks.csv'),
      linesOf(0, 240, (row) => row % 60 !== 7),
    );
    const settings = ['training.epochs=14', 'training.threads=1', 'model.hiddenSize=16', 'training.learningRate=0.01'];
    events = await workspace.train('remarks.csv', ...settings.flatMap((setting) => ['--set', setting]));
  });

  test('inspect says what the file holds and why its numbers are predicted', async () => {
    const [inspection] = (await workspace.json('inspect', 'remarks.csv')) as [Inspection];
    expect(inspection.proposedTask).toBe('regression');
    expect(inspection.why).toContain("'score' numbers with too many different values for labels");
  });

  test('train tells MAE, RMSE and R² beside the mean of the training part, and beats it', () => {
    const { metrics, baselines } = events.one('done').test;
    expect(events.one('config').headline).toEqual({ metric: 'mae', lowerIsBetter: true });
    expect([Object.keys(metrics), Object.keys(baselines)]).toEqual([['mae', 'rmse', 'r2'], ['mean']]);
    expect(metrics['r2']).toBeGreaterThan(0.9);
    expect(metrics['mae']).toBeLessThan(0.3 * (baselines['mean']?.['mae'] ?? NaN));
    expect(Math.abs(baselines['mean']?.['r2'] ?? NaN)).toBeLessThan(0.2);
  });

  test('the report of the run has the points of the test split and the largest errors by lines', async () => {
    const report = JSON.parse(await readFile(`${events.run}/results.json`, 'utf8')) as NumberReport;
    const [column] = report.columns;
    expect([report.split, report.examples, column?.lines.length]).toEqual(['test', 47, 47]);
    expect(column?.metrics).toEqual(events.one('done').test.metrics);
    const [line = 0] = column?.lines ?? [];
    expect(column?.actual[0]).toBe(remarkOf(line - 2)[1]);
    const errors = column?.worst.map(({ error }) => Math.abs(error ?? NaN)) ?? [];
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    expect(column?.worst[0]?.excerpt).toContain('the room was');
  });

  test('predict fills in the scores that are missing, with bounds, and writes all of them', async () => {
    const [prediction] = (await workspace.json('predict', events.run, 'remarks.csv', '--out', 'scores.csv')) as [
      Prediction,
    ];
    expect(prediction.rows.map(({ line }) => line)).toEqual([9, 69, 129, 189]);
    for (const { line, cells } of prediction.rows) {
      const [cell] = cells;
      expect(cell).toMatchObject({ column: 'score', cell: 1, actual: '' });
      expect(Math.abs((cell?.value ?? NaN) - remarkOf(line - 2)[1])).toBeLessThan(1.5);
      expect(cell?.text).toMatch(/^-?\d+\.\d\d$/);
      expect(cell?.low).toBeLessThan(cell?.value ?? NaN);
    }
    const rows = (await readFile(workspace.path('scores.csv'), 'utf8')).trimEnd().split('\n');
    expect(rows[0]).toBe('line,score,score_predicted,score_low,score_high');
    expect(rows.length).toBe(241);
    expect(rows[1]).toMatch(/^2,0,-?\d+\.\d\d,-?\d+\.\d\d,-?\d+\.\d\d$/);
  });

  test('evaluate measures another file, beside the mean that training has found', async () => {
    await writeFile(workspace.path('more.csv'), linesOf(1000, 1060));
    const [result] = (await workspace.json('evaluate', events.run, 'more.csv')) as [EvaluateResult];
    expect(result.metrics['r2']).toBeGreaterThan(0.9);
    const { stdout } = await workspace.run('evaluate', events.run, 'more.csv');
    expect(stdout).toMatch(/MAE +RMSE +R²\n/);
    expect(stdout).toMatch(/^training mean /m);
  });

  test('predict --text says what a text comes to', async () => {
    const text = 'the room was great and the food great';
    const [{ numbers, unknown }] = (await workspace.json('predict', events.run, '--text', text)) as [TextPrediction];
    expect([numbers?.length, unknown]).toEqual([1, []]);
    expect(Math.abs((numbers?.[0]?.value ?? NaN) - 9)).toBeLessThan(1.5);
    const { stdout } = await workspace.run('predict', events.run, '--text', text);
    expect(stdout).toMatch(/predicted +80 % between +and\nscore +\d/);
  });

  test('bad files end with exit code 2 and their place', async () => {
    await writeFile(workspace.path('bad.csv'), linesOf(0, 100).replace(/,2\.04\n/, ',two\n'));
    const { code, stderr } = await workspace.run('train', 'bad.csv', '--task', 'regression');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/bad\.csv:\d+:\d+: 'two' is not a number/)]);
  });
});
