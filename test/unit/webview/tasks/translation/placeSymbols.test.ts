import { expect, it, test } from 'vitest';
import { placeSymbols } from '../../../../../webview/tasks/translation/placeSymbols.ts';

const placed = (text: string, ...symbols: readonly string[]) =>
  placeSymbols(text, symbols).map(({ text: part, symbol }) => (symbol === undefined ? part : `${symbol}:${part}`));

it('cuts a text where its words stand, in whatever case, and leaves what lies between', () => {
  expect(placed('The dog, it barks.', 'the', 'dog', ',', 'it', 'barks', '.')).toEqual([
    '0:The',
    ' ',
    '1:dog',
    '2:,',
    ' ',
    '3:it',
    ' ',
    '4:barks',
    '5:.',
  ]);
});

it('finds characters one by one, spaces too, and pieces with the space before them', () => {
  expect(placed('ab b', 'a', 'b', ' ', 'b')).toEqual(['0:a', '1:b', '2: ', '3:b']);
  expect(placed('lower it', ' low', 'er', ' it')).toEqual(['0:low', '1:er', ' ', '2:it']);
});

test('what is not known is what lies between its neighbours, one after the other', () => {
  expect(placed('a zeppelin flies', 'a', '', 'flies')).toEqual(['0:a', ' ', '1:zeppelin', ' ', '2:flies']);
  expect(placed('two odd words here', '', '', 'words', '')).toEqual([
    '0:two',
    ' ',
    '1:odd',
    ' ',
    '2:words',
    ' ',
    '3:here',
  ]);
  expect(placed('aüöb', 'a', '', '', 'b')).toEqual(['0:a', '1:ü', '2:ö', '3:b']);
});

test('the pieces are the text even where symbols are not in it, as after the end of a shortened one', () => {
  for (const symbols of [['x', 'y'], ['', '', ''], [], ['a', 'long', 'gone']]) {
    expect(
      placeSymbols('a long …', symbols)
        .map(({ text }) => text)
        .join(''),
    ).toBe('a long …');
  }
});
