import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Bleu } from '../../../../../../engine/tasks/translation/metrics/bleu.ts';
import { Chrf } from '../../../../../../engine/tasks/translation/metrics/chrf.ts';
import { ExactMatch } from '../../../../../../engine/tasks/translation/metrics/exactMatch.ts';
import { tokenize13a } from '../../../../../../engine/tasks/translation/metrics/tokenize13a.ts';

/** What `test/golden/translation/makeTranslationScores.py` wrote. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../../golden/translation/translationScores.json', import.meta.url), 'utf8'),
) as {
  readonly corpora: readonly {
    readonly segments: readonly { readonly hypothesis: string; readonly references: readonly string[] }[];
    readonly tokens: readonly string[];
    readonly bleu: number;
    readonly chrf: number;
  }[];
};

describe('200 random corpora of one to three references', () => {
  test('have the BLEU of sacreBLEU within 1e-9, and more than a hundred of them one above 0', () => {
    let above = 0;
    for (const [index, { segments, bleu }] of golden.corpora.entries()) {
      const own = new Bleu();
      for (const { hypothesis, references } of segments) own.add(hypothesis, references);
      expect(Math.abs(own.score() - bleu), `corpus ${index}`).toBeLessThan(1e-9);
      if (bleu > 0) above += 1;
    }
    expect(golden.corpora).toHaveLength(200);
    expect(above).toBeGreaterThan(100);
  });

  test('have the chrF of sacreBLEU within 1e-9', () => {
    for (const [index, { segments, chrf }] of golden.corpora.entries()) {
      const own = new Chrf();
      for (const { hypothesis, references } of segments) own.add(hypothesis, references);
      expect(Math.abs(own.score() - chrf), `corpus ${index}`).toBeLessThan(1e-9);
    }
  });

  test('are cut into the tokens of sacreBLEU', () => {
    for (const { segments, tokens } of golden.corpora) {
      expect(segments.map(({ hypothesis }) => tokenize13a(hypothesis).join(' '))).toEqual(tokens);
    }
  });
});

test('a match is exact with any of its references, whole and in order', () => {
  const match = new ExactMatch();
  match.add(['AH'], [['EY'], ['AH']]);
  match.add(['AH'], [['AH', 'B']]);
  match.add(['AH', 'B'], [['B', 'AH']]);
  match.add([], [[]]);
  expect(match.score()).toBe(0.5);
});
