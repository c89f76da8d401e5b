import { describe, expect, test } from 'vitest';
import { describeDefeat, describeDone } from '../../../../engine/cli/describeRun.ts';
import type { ConfigEvent, DoneEvent } from '../../../../engine/protocol.ts';
import { classConfig } from '../wholeConfig.ts';

const headline = { metric: 'mae', lowerIsBetter: true };
const resultOf = (mae: number) => ({
  loss: 1,
  metrics: { mae },
  baselines: { lastValue: { mae: 2 }, seasonalNaive: { mae: 3 } },
});

describe('the end of a run', () => {
  test('names the simple forecasts that do as well as the network', () => {
    expect(describeDefeat(resultOf(1.9), headline, 'table')).toEqual([]);
    expect(describeDefeat(resultOf(2), headline, 'table')[0]).toMatch(/^not better than last value: try /);
    expect(describeDefeat(resultOf(3.5), headline, 'table')[0]).toMatch(
      /^not better than last value and seasonal naive: /,
    );
  });

  test('calls the n-grams that a network of texts does not beat by their name, and has advice for texts', () => {
    const headline = { metric: 'crossEntropy', lowerIsBetter: true };
    const baselines = { unigram: { crossEntropy: 3 }, ngram7: { crossEntropy: 1.5 } };
    expect(describeDefeat({ loss: 1.6, metrics: { crossEntropy: 1.6 }, baselines }, headline, 'text')).toEqual([
      'not better than 7-gram model (Kneser-Ney): try more epochs, a larger model.hiddenSize or more text',
    ]);
  });

  test('says nothing of a test where nothing was held out for it', () => {
    const done = {
      ...{ event: 'done', reason: 'finished', run: '/runs/a', epochs: 3, seconds: 1 },
      best: { epoch: 1, validLoss: 0.5 },
      test: { loss: null, metrics: {}, baselines: {} },
    } as const satisfies DoneEvent;
    const config = { config: classConfig(), headline } as unknown as ConfigEvent;
    expect(describeDone(done, config)).toEqual([
      'finished after 3 epochs in 1.0 s; best is epoch 1 with validation loss 0.5000',
      '',
      expect.stringMatching(/^use it with: rnn-studio predict/),
    ]);
    const tested = { ...done, test: resultOf(1) };
    expect(describeDone(tested, config)[2]).toContain('test split');
  });

  test('knows when more is better', () => {
    const accuracy = { metric: 'accuracy', lowerIsBetter: false };
    const result = (own: number) => ({
      loss: 1,
      metrics: { accuracy: own },
      baselines: { majority: { accuracy: 0.5 } },
    });
    expect(describeDefeat(result(0.6), accuracy, 'table')).toEqual([]);
    expect(describeDefeat(result(0.4), accuracy, 'table')).toHaveLength(1);
  });

  test('has no advice for a network without a mistake, which nobody can beat', () => {
    const accuracy = { metric: 'accuracy', lowerIsBetter: false };
    const [metrics, perfect] = [{ accuracy: 1 }, { accuracy: 1 }];
    expect(describeDefeat({ loss: 0, metrics, baselines: { naiveBayes: perfect } }, accuracy, 'table')).toEqual([]);
    expect(
      describeDefeat({ loss: 0, metrics: { mae: 0 }, baselines: { lastValue: { mae: 0 } } }, headline, 'table'),
    ).toEqual([]);
  });
});
