import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areSpanLabels, findSpans, SpanCounts } from '../../../../../engine/tasks/labeling/spans.ts';

interface Golden {
  readonly program: string;
  readonly schemes: readonly (readonly string[])[];
  readonly corpora: readonly {
    readonly scheme: number;
    /** Words of letters, which are places in the scheme's labels. */
    readonly actual: string;
    readonly predicted: string;
    readonly f1: number;
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../../../golden/spans/spans.json', import.meta.url), 'utf8'),
) as Golden;

test(`F1 of spans is that of ${golden.program} on 200 random corpora of labels that follow no scheme`, () => {
  expect(golden.corpora.length).toBe(200);
  let sure = 0;
  for (const { scheme, actual, predicted, f1 } of golden.corpora) {
    const labels = golden.schemes[scheme]!;
    const read = (sentences: string): string[][] =>
      sentences.split(' ').map((letters) => [...letters].map((letter) => labels[letter.charCodeAt(0) - 97]!));
    const counts = new SpanCounts();
    const found = read(predicted);
    read(actual).forEach((sentence, index) => counts.add(sentence, found[index]!));
    expect(counts.f1, `${actual} | ${predicted}`).toBeCloseTo(f1, 12);
    if (f1 > 0 && f1 < 1) sure++;
  }
  // Neither all right nor all wrong: the cases tell definitions apart.
  expect(sure).toBeGreaterThan(120);
});

describe('spans of a sequence', () => {
  const spansOf = (labels: string): string[] =>
    findSpans(labels.split(' ')).map(({ begin, end, type }) => `${type} ${begin}-${end}`);
  test.each([
    ['B- begins one, I- goes on', 'B-PER I-PER O B-LOC', ['PER 0-1', 'LOC 3-3']],
    ['I- after O begins one', 'O I-PER I-PER', ['PER 1-2']],
    ['another type begins one', 'B-PER I-LOC I-LOC', ['PER 0-0', 'LOC 1-2']],
    ['B- ends the one before', 'B-PER B-PER', ['PER 0-0', 'PER 1-1']],
    ['one ends with the sequence', 'O B-A-B', ['A-B 1-1']],
    ['S- is one by itself', 'S-X I-X E-X I-X', ['X 0-0', 'X 1-2', 'X 3-3']],
    ['nothing but O', 'O O', []],
  ])('%s', (_, labels, spans) => {
    expect(spansOf(labels)).toEqual(spans);
  });

  test('where there is none and none is found, F1 is 0', () => {
    const counts = new SpanCounts();
    counts.add(['O'], ['O']);
    expect(counts.f1).toBe(0);
  });
});

test.each([
  [['B-PER', 'I-PER', 'O'], true],
  [['I-NP', 'I-VP', 'O'], true],
  [['B-X', 'L-X', 'U-X', 'O'], true],
  [['NOUN', 'VERB'], false],
  [['O', 'S'], false],
  [['B-PER', 'O', 'NOUN'], false],
])('%j are labels of spans: %s', (labels, are) => {
  expect(areSpanLabels(labels)).toBe(are);
});
