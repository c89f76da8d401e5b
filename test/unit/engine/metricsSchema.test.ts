import { expect, test } from 'vitest';
import { metricsSchema } from '../../../engine/metricsSchema.ts';
import { runEventSchema } from '../../../engine/runSchemas.ts';
import { wholeEvents } from './wholeRecord.ts';

test('metrics that runs of before call otherwise have the names of now', () => {
  expect(metricsSchema.parse({ accuracy: 0.5, f1: 0.25 })).toEqual({ accuracy: 0.5, f1Macro: 0.25 });
  expect(metricsSchema.parse({ tokenAccuracy: 0.5, spanF1: null })).toEqual({ tokenAccuracy: 0.5, spanF1: null });
});

test('an end without metrics of its own, as runs of before have it, is read', () => {
  const { measuredOn: _, metrics: __, baselines: ___, ...former } = wholeEvents.done;
  const test = { loss: 1, metrics: { f1: 0.5 }, baselines: { majority: { f1: 0.25 } } };
  expect(runEventSchema.parse({ ...former, test })).toEqual({
    ...former,
    test: { loss: 1, metrics: { f1Macro: 0.5 }, baselines: { majority: { f1Macro: 0.25 } } },
  });
});
