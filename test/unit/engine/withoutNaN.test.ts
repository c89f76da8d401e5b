import { expect, test } from 'vitest';
import type { RunEvent } from '../../../engine/protocol.ts';
import { runEventSchema, runRecordSchema } from '../../../engine/runSchemas.ts';
import { withoutNaN } from '../../../engine/withoutNaN.ts';
import { wholeEvents, wholeRecord } from './wholeRecord.ts';

test('what is not finite is null however deep it lies, and nothing else is changed', () => {
  const message = { loss: NaN, rows: [{ low: -Infinity, high: 2 }, { text: 'NaN' }], none: undefined, flag: true };
  expect(withoutNaN(message)).toEqual({ ...message, loss: null, rows: [{ low: null, high: 2 }, { text: 'NaN' }] });
  expect(withoutNaN(Infinity)).toBeNull();
});

test('a message of finite numbers is handed on uncopied', () => {
  expect(withoutNaN(wholeRecord)).toBe(wholeRecord);
  const part = { kept: [1, 2] };
  expect(withoutNaN({ part, loss: NaN }).part).toBe(part);
});

/** The fields of a report that hold a number, by path; those that never lack one are told by the type. */
const numbersOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] => {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => numbersOf(field, [...path, key]));
};

const withAt = (value: unknown, [key = '', ...rest]: readonly string[], to: unknown): unknown => {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? withAt(item, rest, to) : item));
  if (typeof value !== 'object') return to;
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: rest.length > 0 ? withAt(fields[key], rest, to) : to };
};

/** Those of the paths at which the schema takes null. */
const nullable = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown): string[] =>
  numbersOf(value)
    .filter((path) => path[0] !== 'config' && schema.safeParse(withAt(value, path, null)).success)
    .map((path) => path.join('.'));

test('null is taken for losses, metrics and what diagnoses show, and for no count, time or rate', () => {
  expect(nullable(runEventSchema, wholeEvents.epoch)).toEqual([
    'validLoss',
    'metrics.mae',
    'metrics.rmse',
    'baselines.lastValue.mae',
    'baselines.lastValue.rmse',
  ]);
  expect(nullable(runEventSchema, wholeEvents.gradients)).toEqual([
    'layers.0.stateGradients.0',
    'layers.0.stateGradients.1',
    'layers.0.saturated.hidden',
    'layers.0.dead',
    'tensors.0.weight',
    'tensors.0.gradient',
    'tensors.0.update',
    'clippedUpdates',
    'clippedValues',
  ]);
  expect(nullable(runEventSchema, wholeEvents.step)).toEqual([]);
  expect(nullable(runEventSchema, wholeEvents.done)).toEqual([
    'best.validLoss',
    'test.loss',
    'test.metrics.mae',
    'test.metrics.rmse',
    'test.baselines.lastValue.mae',
    'test.baselines.lastValue.rmse',
    'metrics.accuracy',
    'metrics.perClass.oak.recall',
    'metrics.perClass.oak.f1',
    'baselines.majority.accuracy',
  ]);
  expect(nullable(runRecordSchema, wholeRecord)).toContain('best.validLoss');
});

test('a report with null is read back as null: who reads a journal sees what who was told saw', () => {
  const report: RunEvent = { ...wholeEvents.epoch, validLoss: NaN, metrics: { mae: NaN } };
  const told = withoutNaN(report);
  expect(told).toMatchObject({ validLoss: null, metrics: { mae: null } });
  expect(runEventSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(told);
});
