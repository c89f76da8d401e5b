import { expect, it } from 'vitest';
import type { SampleEvent } from '../../../../../engine/protocol.ts';
import { translatedLines } from '../../../../../webview/tasks/translation/translatedLines.ts';

const sample = (epoch: number, ...texts: readonly string[]): SampleEvent => ({
  ...{ event: 'sample', epoch, validLoss: 1, prime: '', text: '', temperature: 0 },
  translations: texts.map((text, line) => ({ source: `source ${line}`, reference: `right ${line}`, text })),
});

it('has each line once, with what it became, the newest first and what stays as it was not repeated', () => {
  const samples = [
    sample(1, 'a', 'x'),
    sample(2, 'a', 'right 1'),
    sample(4, 'b', 'right 1'),
    sample(5, 'a', 'right 1'),
  ];
  expect(translatedLines(samples)).toEqual([
    {
      source: 'source 0',
      reference: 'right 0',
      attempts: [
        { epoch: 5, text: 'a', isRight: false },
        { epoch: 4, text: 'b', isRight: false },
        { epoch: 1, text: 'a', isRight: false },
      ],
    },
    {
      source: 'source 1',
      reference: 'right 1',
      attempts: [
        { epoch: 2, text: 'right 1', isRight: true },
        { epoch: 1, text: 'x', isRight: false },
      ],
    },
  ]);
});

it('has nothing before there is a sample, and of samples without lines', () => {
  expect(translatedLines([])).toEqual([]);
  const { translations: _, ...plain } = sample(1);
  expect(translatedLines([plain])).toEqual([]);
});

it('has of what stays as it was where the newest network attends', () => {
  const withMap = (epoch: number, percent: number): SampleEvent => {
    const attention = { source: ['a'], target: ['b'], looks: [[[0, percent] as const]] };
    const [line] = sample(epoch, 'b').translations ?? [];
    return { ...sample(epoch), translations: [{ ...line!, attention }] };
  };
  const [line] = translatedLines([withMap(1, 40), withMap(2, 90)]);
  expect(line?.attempts.map(({ epoch, attention }) => [epoch, attention?.looks])).toEqual([[1, [[[0, 90]]]]]);
});
