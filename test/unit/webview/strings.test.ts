import { afterEach, expect, test } from 'vitest';
import { setStrings, t } from '../../../webview/strings.ts';

afterEach(() => setStrings({}));

test('shows the English text with its values until translations arrive', () => {
  expect(t('epoch {0}/{1}', 3, 40)).toBe('epoch 3/40');
});

test('uses the translation, with the values where that language has them', () => {
  setStrings({ '{0} of {1}': 'von {1} sind es {0}' });
  expect(t('{0} of {1}', 3, 40)).toBe('von 40 sind es 3');
});

test('leaves a place alone for which no value was given', () => {
  expect(t('{0} {1}', 'a')).toBe('a {1}');
});
