import { expect, test } from 'vitest';
import { escapeMarkdown } from '../../../src/escapeMarkdown.ts';

test('images, links, bare addresses and HTML lose their meaning', () => {
  expect(escapeMarkdown('![a](https://b.c)')).toBe('\\!\\[a\\]\\(https\\:\\/\\/b\\.c\\)');
  expect(escapeMarkdown('www.b.c <img>')).toBe('www\\.b\\.c \\<img\\>');
});

test('line breaks, with which a list or a table could begin, become spaces', () => {
  expect(escapeMarkdown('a\n\n| b')).toBe('a \\| b');
});

test('words and numbers stay as they are', () => {
  expect(escapeMarkdown('WASM SIMD × 4 · température')).toBe('WASM SIMD × 4 · température');
});
