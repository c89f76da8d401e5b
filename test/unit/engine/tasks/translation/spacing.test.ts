import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../../../engine/encoding/tokenizer.ts';
import { SpacingCounts, WordJoiner } from '../../../../../engine/tasks/translation/spacing.ts';

const wordsOf = (text: string): string[] => tokenize({ unit: 'words', lowercase: false }, text);

const joinerOf = (texts: readonly string[]): WordJoiner => {
  const counts = new SpacingCounts(false);
  for (const text of texts) counts.add(text, wordsOf(text));
  return new WordJoiner(counts.spacing([...new Set(texts.flatMap(wordsOf))]));
};

describe('words are put together with the spaces that they had in the texts learned from', () => {
  test.each([
    [
      'marks behind words',
      ['Two dogs, one cat.', 'Where is it? There!', 'A dog runs.'],
      'Where is one dog? It runs, there.',
    ],
    ['brackets and what is before a word', ['He (the man) paid $ 5.', 'She (a girl) sang.'], 'She (the man) sang.'],
    ['a writing without spaces', ['我们去学校', '他们去公园'], '他们去学校'],
    ['what always has spaces', ['HH AH L OW', 'W ER L D'], 'HH W ER AH'],
  ])('%s', (_, texts, wanted) => {
    expect(joinerOf(texts).join(wordsOf(wanted))).toBe(wanted);
  });

  test('what was never seen has spaces, and nothing is nothing', () => {
    const joiner = joinerOf(['a, b']);
    expect(joiner.join(['x', 'y', ',', 'z'])).toBe('x y, z');
    expect(joiner.join([])).toBe('');
  });
});
